"""A page of results as its template shows it: segments, and every choice as an address."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for

from nksearch.finding.facets import COLUMNS
from nksearch.finding.hits import FacetCount, Hit, Listing
from nksearch.finding.queries import parse_query
from nksearch.formatting import marked
from nksearch.request import SEARCH_OPTIONS, SORTS

from .chips import CHOSEN, DATE_STATES
from .filters import readable_date
from .presentation import Segments
from .timeline import Timeline, month_name, timeline_of

_SORT_NAMES = {
    "relevance": "Relevance",
    "date": "Newest",
    "oldest": "Oldest",
    "added": "Last added",
}
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])", re.ASCII)
_ENDS = tuple(".!?…\"'”’")
SHOWN = 8  # values of a facet before the others are folded


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be chosen, or undone: its name, how many results, and its address."""

    value: str
    count: int
    chosen: bool
    address: str


@dataclass(frozen=True, slots=True)
class ShownHit:
    """A result with its title and snippet cut where words were found."""

    hit: Hit
    title: Segments
    snippet: Segments
    address: str

    @property
    def goes_on(self) -> bool:
        """Whether the snippet ends within a sentence."""
        return not self.hit.snippet.rstrip().endswith(_ENDS)


@dataclass(frozen=True, slots=True)
class ListingView:
    """A page of results with everything that leads elsewhere."""

    listing: Listing
    hits: list[ShownHit]
    facets: dict[str, list[Choice]]
    limits: dict[str, str]  # what was chosen, with the address without it
    sorts: list[Choice]
    timeline: Timeline | None
    any_word: str | None  # the address of a search for any of the words

    @property
    def first(self) -> int:
        """The rank of the first result on this page."""
        return self.listing.hits[0].rank if self.listing.hits else 0

    @property
    def last(self) -> int:
        """The rank of the last result on this page."""
        return self.listing.hits[-1].rank if self.listing.hits else 0


def search_values(values: Mapping[str, str]) -> dict[str, str]:
    """Return what an address says of a search; other parameters are of those who shared it."""
    known = ("query", *SEARCH_OPTIONS)
    return {name: values[name] for name in known if values.get(name)}


def changed(values: Mapping[str, str], **changes: str | None) -> str:
    """Return the address of the first page of a search with these changes; None takes away."""
    first: dict[str, Any] = {name: value for name, value in values.items() if name != "page"}
    return url_for("search.search", **{**first, **changes})


def view_of(listing: Listing, values: Mapping[str, str]) -> ListingView:
    """Return a page of results for the template; `values` are those of its address."""
    return ListingView(
        listing=listing,
        hits=[_shown(hit, values) for hit in listing.hits],
        facets={name: _choices(listing.facets[name], name, values) for name in COLUMNS},
        limits=limits_of(values),
        sorts=[
            Choice(_SORT_NAMES[sort], 0, sort == listing.sort, changed(values, sort=sort))
            for sort in SORTS
        ],
        timeline=timeline_of(listing.facets["month"], chosen=values.get("date", "")),
        any_word=_any_word(values),
    )


def limits_of(values: Mapping[str, str]) -> dict[str, str]:
    """Return what is chosen beside the query, for people, each with the address without it."""
    found: dict[str, str] = {}
    for name, say in _CHOSEN.items():
        if name in values and (said := say(values[name])):
            found[said] = changed(values, **{name: None})
    return found


def _date_said(value: str) -> str:
    if _MONTH.fullmatch(value):
        return month_name(value)
    return DATE_STATES.get(value) or readable_date(value)


_OFFERED = ("source", "lang", "since", "until", "variants", "all")  # by both pages
_CHOSEN: dict[str, Callable[[str], str | None]] = {
    "topic": str,
    "date": _date_said,
    **{name: CHOSEN[name] for name in _OFFERED},
}


def _choices(
    counts: tuple[FacetCount, ...], option: str, values: Mapping[str, str]
) -> list[Choice]:
    """Return the values of a facet, the chosen one first, which its address takes away."""
    wanted = " ".join(values.get(option, "").casefold().split())
    found = [
        Choice(
            each.value,
            each.count,
            chosen := each.value.casefold() == wanted,
            changed(values, **{option: None if chosen else each.value}),
        )
        for each in counts
    ]
    return sorted(found, key=lambda choice: not choice.chosen)


def _shown(hit: Hit, values: Mapping[str, str]) -> ShownHit:
    start, end = hit.cited
    where: dict[str, Any] = {"revision": hit.revision, "start": start, "end": end, **values}
    address = url_for("articles.article", article_id=hit.article_id, _anchor="cited", **where)
    return ShownHit(
        hit, marked(hit.title, hit.title_marks), marked(hit.snippet, hit.marks), address
    )


def _any_word(values: Mapping[str, str]) -> str | None:
    """Return the address of a search for any of the words, where all of several were wanted."""
    words = parse_query(values.get("query", "")).words(wanted=True)
    if len(words) < 2:
        return None
    return changed(values, query=" OR ".join(each.text for each in words if each.text.strip()))
