"""Hostile questions and queries: answered or refused in one line, and read in 50 ms at most."""

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings, target
from hypothesis import strategies as st

from nksearch.archive import Archive
from nksearch.batch import answered
from nksearch.datamodels import Turn
from nksearch.errors import UsageError
from nksearch.finding.queries import parse_query
from nksearch.periods import find_period
from nksearch.request import MAX_QUESTION, MAX_TURNS, Request, parse_request, parse_search
from nksearch.search import completed

from .hostile import CLASSES, DEPTHS, OPTIONS, PIECE, QUESTIONS, nested, repeated

pytestmark = pytest.mark.security

MOST_MS = 50  # that reading any input may take; the slowest that was found takes under 30
SLOWEST = 10  # that are measured again
TRIES = 5  # of which the quickest counts: machines stall
Record = Callable[[str, object], None]
FUZZED = settings(
    max_examples=2000 if os.environ.get("NKSEARCH_SOAK") else 200,
    phases=[Phase.generate, Phase.target],  # a slow input need not be made small
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
ASKED_ON = date(2024, 11, 24)
ANSWERS = st.just("") | repeated(1000)
TURNS = st.lists(st.builds(Turn, QUESTIONS, ANSWERS), max_size=4) | st.lists(
    st.builds(Turn, st.sampled_from(["When was it?", "Who was that?", "May?"]), ANSWERS),
    min_size=MAX_TURNS,
    max_size=MAX_TURNS,
)


def refusal(do: Callable[[], object]) -> str:
    """Return the one line with which it is refused, "" where it is not; no other error may come."""
    try:
        do()
    except UsageError as error:
        assert str(error) and "\n" not in str(error) and len(str(error)) < 300, str(error)
        return str(error)
    return ""


def read_question(archive: Archive, values: Mapping[str, Any]) -> None:
    """Do everything with a question that comes before searching."""
    searcher = archive._current()
    request = completed(parse_request({**values, "asked_on": "2024-11-24"}), searcher)
    find_period(request.question, asked_on=request.asked_on)
    searcher.read(request)


def read_query(archive: Archive, text: str) -> None:
    """Do everything with a query that comes before searching."""
    request = parse_search({"query": text})
    parse_query(request.query)
    archive._current().read(Request(question=request.query))


def milliseconds(do: Callable[[], object]) -> float:
    begun = time.process_time()
    refusal(do)
    return 1000 * (time.process_time() - begun)


def is_quick(do: Callable[[], object]) -> bool:
    return min(milliseconds(do) for _ in range(TRIES)) < MOST_MS


@pytest.mark.parametrize("name", CLASSES)
def test_a_hostile_question_is_answered_or_refused_in_one_line(
    asked: Archive, name: str, record_property: Record
) -> None:
    texts = CLASSES[name]
    for text in texts:
        refusal(lambda text=text: asked.ask(parse_request({"question": text})))
        refusal(lambda text=text: asked.find(parse_search({"query": text})))
        refusal(lambda text=text: parse_query(text))
        assert is_quick(lambda text=text: read_question(asked, {"question": text})), text[:80]
        assert is_quick(lambda text=text: read_query(asked, text)), text[:80]
    record_property("kind", "hostile queries")
    record_property("questions", len(texts))
    record_property("queries", len(texts))


def test_a_hostile_option_is_taken_or_refused_in_one_line(
    asked: Archive, record_property: Record
) -> None:
    tried = [*OPTIONS, *({"k": nested(depth)} for depth in DEPTHS)]
    tried += [{"conversation": nested(depth)} for depth in DEPTHS]
    for values in tried:
        wanted = {"question": "Who visited Sinuiju?", **values}
        refusal(lambda wanted=wanted: asked.ask(parse_request(wanted)))
        assert is_quick(lambda wanted=wanted: parse_request(wanted)), str(values)[:80]
        answered(asked.ask, wanted)
    record_property("kind", "hostile queries")
    record_property("options", len(tried))


@pytest.mark.slow
@pytest.mark.parametrize("what", ["questions", "queries", "conversations"])
def test_nothing_that_a_guided_search_finds_is_slow(
    asked: Archive, what: str, record_property: Record
) -> None:
    searcher = asked._current()
    tried: list[Callable[[], object]] = []
    slowest: list[tuple[float, int]] = []

    def measured(do: Callable[[], object]) -> None:
        took = milliseconds(do)
        slowest.append((took, len(tried)))
        tried.append(do)
        target(took, label="milliseconds")

    @FUZZED
    @given(QUESTIONS, TURNS)
    def read(text: str, turns: list[Turn]) -> None:
        if what == "questions":
            refusal(lambda: asked.ask(parse_request({"question": text})))
            measured(lambda: read_question(asked, {"question": text}))
        elif what == "queries":
            refusal(lambda: asked.find(parse_search({"query": text})))
            measured(lambda: read_query(asked, text))
        else:
            request = Request(question="x", asked_on=ASKED_ON, conversation=tuple(turns))
            request = replace(request, question=text[:MAX_QUESTION])
            measured(lambda: completed(request, searcher))

    read()
    for _, number in sorted(slowest, reverse=True)[:SLOWEST]:
        assert is_quick(tried[number])
    record_property("kind", "hostile queries")
    record_property(what, len(tried))


def test_reading_a_query_takes_time_in_proportion_to_its_length() -> None:
    for piece in ('"', "(", "-", "NOT ", "title:", "a ", "date:", '"a" ', "a*", "-(a "):
        short, long = (piece * (size // len(piece)) for size in (128, 512))
        times = [
            min(milliseconds(lambda text=text: [parse_query(text)] * 20) for _ in range(TRIES))
            for text in (short, long)
        ]
        assert times[1] < 8 * max(times[0], 0.5), piece  # four times, were it exact


@settings(deadline=None)
@given(st.lists(PIECE, max_size=60).map("".join))
def test_any_text_is_a_query_or_is_refused(text: str) -> None:
    refusal(lambda: parse_query(text))
    refusal(lambda: parse_request({"question": text}))
    refusal(lambda: parse_search({"query": text, "date": text, "source": text}))
