"""Postings in flat arrays: BM25 worked out when an index is built, added up when it is asked.

A document is whatever the caller numbers: a chunk or a whole article. Terms are known by a hash of
64 bits, so that words and pairs of words are kept the same way and no dictionary must be loaded;
among ten million terms the odds that any two share a hash are about one in 400,000.
"""

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.uint64]  # hashes of terms, in the order of the text
Scores = npt.NDArray[np.float32]  # one for each document

K1, B = 0.9, 0.75

_MIX = np.uint64(0x9E3779B97F4A7C15)  # the golden ratio, as in splitmix64
_FILES = {"keys": "<u8", "offsets": "<u8", "documents": "<u4", "impacts": "<f4"}


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


_NO_KEYS: Keys = np.empty(0, dtype=np.uint64)


class PostingsWriter:
    """Collects documents in the order of their numbers and writes their postings."""

    def __init__(self) -> None:
        self._keys: list[Keys] = []
        self._counts: list[npt.NDArray[np.uint16]] = []
        self._sizes: list[int] = []
        self._lengths: list[int] = []

    def add(self, keys: Keys, beside: Keys = _NO_KEYS) -> None:
        """Append the next document; what stands `beside` its words does not make it longer."""
        unique, counts = np.unique(np.concatenate([keys, beside]), return_counts=True)
        self._keys.append(unique)
        self._counts.append(np.minimum(counts, 65_535).astype(np.uint16))
        self._sizes.append(len(unique))
        self._lengths.append(len(keys))

    def save(self, directory: Path) -> None:
        """Write the arrays into an existing directory.

        An impact is what one term adds to the score of one document, apart from the weight of the
        term: tf (k1 + 1) / (tf + k1 (1 - b + b length / average length)), from Robertson and
        Zaragoza, "The Probabilistic Relevance Framework" (2009).
        """
        keys = np.concatenate([np.empty(0, np.uint64), *self._keys])
        counts = np.concatenate([np.empty(0, np.uint16), *self._counts]).astype(np.float32)
        documents = np.repeat(np.arange(len(self._sizes), dtype=np.uint32), self._sizes)
        lengths = np.array(self._lengths, dtype=np.float32)
        relative = lengths / max(float(lengths.mean()), 1e-9) if len(lengths) else lengths
        impacts = counts * (K1 + 1) / (counts + K1 * (1 - B + B * relative[documents]))
        order = np.argsort(keys, kind="stable")  # documents stay in order within a term
        keys = keys[order]
        starts = np.flatnonzero(np.append(True, keys[1:] != keys[:-1])[: len(keys)])
        arrays = {
            "keys": keys[starts],
            "offsets": np.append(starts, len(keys)),
            "documents": documents[order],
            "impacts": impacts[order],
        }
        for name, kind in _FILES.items():
            np.save(directory / f"{name}.npy", arrays[name].astype(kind))


class Postings:
    """Open postings of `documents` documents, memory-mapped."""

    def __init__(self, directory: Path, *, documents: int) -> None:
        self._size = documents
        self._keys, self._offsets, self._documents, self._impacts = (
            np.load(directory / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in _FILES
        )

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
        for start, end, weight in zip(*self._ranges(keys), weights, strict=True):
            scores[self._documents[start:end]] += np.float32(weight) * self._impacts[start:end]
        return scores

    def impacts(self, key: np.uint64) -> Scores:
        """Return what one term adds to every document, for a weight of one."""
        return self.scores(np.array([key], dtype=np.uint64), np.ones(1))

    def _ranges(self, keys: Keys) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Return where the postings of each term begin and end; nothing for unknown terms."""
        places = np.searchsorted(self._keys, keys)
        if not len(self._keys):
            return np.zeros(len(keys), np.int64), np.zeros(len(keys), np.int64)
        known = self._keys[np.minimum(places, len(self._keys) - 1)] == keys
        starts = np.where(known, self._offsets[places], 0).astype(np.int64)
        ends = np.where(known, self._offsets[np.minimum(places + 1, len(self._keys))], 0)
        return starts, ends.astype(np.int64)
