"""The semantic index: vectors of chunks and of sentences, compared in two stages.

A question is compared with the codes of all chunks, a byte a dimension; what comes first then is
compared with the exact vectors, of which only these rows are read. Sentences are read for a few
articles only and have nothing but codes: their cosines are right to about 0.002. An article's own
vector is the mean of its chunks', kept because reading all of them would take longest of all.
"""

import os
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nksearch.arrays import ArrayFile
from nksearch.catalogue import Catalogue, Mask
from nksearch.codes import Codes, approximate_products, decode, encode, products
from nksearch.errors import DamagedIndexError
from nksearch.models.encoder import Vectors
from nksearch.postings import Scores

_CHUNKS = "vectors.f32"  # rows of little-endian float32 and nothing else
_CODES = "codes.i8"  # the codes of these
_SENTENCES = "sentences.i8"  # the codes of sentences
_ARTICLES = "articles.f32"  # a row for each article, of length 1
_ARRAYS = {"pairs": "<f4", "code_scales": "<f4", "scales": "<f4", "offsets": "<u8"}
_BLOCK = 4096  # rows taken over at a time
_MARGIN = np.float32(0.01)  # of 9.6 million cosines by codes none was off by more than .0033

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SemanticScores:
    """Scores of all articles, shape (articles,), and cosines of all chunks, shape (rows,).

    They are approximate but for what `SemanticIndex.compare` has put into them.
    """

    articles: Scores
    chunks: Scores


class SemanticWriter:
    """Writes vectors into an existing directory, in the order of rows."""

    def __init__(self, directory: Path) -> None:
        self._chunks, self._codes, self._sentences, self._articles = (
            (directory / name).open("wb") for name in (_CHUNKS, _CODES, _SENTENCES, _ARTICLES)
        )
        self._last: Vectors | None = None  # of the chunks added before, shape (1, dimension)
        self._pair_lengths, self._code_scales, self._scales, self._offsets = (
            ArrayFile(directory / f"{name}.npy", kind) for name, kind in _ARRAYS.items()
        )
        self._offsets.append(np.zeros(1))

    def add_article(self, vectors: Vectors) -> None:
        """Append an article by the vectors of its chunks, shape (rows, dimension)."""
        total = vectors.sum(axis=0)
        self._articles.write((total / max(np.linalg.norm(total), 1e-9)).tobytes())
        self._append_chunks(vectors)

    def add_sentences(self, counts: Sequence[int], vectors: Vectors) -> None:
        """Append the sentences of the next rows: how many each row has, and all their vectors."""
        self._append_sentences(counts, *encode(vectors))

    def take(self, before: "SemanticIndex", rows: range) -> None:
        """Append whole articles of the index of an earlier build: all that has these rows."""
        self._articles.write(before.articles_of(rows).tobytes())
        for start in range(rows.start, rows.stop, _BLOCK):
            end = min(start + _BLOCK, rows.stop)
            self._append_chunks(before.vectors[start:end])
            self._append_sentences(*before.stored_sentences(start, end))

    def close(self) -> None:
        """Finish the files."""
        for array in (self._pair_lengths, self._code_scales, self._scales, self._offsets):
            array.close()
        for file in (self._chunks, self._codes, self._sentences, self._articles):
            file.close()

    def _append_chunks(self, vectors: Vectors) -> None:
        self._chunks.write(vectors.tobytes())
        codes, scales = encode(vectors)
        self._codes.write(codes.tobytes())
        self._code_scales.append(scales)
        joined = vectors if self._last is None else np.concatenate([self._last, vectors])
        self._pair_lengths.append(np.linalg.norm(joined[:-1] + joined[1:], axis=1))
        self._last = vectors[-1:]

    def _append_sentences(
        self, counts: Sequence[int] | Numbers, codes: Codes, scales: Scores
    ) -> None:
        self._offsets.append(len(self._scales) + np.cumsum(counts, dtype=np.int64))
        self._scales.append(scales)
        self._sentences.write(codes.tobytes())


