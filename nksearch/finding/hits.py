"""What a search by words lists: articles with snippets, counts, pages and facets."""

import textwrap
from dataclasses import asdict, dataclass
from typing import Any

from nksearch.datamodels import Note
from nksearch.formatting import Style, marked
from nksearch.text import Span

_INDENT = "    "
_MOST_VALUES = 6  # of a facet, in a terminal


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article that was found; its `text[start:end]` is `snippet`.

    `marks` are the characters of the snippet that answer the query, `title_marks` those of the
    title. `copies` are the other articles found that tell the same story.
    """

    rank: int
    article_id: str
    revision: int
    title: str
    date: str | None
    source: str | None
    topic: str | None
    language: str
    url: str | None
    translated_by: str | None
    score: float
    start: int
    end: int
    snippet: str
    marks: tuple[Span, ...]
    title_marks: tuple[Span, ...]
    copies: tuple[str, ...] = ()
    ingested: str

    @property
    def cited(self) -> Span:
        """The characters of the article at which it is opened: the first that were found."""
        if not self.marks:
            return self.start, self.end
        start, end = self.marks[0]
        return self.start + start, self.start + end


@dataclass(frozen=True, slots=True)
class FacetCount:
    """A value that found articles have, and how many results there are with it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One page of what was found.

    `total` counts results and `articles` the articles behind them: copies of a story are one
    result. `facets` counts sources, topics, languages (`lang`) and months (2024-05) that a result
    would have if nothing were chosen of the same kind; `undated` are results without a date among
    these.
    """

    query: str
    total: int
    articles: int
    page: int
    size: int
    sort: str
    hits: tuple[Hit, ...]
    facets: dict[str, tuple[FacetCount, ...]]
    undated: int
    notes: tuple[Note, ...] = ()

    @property
    def pages(self) -> int:
        """The number of pages, at least one."""
        return max(1, -(-self.total // self.size))


def listing_to_json(listing: Listing) -> dict[str, Any]:
    """Return a page of results as the shell and the web API give it."""
    return {
        "query": listing.query,
        "total": listing.total,
        "articles": listing.articles,
        "page": listing.page,
        "pages": listing.pages,
        "size": listing.size,
        "sort": listing.sort,
        "notes": [asdict(note) for note in listing.notes],
        "results": [_hit_to_json(hit) for hit in listing.hits],
        "facets": {
            name: [asdict(each) for each in counts] for name, counts in listing.facets.items()
        },
        "undated": listing.undated,
    }


def _hit_to_json(hit: Hit) -> dict[str, Any]:
    spans = {name: [list(span) for span in getattr(hit, name)] for name in ("marks", "title_marks")}
    return asdict(hit) | spans | {"copies": list(hit.copies)}


def listing_to_text(listing: Listing, *, width: int, style: Style = ("", "")) -> str:
    """Return a page of results for a terminal; `style` is written around what was found."""
    lines = [_head(listing)]
    lines += [f"Searched {note.text}." for note in listing.notes]
    lines += [f"\n{_hit_to_text(hit, width, style)}" for hit in listing.hits]
    if listing.total:
        lines += ["", *filter(None, (_facet(name, listing) for name in listing.facets))]
    return "\n".join(lines)


def _head(listing: Listing) -> str:
    results = "1 result" if listing.total == 1 else f"{listing.total} results"
    if listing.articles > listing.total:
        results += f" ({listing.articles} articles, --all shows each)"
    if listing.pages > 1:
        results += f", page {listing.page} of {listing.pages}"
    return f"{results}."


def _facet(name: str, listing: Listing) -> str:
    counts = listing.facets[name]
    if name == "month":  # in order of time: the most frequent say more here
        counts = tuple(sorted(counts, key=lambda each: (-each.count, each.value)))
    shown = [f"{each.value} ({each.count})" for each in counts[:_MOST_VALUES]]
    more = [f"{len(counts) - _MOST_VALUES} more"] if len(counts) > _MOST_VALUES else []
    title = "Language" if name == "lang" else name.capitalize()
    return f"{title:<10}{', '.join([*shown, *more])}" if counts else ""


def _hit_to_text(hit: Hit, width: int, style: Style) -> str:
    title = _styled(hit.title, hit.title_marks, style)
    day = hit.date.replace("T", " ") if hit.date else "no date"
    data = ", ".join(filter(None, (hit.source, day, hit.topic)))
    if hit.copies:
        data += f", and {len(hit.copies)} more of this story"
    text = " ".join(_styled(hit.snippet, hit.marks, style).split())
    snippet = textwrap.fill(text, width, initial_indent=_INDENT, subsequent_indent=_INDENT)
    show = f"nksearch show {hit.article_id} --revision {hit.revision}"
    return "\n".join([f"{hit.rank}. {title}", f"{_INDENT}{data}", snippet, f"{_INDENT}{show}"])


def _styled(text: str, spans: tuple[Span, ...], style: Style) -> str:
    before, after = style
    return "".join(
        f"{before}{part}{after}" if found else part for part, found in marked(text, spans)
    )
