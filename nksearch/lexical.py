"""The lexical index: how much of a question's weight an article and its chunks hold.

Articles and chunks are scored with BM25 and with the weights of whole articles, and the sum is
divided by the highest BM25 score that any text could reach for the words that occur at all: 1.0
would be a text of these words and nothing else. Neighbouring words of the question that are
neighbours in the article add up to 0.3 to that. Scores of different questions can be compared,
which fusion relies on.

Whoosh holds the same chunks with the positions of all words and answers what flat postings
cannot: which chunks have a quoted phrase.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from whoosh import index as whoosh_index
from whoosh.fields import TEXT, Schema
from whoosh.query import Or, Phrase

from nksearch.analysis import NewsAnalyzer, content_terms, terms
from nksearch.catalogue import Catalogue, Mask
from nksearch.datamodels import Chunk
from nksearch.errors import DamagedIndexError
from nksearch.postings import K1, Keys, Postings, PostingsWriter, Scores, keys_of, pairs_of

# Measured on seven collections; see "Evaluation" in the README.
ARTICLE_SHARE = 0.4  # of the score of the whole article, the rest is its best chunk's
PAIR_SHARE = 0.3  # added for pairs of neighbouring words

_FIELDS = ("title", "text")
_PARTS = ("articles", "chunks", "pairs")
_BUFFER_MB = 256


@dataclass(frozen=True, slots=True)
class LexicalScores:
    """Scores of all articles, shape (articles,), and of all chunks, shape (rows,)."""

    articles: Scores
    chunks: Scores


class LexicalWriter:
    """Writes the index into an empty directory; document number n of Whoosh is row n."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        (directory / "whoosh").mkdir()
        schema = Schema(**{name: TEXT(analyzer=NewsAnalyzer()) for name in _FIELDS})
        # One process and one commit make one segment, so that rows keep their order.
        index = whoosh_index.create_in(directory / "whoosh", schema)
        self._writer = index.writer(limitmb=_BUFFER_MB)
        self._postings = {name: PostingsWriter() for name in _PARTS}

    def add(self, chunks: Sequence[Chunk]) -> None:
        """Append an article with its chunks."""
        title = keys_of(content_terms(chunks[0].title))
        texts = [keys_of(content_terms(chunk.text)) for chunk in chunks]
        whole = np.concatenate([title, *texts])
        self._postings["articles"].add(whole)
        self._postings["pairs"].add(pairs_of(whole))
        for chunk, keys in zip(chunks, texts, strict=True):
            self._postings["chunks"].add(np.concatenate([title, keys]))
            self._writer.add_document(title=chunk.title, text=chunk.text)

    def finish(self) -> None:
        """Write everything to disk."""
        for name, postings in self._postings.items():
            (self._directory / name).mkdir()
            postings.save(self._directory / name)
        self._writer.commit(optimize=True)

    def close(self) -> None:
        """Release the files, also when the index was not finished."""
        if not self._writer.is_closed:
            self._writer.cancel()


class LexicalIndex:
    """The open index of a generation."""

    def __init__(self, directory: Path, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        rows, articles = len(catalogue), catalogue.articles
        self._articles = Postings(directory / "articles", documents=articles)
        self._pairs = Postings(directory / "pairs", documents=articles)
        self._chunks = Postings(directory / "chunks", documents=rows)
        self._lock = threading.Lock()  # Whoosh's readers share one file position
        self._index = whoosh_index.open_dir(directory / "whoosh", readonly=True)
        self._searcher = self._index.searcher()
        if self._searcher.doc_count_all() != rows or not self._searcher.is_atomic():
            self.close()
            raise DamagedIndexError(f"{directory} does not hold the {rows} rows of its generation.")

    def close(self) -> None:
        """Close the files."""
        self._searcher.close()
        self._index.close()

    def scores(self, question: str) -> LexicalScores:
        """Return the share of the question that every article and every chunk holds."""
        keys, counts = np.unique(keys_of(content_terms(question)), return_counts=True)
        known = self._articles.frequencies(keys) > 0
        keys, weights = keys[known], (self._weights(keys) * counts)[known]
        most = (K1 + 1) * weights.sum() or 1.0
        chunks = self._chunks.scores(keys, weights) / np.float32(most)
        articles = (
            ARTICLE_SHARE * self._articles.scores(keys, weights) + PAIR_SHARE * self._near(question)
        ) / np.float32(most)
        articles += (1 - ARTICLE_SHARE) * self._catalogue.best_of_articles(chunks)
        return LexicalScores(articles=articles.astype(np.float32), chunks=chunks)

    def _near(self, question: str) -> Scores:
        """Return the BM25 scores of pairs of words that are neighbours in the question as well."""
        pairs, counts = np.unique(pairs_of(keys_of(content_terms(question))), return_counts=True)
        return self._pairs.scores(pairs, self._weights(pairs, self._pairs) * counts)

    def weight(self, term: str) -> float:
        """Return the inverse document frequency of a term, highest for one that never occurs."""
        return float(self._weights(keys_of([term]))[0])

    def _weights(self, keys: Keys, postings: Postings | None = None) -> npt.NDArray[np.float64]:
        """Return ln(1 + (N - n + 0.5) / (n + 0.5)) for terms that n of N articles have."""
        found = (postings or self._articles).frequencies(keys)
        weights: npt.NDArray[np.float64] = np.log1p(
            (self._catalogue.articles - found + 0.5) / (found + 0.5)
        )
        return weights

    def rows_with(self, phrase: str) -> Mask:
        """Return which rows have the words of the phrase next to each other, in this order."""
        words = [term.text for term in terms(phrase)]
        rows: Mask = np.zeros(len(self._catalogue), dtype=bool)
        if words:
            query = Or([Phrase(name, words) for name in _FIELDS])
            with self._lock:
                rows[list(self._searcher.docs_for_query(query))] = True
        return rows