class SemanticIndex:
    """The open index of a generation."""

    def __init__(self, directory: Path, catalogue: Catalogue, *, dimension: int) -> None:
        self._catalogue = catalogue
        rows = len(catalogue)
        pair_lengths, self._code_scales, self._scales, self._offsets = (
            np.load(directory / f"{name}.npy", mmap_mode="r", allow_pickle=False)
            for name in _ARRAYS
        )
        self.vectors = _matrix(directory / _CHUNKS, "<f4", rows, dimension)
        self._codes: Codes = _matrix(directory / _CODES, "i1", rows, dimension)
        self._sentences = _matrix(directory / _SENTENCES, "i1", len(self._scales), dimension)
        self._articles = _matrix(directory / _ARTICLES, "<f4", catalogue.articles, dimension)
        self._exact = _Rows(directory / _CHUNKS, self.vectors)
        self._near = _Rows(directory / _SENTENCES, self._sentences)
        self._whole = _Rows(directory / _ARTICLES, self._articles)
        sizes = (len(self._offsets), len(pair_lengths), len(self._code_scales))
        if sizes != (rows + 1, rows - 1, rows):
            raise DamagedIndexError(f"{directory} does not hold the {rows} rows of its generation.")
        self._pair_lengths = self._lengths_of_pairs(pair_lengths)

    def scores(self, vector: Vectors) -> SemanticScores:
        """Compare a question's vector, shape (dimension,), with the codes of every chunk.

        An article scores the mean of its best chunk and of its best two neighbouring chunks taken
        together, so that an answer across a border counts.
        """
        if vector.dtype != np.float32:
            raise TypeError(f"float32 expected, not {vector.dtype}: it is five times as fast")
        chunks = approximate_products(vector, self._codes, self._code_scales)
        articles = _of_articles(chunks, self._pair_lengths, self._catalogue.first_rows)
        return SemanticScores(articles=articles, chunks=chunks)

    def compare(self, scores: SemanticScores, vector: Vectors, articles: Numbers) -> None:
        """Put the exact scores of these articles into `scores`, and of the chunks that make them.

        Other chunks cannot: they are further from the best than codes ever were off.
        """
        if not len(articles):
            return
        rows, starts = _numbers_of(*self._catalogue.row_ranges(articles))
        chunks, lengths = scores.chunks[rows], self._pair_lengths[rows]
        decisive = _near_the_best(chunks, starts)
        pairs = _near_the_best(_of_pairs(chunks, lengths), starts)
        decisive |= pairs
        decisive[1:] |= pairs[:-1]
        chunks[decisive] = products(vector, self._exact.read(rows[decisive]))
        scores.chunks[rows] = chunks
        scores.articles[articles] = _of_articles(chunks, lengths, starts)

    def sentences(self, row: int) -> Vectors:
        """Return the vectors of the sentences of a row, in order: `sentence_spans` of its text."""
        start, end = int(self._offsets[row]), int(self._offsets[row + 1])
        return decode(self._sentences[start:end], self._scales[start:end])

    def stored_sentences(self, first: int, last: int) -> tuple[Numbers, Codes, Scores]:
        """Return how many sentences the rows `first` to `last` (without it) have, and these.

        They come as they are stored, whole numbers and what to multiply each sentence's with.
        """
        offsets = self._offsets[first : last + 1].astype(np.int64)
        start, end = int(offsets[0]), int(offsets[-1])
        return np.diff(offsets), self._sentences[start:end], self._scales[start:end]

    def best_sentences(self, vector: Vectors, articles: Numbers) -> Scores:
        """Return for each of these articles about the cosine of its nearest sentence."""
        first, last = self._catalogue.row_ranges(articles)
        numbers, starts = _numbers_of(self._offsets[first], self._offsets[last])
        codes = self._near.read(numbers)
        best: Scores = np.maximum.reduceat(
            approximate_products(vector, codes, self._scales[numbers]), starts
        )
        return best

    def article_vectors(self, articles: Numbers) -> Vectors:
        """Return a vector of length 1 for each article: the mean of its chunks."""
        return self._whole.read(articles)

    def articles_of(self, rows: range) -> Vectors:
        """Return the vectors of all articles that have these rows."""
        first, last = self._catalogue.article_of_row[[rows.start, rows.stop - 1]]
        vectors: Vectors = self._articles[first : last + 1]
        return vectors

    def _lengths_of_pairs(self, lengths: Scores) -> Scores:
        """Return the length of the sum of each chunk's vector and the next one's, shape (rows,).

        It is infinite for the last chunk of an article, so that such a pair scores nothing.
        """
        within = np.append(lengths.clip(1e-6), np.float32("inf"))
        within[self._catalogue.first_rows[1:] - 1] = np.inf
        return within


