"""The semantic index: vectors in one memory-mapped matrix, searched exactly."""

from pathlib import Path

import numpy as np

from nksearch.catalogue import Mask
from nksearch.encoder import Vectors
from nksearch.errors import DamagedIndexError
from nksearch.fusion import Ranking

_FILE = "vectors.f32"  # rows of little-endian float32 and nothing else


class SemanticWriter:
    """Writes vectors into an existing directory, in the order of rows."""

    def __init__(self, directory: Path) -> None:
        self._file = (directory / _FILE).open("wb")

    def add(self, vectors: Vectors) -> None:
        """Append the vectors of the next rows, shape (rows, dimension)."""
        self._file.write(vectors.tobytes())

    def finish(self) -> None:
        """Write everything to disk."""
        self._file.close()


class SemanticIndex:
    """An open matrix of vectors, shape (rows, dimension), each row of length 1."""

    def __init__(self, directory: Path, *, rows: int, dimension: int) -> None:
        path = directory / _FILE
        if path.stat().st_size != rows * dimension * 4:
            raise DamagedIndexError(f"{path} does not hold the {rows} rows of its generation.")
        self.vectors: Vectors = np.memmap(path, np.dtype("<f4"), "r", shape=(rows, dimension))

    def search(self, vector: Vectors, *, depth: int, mask: Mask | None = None) -> Ranking:
        """Return the `depth` rows whose vectors are nearest: (row, cosine).

        `vector` has shape (dimension,) and dtype float32 (float64 would be five times slower).
        """
        if vector.dtype != np.float32:
            raise TypeError(f"float32 expected, not {vector.dtype}")
        scores = self.vectors @ vector
        rows = np.arange(len(scores)) if mask is None else np.flatnonzero(mask)
        return top(rows, scores[rows], depth)


def top(rows: np.ndarray, scores: np.ndarray, depth: int) -> Ranking:
    """Return the `depth` best of these rows, ties broken by row, without sorting all of them."""
    if len(rows) > depth:
        least = np.partition(scores, -depth)[-depth]
        kept = scores >= least  # every row that ties with the last one, so that ties are ours
        rows, scores = rows[kept], scores[kept]
    order = np.lexsort((rows, -scores))[:depth]
    return [(int(rows[at]), float(scores[at])) for at in order]
