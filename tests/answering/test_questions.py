"""Questions on the sample archive as a journalist asks them, judged by hand.

Nothing is fitted on them.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from nksearch.archive import Archive
from nksearch.config import Settings
from nksearch.datamodels import Answer
from nksearch.evaluation.answer_measures import auroc
from nksearch.evaluation.questions import stands_in
from nksearch.indexing import rebuild
from nksearch.ingest import ingest
from nksearch.models.encoder import load_encoder
from nksearch.request import Request
from nksearch.store import Store

from ..conftest import ROOT

QUESTIONS = [
    json.loads(line)
    for line in Path(__file__).with_name("questions.jsonl").read_text("utf-8").splitlines()
]
TEXTS = [path.read_text("utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]


@dataclass(frozen=True)
class Asked:
    answerable: bool
    answers: tuple[str, ...]
    told: Answer


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Asked]]:
    indexes = tmp_path_factory.mktemp("questions")
    encoder = load_encoder(Settings())
    with Store(indexes / "articles.db") as store:
        ingest([ROOT / "seeds"], store)
        rebuild(indexes, store, encoder)
    archive = Archive(indexes, encoder, settings=Settings())
    yield [
        Asked(
            each["answerable"],
            tuple(each.get("answers", ())),
            archive.ask(Request(question=each["question"])),
        )
        for each in QUESTIONS
    ]


def test_answers_stand_in_the_sample_archive_and_no_question_comes_twice() -> None:
    for each in QUESTIONS:
        assert each["answerable"] == bool(each.get("answers")), each
        assert all(any(one in text for text in TEXTS) for one in each.get("answers", ())), each
    assert len({each["question"] for each in QUESTIONS}) == len(QUESTIONS)


@pytest.mark.slow
def test_what_the_archive_says_is_answered_also_where_names_are_misspelt(
    asked: list[Asked],
) -> None:
    answerable = [each for each in asked if each.answerable]
    refused = sum(each.told.abstained for each in answerable)
    assert refused <= 0.03 * len(answerable), "measured: 1 of 68"
    right = [
        any(stands_in(one, each.quote) for one in judged.answers for each in judged.told.citations)
        for judged in answerable
    ]
    assert sum(right) >= 0.78 * len(answerable), "measured: 55 of 68"


@pytest.mark.slow
def test_most_of_what_the_archive_does_not_say_is_refused(asked: list[Asked]) -> None:
    others = [each for each in asked if not each.answerable]
    refused = sum(each.told.abstained for each in others)
    assert refused >= 0.6 * len(others), "measured: 43 of 68"
    supports = [
        [each.told.support or 0.0 for each in asked if each.answerable == has]
        for has in (True, False)
    ]
    assert auroc(*supports) >= 0.93, "measured: .945"
