"""Collections, measures, evaluations and judged questions: figures worked out by hand."""

import gzip
import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nksearch.archive import Archive
from nksearch.errors import NksearchError, UsageError
from nksearch.evaluation import measures
from nksearch.evaluation.collection import load_collection
from nksearch.evaluation.measures import MEASURES, Interval, interval, measure, paired_test
from nksearch.evaluation.questions import evaluate_questions, normalise_answer, stands_in
from nksearch.evaluation.report import (
    evaluation_to_json,
    evaluation_to_text,
    questions_to_json,
    questions_to_text,
)
from nksearch.evaluation.retrieval import Evaluation, evaluate_retrieval, write_trec
from nksearch.store import Store

from .conftest import SHARED, WordEncoder, write_lines

DOCUMENTS = (
    {"_id": "flood 1", "title": "Flood", "text": "A flood hit Sinuiju in July."},
    {"_id": "phone", "title": "Phones", "text": "Traders carry a phone near the border."},
    {"_id": "flood copy", "title": "The flood again", "text": "A flood hit Sinuiju in July."},
    {"_id": "empty", "title": "Nothing", "text": " "},
)
QUESTIONS: tuple[dict[str, Any], ...] = (
    {"_id": "q1", "text": "Where was the flood?", "answers": ["Sinuiju"]},
    {"_id": "q2", "text": "Who has a phone?"},
    {"_id": "q3", "text": "What is not judged?", "unanswerable": True},
    {"_id": "q4", "text": "What did the empty missile say?"},
)
QRELS = (
    ("q1", "flood 1", 1),
    ("q1", "flood copy", 2),
    ("q2", "phone", 1),
    ("q2", "flood 1", 0),
    ("q4", "empty", 1),
    ("q4", "nowhere", 1),
    ("q9", "phone", 1),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "tiny"
    folder.mkdir()
    write_lines(folder / "corpus.jsonl", DOCUMENTS)
    write_lines(folder / "queries.jsonl", QUESTIONS)
    lines = ["\t".join(map(str, row)) for row in QRELS]
    (folder / "qrels.tsv").write_text("\n".join(["query-id\tcorpus-id\tscore", *lines]))
    return folder


# --- collections ------------------------------------------------------------------------------


def test_only_questions_with_a_positive_grade_count(folder: Path) -> None:
    collection = load_collection(folder)
    assert ["q1", "q2", "q4"] == [each.question_id for each in collection.questions]
    assert ("Sinuiju",) == collection.questions[0].answers
    assert {"phone": 1, "flood 1": 0} == collection.qrels["q2"]
    assert 1 == collection.unjudged


def test_qrels_of_unknown_questions_and_documents_are_counted(folder: Path) -> None:
    collection = load_collection(folder)
    assert (1, 1) == (collection.unknown_questions, collection.unknown_documents)
    assert "q9" not in collection.qrels
    assert 1 == collection.qrels["q4"]["nowhere"], "what cannot be found counts as missed"


def test_packed_files_and_qrels_without_a_header_are_read(folder: Path) -> None:
    before = load_collection(folder)
    for name in ("corpus.jsonl", "qrels.tsv"):
        data = (folder / name).read_bytes()
        (folder / name).unlink()
        plain = data.split(b"\n", 1)[1] if name == "qrels.tsv" else data
        (folder / f"{name}.gz").write_bytes(gzip.compress(plain))
    after = load_collection(folder)
    assert replace(before, corpus=after.corpus) == after


@pytest.mark.parametrize("name", ["corpus.jsonl", "queries.jsonl", "qrels.tsv"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(UsageError, match=f"no file {name}"):
        load_collection(folder)


@pytest.mark.parametrize(
    ("name", "line", "reason"),
    [
        ("corpus.jsonl", '{"_id": "x"', r"corpus\.jsonl:5: not JSON"),
        ("corpus.jsonl", "[1]", r"corpus\.jsonl:5: not a JSON object"),
        ("corpus.jsonl", '{"_id": "x"}', r"corpus\.jsonl:5: text must be a string"),
        ("corpus.jsonl", '{"_id": 7, "text": "x"}', r"corpus\.jsonl:5: _id must be a string"),
        ("corpus.jsonl", '{"_id": "phone", "text": ""}', r":5: the _id 'phone' was there before"),
        ("queries.jsonl", '{"_id": "x", "text": "x", "answers": "x"}', r":5: answers must be a"),
        ("qrels.tsv", "q1\tphone", r"qrels\.tsv:9: not a question id"),
        ("qrels.tsv", "q1\tphone\tyes", r"qrels\.tsv:9: not a question id"),
    ],
)
def test_a_broken_line_is_named_by_its_number(
    folder: Path, name: str, line: str, reason: str
) -> None:
    with (folder / name).open("a") as stream:
        stream.write(f"{line}\n" if name != "qrels.tsv" else f"\n{line}\n")
    with pytest.raises(UsageError, match=reason):
        load_collection(folder)


def test_a_broken_gzip_file_is_a_reason_and_not_a_traceback(folder: Path) -> None:
    (folder / "corpus.jsonl").unlink()
    (folder / "corpus.jsonl.gz").write_bytes(gzip.compress(b"x" * 999)[:-9])
    with pytest.raises(UsageError, match="cannot be read"):
        load_collection(folder)


def test_a_collection_without_judged_questions_is_refused(folder: Path) -> None:
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq1\tphone\t0\n")
    with pytest.raises(UsageError, match="no question of queries"):
        load_collection(folder)


# --- measures ---------------------------------------------------------------------------------


def test_measures_have_the_values_worked_out_by_hand() -> None:
    qrels = {
        "second": {"a": 1},
        "both": {"a": 1, "b": 1},
        "graded": {"a": 1, "b": 2},
        "none": {"a": 1},
    }
    run = {
        "second": ["x", "a"],
        "both": ["a", *"qrstuvwxyz", "b"],  # b is the twelfth
        "graded": ["a", "b"],
    }
    found = measure(run, qrels)
    assert list(MEASURES) == list(found)
    gain = 1 / math.log2(3)  # at rank 2
    graded = (1 + 2 * gain) / (2 + gain)
    assert found["nDCG@10"] == pytest.approx([gain, 1 / (1 + gain), graded, 0])
    assert [0.5, 1, 1, 0] == found["RR@10"]
    assert [1, 0.5, 1, 0] == found["R@10"]
    assert [1, 1, 1, 0] == found["R@100"]
    assert [0, 1, 1, 0] == found["Success@1"]
    assert [1, 1, 1, 0] == found["Success@5"]


def test_measures_keep_the_order_of_a_ranking_whatever_its_ids() -> None:
    """Tools that sort by score break ties by id, the highest first; ours is the lowest first."""
    ids = [f"{n:03}" for n in range(100)]
    qrels = {"q": {"000": 1}}
    assert [1] == measure({"q": ids}, qrels)["RR@10"]
    assert [0] == measure({"q": [*ids[1:], "000"]}, qrels)["RR@10"]


def test_the_interval_encloses_the_mean_and_is_the_same_twice() -> None:
    values = [0.0, 1.0] * 50
    found = interval(values)
    assert 0.39 < found.low < 0.42 and 0.58 < found.high < 0.61  # 0.5 +- 1.96 * 0.5 / 10
    assert found == interval(values)


def test_the_interval_of_equal_values_is_a_point() -> None:
    assert Interval(1, 1) == interval([1.0] * 9)
    assert Interval(0.5, 0.5) == interval([0.5])


def test_the_paired_test_is_exact_for_few_questions() -> None:
    """Of the 8 ways to give 3 differences a sign, 2 are as far from 0 as all alike."""
    found = paired_test([0.9, 0.8, 0.7, 0.5], [0.8, 0.6, 0.4, 0.5])
    assert found.difference == pytest.approx(0.15)
    assert found.p_value == pytest.approx(0.25)


def test_equal_rankings_and_a_single_difference_prove_nothing() -> None:
    assert 1.0 == paired_test([0.5, 1.0], [0.5, 1.0]).p_value
    assert 1.0 == paired_test([0.5, 1.0], [0.5, 0.0]).p_value


def test_a_missing_library_is_an_error_that_names_the_extra(
    folder: Path, tmp_path: Path, encoder: WordEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(measures, "import_module", missing)
    with pytest.raises(NksearchError, match=r"pip install 'nksearch\[eval\]'"):
        evaluate_retrieval(folder, encoder=encoder, work=tmp_path / "work")
    assert not encoder.encoded, "it fails before the work"


# --- evaluations ------------------------------------------------------------------------------


@pytest.fixture
def evaluation(folder: Path, tmp_path: Path, encoder: WordEncoder) -> Evaluation:
    return evaluate_retrieval(folder, encoder=encoder, work=tmp_path / "work")


def test_copies_of_a_text_are_one_article_and_lost_documents_are_missed(
    evaluation: Evaluation,
) -> None:
    assert 2 == evaluation.built.articles
    assert 2 == evaluation.lost  # one has no text, one is not in the corpus
    assert [2] == list(evaluation.qrels["q1"].values())
    assert [1, 0] == list(evaluation.qrels["q2"].values())
    assert ["lost:empty", "lost:nowhere"] == list(evaluation.qrels["q4"])


def test_every_mode_is_measured_over_every_judged_question(evaluation: Evaluation) -> None:
    assert ["hybrid", "lexical", "semantic"] == [result.mode for result in evaluation.modes]
    for result in evaluation.modes:
        assert ["q1", "q2", "q4"] == list(result.run)
        assert result.means["Success@1"] == pytest.approx(2 / 3)
        assert result.means["nDCG@10"] == pytest.approx(2 / 3)
        assert result.interval.low <= 2 / 3 <= result.interval.high
        assert 0 < result.p50_ms <= result.p95_ms


def test_other_modes_are_compared_with_hybrid(evaluation: Evaluation) -> None:
    hybrid, *others = evaluation.modes
    assert hybrid.versus_hybrid is None
    assert [(0.0, 1.0)] * 2 == [
        (each.versus_hybrid.difference, each.versus_hybrid.p_value)
        for each in others
        if each.versus_hybrid
    ]


def test_a_second_evaluation_encodes_questions_only(
    evaluation: Evaluation, folder: Path, tmp_path: Path
) -> None:
    encoder = WordEncoder()
    again = evaluate_retrieval(folder, encoder=encoder, work=tmp_path / "work")
    assert 0 < evaluation.built.encoded
    assert 0 == again.built.encoded
    assert {row["text"] for row in QUESTIONS} >= set(encoder.encoded)
    assert [result.means for result in evaluation.modes] == [each.means for each in again.modes]


def test_titles_can_be_left_out_of_what_is_searched(
    folder: Path, tmp_path: Path, encoder: WordEncoder
) -> None:
    write_lines(folder / "corpus.jsonl", [{**DOCUMENTS[1], "title": "Zebras"}, DOCUMENTS[0]])
    write_lines(folder / "queries.jsonl", [{"_id": "q2", "text": "zebras"}])
    success = [
        evaluate_retrieval(
            folder, encoder=encoder, work=tmp_path / "work", titles=titles, modes=["lexical"]
        )
        .modes[0]
        .means["Success@1"]
        for titles in (True, False)
    ]
    assert [1, 0] == success


def test_progress_tells_what_is_being_done(
    folder: Path, tmp_path: Path, encoder: WordEncoder
) -> None:
    told: list[str] = []
    evaluate_retrieval(
        folder, encoder=encoder, work=tmp_path, modes=["lexical"], progress=told.append
    )
    assert "reading corpus.jsonl" == told[0]
    assert "indexing 2 of 2" in told
    assert "lexical 3 of 3" == told[-1]


def test_runs_and_qrels_are_written_as_trec_eval_reads_them(
    evaluation: Evaluation, tmp_path: Path
) -> None:
    files = write_trec(evaluation, tmp_path / "trec")
    names = ["qrels.txt", "hybrid.run", "lexical.run", "semantic.run"]
    assert names == [path.name for path in files]
    phone = evaluation.modes[0].run["q2"][0]
    assert f"q2 0 {phone} 1" in files[0].read_text().splitlines()
    assert f"q2 Q0 {phone} 1 1.00000000 nksearch-hybrid" in files[1].read_text().splitlines()
    ir_measures = pytest.importorskip("ir_measures")
    qrels = list(ir_measures.read_trec_qrels(str(files[0])))
    run = list(ir_measures.read_trec_run(str(files[1])))
    figures = ir_measures.calc_aggregate([ir_measures.parse_measure("nDCG@10")], qrels, run)
    assert list(figures.values()) == pytest.approx([evaluation.modes[0].means["nDCG@10"]])


def test_the_table_has_a_line_for_each_mode_and_says_what_was_left_out(
    evaluation: Evaluation,
) -> None:
    text = evaluation_to_text(evaluation)
    lines = text.splitlines()
    assert "tiny: 3 questions, 2 articles of 4 documents, 2 chunks" == lines[0]
    assert "Encoder words, titles searched" == lines[1]
    assert ["hybrid", "lexical", "semantic"] == [line.split()[0] for line in lines[4:7]]
    assert ["hybrid", ".667"] == lines[4].split()[:2]
    assert lines[5].endswith("+.000 p=1.000")
    assert max(map(len, lines)) <= 100
    assert "Questions without a positive grade, not asked: 1" in lines
    assert "Judged documents that became no article, counted as missed: 2" in lines


def test_the_evaluation_is_json(evaluation: Evaluation) -> None:
    value = json.loads(json.dumps(evaluation_to_json(evaluation)))
    assert ("tiny", 3, 2) == (value["collection"], value["questions"], value["lost"])
    assert value["modes"]["lexical"]["nDCG@10"] == pytest.approx(2 / 3)
    assert {"difference": 0.0, "p_value": 1.0} == value["modes"]["lexical"]["versus_hybrid"]
    assert value["modes"]["hybrid"]["versus_hybrid"] is None


# --- judged questions -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "normalised"),
    [
        ("The U.S.  Army", "us army"),
        ("“Squid\nGame”", "squid game"),
        ("Kim Jong-un's", "kim jong uns"),
        ("4,200 people", "4200 people"),
        ("2023–24/An", "2023 24"),
        ("Cafe\u0301 STRASSE Straße", "café strasse strasse"),
        ("theatre, a then-an", "theatre then"),
        ("《평양》의 장마당", "평양의 장마당"),
        ("The", ""),
    ],
)
def test_answers_are_compared_without_case_punctuation_and_articles(
    text: str, normalised: str
) -> None:
    assert normalised == normalise_answer(text)


@pytest.mark.parametrize(
    ("answer", "text", "stands"),
    [
        ("4,200", "Soldiers rescued 4200 people.", True),
        ("30", "In 1930 and 300 BC", False),
        ("the Kim Jong Un", "KIM JONG-UN, the leader", True),
        ("2002년", "장마당은 2002년에 문을 열었다.", True),
        ("002년", "장마당은 2002년에 문을 열었다.", False),
        ("$5", "It cost $5 then.", True),
        ("...", "anything ...", False),
        ("", "anything", False),
    ],
)
def test_an_answer_stands_in_a_text_as_whole_words(answer: str, text: str, stands: bool) -> None:
    assert stands == stands_in(answer, text)


def article_id(archive: Archive, title: str) -> str:
    with Store(archive.indexes / "articles.db") as store:
        return next(each.article_id for each in store.articles() if each.title == title)


def test_questions_are_judged_by_article_passage_and_answer(
    archive: Archive, tmp_path: Path
) -> None:
    file = tmp_path / "questions.jsonl"
    flood = article_id(archive, "Flood in Sinuiju")
    rows: list[dict[str, Any]] = [
        {
            "question": "When did the flood hit Sinuiju?",
            "article_ids": [flood],
            "answers": ["July 2024"],
        },
        {"question": "When did the flood hit Sinuiju?", "article_ids": ["0123"]},
        {"question": "When did the flood hit Sinuiju?", "answers": ["in May 1999"]},
        {"question": "Xylophone zeppelins?"},
    ]
    write_lines(file, rows)
    found = evaluate_questions(file, archive)
    assert (4, 2, 2, 1) == (
        len(found.outcomes),
        found.with_articles,
        found.with_answers,
        found.unknown_articles,
    )
    assert {1: 0.5, 5: 0.5, 10: 0.5} == found.hits
    assert (0.5, 0.5) == (found.in_cited_passage, found.in_answer)
    assert 0.25 == found.abstained
    assert [1, None, None, None] == [each.article_rank for each in found.outcomes]
    assert [True, None, False, None] == [each.in_answer for each in found.outcomes]
    assert "article hit@1           .500" in questions_to_text(found)
    assert 0.5 == json.loads(json.dumps(questions_to_json(found)))["hit@1"]


def test_shares_nobody_judged_are_not_figures(archive: Archive, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    write_lines(file, [{"question": "Who visited Sinuiju?"}])
    found = evaluate_questions(file, archive)
    assert found.hits[1] is None and found.in_answer is None
    assert "article hit@1           not judged" in questions_to_text(found)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("", "no question in it"),
        ('{"question": "?"}', r"jsonl:1: The question is empty"),
        ('{"question": "Who?", "gold": 1}', r"jsonl:1: Unknown option 'gold'"),
        ('{"question": "Who?", "answers": "x"}', r"jsonl:1: answers must be a list of strings"),
    ],
)
def test_a_question_that_cannot_be_asked_is_named_by_its_line(
    archive: Archive, tmp_path: Path, line: str, reason: str
) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(line)
    with pytest.raises(UsageError, match=reason):
        evaluate_questions(file, archive)


# --- the shared collections -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "documents", "questions"),
    [("xquad", 240, 1190), ("clapnq", 596, 141), ("time", 423, 42), ("mtragun", 1152, 65),
     ("kcna", 714, 571), ("korquad", 964, 1173), ("realtimeqa", 4572, 103)],
)  # fmt: skip
def test_shared_collections_are_read_whole(name: str, documents: int, questions: int) -> None:
    folder = SHARED / "eval" / name
    if not folder.exists():
        pytest.skip(f"no {folder}: the shared collections are not part of the repository")
    collection = load_collection(folder)
    assert (documents, questions) == (len(collection.documents), len(collection.questions))
    assert 0 == collection.unknown_questions == collection.unknown_documents
