"""Matching: which articles a query asks for, how well its words answer, and what to mark."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce

import numpy as np

from nksearch.analysis import content_terms, terms
from nksearch.catalogue import Catalogue, Column, Mask
from nksearch.datamodels import Filters, Note
from nksearch.days import Days
from nksearch.finding.facets import COLUMNS
from nksearch.finding.queries import Both, Either, Limit, Node, Query, Words
from nksearch.finding.snippets import Pattern, Patterns
from nksearch.lexical import MOST_WORDS, Alternative, LexicalIndex
from nksearch.names import Names
from nksearch.postings import Scores
from nksearch.variants import Reading, read

_REMEMBERED = 32  # phrases


@dataclass(frozen=True, slots=True)
class Matched:
    """Which articles match, shape (articles,), with scores of these and of all rows.

    `scores` is None where the query has no words to score by.
    """

    articles: Mask
    scores: Scores | None
    rows: Scores
    patterns: Patterns
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """The words of a query that can be looked for, and what may stand instead of them."""

    reading: Reading
    alternatives: tuple[Alternative, ...]

    def instead_of(self, words: Words) -> Iterator[Alternative]:
        """Yield what may stand for a word; a phrase and a title are meant literally."""
        if not words.phrase and not words.title:
            for each in self.alternatives:
                if each.start < words.end and words.start < each.end:
                    yield each


class Matcher:
    """Matches queries with the articles of one generation."""

    def __init__(self, catalogue: Catalogue, lexical: LexicalIndex, names: Names) -> None:
        self._catalogue = catalogue
        self._lexical = lexical
        self._names = names
        self._rows_with = lru_cache(maxsize=_REMEMBERED)(lexical.rows_with)

    def match(self, query: Query, *, variants: bool) -> Matched:
        """Return what the query matches; with `variants`, names in every spelling."""
        asked = self._asked(query, variants=variants)
        every = np.ones(self._catalogue.articles, dtype=bool)
        found = self._matching(query.tree, asked) if query.tree else None
        wanted = [each for each in query.words(wanted=True) if not _is_common(each)]
        rows = np.zeros(len(self._catalogue), np.float32)
        scores = None
        if wanted:
            scored = self._lexical.scores(_only(query.text, wanted), asked.alternatives)
            scores = scored.articles
            rows = reduce(np.add, map(self._literal, wanted), scored.chunks.copy())
        return Matched(
            articles=every if found is None else found,
            scores=scores,
            rows=rows,
            patterns=Patterns(self._patterns(wanted, asked)),
            notes=tuple(self._notes(query, asked)),
        )

    def days(self, days: Days) -> Mask:
        """Return which articles were published on these days, or whose date is in this state."""
        filters = Filters(since=days.since, until=days.until, date_state=days.state)
        return self._catalogue.mask(filters)

    def named(self, column: Column, name: str) -> Mask:
        """Return which articles have this source, topic or language."""
        found: Mask = self._catalogue.codes(column) == self._catalogue.code_of(name)
        return found

    def _asked(self, query: Query, *, variants: bool) -> _Asked:
        """Find other spellings of the query's words, and what the prefixes stand for."""
        words = [each for each in query.words() if not each.title]
        text = _only(query.text, words)
        reading = read(text, self._names, self._lexical) if variants else Reading(text, text)
        begun = tuple(
            Alternative(each.start, each.end, begun_so)
            for each in words
            if each.prefix and (begun_so := tuple(self._lexical.beginning(each.text)))
        )
        return _Asked(reading, (*begun, *reading.alternatives))

    def _matching(self, node: Node, asked: _Asked) -> Mask | None:
        """Return which articles a part of the query matches, None if it asks for nothing."""
        if isinstance(node, Words):
            return self._with_words(node, asked)
        if isinstance(node, Limit):
            return self._within(node)
        if isinstance(node, Both | Either):
            found = [
                each for part in node.parts if (each := self._matching(part, asked)) is not None
            ]
            join: Callable[..., Mask] = np.logical_and if isinstance(node, Both) else np.logical_or
            return reduce(join, found) if found else None
        part = self._matching(node.part, asked)
        return None if part is None else ~part

    def _within(self, limit: Limit) -> Mask:
        if limit.days:
            return self.days(limit.days)
        column = COLUMNS[limit.field]
        if column == "language":
            return self.named(column, limit.value)
        letters = self._catalogue.codes_with(limit.value)
        found: Mask = np.isin(self._catalogue.codes(column), letters)
        return found

    def _with_words(self, words: Words, asked: _Asked) -> Mask | None:
        """Return which articles have a word or a phrase, in any spelling that counts."""
        found = [term.text for term in terms(words.text)]
        if not found or _is_common(words):
            return None
        if words.title:
            return self._catalogue.best_of_articles(self._titled(words))
        if words.prefix:
            own = self._mask(np.empty(0, np.uint32))
        elif len(found) == 1:
            own = self._mask(self._lexical.articles_naming(found))
        else:
            own = self._catalogue.best_of_articles(self._rows_with(words.text))
        others = [self._lexical.articles_spelling(each) for each in asked.instead_of(words)]
        return reduce(np.logical_or, map(self._mask, others), own)

    def _titled(self, words: Words) -> Mask:
        if words.prefix:
            return self._lexical.rows_titled(self._lexical.beginning(words.text))
        return self._rows_with(words.text, title=True)

    def _mask(self, articles: Sequence[int] | np.ndarray) -> Mask:
        mask: Mask = np.zeros(self._catalogue.articles, dtype=bool)
        mask[articles] = True
        return mask

    def _literal(self, words: Words) -> Scores:
        """Return 1 for the rows that have all words of a phrase: these are what is shown."""
        if words.title or words.prefix or len(list(terms(words.text))) < 2:
            return np.zeros(len(self._catalogue), np.float32)
        return self._rows_with(words.text).astype(np.float32)

    def _patterns(self, wanted: Sequence[Words], asked: _Asked) -> Iterator[Pattern]:
        for words in wanted:
            if words.prefix:
                yield from ((term,) for term in self._lexical.beginning(words.text))
            else:
                yield tuple(term.text for term in terms(words.text))
            for each in asked.instead_of(words):
                # A form stands in the index behind the kind of its name.
                yield from (tuple(term.rpartition("\x1f")[2].split(" ")) for term in each.terms)
                yield from (tuple(term.text for term in terms(run)) for run in each.runs)

    def _notes(self, query: Query, asked: _Asked) -> Iterator[Note]:
        if query.trouble:
            yield Note("phrase", f"for the words alone: {query.trouble}")
        if common := [each.text for each in query.words() if _is_common(each)]:
            said = ", ".join(f"“{each}”" for each in dict.fromkeys(common))
            yield Note("phrase", f"without {said}, which most articles have")
        for each in asked.alternatives:
            if len(each.terms) == MOST_WORDS:
                word = query.text[each.start : each.end]
                yield Note("phrase", f"for the {MOST_WORDS} most frequent words like {word}")
        yield from asked.reading.notes


def _is_common(words: Words) -> bool:
    """Tell whether a word is one of those that carry no meaning; in a phrase they do."""
    found = list(terms(words.text))
    return len(found) == 1 and not (words.phrase or words.prefix or content_terms(words.text))


def _only(text: str, kept: Sequence[Words]) -> str:
    """Return `text` with these words where they stand, and marks that part them instead of others.

    A name does not go on behind an operator.
    """
    parts = []
    done = 0
    for each in sorted(kept, key=lambda words: words.start):
        gap = text[done : each.start]
        parts += [
            gap if gap.isspace() else ";".ljust(len(gap)) if gap else "",
            text[each.start : each.end],
        ]
        done = each.end
    return "".join(parts)
