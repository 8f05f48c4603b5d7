"""The semantic index: vectors of chunks and of sentences, compared exactly.

Vectors of chunks lie in one memory-mapped float32 matrix. Vectors of sentences are read for a few
articles only and take a byte a dimension: their cosines are right to about 0.002.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nksearch.arrays import ArrayFile
from nksearch.catalogue import Catalogue
from nksearch.errors import DamagedIndexError
from nksearch.models.encoder import Vectors
from nksearch.postings import Scores

_CHUNKS = "vectors.f32"  # rows of little-endian float32 and nothing else
_SENTENCES = "sentences.i8"  # as many rows of int8, scaled so that the largest number is 127
_BLOCK = 4096  # rows taken over at a time

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SemanticScores:
    """Scores of all articles, shape (articles,), and cosines of all chunks, shape (rows,)."""

    articles: Scores
    chunks: Scores


class SemanticWriter:
    """Writes vectors into an existing directory, in the order of rows."""

    def __init__(self, directory: Path) -> None:
        self._chunks = (directory / _CHUNKS).open("wb")
        self._sentences = (directory / _SENTENCES).open("wb")
        self._last: Vectors | None = None  # of the chunks added before, shape (1, dimension)
        self._pair_lengths, self._scales, self._offsets = (
            ArrayFile(directory / f"{name}.npy", kind)
            for name, kind in (("pairs", "<f4"), ("scales", "<f4"), ("offsets", "<u8"))
        )
        self._offsets.append(np.zeros(1))

    def add_chunks(self, vectors: Vectors) -> None:
        """Append the vectors of the next rows, shape (rows, dimension)."""
        self._chunks.write(vectors.tobytes())
        joined = vectors if self._last is None else np.concatenate([self._last, vectors])
        self._pair_lengths.append(np.linalg.norm(joined[:-1] + joined[1:], axis=1))
        self._last = vectors[-1:]

    def add_sentences(self, counts: Sequence[int], vectors: Vectors) -> None:
        """Append the sentences of the next rows: how many each row has, and all their vectors."""
        scales = np.abs(vectors).max(axis=1, initial=1e-9) / 127
        self._append(counts, np.rint(vectors / scales[:, None]).astype(np.int8), scales)

    def take(self, before: "SemanticIndex", rows: range) -> None:
        """Append rows of the index of an earlier build, with their sentences."""
        for start in range(rows.start, rows.stop, _BLOCK):
            end = min(start + _BLOCK, rows.stop)
            self.add_chunks(before.vectors[start:end])
            self._append(*before.stored_sentences(start, end))

    def close(self) -> None:
        """Finish the files."""
        for file in (self._pair_lengths, self._scales, self._offsets):
            file.close()
        self._chunks.close()
        self._sentences.close()

    def _append(
        self, counts: Sequence[int] | Numbers, codes: npt.NDArray[np.int8], scales: Scores
    ) -> None:
        self._offsets.append(len(self._scales) + np.cumsum(counts, dtype=np.int64))
        self._scales.append(scales)
        self._sentences.write(codes.tobytes())


class SemanticIndex:
    """The open index of a generation."""

    def __init__(self, directory: Path, catalogue: Catalogue, *, dimension: int) -> None:
        self._catalogue = catalogue
        rows = len(catalogue)
        self._scales, self._offsets, pair_lengths = (
            np.load(directory / f"{name}.npy", mmap_mode="r", allow_pickle=False)
            for name in ("scales", "offsets", "pairs")
        )
        self.vectors: Vectors = _matrix(directory / _CHUNKS, "<f4", rows, dimension)
        self._sentences = _matrix(directory / _SENTENCES, "i1", len(self._scales), dimension)
        if (len(self._offsets), len(pair_lengths)) != (rows + 1, rows - 1):
            raise DamagedIndexError(f"{directory} does not hold the {rows} rows of its generation.")
        self._pair_lengths = self._lengths_of_pairs(pair_lengths)

    def scores(self, vector: Vectors) -> SemanticScores:
        """Compare a question's vector, shape (dimension,), with every chunk.

        An article scores the mean of its best chunk and of its best two neighbouring chunks taken
        together, so that an answer across a border counts.
        """
        if vector.dtype != np.float32:
            raise TypeError(f"float32 expected, not {vector.dtype}: it is five times as fast")
        chunks: Scores = self.vectors @ vector
        best = self._catalogue.best_of_articles(chunks)
        pairs = np.zeros_like(chunks)
        pairs[:-1] = (chunks[:-1] + chunks[1:]) / self._pair_lengths
        together = self._catalogue.best_of_articles(pairs)
        alone = self._catalogue.rows_of_articles == 1
        articles = (best + np.where(alone, best, together)) / np.float32(2)
        return SemanticScores(articles=articles.astype(np.float32), chunks=chunks)

    def sentences(self, row: int) -> Vectors:
        """Return the vectors of the sentences of a row, in order: `sentence_spans` of its text."""
        return self._sentence_vectors(int(self._offsets[row]), int(self._offsets[row + 1]))

    def stored_sentences(
        self, first: int, last: int
    ) -> tuple[Numbers, npt.NDArray[np.int8], Scores]:
        """Return how many sentences the rows `first` to `last` (without it) have, and these.

        They come as they are stored, whole numbers and what to multiply each sentence's with.
        """
        offsets = self._offsets[first : last + 1].astype(np.int64)
        start, end = int(offsets[0]), int(offsets[-1])
        return np.diff(offsets), self._sentences[start:end], self._scales[start:end]

    def best_sentences(self, vector: Vectors, articles: npt.NDArray[np.int64]) -> Scores:
        """Return for each of these articles the cosine of its nearest sentence."""
        first, last = self._catalogue.row_ranges(articles)
        numbers, starts = _numbers_of(self._offsets[first], self._offsets[last])
        cosines = (self._sentences[numbers].astype(np.float32) @ vector) * self._scales[numbers]
        best: Scores = np.maximum.reduceat(cosines, starts)
        return best

    def article_vectors(self, articles: npt.NDArray[np.int64]) -> Vectors:
        """Return a vector of length 1 for each article: the mean of its chunks."""
        rows, starts = _numbers_of(*self._catalogue.row_ranges(articles))
        sums = np.add.reduceat(self.vectors[rows], starts)
        vectors: Vectors = sums / np.linalg.norm(sums, axis=1, keepdims=True).clip(1e-9)
        return vectors

    def _sentence_vectors(self, start: int, end: int) -> Vectors:
        codes = self._sentences[start:end].astype(np.float32)
        vectors: Vectors = codes * self._scales[start:end, None]
        return vectors

    def _lengths_of_pairs(self, lengths: Scores) -> Scores:
        """Return the length of the sum of each chunk's vector and the next one's.

        It is infinite between articles, so that such a pair scores nothing.
        """
        numbers = self._catalogue.article_of_row
        within: Scores = np.where(
            numbers[1:] == numbers[:-1], lengths.clip(1e-6), np.float32("inf")
        )
        return within


def _numbers_of(first: Numbers, last: Numbers) -> tuple[Numbers, Numbers]:
    """Return the numbers of several ranges one after another, and where each range begins there.

    No range is empty: an article has chunks, and a chunk has sentences.
    """
    sizes = (last - first).astype(np.int64)
    starts = np.cumsum(sizes) - sizes
    numbers: Numbers = np.repeat(first.astype(np.int64) - starts, sizes) + np.arange(sizes.sum())
    return numbers, starts


def _matrix(path: Path, kind: str, rows: int, dimension: int) -> np.memmap:
    if path.stat().st_size != rows * dimension * np.dtype(kind).itemsize:
        raise DamagedIndexError(f"{path} does not hold the {rows} rows of its generation.")
    return np.memmap(path, np.dtype(kind), "r", shape=(rows, dimension))
