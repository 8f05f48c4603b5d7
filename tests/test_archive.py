import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from nksearch.archive import Archive
from nksearch.config import Settings
from nksearch.datamodels import Turn
from nksearch.errors import DamagedIndexError, NksearchError, NoIndexError, UnknownArticleError
from nksearch.evaluation.retrieval import evaluate_retrieval
from nksearch.indexing import rebuild
from nksearch.request import Request
from nksearch.store import Store

from .conftest import ARTICLES, WordEncoder


class ShortestFirst:
    """A reranker computable by hand: the shorter a text, the better."""

    name = "shortest"

    def __init__(self) -> None:
        self.asked: list[int] = []

    def prepare(self) -> None:
        pass

    def rerank(
        self,
        question: str,
        texts: Sequence[str],
        *,
        seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> list[float]:
        self.asked.append(len(texts))
        return [-float(len(text)) for text in texts]


@pytest.fixture
def indexed(filled: Store, indexes: Path, encoder: WordEncoder) -> Path:
    rebuild(indexes, filled, encoder)
    return indexes


def test_a_reranker_orders_the_first_passages_and_is_named(
    indexed: Path, encoder: WordEncoder
) -> None:
    request = Request(question="flood phone border visit")
    plain = Archive(indexed, encoder).search(request)
    reranker = ShortestFirst()
    found = Archive(indexed, encoder, reranker, Settings(reranker_depth=2)).search(request)
    first = sorted(plain.passages[:2], key=lambda each: len(each.title) + len(each.text))
    ids = [passage.chunk_id for passage in found.passages]
    assert ids == [each.chunk_id for each in (*first, *plain.passages[2:])]
    assert [passage.rank for passage in found.passages] == list(range(1, len(ids) + 1))
    assert (reranker.asked, found.notes[-1].kind) == ([2], "reranker")


def test_an_evaluation_tries_a_reranker_beside_the_modes(
    tmp_path: Path, encoder: WordEncoder
) -> None:
    rows = {
        "corpus.jsonl": '{"_id": "a", "title": "", "text": "flood"}\n'
        '{"_id": "b", "title": "", "text": "flood flood flood"}\n',
        "queries.jsonl": '{"_id": "q", "text": "flood"}\n',
        "qrels.tsv": "query-id\tcorpus-id\tscore\nq\ta\t1\n",
    }
    for name, content in rows.items():
        (tmp_path / name).write_text(content)
    found = evaluate_retrieval(
        tmp_path, encoder=encoder, work=tmp_path / "work", reranker=ShortestFirst()
    )
    reranked = {result.mode: result for result in found.modes}["reranked"]
    assert reranked.means["Success@1"] == 1.0


def test_an_archive_follows_what_is_published(
    indexed: Path, filled: Store, encoder: WordEncoder
) -> None:
    archive = Archive(indexed, encoder)
    assert archive.status()["generation"]["name"] == "000001"
    rebuild(indexed, filled, encoder)
    assert archive.status()["generation"]["name"] == "000002"


def test_a_damaged_generation_is_replaced_by_the_one_before_with_a_notice(
    indexed: Path, filled: Store, encoder: WordEncoder
) -> None:
    archive = Archive(indexed, encoder)
    rebuild(indexed, filled, encoder)
    (indexed / "generations" / "000002" / "names.json").write_text("[]")
    answer = archive.ask(Request(question="flood"))
    assert answer.passages
    assert answer.notes[0].kind == "damage"
    assert "names.json is damaged" in answer.notes[0].text
    status = archive.status()
    assert status["generation"]["name"] == "000001"
    assert "names.json is damaged" in status["index_error"]
    assert status["rebuild_needed"]
    rebuild(indexed, filled, encoder)
    assert not archive.ask(Request(question="flood")).notes
    assert archive.status()["index_error"] is None


def test_without_one_before_a_damaged_generation_is_refused_until_something_is_published(
    indexed: Path, filled: Store, encoder: WordEncoder
) -> None:
    archive = Archive(indexed, encoder)
    (indexed / "generations" / "000001" / "names.json").write_text("[]")
    for _ in range(2):
        with pytest.raises(DamagedIndexError, match=r"names\.json"):
            archive.ask(Request(question="flood"))
    assert archive.status()["generation"] is None
    rebuild(indexed, filled, encoder)
    assert archive.ask(Request(question="flood")).passages


def test_a_pointer_that_is_lost_while_questions_are_asked_does_not_stop_them(
    indexed: Path, filled: Store, encoder: WordEncoder
) -> None:
    archive = Archive(indexed, encoder)
    rebuild(indexed, filled, encoder)
    assert not archive.ask(Request(question="flood")).notes
    (indexed / "CURRENT").write_text("?")
    assert [note.kind for note in archive.ask(Request(question="flood")).notes] == ["damage"]


def test_an_empty_place_has_no_index(tmp_path: Path, encoder: WordEncoder) -> None:
    archive = Archive(tmp_path, encoder)
    with pytest.raises(NoIndexError):
        archive.ask(Request(question="flood"))
    assert archive.status()["articles"] == 0


def test_a_follow_up_is_asked_with_what_it_leaves_unsaid(archive: Archive) -> None:
    before = (Turn("Who visited Sinuiju?", "Kim Jong Un visited the flooded town on Monday."),)
    request = Request(question="When did he visit?", conversation=before)
    found = archive.ask(request)
    assert found.question == "When did he visit?"
    assert found.asked_as == "When did he visit? (Kim Jong Un, Sinuiju)"
    assert found.citations[0].quote == "Kim Jong Un visited the flooded town on Monday."
    assert archive.search(request).passages == found.passages
    assert archive.ask(Request(question="When did he visit?")).asked_as is None


def test_terms_of_ones_own_count_from_the_next_rebuild(
    archive: Archive, indexes: Path, encoder: WordEncoder
) -> None:
    assert not archive.status()["rebuild_needed"]
    (indexes / "terms.tsv").write_text("moon\tMoonlight bureau|달빛국\tour own word\n", "utf-8")
    assert archive.status()["rebuild_needed"]
    with Store(indexes / "articles.db") as store:
        rebuild(indexes, store, encoder)
    assert not archive.status()["rebuild_needed"]


def test_an_answer_to_what_was_found_is_the_one_of_ask(archive: Archive) -> None:
    request = Request(question="When was it?", conversation=(Turn("flood in Sinuiju"),))
    searched = archive.search(request)
    assert searched.question == "When was it? (flood, Sinuiju)"
    assert archive.answer_from(request, searched) == archive.ask(request)
    assert archive.evidence(request, searched).question.text == searched.question


def test_two_revisions_are_the_last_ones_unless_others_are_named(
    archive: Archive, filled: Store
) -> None:
    (first,) = [each for each in filled.articles() if each.url]
    with pytest.raises(UnknownArticleError, match="has not changed"):
        archive.two_revisions(first.article_id)
    for text in ("A second text.", "A third text."):
        with filled.transaction():
            filled.put(replace(ARTICLES[0], text=text), touched=set())
    for named, expected in (((), (2, 3)), ((1,), (1, 3)), ((1, 2), (1, 2)), ((None, 2), (1, 2))):
        found = archive.two_revisions(first.article_id, *named)
        assert (found[0].revision, found[1].revision) == expected
    assert archive.newest_revisions([first.article_id]) == {first.article_id: 3}
    with pytest.raises(UnknownArticleError):
        archive.two_revisions(first.article_id, 0)


def test_an_archive_answers_less_where_it_shall_be_more_precise(
    indexed: Path, encoder: WordEncoder
) -> None:
    request = Request(question="flood phone border visit")

    def refused(precision: float) -> bool:
        archive = Archive(indexed, encoder, settings=Settings(answer_precision=precision))
        return archive.ask(request).abstained

    assert not refused(0.01)
    assert refused(0.8)


def test_a_precision_that_nobody_reaches_is_refused_at_once(
    indexes: Path, encoder: WordEncoder
) -> None:
    with pytest.raises(NksearchError, match="answer_precision"):
        Archive(indexes, encoder, settings=Settings(answer_precision=0.99))
