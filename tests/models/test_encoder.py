"""The default encoder, and any other one: a tiny model of random weights, made here."""

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from nksearch.config import Settings
from nksearch.errors import EncoderError
from nksearch.models.encoder import MiniLM, SentenceEncoder, Vectors, load_encoder
from nksearch.models.families import family
from nksearch.models.languages_known import _ENGLISH, _TRANSLATIONS, known_languages
from nksearch.models.local import find_model

from .tiny_models import WINDOW, save_encoder

TEXTS = ["flood in sinuiju", "a", "장마당 소식", "the border the phone the border", ""]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_encoder(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy of the tiny encoder that a test may change."""
    return shutil.copytree(made, tmp_path / "tiny")


class Dictionary:
    """An encoder that knows the sentences of some languages by heart and hears others as noise."""

    def __init__(self, *languages: str) -> None:
        self._languages = languages

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        knows = [_ENGLISH, *(_TRANSLATIONS[each] for each in self._languages)]
        rows = [sentences.index(text) for text in texts for sentences in knows if text in sentences]
        vectors = np.eye(13, dtype=np.float32)
        return vectors[rows] if rows else vectors[[12] * len(texts)]


def test_languages_are_known_by_finding_translations() -> None:
    assert frozenset({"en"}) == known_languages(Dictionary())
    assert frozenset({"en", "ko", "ru"}) == known_languages(Dictionary("ko", "ru"))


def test_the_sentences_share_no_sign_with_their_translations() -> None:
    for sentences in _TRANSLATIONS.values():
        assert len(_ENGLISH) == len(set(sentences))
        assert not [each for each in sentences if set(each.lower()) & set("abcdefghijklmnop0123")]


@pytest.mark.parametrize(
    ("name", "question", "passage", "korean"),
    [
        ("intfloat/multilingual-e5-small", "query: ", "passage: ", True),
        ("intfloat/e5-base-v2", "query: ", "passage: ", False),
        ("BAAI/bge-m3", "", "", True),
        ("sentence-transformers/all-mpnet-base-v2", "", "", False),
        ("sentence-transformers/LaBSE", "", "", True),
    ],
)
def test_families_are_known_by_name(name: str, question: str, passage: str, korean: bool) -> None:
    known = family(name)
    assert (question, passage) == (known.question_prompt, known.passage_prompt)
    assert korean == ("ko" in (known.languages or ()))


def test_nothing_is_claimed_of_an_unknown_encoder() -> None:
    assert family("somebody/their-model").languages is None


def test_instructions_of_bge_and_e5_stand_before_questions_only() -> None:
    for name in ("BAAI/bge-small-en-v1.5", "intfloat/multilingual-e5-large-instruct"):
        assert family(name).question_prompt
        assert family(name).passage_prompt == ""


def test_a_model_that_is_not_here_is_an_error_that_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(EncoderError, match="run: hf download somebody/their-model"):
        load_encoder(Settings(encoder="somebody/their-model"))
    with pytest.raises(EncoderError, match="There is no folder"):
        find_model(str(tmp_path / "nowhere"))


def test_a_name_is_found_in_the_cache_of_hugging_face(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    model = tmp_path / "models--somebody--their-model"
    snapshot = model / "snapshots" / "0123456789abcdef0123456789abcdef01234567"
    snapshot.mkdir(parents=True)
    (snapshot / "modules.json").write_text("[]")
    (model / "refs").mkdir()
    (model / "refs" / "main").write_text(snapshot.name)
    assert snapshot == find_model("somebody/their-model")
    assert "somebody/their-model" == load_encoder(Settings(encoder="somebody/their-model")).name


def test_the_default_encoder_counts_tokens_without_torch() -> None:
    loaded = "torch" in sys.modules
    encoder = load_encoder(Settings())
    assert ("all-MiniLM-L6-v2", 384, 254) == (
        encoder.name,
        encoder.dimension,
        encoder.max_tokens,
    )
    assert [4, 0] == encoder.count_tokens(["The flood came.", ""])
    assert frozenset({"en"}) == encoder.languages
    assert loaded == ("torch" in sys.modules)


def test_prompts_that_are_set_change_revision_and_room(tmp_path: Path) -> None:
    plain, prompted = MiniLM(), load_encoder(Settings(passage_prompt="news story: "))
    assert plain.revision != prompted.revision
    assert plain.max_tokens - 3 == prompted.max_tokens
    assert MiniLM().revision == plain.revision


@pytest.mark.slow
def test_vectors_of_the_default_encoder_are_those_of_sentence_transformers() -> None:
    from sentence_transformers import SentenceTransformer

    encoder = MiniLM(precision="float32")
    own = SentenceTransformer(str(encoder._folder), local_files_only=True)
    expected = own.encode(TEXTS, normalize_embeddings=True, show_progress_bar=False)
    assert np.abs(encoder.encode_passages(TEXTS) - expected).max() < 1e-5
    assert np.abs(encoder.encode_question(TEXTS[0]) - expected[0]).max() < 1e-5
    assert own.max_seq_length == encoder.max_tokens + 2
    assert own.get_embedding_dimension() == encoder.dimension
    assert frozenset({"en"}) == known_languages(encoder)


@pytest.mark.slow
def test_faster_arithmetic_keeps_the_vectors() -> None:
    precise = MiniLM(precision="float32").encode_passages(TEXTS)
    fast = MiniLM(precision="bfloat16")
    assert ((precise * fast.encode_passages(TEXTS)).sum(axis=1) > 0.9995).all()
    assert np.abs(fast.encode_question(TEXTS[0]) - precise[0]).max() < 1e-5


@pytest.mark.slow
def test_weights_that_are_not_the_published_ones_are_refused(tmp_path: Path) -> None:
    folder = shutil.copytree(MiniLM()._folder, tmp_path / "model")
    with (folder / "model.safetensors").open("r+b") as file:
        file.seek(-1, 2)
        last = file.read(1)
        file.seek(-1, 2)
        file.write(bytes([last[0] ^ 1]))
    with pytest.raises(EncoderError, match="does not hold the published weights"):
        MiniLM(folder).encode_passages(["flood"])


@pytest.mark.slow
def test_a_folder_becomes_vectors_of_its_own_dimension(folder: Path) -> None:
    encoder = load_encoder(Settings(encoder=str(folder)))
    vectors = encoder.encode_passages(TEXTS)
    assert ("tiny", 16) == (encoder.name, encoder.dimension)
    assert (np.float32, (len(TEXTS), 16)) == (vectors.dtype, vectors.shape)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    assert (0, 16) == encoder.encode_passages([]).shape
    assert (16,) == encoder.encode_question("flood").shape


@pytest.mark.slow
def test_the_window_is_the_models_less_special_tokens_and_prompt(folder: Path) -> None:
    assert WINDOW - 2 == SentenceEncoder(folder, name="tiny").max_tokens
    prompted = SentenceEncoder(folder, name="tiny", passage_prompt="news flood: ")
    assert WINDOW - 2 - 3 == prompted.max_tokens
    assert [3, 6] == prompted.count_tokens(["flood in 평", "장마당 소식 ."])


@pytest.mark.slow
def test_tokens_are_counted_by_the_models_own_tokenizer_where_there_is_no_file(
    folder: Path,
) -> None:
    encoder = SentenceEncoder(folder, name="tiny")
    expected = encoder.count_tokens(TEXTS)
    other = SentenceEncoder(folder, name="tiny")
    other.__dict__["_tokenizer"] = other._network.tokenizer
    assert expected == other.count_tokens(TEXTS)
    assert encoder.max_tokens == other.max_tokens


@pytest.mark.slow
def test_prompts_are_put_in_front_of_questions_and_passages(folder: Path) -> None:
    plain = SentenceEncoder(folder, name="tiny", precision="float32")
    prompted = SentenceEncoder(
        folder, name="x", question_prompt="border ", passage_prompt="phone ", precision="float32"
    )
    expected = plain.encode_passages(["border flood", "phone flood"])
    np.testing.assert_allclose(prompted.encode_question("flood"), expected[0], atol=1e-6)
    np.testing.assert_allclose(prompted.encode_passages(["flood"])[0], expected[1], atol=1e-6)


@pytest.mark.slow
def test_prompts_come_from_settings_then_the_model_then_its_family(tmp_path: Path) -> None:
    stated = save_encoder(tmp_path / "stated", prompts={"query": "border ", "document": "phone "})
    silent = save_encoder(tmp_path / "e5-small")
    assert ("border ", "phone ") == SentenceEncoder(stated, name="e5-small").prompts
    assert ("query: ", "passage: ") == SentenceEncoder(silent, name="e5-small").prompts
    assert ("", "phone ") == SentenceEncoder(stated, name="x", question_prompt="").prompts


@pytest.mark.slow
def test_the_revision_changes_with_weights_pooling_and_prompts_only(folder: Path) -> None:
    def revision(**prompts: str) -> str:
        return SentenceEncoder(folder, name="tiny", **prompts).revision  # type: ignore[arg-type]

    first = revision()
    (folder / "README.md").write_text("a note")
    assert first == revision()
    assert 3 == len({first, revision(question_prompt="q "), revision(passage_prompt="q ")})
    pooling = folder / "1_Pooling" / "config.json"
    pooling.write_text(pooling.read_text() + "\n")
    second = revision()
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"\x01")
    assert 3 == len({first, second, revision()})


@pytest.mark.slow
def test_a_vector_of_zeros_stays_one_and_is_a_number(folder: Path) -> None:
    import torch

    encoder = SentenceEncoder(folder, name="tiny")
    with torch.no_grad():
        for weight in encoder._network.parameters():
            weight.zero_()
    assert not encoder.encode_passages(["flood"]).any()


@pytest.mark.slow
def test_languages_are_set_or_found_out(folder: Path) -> None:
    korean = load_encoder(Settings(encoder=str(folder), encoder_languages=("ko",)))
    assert frozenset({"ko"}) == korean.languages
    assert frozenset({"en"}) == load_encoder(Settings(encoder=str(folder))).languages


@pytest.mark.slow
def test_a_damaged_folder_is_an_error_that_names_it(folder: Path) -> None:
    (folder / "model.safetensors").write_bytes(b"no weights")
    with pytest.raises(EncoderError, match=r"tiny .* cannot be loaded"):
        SentenceEncoder(folder, name="tiny").encode_passages(["flood"])