def _of_articles(chunks: Scores, pair_lengths: Scores, starts: Numbers) -> Scores:
    """Return the scores of articles from those of all their chunks; `starts` are the first ones."""
    best = np.maximum.reduceat(chunks, starts)
    together = np.maximum.reduceat(_of_pairs(chunks, pair_lengths), starts)
    alone = np.diff(starts, append=len(chunks)) == 1
    articles: Scores = (best + np.where(alone, best, together)) * np.float32(0.5)
    return articles


def _of_pairs(chunks: Scores, lengths: Scores) -> Scores:
    """Return the scores of each chunk and the next one together, 0 where an article ends."""
    pairs = np.zeros_like(chunks)
    np.add(chunks[:-1], chunks[1:], out=pairs[:-1])
    pairs /= lengths
    return pairs


def _near_the_best(scores: Scores, starts: Numbers) -> Mask:
    """Return which approximate scores may belong to the best of their article."""
    best = np.maximum.reduceat(scores, starts)
    sizes = np.diff(starts, append=len(scores))
    near: Mask = scores >= np.repeat(best - _MARGIN, sizes)
    return near


def _numbers_of(first: Numbers, last: Numbers) -> tuple[Numbers, Numbers]:
    """Return the numbers of several ranges one after another, and where each range begins there.

    No range is empty: an article has chunks, and a chunk has sentences.
    """
    sizes = (last - first).astype(np.int64)
    starts = np.cumsum(sizes) - sizes
    numbers: Numbers = np.repeat(first.astype(np.int64) - starts, sizes) + np.arange(sizes.sum())
    return numbers, starts


class _Rows:
    """The rows of a matrix in a file, for a question to read some of.

    They are not mapped: the system would map 64 kB around each of them, in the end the whole file,
    and finding a page for each costs more than copying.
    """

    def __init__(self, path: Path, matrix: np.memmap) -> None:
        self._path = path
        self._kind, self._dimension = matrix.dtype, matrix.shape[1]
        self._file = os.open(path, os.O_RDONLY)
        weakref.finalize(self, os.close, self._file)

    def read(self, rows: Numbers) -> np.ndarray:
        """Return rows, shape (rows, dimension); those that follow one another are read at once."""
        found = np.empty((len(rows), self._dimension), self._kind)
        size = found.strides[0]
        into = found.data.cast("B")
        ends = [*(np.flatnonzero(np.diff(rows) != 1) + 1).tolist(), len(rows)]
        for start, end in zip([0, *ends], ends, strict=False):
            part = into[start * size : end * size]
            if os.preadv(self._file, [part], int(rows[start]) * size) != len(part):
                raise DamagedIndexError(f"{self._path} has been cut short. Run: nksearch rebuild")
        return found


def _matrix(path: Path, kind: str, rows: int, dimension: int) -> np.memmap:
    if path.stat().st_size != rows * dimension * np.dtype(kind).itemsize:
        raise DamagedIndexError(f"{path} does not hold the {rows} rows of its generation.")
    return np.memmap(path, np.dtype(kind), "r", shape=(rows, dimension))
