"""Merging: the postings of an earlier build with those of new documents, a block at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.uint64]  # hashes of terms
Numbers = npt.NDArray[np.uint32]  # of documents

GONE = 2**32 - 1  # the number of a document that is not taken over
_BLOCK = 1 << 21  # postings held in memory at a time, unless one term has more
_RANK, _DOCUMENT = np.uint64(32), np.uint64(GONE)  # where both stand in a code of 64 bits


@dataclass(frozen=True, slots=True)
class Table:
    """Postings in order of terms, and of documents within a term.

    Those of keys[n] are offsets[n] to offsets[n + 1] of `documents` and `counts`.
    """

    keys: Keys
    offsets: npt.NDArray[np.uint64]
    documents: Numbers
    counts: npt.NDArray[np.uint16]

    @classmethod
    def of(cls, keys: Keys, documents: Numbers, counts: npt.NDArray[np.uint16]) -> Self:
        """Return the table of postings that come in order of documents."""
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        starts = np.flatnonzero(np.append(True, keys[1:] != keys[:-1])[: len(keys)])
        offsets = np.append(starts, len(keys)).astype(np.uint64)
        return cls(keys[starts], offsets, documents[order], counts[order])

    def between(self, first: int, last: int) -> "Table":
        """Return the postings of the terms `first` to `last`, without the last."""
        start, end = self.offsets[first], self.offsets[last]
        return Table(
            self.keys[first:last],
            self.offsets[first : last + 1] - start,
            self.documents[start:end],
            self.counts[start:end],
        )


def merged(before: Table, renumbered: Numbers, new: Table) -> Iterator[Table]:
    """Yield blocks of terms that hold the postings of both, in order of terms.

    renumbered[n] is the number that document n of `before` has now, or GONE. Numbers stay in
    order, and `new` has none of them.
    """
    firsts = np.arange(0, int(before.offsets[-1]), _BLOCK, dtype=np.uint64)[1:]
    cuts = np.unique(np.searchsorted(before.offsets, firsts))
    cuts = cuts[cuts < len(before.keys)]
    new_cuts = np.searchsorted(new.keys, before.keys[cuts])
    bounds = [0, *cuts.tolist(), len(before.keys)]
    new_bounds = [0, *new_cuts.tolist(), len(new.keys)]
    for n in range(len(bounds) - 1):
        yield _merged(
            before.between(bounds[n], bounds[n + 1]),
            renumbered,
            new.between(new_bounds[n], new_bounds[n + 1]),
        )


def _merged(before: Table, renumbered: Numbers, new: Table) -> Table:
    keys = np.union1d(before.keys, new.keys)
    documents = renumbered[before.documents]
    kept = documents != GONE
    codes = _codes(before, documents, keys)[kept]
    new_codes = _codes(new, new.documents, keys)
    places = np.searchsorted(codes, new_codes)
    codes = np.insert(codes, places, new_codes)
    sizes = np.bincount((codes >> _RANK).astype(np.int64), minlength=len(keys))
    present = sizes > 0
    return Table(
        keys[present],
        np.append(0, np.cumsum(sizes[present])).astype(np.uint64),
        (codes & _DOCUMENT).astype(np.uint32),
        np.insert(before.counts[kept], places, new.counts),
    )


def _codes(table: Table, documents: Numbers, keys: Keys) -> npt.NDArray[np.uint64]:
    """Return a number for each posting that sorts by the place of its term, then by document."""
    ranks = np.searchsorted(keys, table.keys).astype(np.uint64)
    sizes = np.diff(table.offsets).astype(np.int64)
    return np.repeat(ranks << _RANK, sizes) | documents


class ArrayFile:
    """A file as `np.save` writes it of one array, written part by part."""

    def __init__(self, path: Path, kind: str) -> None:
        self._kind = np.dtype(kind)
        self._length = 0
        self._file = path.open("wb")
        self._write_header()

    def append(self, part: npt.NDArray[np.generic]) -> None:
        """Write the next elements."""
        self._file.write(part.astype(self._kind, copy=False).tobytes())
        self._length += len(part)

    def close(self) -> None:
        """Finish the file."""
        self._file.seek(0)  # NumPy leaves space in the header for any length
        self._write_header()
        self._file.close()

    def _write_header(self) -> None:
        np.lib.format.write_array_header_1_0(
            self._file,
            {"descr": self._kind.str, "fortran_order": False, "shape": (self._length,)},
        )
