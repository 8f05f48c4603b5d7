"""Merging: postings that do not fit into memory, from an earlier build and of new documents."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Self

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.uint64]  # hashes of terms
Numbers = npt.NDArray[np.uint32]  # of documents
Counts = npt.NDArray[np.uint16]
Codes = npt.NDArray[np.uint64]

NO_KEYS: Keys = np.empty(0, dtype=np.uint64)
_NO_COUNTS: Counts = np.empty(0, dtype=np.uint16)

GONE = 2**32 - 1  # the number of a document that is not taken over
_BLOCK = 1 << 21  # postings merged at a time, unless one term has more
_RUN = 1 << 20  # postings of new documents that wait in memory
_RANK, _DOCUMENT = np.uint64(32), np.uint64(GONE)  # where both stand in a code of 64 bits


@dataclass(frozen=True, slots=True)
class Table:
    """Postings in order of terms, and of documents within a term.

    Those of keys[n] are offsets[n] to offsets[n + 1] of `documents` and `counts`.
    """

    keys: Keys
    offsets: npt.NDArray[np.uint64]
    documents: Numbers
    counts: Counts

    @classmethod
    def of(cls, keys: Keys, documents: Numbers, counts: Counts) -> Self:
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

    def cuts(self, size: int) -> Keys:
        """Return terms between which lie `size` postings, or more if one term has more."""
        firsts = np.arange(0, int(self.offsets[-1]), size, dtype=np.uint64)[1:]
        places = np.unique(np.searchsorted(self.offsets, firsts))
        return self.keys[places[places < len(self.keys)]]


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the postings that are merged.

    renumbered[n] is the number that its document n has in the whole, or GONE; None if that is n.
    """

    table: Table
    renumbered: Numbers | None = None

    def between(self, first: int, last: int) -> "Part":
        """Return the postings of the terms `first` to `last`, without the last."""
        return Part(self.table.between(first, last), self.renumbered)

    def codes(self, keys: Keys) -> tuple[Codes, Counts]:
        """Return a number for each posting that is not gone, and how often it counts.

        The number sorts by the place of its term among `keys`, then by document.
        """
        ranks = np.searchsorted(keys, self.table.keys).astype(np.uint64)
        sizes = np.diff(self.table.offsets).astype(np.int64)
        ranks = np.repeat(ranks << _RANK, sizes)
        if self.renumbered is None:
            return ranks | self.table.documents, self.table.counts
        documents = self.renumbered[self.table.documents]
        kept = documents != GONE
        return (ranks | documents)[kept], self.table.counts[kept]


def merged(parts: Sequence[Part]) -> Iterator[Table]:
    """Yield blocks of terms that hold the postings of all parts, in order of terms.

    No document is in two parts.
    """
    size = max(_BLOCK // max(len(parts), 1), 1)
    cuts = np.unique(np.concatenate([NO_KEYS, *(part.table.cuts(size) for part in parts)]))
    bounds = [
        [0, *np.searchsorted(part.table.keys, cuts).tolist(), len(part.table.keys)]
        for part in parts
    ]
    for n in range(len(cuts) + 1):
        yield _merged([part.between(b[n], b[n + 1]) for part, b in zip(parts, bounds)])


def _merged(parts: Sequence[Part]) -> Table:
    keys = np.unique(np.concatenate([NO_KEYS, *(part.table.keys for part in parts)]))
    coded = [part.codes(keys) for part in parts]
    codes = np.concatenate([NO_KEYS, *(each for each, _ in coded)])
    counts = np.concatenate([_NO_COUNTS, *(each for _, each in coded)])
    order = np.argsort(codes, kind="stable")  # parts are in order: merged, not sorted
    codes = codes[order]
    sizes = np.bincount((codes >> _RANK).astype(np.int64), minlength=len(keys))
    present = sizes > 0
    return Table(
        keys[present],
        np.append(0, np.cumsum(sizes[present])).astype(np.uint64),
        (codes & _DOCUMENT).astype(np.uint32),
        counts[order],
    )


class Runs:
    """Postings of new documents: sorted and put aside in a file whenever there are many."""

    def __init__(self, directory: Path) -> None:
        self._file = TemporaryFile(dir=directory)  # noqa: SIM115 (open until `close`)
        self._starts: list[tuple[int, int, int]] = []  # in the file; terms, postings
        self._keys: list[Keys] = []
        self._counts: list[Counts] = []
        self._documents: list[int] = []
        self._waiting = 0

    def add(self, document: int, keys: Keys, counts: Counts) -> None:
        """Append a document, whose number is higher than those before."""
        self._keys.append(keys)
        self._counts.append(counts)
        self._documents.append(document)
        self._waiting += len(keys)
        if self._waiting >= _RUN:
            self._put_aside()

    def parts(self) -> list[Part]:
        """Return what was added, mapped into memory."""
        self._put_aside()
        self._file.flush()
        held = np.memmap(self._file, np.uint8, "r") if self._starts else b""
        return [Part(_table(held, *each)) for each in self._starts]

    def close(self) -> None:
        """Remove the file."""
        self._file.close()

    def _put_aside(self) -> None:
        if not self._waiting:
            return
        sizes = [len(keys) for keys in self._keys]
        table = Table.of(
            np.concatenate(self._keys),
            np.repeat(np.array(self._documents, np.uint32), sizes),
            np.concatenate(self._counts),
        )
        self._starts.append((self._file.tell(), len(table.keys), self._waiting))
        for array in (table.keys, table.offsets, table.documents, table.counts):
            self._file.write(array.tobytes())
        self._file.write(bytes(-self._file.tell() % 8))  # numbers are read fastest where they align
        self._keys, self._counts, self._documents, self._waiting = [], [], [], 0


def _table(held: Any, start: int, terms: int, postings: int) -> Table:
    """Return the table that was written at `start`."""
    arrays = []
    for kind, count in (("<u8", terms), ("<u8", terms + 1), ("<u4", postings), ("<u2", postings)):
        arrays.append(np.frombuffer(held, kind, count, start))
        start += arrays[-1].nbytes
    return Table(*arrays)
