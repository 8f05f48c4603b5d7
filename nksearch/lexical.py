"""The lexical index: Whoosh, BM25F over the title and the text of chunks."""

import math
import threading
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

import numpy as np
from whoosh import index as whoosh_index
from whoosh.fields import TEXT, Schema
from whoosh.query import Or, Term
from whoosh.scoring import BM25F

from nksearch.analysis import NewsAnalyzer, terms
from nksearch.catalogue import Mask
from nksearch.datamodels import Chunk
from nksearch.errors import DamagedIndexError
from nksearch.fusion import Ranking

K1, B = 1.2, 0.75
FIELD_WEIGHTS = {"title": 1.0, "text": 1.0}
_BUFFER_MB = 256


class LexicalWriter:
    """Writes a Whoosh index into an empty directory; document number n is row n."""

    def __init__(self, directory: Path) -> None:
        schema = Schema(**{name: TEXT(analyzer=NewsAnalyzer()) for name in FIELD_WEIGHTS})
        # One process and one commit make one segment, so that rows keep their order.
        self._writer = whoosh_index.create_in(directory, schema).writer(limitmb=_BUFFER_MB)

    def add(self, chunks: Iterable[Chunk]) -> None:
        """Append the rows of these chunks."""
        for chunk in chunks:
            self._writer.add_document(title=chunk.title, text=chunk.text)

    def finish(self) -> None:
        """Write everything to disk."""
        self._writer.commit(optimize=True)

    def close(self) -> None:
        """Release the files, also when the index was not finished."""
        if not self._writer.is_closed:
            self._writer.cancel()


class LexicalIndex:
    """An open Whoosh index of one segment, in which document number n is row n."""

    def __init__(self, directory: Path, *, rows: int) -> None:
        self._rows = rows
        self._weight = lru_cache(maxsize=10_000)(self._inverse_frequency)
        self._lock = threading.Lock()  # Whoosh's readers share one file position
        self._index = whoosh_index.open_dir(directory, readonly=True)
        self._searcher = self._index.searcher(weighting=BM25F(B=B, K1=K1))
        if self._searcher.doc_count_all() != rows or not self._searcher.is_atomic():
            raise DamagedIndexError(f"{directory} does not hold the {rows} rows of its generation.")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the files."""
        self._searcher.close()
        self._index.close()

    def search(self, question: str, *, depth: int, mask: Mask | None = None) -> Ranking:
        """Return at most `depth` rows for the terms of the question; any of them may match."""
        wanted = list(dict.fromkeys(term.text for term in terms(question)))
        query = Or(
            [
                Term(name, word, boost=weight)
                for name, weight in FIELD_WEIGHTS.items()
                for word in wanted
            ]
        )
        if not wanted or (mask is not None and not mask.any()):
            return []
        allowed = None if mask is None else set(np.flatnonzero(mask).tolist())
        with self._lock:
            results: Any = self._searcher.search(query, limit=depth, filter=allowed)
        ranking = [(int(row), float(score)) for score, row in results.top_n]
        return sorted(ranking, key=lambda hit: (-hit[1], hit[0]))

    def weight(self, term: str) -> float:
        """Return the inverse document frequency of a term, highest for one that never occurs."""
        return self._weight(term)

    def _inverse_frequency(self, term: str) -> float:
        with self._lock:
            found = self._searcher.doc_frequency("text", term) if term else 0
        return math.log(1 + (self._rows - found + 0.5) / (found + 0.5))
