"""Listing: one page of the articles that a query matches, in order, with exact counts."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from nksearch.catalogue import Catalogue, Mask, Numbers
from nksearch.datamodels import Filters
from nksearch.finding.facets import COLUMNS, Facets, Grouping
from nksearch.finding.hits import Hit, Listing
from nksearch.finding.matching import Matched, Matcher
from nksearch.finding.queries import parse_query
from nksearch.finding.snippets import WIDTH, window
from nksearch.lexical import LexicalIndex
from nksearch.names import Names
from nksearch.request import SearchRequest, Sort
from nksearch.store import Store

_REMEMBERED = 16  # queries: pages, facets and downloads ask for the same again

_Limits = dict[str, Mask | None]


@dataclass(frozen=True, slots=True)
class _Results:
    """Articles in the order of results, and every article behind them."""

    ordered: Numbers
    articles: Mask


class Finder:
    """Finds articles of one generation; usable from several threads."""

    def __init__(self, catalogue: Catalogue, lexical: LexicalIndex, names: Names) -> None:
        self.catalogue = catalogue
        self._matcher = Matcher(catalogue, lexical, names)
        self._facets = Facets(catalogue)
        self._matched = lru_cache(maxsize=_REMEMBERED)(self._match)

    def find(self, request: SearchRequest, store: Store) -> Listing:
        """Return the page of results that is asked for.

        Raises:
            UsageError: the query cannot be used; `parse_query` says why.
        """
        matched = self._matched(request.query, request.variants)
        limits = self._limits(request)
        within = matched.articles & self.catalogue.mask(_only_days(request.filters))
        stories = None if request.all_copies else self.catalogue.story_of_article
        grouping = Grouping(stories)
        sort: Sort = request.sort or ("date" if matched.scores is None else "relevance")
        results = self._results(_all(within, limits), matched, sort, grouping)
        first = (request.page - 1) * request.size
        shown = results.ordered[first : first + request.size].tolist()
        return Listing(
            query=request.query,
            total=len(results.ordered),
            articles=int(results.articles.sum()),
            page=request.page,
            size=request.size,
            sort=sort,
            hits=tuple(
                self._hit(rank, article, matched, results, grouping, store)
                for rank, article in enumerate(shown, first + 1)
            ),
            facets={
                **{
                    name: self._facets.names(column, _all(within, limits, name), grouping)
                    for name, column in COLUMNS.items()
                },
                "month": self._facets.months(_all(within, limits, "date"), grouping),
            },
            undated=self._facets.undated(_all(within, limits, "date"), grouping),
            notes=matched.notes,
        )

    def _match(self, query: str, variants: bool) -> Matched:
        return self._matcher.match(parse_query(query), variants=variants)

    def _limits(self, request: SearchRequest) -> _Limits:
        """Return what is chosen beside the query, each kind for itself."""
        named: Callable[..., Mask] = self._matcher.named
        source, language = request.filters.source, request.filters.language
        return {
            "source": None if source is None else named("source", source),
            "topic": None if request.topic is None else named("topic", request.topic),
            "lang": None if language is None else named("language", language),
            "date": None if request.days is None else self._matcher.days(request.days),
        }

    def _results(
        self, articles: Mask, matched: Matched, sort: Sort, grouping: Grouping
    ) -> _Results:
        """Put articles in order, ties by date and id, and leave the first of each story."""
        found = np.flatnonzero(articles)
        days = self.catalogue.days[found].astype(np.int64)
        newest = np.where(days > 0, -days, 1)
        keys = {
            "relevance": newest if matched.scores is None else -matched.scores[found],
            "date": newest,
            "oldest": np.where(days > 0, days, np.iinfo(np.int64).max),
            "added": -self.catalogue.added[found].astype(np.int64),
        }
        ordered = found[np.lexsort((found, newest, keys[sort]))]
        if grouping.stories is not None:
            firsts = np.unique(grouping.stories[ordered], return_index=True)[1]
            ordered = ordered[np.sort(firsts)]
        return _Results(ordered, articles)

    def _hit(
        self,
        rank: int,
        article: int,
        matched: Matched,
        results: _Results,
        grouping: Grouping,
        store: Store,
    ) -> Hit:
        """Take the text that answers best from the store, in the revision that was indexed."""
        rows = self.catalogue.rows_of(article)
        best = rows.start + int(np.argmax(matched.rows[rows.start : rows.stop]))
        place = self.catalogue.place(best)
        stored = store.get(place.article_id, place.revision)
        text = stored.text[place.start : max(place.end, place.start + WIDTH)]
        spans = matched.patterns.spans(text)
        start, end = window(text, spans)
        marks = tuple((left - start, right - start) for left, right in spans if right <= end)
        score = 0.0 if matched.scores is None else float(matched.scores[article])
        return Hit(
            rank=rank,
            article_id=place.article_id,
            revision=place.revision,
            title=stored.title,
            date=stored.published,
            source=stored.source,
            topic=stored.topic,
            language=stored.language,
            url=stored.url,
            translated_by=stored.translated_by,
            score=round(score, 6),
            start=place.start + start,
            end=place.start + end,
            snippet=text[start:end],
            marks=marks,
            title_marks=tuple(matched.patterns.spans(stored.title)),
            copies=self._copies(article, results) if grouping.stories is not None else (),
            ingested=stored.ingested,
        )

    def _copies(self, article: int, results: _Results) -> tuple[str, ...]:
        found = [other for other in self.catalogue.copies(article) if results.articles[other]]
        return tuple(map(self.catalogue.article_id, found))


def _only_days(filters: Filters) -> Filters:
    return replace(filters, source=None, language=None)


def _all(within: Mask, limits: _Limits, without: str = "") -> Mask:
    """Return which articles are within all limits; `without` is the kind that is left out."""
    for kind, mask in limits.items():
        if mask is not None and kind != without:
            within = within & mask
    return within
