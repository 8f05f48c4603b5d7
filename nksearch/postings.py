"""Postings in flat arrays: BM25 worked out when an index is built, added up when it is asked.

A document is whatever the caller numbers: a chunk or a whole article. Terms are known by a hash of
64 bits, so that words and pairs of words are kept the same way and no dictionary must be loaded;
among ten million terms the odds that any two share a hash are about one in 400,000.
"""

import hashlib
from array import array
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from nksearch.arrays import ArrayFile
from nksearch.merging import GONE, NO_KEYS, Keys, Part, Runs, Table, merged

Scores = npt.NDArray[np.float32]  # one for each document

K1, B = 0.9, 0.75

_MIX = np.uint64(0x9E3779B97F4A7C15)  # the golden ratio, as in splitmix64
_FILES = {"keys": "<u8", "offsets": "<u8", "documents": "<u4", "impacts": "<f4"}
_KEPT = {"counts": "<u2", "lengths": "<u4"}  # what impacts are made of: for the next build only


@lru_cache(maxsize=200_000)
def _key(term: str) -> int:
    return int.from_bytes(hashlib.blake2b(term.encode(), digest_size=8).digest(), "little")


def keys_of(terms: Sequence[str]) -> Keys:
    """Return the hash of each term."""
    return np.array([_key(term) for term in terms], dtype=np.uint64)


def pairs_of(keys: Keys) -> Keys:
    """Return a hash for each pair of neighbouring terms, whichever of the two comes first."""
    low = np.minimum(keys[:-1], keys[1:])
    high = np.maximum(keys[:-1], keys[1:])
    pairs: Keys = (low * _MIX) ^ (high + (low >> np.uint64(29)))
    return pairs


class PostingsWriter:
    """Takes documents in the order of their numbers and writes their postings into a directory.

    `before` is the folder of an earlier build, from which documents can be taken over.
    """

    def __init__(self, directory: Path, before: Path | None = None) -> None:
        self._directory = directory
        self._before = _table(before) if before else None
        self._lengths_before = _mapped(before, "lengths") if before else np.empty(0, np.uint32)
        self._renumbered = np.full(len(self._lengths_before), GONE, np.uint32)
        self._lengths = array("I")
        self._new = Runs(directory)

    def add(self, keys: Keys, beside: Keys = NO_KEYS) -> None:
        """Append the next document; what stands `beside` its words does not make it longer."""
        unique, counts = np.unique(np.concatenate([keys, beside]), return_counts=True)
        self._new.add(len(self._lengths), unique, np.minimum(counts, 65_535).astype(np.uint16))
        self._lengths.append(len(keys))

    def take(self, first: int, last: int) -> None:
        """Append the documents `first` to `last` (without it) of the earlier build."""
        size = len(self._lengths)
        self._renumbered[first:last] = np.arange(size, size + last - first, dtype=np.uint32)
        self._lengths.extend(self._lengths_before[first:last].tolist())

    def save(self) -> None:
        """Write the arrays."""
        lengths = np.array(self._lengths, np.uint32)
        relative = lengths.astype(np.float32)
        relative /= max(float(relative.mean()), 1e-9) if len(lengths) else 1
        with ExitStack() as stack:
            files = {
                name: stack.enter_context(closing(ArrayFile(self._directory / f"{name}.npy", kind)))
                for name, kind in (_FILES | _KEPT).items()
            }
            files["lengths"].append(lengths)
            files["offsets"].append(np.zeros(1))
            end = np.uint64(0)
            for block in self._blocks():
                files["keys"].append(block.keys)
                files["offsets"].append(block.offsets[1:] + end)
                files["documents"].append(block.documents)
                files["impacts"].append(_impacts(block.counts, relative[block.documents]))
                files["counts"].append(block.counts)
                end += block.offsets[-1]
        self.close()

    def close(self) -> None:
        """Release what was put aside, also when nothing was saved."""
        self._new.close()

    def _blocks(self) -> Iterator[Table]:
        before = [Part(self._before, self._renumbered)] if self._before else []
        return merged([*before, *self._new.parts()])


def _impacts(counts: npt.NDArray[np.uint16], relative: Scores) -> Scores:
    """Return what each term adds to the score of its document, apart from the term's weight.

    tf (k1 + 1) / (tf + k1 (1 - b + b length / average length)), from Robertson and Zaragoza, "The
    Probabilistic Relevance Framework" (2009); `relative` is length / average length.
    """
    tf = counts.astype(np.float32)
    impacts = tf * (K1 + 1) / (tf + K1 * (1 - B + B * relative))
    return impacts.astype(np.float32, copy=False)


