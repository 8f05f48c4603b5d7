"""Stories: which articles are versions of one report, told from their text.

Articles that share many pairs of words are found by MinHash and locality-sensitive hashing
(Broder 1997; Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", chapter 3), then
compared exactly, each with the first article of a story only, so that stories never chain.
datasketch does the same with ten kilobytes an article in memory, this with half a kilobyte.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Self
from zlib import crc32

import numpy as np
import numpy.typing as npt

from nksearch.arrays import ArrayFile

Ids = npt.NDArray[np.uint32]

_BANDS, _ROWS = 32, 3  # two articles that share 40 % of their pairs meet with probability .88
_HASHES = _BANDS * _ROWS
_LEAST_AGREEMENT = 0.25  # of the hashes, before the texts are compared
_NEWEST = 64  # stories kept for one value of one band: bounds the work on boilerplate
_CLOSEST = 16  # stories compared exactly with one article
_WORDS = "words.u32"  # the records of all articles, one after another

_MIXER = np.uint64(0x9E3779B97F4A7C15)
_MULTIPLIERS = np.random.default_rng(3).integers(1 << 63, size=_HASHES, dtype=np.uint64) * 2 + 1

# One Han or kana character is a word: there are no spaces between words.
_WORD = re.compile(
    r"\d+(?:[.,]\d+)*|[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]"
    r"|[^\W\d_\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+"
)

_LONG = 250  # words from which a text speaks for itself, whatever its title
_MIDDLING = 120  # words from which it may differ in a few names, and be told on another day
_SHORT = 30  # words below which only the same text is the same story


_NO_IDS: Ids = np.empty(0, np.uint32)


class StoryFinder:
    """Finds the stories of an archive; fed article by article while an index is built.

    What it compares is written into `directory`; from `before`, the directory of an earlier build,
    articles can be taken over.
    """

    def __init__(self, directory: Path, before: Path | None = None) -> None:
        self._directory = directory
        self._before = _Compared.open(before) if before else _NOTHING
        self._words = (directory / _WORDS).open("wb")
        self._signatures = ArrayFile(directory / "signatures.npy", "<u4", shape=(_HASHES,))
        self._days = ArrayFile(directory / "days.npy", "<u4")
        self._ends = ArrayFile(directory / "ends.npy", "<u8")

    def add(self, title: str, text: str, *, published: str | None = None) -> None:
        """Take the next article; they are numbered from 0. `published` is ISO 8601."""
        heading, ids = _word_ids(title), _word_ids(text)
        record = np.concatenate([np.array([len(heading)], np.uint32), heading, ids])
        day = crc32(published[:10].encode()) if published else 0
        self._append(_signature(_pairs(ids)), day, record)

    def take(self, number: int) -> None:
        """Append an article of the earlier build."""
        self._append(
            self._before.signatures[number],
            int(self._before.days[number]),
            self._before.record(number),
        )

    def close(self) -> None:
        """Finish the files."""
        for file in (self._words, self._signatures, self._days, self._ends):
            file.close()

    def stories(self) -> npt.NDArray[np.uint32]:
        """Return, for every article, the number of the first article of its story; call once."""
        self.close()
        return _Compared.open(self._directory).stories()

    def _append(self, signature: Ids, day: int, record: Ids) -> None:
        self._signatures.append(signature[None])
        self._days.append(np.array([day], np.uint32))
        self._words.write(record.astype("<u4", copy=False).tobytes())
        self._ends.append(np.array([self._words.tell() // record.itemsize]))


@dataclass(frozen=True, slots=True)
class _Compared:
    """What is compared of all articles, memory-mapped; shapes (articles, _HASHES), (articles,)."""

    signatures: Ids
    days: Ids
    ends: npt.NDArray[np.uint64]
    words: Ids

    @classmethod
    def open(cls, directory: Path) -> Self:
        signatures, days, ends = (
            np.load(directory / f"{name}.npy", mmap_mode="r", allow_pickle=False)
            for name in ("signatures", "days", "ends")
        )
        words = np.memmap(directory / _WORDS, "<u4", "r") if len(ends) else _NO_IDS
        return cls(signatures, days, ends, words)

    def record(self, number: int) -> Ids:
        """Return the length of the title and the ids of the words of title and text."""
        start = self.ends[number - 1] if number else 0
        return self.words[start : self.ends[number]]

    def stories(self) -> npt.NDArray[np.uint32]:
        """Return, for every article, the number of the first article of its story."""
        firsts = np.arange(len(self.signatures), dtype=np.uint32)
        buckets: dict[int, list[int]] = defaultdict(list)
        for number, shared in enumerate(_shared_bands(self.signatures)):
            met = {first for bucket in shared for first in buckets.get(bucket, ())}
            first = self._first_version(number, _closest(number, met, self.signatures))
            if first is None:
                for bucket in shared:
                    buckets[bucket] = [*buckets[bucket][1 - _NEWEST :], number]
            else:
                firsts[number] = first
        return firsts

    def _first_version(self, number: int, candidates: list[int]) -> int | None:
        if not candidates:
            return None
        version = self._read(number)
        return next((each for each in candidates if _same(self._read(each), version)), None)

    def _read(self, number: int) -> "_Version":
        record = self.record(number)
        return _version(record[1 : record[0] + 1], record[record[0] + 1 :], int(self.days[number]))


_NOTHING = _Compared(_NO_IDS.reshape(0, _HASHES), _NO_IDS, np.empty(0, np.uint64), _NO_IDS)


def _word_ids(text: str) -> Ids:
    """Return a number for each word of `text`; it is odd unless the word begins in lower case."""
    return np.fromiter(map(_word_id, _WORD.findall(text)), np.uint32)


@lru_cache(maxsize=100_000)
def _word_id(word: str) -> int:
    return crc32(word.casefold().encode()) & ~1 | (not word[0].islower())


def _pairs(ids: Ids) -> npt.NDArray[np.uint64]:
    """Return the distinct pairs of neighbouring words, sorted; case makes no difference."""
    words = (ids >> 1).astype(np.uint64)
    pairs = (words[:-1] * _MIXER ^ words[1:]) * _MIXER
    return np.unique(pairs ^ pairs >> np.uint64(29))


def _signature(pairs: npt.NDArray[np.uint64]) -> Ids:
    """Return the MinHash: zeros, which nothing else has, where there is no pair of words."""
    if not len(pairs):
        return np.zeros(_HASHES, np.uint32)
    least = np.full(_HASHES, ~np.uint64(0))
    for start in range(0, len(pairs), 1024):  # bounds the memory of a very long text
        block = (pairs[start : start + 1024, None] * _MULTIPLIERS).min(axis=0)
        np.minimum(least, block, out=least)
    return (least & np.uint64(0xFFFFFFFF)).astype(np.uint32)


def _shared_bands(signatures: Ids) -> Iterable[list[int]]:
    """Yield, for each article, the buckets in which it is not alone."""
    buckets = np.full((len(signatures), _BANDS), -1, np.int32)
    written = signatures.any(axis=1)
    for band in range(_BANDS):
        rows = signatures[written, band * _ROWS : (band + 1) * _ROWS].astype(np.uint64)
        keys = ((rows[:, 0] * _MIXER ^ rows[:, 1]) * _MIXER ^ rows[:, 2]) * _MIXER
        _, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
        shared = inverse * _BANDS + band
        buckets[written, band] = np.where(counts[inverse] > 1, shared, -1)
    for row in buckets:
        yield row[row >= 0].tolist()


def _closest(number: int, met: set[int], signatures: Ids) -> list[int]:
    """Return the stories most like the article by their signatures, ties by number."""
    firsts = np.array(sorted(met), np.intp)
    agreement = (signatures[firsts] == signatures[number]).mean(axis=1)
    order = np.argsort(-agreement, kind="stable")[:_CLOSEST]
    return [int(firsts[each]) for each in order if agreement[each] >= _LEAST_AGREEMENT]


@dataclass(frozen=True, slots=True)
class _Version:
    """What is compared; `marks` are numbers, capitalised words and words of caseless scripts."""

    day: int
    length: int
    title: Ids
    words: Ids
    pairs: npt.NDArray[np.uint64]
    marks: Ids
    plain: Ids


def _version(title: Ids, ids: Ids, day: int) -> _Version:
    plain, marks = (np.unique(ids[ids & 1 == odd] >> 1) for odd in (0, 1))
    words = np.unique(ids >> 1)
    return _Version(day, len(ids), np.unique(title >> 1), words, _pairs(ids), marks, plain)


def _same(one: _Version, other: _Version) -> bool:
    """Tell whether two texts are versions of one report.

    A version may say more, or the same in other words. Reports of one form on two events
    (greetings, arrivals, floral baskets) each have names and numbers that the other lacks.
    """
    pairs = _common(one.pairs, other.pairs)
    fewer, more = sorted((len(one.pairs), len(other.pairs)))
    if fewer < more / 2:  # an item in a round-up
        return False
    contained, jaccard = pairs / fewer, pairs / (fewer + more - pairs)
    same_title = _common(one.title, other.title) >= 0.4 * min(len(one.title), len(other.title))
    same_day = one.day == other.day or not (one.day and other.day)
    missing, added, marks = _differing_marks(one, other)
    length = min(one.length, other.length)
    if length < _SHORT:
        return jaccard >= 0.9 and same_title and same_day and missing == added == 0
    if length < _MIDDLING:
        return contained >= 0.85 and same_title and same_day and min(missing, added) == 0
    words = _common(one.words, other.words) / len(np.union1d(one.words, other.words))
    reworded = jaccard >= 0.4 and words >= 0.65 and same_title
    if length < _LONG:
        return (contained >= 0.8 or reworded) and same_title and min(missing, added) <= 2
    return (contained >= 0.8 or reworded) and min(missing, added) <= marks / 8


def _differing_marks(one: _Version, other: _Version) -> tuple[int, int, int]:
    """Count the marks that only one has, that only the other has, and those of the poorer one.

    A word that either writes in lower case somewhere is no name: it began a sentence.
    """
    plain = np.union1d(one.plain, other.plain)
    ours, theirs = (np.setdiff1d(each.marks, plain, assume_unique=True) for each in (one, other))
    common = _common(ours, theirs)
    return len(ours) - common, len(theirs) - common, min(len(ours), len(theirs))


def _common(one: npt.NDArray[Any], other: npt.NDArray[Any]) -> int:
    return len(np.intersect1d(one, other, assume_unique=True))
