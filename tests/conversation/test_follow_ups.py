"""Follow-up questions of real conversations, and questions that only stand behind unrelated ones.

By words alone, because the meaning of thousands of passages takes minutes.
"""

import json
import random
from collections.abc import Callable
from datetime import date

import pytest

from nksearch.conversation.rewriting import rewrite
from nksearch.datamodels import Turn
from nksearch.evaluation.measures import MAIN, measure
from nksearch.indexing import rebuild
from nksearch.ingest import ingest
from nksearch.request import Request
from nksearch.search import Searcher
from nksearch.store import Store
from nksearch.text import one_line

from ..conftest import SHARED, WordEncoder

FOLDER = SHARED / "eval" / "mtragun"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not FOLDER.exists(), reason=f"no {FOLDER}; set NKSEARCH_SHARED"),
]


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> tuple[Searcher, dict[str, str]]:
    indexes = tmp_path_factory.mktemp("mtragun")
    with Store(indexes / "articles.db") as store:
        ingest([FOLDER / "corpus.jsonl"], store)
        rebuild(indexes, store, WordEncoder())
        return Searcher.open(indexes, WordEncoder()), store.ids_by_external_id()


def read_conversations() -> dict[str, tuple[str, list[Turn]]]:
    """Return the last question and the turns before it, by id."""
    found = {}
    for line in (FOLDER / "queries.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        turns: list[Turn] = []
        for said in row.get("conversation") or []:
            text = one_line(said["text"])
            if said["speaker"] == "user":
                turns.append(Turn(text))
            elif turns:
                turns[-1] = Turn(turns[-1].question, text)
        found[row["_id"]] = (one_line(row["text"]), turns)
    return found


def read_qrels(ids: dict[str, str]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for line in (FOLDER / "qrels.tsv").read_text("utf-8").splitlines()[1:]:
        question, document, grade = line.split("\t")
        found.setdefault(question, {})[ids.get(document, document)] = int(grade)
    return found


# nDCG@10 when written: .785 alone and .866 rewritten, of 61; .911 and .911 behind strangers.
def test_rewriting_finds_more_for_follow_ups_and_nothing_less_for_new_topics(
    searcher: tuple[Searcher, dict[str, str]],
) -> None:
    search, ids = searcher
    conversations, qrels = read_conversations(), read_qrels(ids)

    def reached(asked: Callable[[str], str], wanted: list[str]) -> float:
        requests = {
            each: Request(question=asked(each), mode="lexical", dates=False) for each in wanted
        }
        run = {each: [a for a, _ in search.rank(requests[each])] for each in wanted}
        values = measure(run, {each: qrels[each] for each in wanted})[MAIN]
        return sum(values) / len(values)

    def complete(each: str, turns: list[Turn]) -> str:
        question = conversations[each][0]
        return rewrite(
            question,
            turns,
            search.lexical.weight,
            vocabulary=search.names.vocabulary,
            asked_on=date(2024, 6, 1),
        )

    follow_ups = [each for each in qrels if conversations[each][1]]
    alone = reached(lambda each: conversations[each][0], follow_ups)
    rewritten = reached(lambda each: complete(each, conversations[each][1]), follow_ups)
    assert rewritten >= alone + 0.05

    rng = random.Random(7)  # noqa: S311 (not for secrets)
    complete_ones = [
        each
        for each, (question, turns) in conversations.items()
        if each in qrels and complete(each, turns) == question
    ]
    strangers = {each: conversations[rng.choice(follow_ups)][1] for each in complete_ones}
    before = reached(lambda each: conversations[each][0], complete_ones)
    behind = reached(lambda each: complete(each, strangers[each]), complete_ones)
    assert behind >= before - 0.01