def _table(directory: Path) -> Table:
    names = ("keys", "offsets", "documents", "counts")
    return Table(*(_mapped(directory, name) for name in names))


def _mapped(directory: Path, name: str) -> np.ndarray:
    """Map a file; as a plain array, because each operation on a `np.memmap` takes longer."""
    return np.asarray(np.load(directory / f"{name}.npy", mmap_mode="r", allow_pickle=False))


@dataclass(frozen=True, slots=True, eq=False)
class Occurrences:
    """The documents that have a term, in order, and what it adds to each for a weight of one."""

    documents: npt.NDArray[np.uint32]
    impacts: Scores

    def __or__(self, other: Self) -> Self:
        """Return where one or the other occurs, with the higher impact."""
        documents = np.concatenate([self.documents, other.documents])
        impacts = np.concatenate([self.impacts, other.impacts])
        order = np.argsort(documents, kind="stable")  # two runs in order: merged, not sorted
        documents, impacts = documents[order], impacts[order]
        first = np.flatnonzero(np.append(True, documents[1:] != documents[:-1])[: len(documents)])
        highest = np.maximum.reduceat(impacts, first) if len(first) else impacts
        return replace(self, documents=documents[first], impacts=highest)

    def __and__(self, other: Self) -> Self:
        """Return where both occur, with the lower impact."""
        few, many = sorted((self, other), key=lambda each: len(each.documents))
        places = np.searchsorted(many.documents, few.documents)
        places = np.minimum(places, len(many.documents) - 1)
        both = many.documents[places] == few.documents if len(many.documents) else places > 0
        lower = np.minimum(few.impacts[both], many.impacts[places[both]])
        return replace(self, documents=few.documents[both], impacts=lower)

    def where(self, kept: npt.NDArray[np.bool_]) -> Self:
        """Return the occurrences for which `kept`, one for each, is true."""
        return replace(self, documents=self.documents[kept], impacts=self.impacts[kept])

    def scaled(self, factor: float) -> Self:
        """Return the same documents with impacts times `factor`."""
        return replace(self, impacts=self.impacts * np.float32(factor))

    def add_to(self, scores: Scores, weight: float) -> None:
        """Add what the term is worth, which has this weight, to the scores of its documents."""
        _add(scores, self.documents, self.impacts * np.float32(weight))


def _add(scores: Scores, documents: npt.NDArray[np.uint32], values: Scores) -> None:
    """Do `scores[documents] += values` in a third of the time.

    It takes that only where the numbers of documents have the type of NumPy's own indices.
    """
    np.add.at(scores, documents.astype(np.intp), values)


class Postings:
    """Open postings of `documents` documents, memory-mapped."""

    def __init__(self, directory: Path, *, documents: int) -> None:
        self._size = documents
        self._keys, self._offsets, self._documents, self._impacts = (
            _mapped(directory, name) for name in _FILES
        )
        self._offsets = self._offsets.view(np.int64)

    def frequencies(self, keys: Keys) -> npt.NDArray[np.int64]:
        """Return in how many documents each term occurs."""
        starts, ends = self._ranges(keys)
        return ends - starts

    def documents(self, keys: Keys) -> npt.NDArray[np.uint32]:
        """Return the documents that have one of these terms, in order."""
        found = [self._documents[start:end] for start, end in zip(*self._ranges(keys), strict=True)]
        return np.unique(np.concatenate([np.empty(0, np.uint32), *found]))

    def scores(self, keys: Keys, weights: npt.NDArray[np.float64]) -> Scores:
        """Return the BM25 score of every document for these terms, each with its weight."""
        scores = np.zeros(self._size, dtype=np.float32)
        starts, ends = (each.tolist() for each in self._ranges(keys))
        for start, end, weight in zip(starts, ends, weights.astype(np.float32), strict=True):
            if weight:
                _add(scores, self._documents[start:end], self._impacts[start:end] * weight)
        return scores

    def occurrences(self, key: np.uint64) -> Occurrences:
        """Return where one term occurs."""
        (start,), (end,) = self._ranges(np.array([key], dtype=np.uint64))
        return Occurrences(self._documents[start:end], self._impacts[start:end])

    def _ranges(self, keys: Keys) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Return where the postings of each term begin and end; nothing for unknown terms."""
        if not len(self._keys):
            return np.zeros(len(keys), np.int64), np.zeros(len(keys), np.int64)
        places = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        starts = self._offsets[places]
        ends = np.where(self._keys[places] == keys, self._offsets[places + 1], starts)
        return starts, ends
