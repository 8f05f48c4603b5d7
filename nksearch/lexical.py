"""The lexical index: how much of a question's weight an article and its chunks hold.

Articles and chunks are scored with BM25 and with the weights of whole articles, and the sum is
divided by the highest BM25 score that any text could reach for the words that occur at all: 1.0
would be a text of these words and nothing else. Neighbouring words of the question that are
neighbours in the article add up to 0.3 to that. Scores of different questions can be compared,
which fusion relies on.

A name of the question may stand in an article in another spelling. The index has the forms of
names and the Southern spelling of Korean words beside the words; each word of the name then counts
as if it stood there, a little less, and is as rare as all its spellings together: Pirkola's
structured queries, "The effects of query structure" (1998).

Which chunks have a quoted phrase is answered by `nksearch.phrases`.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial, reduce
from itertools import pairwise
from operator import and_, or_
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from nksearch.analysis import Term, content, content_terms, fold, is_function_word, terms
from nksearch.catalogue import Catalogue, Mask
from nksearch.datamodels import Chunk
from nksearch.korean import terms_beside
from nksearch.merging import Keys
from nksearch.phrases import PhraseIndex, PhraseWriter
from nksearch.postings import (
    K1,
    Occurrences,
    Postings,
    PostingsWriter,
    Scores,
    keys_of,
    pairs_of,
)

# Measured on seven collections; see "Evaluation" in the README.
ARTICLE_SHARE = 0.4  # of the score of the whole article, the rest is its best chunk's
PAIR_SHARE = 0.3  # added for pairs of neighbouring words
OTHER_SPELLING = 0.95  # what a word in another spelling counts
MOST_WORDS = 128  # that a prefix stands for
_MOST_LOOKED_AT = 4096  # of which these are the most frequent

_PARTS = ("articles", "chunks", "pairs")


@dataclass(frozen=True, slots=True)
class LexicalScores:
    """Scores of all articles, shape (articles,), and of all chunks, shape (rows,)."""

    articles: Scores
    chunks: Scores


@dataclass(frozen=True, slots=True)
class Alternative:
    """What may stand in an article instead of question[start:end]: one at least of both.

    Terms are those of articles and what stands beside them; runs are Hangul.
    """

    start: int
    end: int
    terms: tuple[str, ...] = ()
    runs: tuple[str, ...] = ()


class _Spelled(NamedTuple):
    """Where something is spelled."""

    articles: Occurrences
    chunks: Occurrences


@dataclass(frozen=True, slots=True)
class _Query:
    """The distinct terms of a question, how often each is asked, and the alternative it is in."""

    keys: Keys
    counts: npt.NDArray[np.int64]
    alternatives: tuple[int, ...]

    @classmethod
    def of(cls, keys: Keys, alternatives: Sequence[int]) -> Self:
        asked = sorted(Counter(zip(keys.tolist(), alternatives, strict=True)).items())
        return cls(
            np.array([key for (key, _), _ in asked], np.uint64),
            np.array([count for _, count in asked], np.int64),
            tuple(alternative for (_, alternative), _ in asked),
        )


_NONE = -1  # a term that may only stand as it is


class LexicalWriter:
    """Writes the index into an empty directory.

    `before` is the folder of an earlier build, from which articles can be taken over.
    """

    def __init__(self, directory: Path, before: Path | None = None) -> None:
        self._phrases = PhraseWriter(directory, before)
        for name in _PARTS:
            (directory / name).mkdir()
        self._postings = {
            name: PostingsWriter(directory / name, before and before / name) for name in _PARTS
        }

    def add(self, chunks: Sequence[Chunk], names: Sequence[Sequence[str]]) -> None:
        """Append an article with its chunks; `names` are the terms of its names.

        First come those of the title, then those of each chunk.
        """
        parts = [chunks[0].title, *(chunk.text for chunk in chunks)]
        title, *texts = [keys_of(content_terms(part)) for part in parts]
        beside_title, *beside = (
            keys_of([*named, *terms_beside(part)]) for part, named in zip(parts, names, strict=True)
        )
        whole = np.concatenate([title, *texts])
        self._postings["articles"].add(whole, np.concatenate([beside_title, *beside]))
        self._postings["pairs"].add(pairs_of(whole))
        for keys, extra in zip(texts, beside, strict=True):
            self._postings["chunks"].add(
                np.concatenate([title, keys]), np.concatenate([beside_title, extra])
            )
        self._phrases.add(chunks)

    def take(self, article: int, rows: range) -> None:
        """Append an article of the earlier build: its number there, and its rows."""
        for name in ("articles", "pairs"):
            self._postings[name].take(article, article + 1)
        self._postings["chunks"].take(rows.start, rows.stop)
        self._phrases.take(rows)

    def finish(self) -> None:
        """Write everything to disk."""
        for postings in self._postings.values():
            postings.save()
        self._phrases.finish()

    def close(self) -> None:
        """Release the files, also when the index was not finished."""
        for postings in self._postings.values():
            postings.close()
        self._phrases.close()


class LexicalIndex:
    """The open index of a generation."""

    def __init__(self, directory: Path, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        rows, articles = len(catalogue), catalogue.articles
        self._articles = Postings(directory / "articles", documents=articles)
        self._pairs = Postings(directory / "pairs", documents=articles)
        self._chunks = Postings(directory / "chunks", documents=rows)
        self._phrases = PhraseIndex(directory, rows=rows)

    def verify(self) -> None:
        """Open what is otherwise opened when it is needed first.

        Raises:
            DamagedIndexError: it does not hold what it should.
        """
        self._phrases.open()

    def close(self) -> None:
        """Close the files."""
        self._phrases.close()

    def scores(self, question: str, alternatives: Sequence[Alternative] = ()) -> LexicalScores:
        """Return the share of the question that every article and every chunk holds."""
        located = list(content(question))
        keys = keys_of([term.text for term in located])
        numbers = [_number(term, alternatives) for term in located]
        instead = [self._instead(each) for each in alternatives]
        of_articles = [each.articles for each in instead]
        words = _Query.of(keys, numbers)
        by_articles, weights = self._summed(self._articles, words, of_articles)
        most = np.float32((K1 + 1) * weights.sum() or 1.0)
        chunks, _ = self._summed(self._chunks, words, [each.chunks for each in instead], weights)
        chunks /= most
        together = [one if one == other else _NONE for one, other in pairwise(numbers)]
        near, _ = self._summed(self._pairs, _Query.of(pairs_of(keys), together), of_articles)
        articles = (ARTICLE_SHARE * by_articles + PAIR_SHARE * near) / most
        articles += (1 - ARTICLE_SHARE) * self._catalogue.best_of_articles(chunks)
        return LexicalScores(articles=articles.astype(np.float32, copy=False), chunks=chunks)

    def articles_naming(self, terms_of_forms: Sequence[str]) -> npt.NDArray[np.uint32]:
        """Return the numbers of the articles that have one of these terms, also beside words."""
        return self._articles.documents(keys_of(terms_of_forms))

    def articles_spelling(self, alternative: Alternative) -> npt.NDArray[np.uint32]:
        """Return the numbers of the articles that have one of the other spellings of a word."""
        runs = [self._articles_of_run(_keys_of_run(run)).documents for run in alternative.runs]
        return np.unique(np.concatenate([self.articles_naming(alternative.terms), *runs]))

    def beginning(self, prefix: str) -> list[str]:
        """Return the most frequent terms that begin like this word, at most `MOST_WORDS`.

        Terms are stems: the stem of the prefix itself is one of them.
        """
        found = self._phrases.beginning(fold(prefix), most=_MOST_LOOKED_AT)
        found = list(dict.fromkeys([*content_terms(prefix), *found]))
        counts = self._articles.frequencies(keys_of(found))
        order = np.argsort(-counts, kind="stable")[:MOST_WORDS]
        return [found[n] for n in order.tolist() if counts[n]]

    def articles_with(self, term: str) -> int:
        """Return how many articles have a term."""
        return int(self._articles.frequencies(keys_of([term]))[0])

    def articles_with_run(self, run: str) -> int:
        """Return how many articles have a run of Hangul."""
        return len(self._articles_of_run(_keys_of_run(run)).documents)

    def articles_with_neighbours(self, words: Sequence[str]) -> int:
        """Return how many articles have each of these terms beside the next, in either order."""
        return len(self._articles_of_run(keys_of(words)).documents)

    def _summed(
        self,
        postings: Postings,
        query: _Query,
        instead: Sequence[Occurrences],
        weights: npt.NDArray[np.float64] | None = None,
    ) -> tuple[Scores, npt.NDArray[np.float64]]:
        """Return the BM25 scores of all documents, and the weight of each term of the query.

        Weights are made from the documents of these postings unless they are given.
        """
        found = {
            n: postings.occurrences(query.keys[n]) | instead[alternative]
            for n, alternative in enumerate(query.alternatives)
            if alternative != _NONE
        }
        if weights is None:
            counts = postings.frequencies(query.keys)
            for n, each in found.items():
                counts[n] = len(each.documents)
            weights = np.where(counts > 0, self._idf(counts) * query.counts, 0.0)
        plain = weights * [alternative == _NONE for alternative in query.alternatives]
        scores = postings.scores(query.keys, plain)
        for n, each in found.items():
            each.add_to(scores, weights[n])
        return scores, weights

    def _instead(self, alternative: Alternative) -> _Spelled:
        """Return what a word of a name adds where one of its other spellings stands."""
        spelled = [
            *(self._spelled(keys_of([term])[0]) for term in alternative.terms),
            *(self._spelled_run(run) for run in alternative.runs),
        ]
        articles = reduce(or_, (each.articles for each in spelled))
        chunks = reduce(or_, (each.chunks for each in spelled))
        return _Spelled(articles.scaled(OTHER_SPELLING), chunks.scaled(OTHER_SPELLING))

    def _spelled(self, key: np.uint64) -> _Spelled:
        return _Spelled(self._articles.occurrences(key), self._chunks.occurrences(key))

    def _spelled_run(self, run: str) -> _Spelled:
        """Return where the syllables of a run of Hangul are neighbours."""
        keys = _keys_of_run(run)
        articles = self._articles_of_run(keys)
        chunks = reduce(and_, map(self._chunks.occurrences, keys))
        own = self._catalogue.article_of_row[chunks.documents]
        return _Spelled(articles, chunks.where(np.isin(own, articles.documents)))

    def _articles_of_run(self, keys: Keys) -> Occurrences:
        articles = reduce(and_, map(self._articles.occurrences, keys))
        for pair in pairs_of(keys):
            neighbours = self._pairs.occurrences(pair).documents
            articles = articles.where(np.isin(articles.documents, neighbours))
        return articles

    def weight(self, term: str) -> float:
        """Return the inverse document frequency of a term, highest for one that never occurs."""
        return float(self._idf(self._articles.frequencies(keys_of([term])))[0])

    def _idf(self, found: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """Return ln(1 + (N - n + 0.5) / (n + 0.5)) for terms that n of N articles have."""
        weights: npt.NDArray[np.float64] = np.log1p(
            (self._catalogue.articles - found + 0.5) / (found + 0.5)
        )
        return weights

    def rows_with(self, phrase: str, *, title: bool = False) -> Mask:
        """Return which rows have the words of the phrase next to each other, in this order.

        With `title`, all rows of the articles whose title has them.
        """
        words = [term.text for term in terms(phrase)]
        among = self._rows_with_all([word for word in words if not is_function_word(word)])
        return self._mask(self._phrases.rows_with(words, among=among, title=title))

    def _rows_with_all(self, words: Sequence[str]) -> npt.NDArray[np.uint32] | None:
        """Return the rows that have these terms in title or text, None if there are no terms."""
        found = [self._chunks.occurrences(key).documents for key in keys_of(words)]
        return reduce(partial(np.intersect1d, assume_unique=True), found) if found else None

    def rows_titled(self, words: Sequence[str]) -> Mask:
        """Return the rows of the articles whose title has one of these terms."""
        return self._mask(self._phrases.rows_with_any(words))

    def _mask(self, rows: npt.NDArray[np.uint32]) -> Mask:
        mask: Mask = np.zeros(len(self._catalogue), dtype=bool)
        mask[rows] = True
        return mask


def _keys_of_run(run: str) -> Keys:
    """Return the keys of the pairs of syllables in a run of Hangul."""
    return keys_of([term.text for term in terms(run)])


def _number(term: Term, alternatives: Sequence[Alternative]) -> int:
    """Return the number of the alternative that a term of the question belongs to."""
    for number, each in enumerate(alternatives):
        if each.start < term.end and term.start < each.end:
            return number
    return _NONE
