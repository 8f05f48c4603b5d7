from pathlib import Path

import pytest

from nksearch.config import Settings, load_settings
from nksearch.errors import NksearchError


def written(folder: Path, text: str) -> Path:
    (folder / "nksearch.toml").write_text(text, "utf-8")
    return folder


def test_without_a_file_the_settings_are_the_default_ones(tmp_path: Path) -> None:
    assert Settings() == load_settings(tmp_path, environ={})
    assert ("all-MiniLM-L6-v2", None, 0.5, 20) == (
        Settings().encoder,
        Settings().reranker,
        Settings().reranker_seconds,
        Settings().reranker_depth,
    )


def test_every_setting_is_read_from_the_file(tmp_path: Path) -> None:
    written(
        tmp_path,
        'encoder = "intfloat/multilingual-e5-small"\nencoder_languages = ["en", "ko"]\n'
        'question_prompt = "q: "\npassage_prompt = ""\nreranker = "BAAI/bge-reranker-v2-m3"\n'
        "reranker_seconds = 2\nreranker_depth = 50\n",
    )
    assert load_settings(tmp_path, environ={}) == Settings(
        encoder="intfloat/multilingual-e5-small",
        encoder_languages=("en", "ko"),
        question_prompt="q: ",
        passage_prompt="",
        reranker="BAAI/bge-reranker-v2-m3",
        reranker_seconds=2,
        reranker_depth=50,
    )


@pytest.mark.parametrize(
    ("text", "key", "expected"),
    [
        ('encodr = "x"', "encodr", "Settings are: encoder, encoder_languages"),
        ("encoder = 3", "encoder", "in quotes, not 3"),
        ('encoder = " "', "encoder", "name or the folder"),
        ('encoder_languages = "ko"', "encoder_languages", "list of language codes"),
        ("encoder_languages = []", "encoder_languages", "list of language codes"),
        ("question_prompt = true", "question_prompt", "text in quotes"),
        ("reranker_seconds = 0", "reranker_seconds", "over 0"),
        ("reranker_seconds = nan", "reranker_seconds", "over 0"),
        ("reranker_seconds = true", "reranker_seconds", "number of seconds"),
        ("answer_threshold = 1.5", "answer_threshold", "from 0, which always answers, to 1"),
        ("answer_precision = 1", "answer_precision", "between 0 and 1"),
        ("reranker_depth = 2.5", "reranker_depth", "whole number from 1 to 100"),
    ],
)
def test_a_wrong_setting_is_named_with_what_is_expected(
    tmp_path: Path, text: str, key: str, expected: str
) -> None:
    with pytest.raises(NksearchError) as caught:
        load_settings(written(tmp_path, text), environ={})
    message = str(caught.value)
    assert "nksearch.toml" in message
    assert f"'{key}'" in message
    assert expected in message


def test_a_file_that_is_not_toml_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(NksearchError, match=r"Cannot read the settings in .*nksearch\.toml"):
        load_settings(written(tmp_path, "encoder = = 3"), environ={})
    (tmp_path / "nksearch.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(NksearchError, match="Cannot read the settings"):
        load_settings(tmp_path, environ={})


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    written(tmp_path, 'encoder = "a/b"\nreranker = "c/d"')
    found = load_settings(tmp_path, environ={"NKSEARCH_ENCODER": "x", "NKSEARCH_RERANKER": "y"})
    assert ("x", "y") == (found.encoder, found.reranker)
    assert load_settings(tmp_path, environ={"NKSEARCH_RERANKER": ""}).reranker is None


def test_prompts_of_the_encoder_in_the_file_are_not_given_to_another(tmp_path: Path) -> None:
    written(tmp_path, 'encoder = "a/b"\nquestion_prompt = "q: "\nencoder_languages = ["ko"]')
    assert Settings(encoder="x") == load_settings(tmp_path, environ={"NKSEARCH_ENCODER": "x"})
    assert load_settings(tmp_path, environ={"NKSEARCH_ENCODER": "a/b"}).question_prompt == "q: "


def test_a_relative_folder_starts_from_the_indexes_directory(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    written(tmp_path, 'encoder = "mine"\nreranker = "theirs"')
    found = load_settings(tmp_path, environ={})
    assert (str(tmp_path / "mine"), "theirs") == (found.encoder, found.reranker)


def test_threshold_and_precision_are_not_set_together(tmp_path: Path) -> None:
    path = written(tmp_path, "answer_threshold = 0.3\nanswer_precision = 0.8")
    with pytest.raises(NksearchError, match="Leave out it or answer_threshold"):
        load_settings(path, environ={})


def test_a_rebuild_from_the_page_is_allowed_by_a_switch(tmp_path: Path) -> None:
    assert not load_settings(tmp_path, environ={}).allow_rebuild
    assert load_settings(written(tmp_path, "allow_rebuild = true"), environ={}).allow_rebuild
    with pytest.raises(NksearchError, match="'allow_rebuild' must be true or false, not 'yes'"):
        load_settings(written(tmp_path, "allow_rebuild = 'yes'"), environ={})
