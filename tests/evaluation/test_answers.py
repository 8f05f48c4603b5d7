"""Judged answers over a tiny set: what is read, asked, judged and shown."""

import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from nksearch.cli import main
from nksearch.config import Settings
from nksearch.datamodels import Turn
from nksearch.errors import UsageError
from nksearch.evaluation.answer_sets import load_answer_set
from nksearch.evaluation.answers import AnswersEvaluation, evaluate_answers
from nksearch.evaluation.answers_report import (
    answers_to_json,
    answers_to_text,
    figures_of,
    risk_plot,
)
from nksearch.evaluation.follow_ups import FollowUps

from ..conftest import WordEncoder, write_lines

DOCUMENTS = (
    {
        "_id": "flood",
        "title": "Flood",
        "text": "Rain fell all week. The flood in Sinuiju killed six people. Trains stopped.",
    },
    {"_id": "phone", "title": "Phones", "text": "Traders carry a phone near the border."},
    {"_id": "later", "title": "Later", "text": "The market of Hamhung burnt down."},
)
QUESTIONS: tuple[dict[str, Any], ...] = (
    {"_id": "q1", "text": "How many people did the flood kill?", "answers": ["six"]},
    {
        "_id": "q2",
        "text": "Who carries a phone near the border?",
        "gold_sentences": ["Traders carry  a phone near the border ."],
        "answers": ["anything at all"],
    },
    {"_id": "q3", "text": "Which songs did orchestras play?", "unanswerable": True},
    {"_id": "q4", "text": "What burnt down?", "answers": ["market"]},
)
QRELS = "query-id\tcorpus-id\tscore\nq1\tflood\t1\nq2\tphone\t1\nq4\tlater\t1\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "tiny"
    folder.mkdir()
    write_lines(folder / "corpus.jsonl", DOCUMENTS)
    write_lines(folder / "queries.jsonl", QUESTIONS)
    (folder / "qrels.tsv").write_text(QRELS)
    return folder


@pytest.fixture
def refusing(folder: Path) -> Path:
    """The same folder with a part of the corpus and questions that must be refused."""
    (folder / "archive_ids.txt").write_text("flood\nphone\n")
    rows = [{"_id": "r1", "text": "Who won the chess olympiad?", "date": "2024/01/05"}]
    write_lines(folder / "refusal_queries.jsonl", rows)  # what they are, the name of the file says
    return folder


def test_a_folder_tells_by_its_files_how_it_is_judged(folder: Path) -> None:
    found = load_answer_set(folder)
    assert ["q1", "q2", "q3", "q4"] == [each.question_id for each in found.questions]
    assert [True, True, False, True] == [each.answerable for each in found.questions]
    assert (found.only, found.refusals) == (None, False)
    assert found.questions[0].documents == frozenset({"flood"})


def test_only_questions_of_what_is_indexed_are_asked(refusing: Path) -> None:
    found = load_answer_set(refusing)
    assert ["q1", "q2", "q3", "r1"] == [each.question_id for each in found.questions]
    assert found.only == frozenset({"flood", "phone"})
    assert found.refusals


def test_two_lists_of_what_is_indexed_are_refused(refusing: Path) -> None:
    (refusing / "archive_more_ids.txt").write_text("later")
    with pytest.raises(UsageError, match="more than one file"):
        load_answer_set(refusing)


@pytest.fixture
def evaluation(folder: Path, tmp_path: Path, encoder: WordEncoder) -> AnswersEvaluation:
    return evaluate_answers(
        folder,
        encoder=encoder,
        work=tmp_path / "work",
        settings=Settings(answer_threshold=0.0),
    )


def test_every_answer_is_judged_by_what_its_question_has(evaluation: AnswersEvaluation) -> None:
    killed, phone, songs, burnt = evaluation.outcomes
    assert (killed.right, killed.in_first_quote, killed.in_quotes, killed.in_passages) == (
        True,
    ) * 4
    assert killed.cited is None
    assert phone.cited and (phone.cited.precision, phone.cited.recall) == (1, 1)
    assert (phone.gold_in_first, phone.in_first_quote) == (True, None)
    assert (songs.answerable, songs.right) == (False, False)
    assert burnt.right


