"""Chips: what narrowed or widened a search, each with the address that searches without it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from flask import url_for

from nksearch.analysis import content
from nksearch.datamodels import Answer
from nksearch.finding.queries import MAX_QUERY, MAX_TERMS, OPERATORS
from nksearch.request import DEFAULT_K
from nksearch.text import script_language

from .conversation import Values, address_of
from .filters import language_name, readable_date

SHOWN_SPELLINGS = 5  # of a name before the others are folded

DATE_STATES = {"unknown": "without a date", "conflict": "two dates that differ"}
_LIMITS = ("since", "until", "date", "source", "lang")
_MODES = {"lexical": "by words only", "semantic": "by meaning only"}
CHOSEN: dict[str, Callable[[str], str | None]] = {
    "since": lambda value: f"since {readable_date(value)}",
    "until": lambda value: f"until {readable_date(value)}",
    "date": DATE_STATES.get,
    "source": str,
    "lang": language_name,
    "mode": _MODES.get,
    "k": lambda value: f"{value} passages" if value != str(DEFAULT_K) else None,
    "dates": lambda value: "all dates" if value == "off" else None,
    "variants": lambda value: "names only as written" if value == "off" else None,
    "all": lambda value: "every copy of a story" if value == "on" else None,
    "asked_on": lambda value: f"asked on {readable_date(value)}",
}
"""What is said of each option that a reader may choose; None where it changes nothing."""


@dataclass(frozen=True, slots=True)
class Chip:
    """Something of a search, and the address without it if it can be undone.

    `undoes` says, before the text, what following the address does.
    """

    text: str
    address: str | None = None
    undoes: str = "Search without"
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Spellings:
    """A name of the question as it is asked, and a chip for each other spelling of it."""

    asked: str
    shown: tuple[Chip, ...]
    folded: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """Another way to ask, and its address."""

    text: str
    address: str


def limits_of(answer: Answer, values: Values) -> list[Chip]:
    """Return what the reader chose for the search, and what the search did of its own."""
    return [*_chosen(values), *_noted(answer, values)]


def spellings_of(answer: Answer, values: Values) -> list[Spellings]:
    """Return the names of the question that were searched in other spellings."""
    left_out = values.get("without", [])
    found = []
    for each in answer.respellings:
        chips = tuple(
            Chip(
                spelling,
                address_of(values, without=[*left_out, spelling]),
                language=script_language(spelling),
            )
            for spelling in each.spellings
        )
        found.append(Spellings(each.asked, chips[:SHOWN_SPELLINGS], chips[SHOWN_SPELLINGS:]))
    return found


def left_out_of(values: Values) -> list[Chip]:
    """Return the spellings that were taken out, each with the address that has it again."""
    left_out = values.get("without", [])
    return [
        Chip(
            spelling,
            address_of(values, without=[each for each in left_out if each != spelling]),
            "Search again for",
            script_language(spelling),
        )
        for spelling in left_out
    ]


def ways_on(answer: Answer, values: Values) -> list[Way]:
    """Return what may help where the archive does not say: to ask with less, to look names up."""
    noted = {note.kind for note in answer.notes}
    limits = [name for name in _LIMITS if values.get(name)]
    dated = "period" in noted or {"since", "until"} & set(limits)
    rewritten = answer.asked_as not in (None, answer.question)
    spelled = values.get("variants") == "off" or values.get("without")
    ways: list[tuple[str, Values, object]] = [
        ("Ask it as it was typed", {"typed": "on"}, rewritten),
        ("Ask the whole archive", dict.fromkeys(_LIMITS) | {"dates": "off"}, len(limits) > 1),
        ("Search all dates", {"dates": "off", "since": None, "until": None}, dated),
        ("Search articles of any date", {"date": None}, "date" in limits),
        ("Search every source", {"source": None}, "source" in limits),
        ("Search every language", {"lang": None}, "lang" in limits),
        ("Search by words and by meaning", {"mode": None}, values.get("mode") in _MODES),
        ("Search names in every spelling", {"variants": None, "without": None}, spelled),
        ("Search names only as written", {"variants": "off"}, "variants" in noted),
    ]
    found = [Way(text, address_of(values, **changes)) for text, changes, fits in ways if fits]
    words = _any_word(answer.asked_as or answer.question)
    if words:
        address = url_for("search.search", query=words)
        found.append(Way("List the articles that have any of its words", address))
    return [*found, Way("Look a name up in all its spellings", url_for("names.listed"))]


def _any_word(question: str) -> str:
    """Return the query that asks for any of the words of a question, as many as it may have."""
    words = dict.fromkeys(question[term.start : term.end] for term in content(question))
    for operator in OPERATORS:
        words.pop(operator, None)
    first = accumulate(list(words)[:MAX_TERMS], lambda query, word: f"{query} OR {word}")
    return max((each for each in first if len(each) <= MAX_QUERY), key=len, default="")


def _chosen(values: Values) -> Iterator[Chip]:
    for name, say in CHOSEN.items():
        if values.get(name) and (text := say(values[name])):
            yield Chip(text, address_of(values, **{name: None}))
    if values.get("typed") and values.get("after"):
        text = "as typed, not completed from before"
        yield Chip(text, address_of(values, typed=None), "Do not ask")


def _noted(answer: Answer, values: Values) -> Iterator[Chip]:
    """Yield what the search noted; spellings, if they are known, have chips of their own."""
    for note in answer.notes:
        if note.kind == "period":
            yield Chip(note.text, address_of(values, dates="off"))
        elif note.kind == "damage":
            continue  # the page says it above everything
        elif note.kind != "variants":
            yield Chip(note.text)
        elif not answer.respellings:
            yield Chip(note.text, address_of(values, variants="off"))