def test_a_refusal_is_judged_by_what_would_be_quoted(
    folder: Path, tmp_path: Path, encoder: WordEncoder
) -> None:
    found = evaluate_answers(
        folder,
        encoder=encoder,
        work=tmp_path / "work",
        settings=Settings(answer_threshold=1.0),
    )
    assert all(each.refused for each in found.outcomes)
    figures = figures_of(found)
    assert (figures.in_first_quote, figures.in_first_quote_given) == (1, 0)
    assert figures.refused_answerable == 1


def test_a_part_of_the_corpus_is_indexed(
    refusing: Path, tmp_path: Path, encoder: WordEncoder
) -> None:
    found = evaluate_answers(refusing, encoder=encoder, work=tmp_path / "work")
    assert found.articles == 2
    assert [each.question_id for each in found.outcomes if not each.answerable] == ["q3", "r1"]


def test_figures_are_text_and_json(evaluation: AnswersEvaluation) -> None:
    text = answers_to_text(evaluation)
    assert "tiny: 3 questions with an answer, 1 without, 3 articles" == text.splitlines()[0]
    rows = [line.split("  ") for line in text.splitlines()]
    assert ["gold sentences cited, F1", "1.000", "(1.000)"] in [
        [cell.strip() for cell in row if cell.strip()] for row in rows
    ]
    assert max(map(len, text.splitlines())) <= 86
    values = json.loads(json.dumps(answers_to_json(evaluation)))
    assert (values["answerable"], values["in_quotes"]) == (3, 1.0)
    assert len(values["outcomes"]) == 4


def test_the_plot_is_svg_with_a_line_for_each_set() -> None:
    picture = ElementTree.fromstring(risk_plot({"a & b": [(0.5, 0.0), (1.0, 0.5)], "none": []}))  # noqa: S314 (our own)
    lines = picture.findall("{http://www.w3.org/2000/svg}polyline")
    assert len(lines) == 2, "the axes and one curve"
    # 480 pixels with edges of 56: half of the questions at 56 + 184, no risk at 480 - 56.
    assert lines[1].attrib["points"].split()[0] == "240.0,424.0"
    assert "a & b" in [each.text for each in picture.iter()]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--plot", "x.svg"], "--plot needs --answers"),
        (["--answers", "--mode", "lexical", "--mode", "hybrid"], "in one mode"),
    ],
)
def test_options_that_do_not_go_together_are_refused(
    folder: Path, arguments: list[str], said: str
) -> None:
    result = CliRunner().invoke(main, ["eval", str(folder), *arguments])
    assert result.exit_code == 2
    assert said in result.output


def test_follow_ups_are_searched_as_typed_and_as_rewritten(
    folder: Path, tmp_path: Path, encoder: WordEncoder
) -> None:
    before = [
        {"speaker": "user", "text": "Which phones do traders use?"},
        {"speaker": "agent", "text": "Chinese phones."},
    ]
    rows = [
        {"_id": "q1", "text": "Where is it?", "conversation": before},
        {"_id": "q2", "text": "Which phones do traders use?"},
    ]
    write_lines(folder / "queries.jsonl", rows)
    (folder / "qrels.tsv").write_text("q\td\tg\nq1\tphone\t1\nq2\tphone\t1\n")
    [asked, _] = load_answer_set(folder).questions
    assert asked.turns == (Turn("Which phones do traders use?", "Chinese phones."),)
    found = evaluate_answers(folder, encoder=encoder, work=tmp_path / "work", mode="lexical")
    assert found.follow_ups == FollowUps(questions=1, rewritten=1, alone=0.0, completed=1.0)
    assert answers_to_json(found)["follow_ups"]["completed"] == 1.0
    text = answers_to_text(found)
    assert "nDCG@10 of 1 follow-ups, as typed" in text and "the same, 1 rewritten" in text


@pytest.mark.parametrize("conversation", ["x", ["x"], [{"speaker": "user"}]])
def test_a_conversation_in_another_form_is_refused(folder: Path, conversation: object) -> None:
    write_lines(
        folder / "queries.jsonl", [{"_id": "q1", "text": "?", "conversation": conversation}]
    )
    with pytest.raises(UsageError, match=r"queries\.jsonl:1: .*conversation"):
        load_answer_set(folder)
