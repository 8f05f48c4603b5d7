"""Find the names of Korean persons and places in running text, in both scripts, in one pass."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from nksearch.romanisation.hangul_names import find_hangul_names
from nksearch.romanisation.people import ENGLISH, latin_person_keys
from nksearch.romanisation.places import ENGLISH_UNITS, PROVINCES, Gazetteer, split_place
from nksearch.romanisation.spellings import fold
from nksearch.romanisation.surnames import surname_of
from nksearch.romanisation.tables import words


@dataclass(frozen=True, slots=True)
class Name:
    """A name at text[start:end].

    Two names of a kind are spellings of one if they share a key. `sure` is False where the words
    could as well be others: a surname with one syllable, a Hangul run without a title beside it.
    """

    start: int
    end: int
    kind: Literal["person", "place"]
    keys: frozenset[str]
    sure: bool = True


# A hyphen before Kim parts two names: the Kim Il Sung-Kim Jong Il Foundation.
_WORD = re.compile(
    "[A-ZŎŬ](?:[a-zŏŭ]+|[A-ZŎŬ]+(?![a-zŏŭ]))?(?:['’ʼ](?![sS]\\b)[a-zŏŭA-ZŎŬ]+)*"
    "(?:[-‐‑](?!Kim\\b)[A-Za-zŎŬŏŭ]+(?:['’ʼ](?![sS]\\b)[a-zŏŭ]+)*)*"
)
_UNIT_AFTER = re.compile(r"\s(" + "|".join(sorted(ENGLISH_UNITS)) + r")\b", re.IGNORECASE)
_SIDE_BEFORE = re.compile(r"(?<![\w.'’ʼ])(?:(N)(?:orth|ORTH|\.)|S(?:outh|OUTH|\.))\s{1,2}\Z")
_FULL_SIDE = len("North  ")
_PREFIXES = words("anti pro pan ex non pre post")
_SUFFIXES = words(
    "led style era based born guided initiated approved sponsored backed authored type"
)
# What follows a name without a space where a page's markup was lost.
_GLUE = re.compile(
    "[a-z]{2,}ed|and|also|on|who|whom|is|was|said|made|sent|went|gave|took|saw|set|had|has|met|told"
    "|put|the|a|at|in|for|with|to|of|by|from|as|will|would|that|good|highly|paid|led|then|when|while"
    "|gives|visits|sends|makes|meets|guides|inspects|himself|personally|warmly|first|stood|held"
)
_LONGEST_WORD = 40
_HYPHENS = str.maketrans("‐‑", "--")
# Endings that vouch for a place by themselves; -do and -up also end English words (make-do).
_TELLING_UNITS = frozenset({"리", "군", "구역", "동", "시", "면", "구", "로동자구"})

NO_PLACES = Gazetteer()

Word = tuple[int, int, str]
"""Start, end and the word folded."""


def find_names(text: str, places: Gazetteer = NO_PLACES) -> list[Name]:
    """Return the names in a text (NFC) in order, without overlaps.

    A Latin word is a place if its ending says so (Unjong-ri) or `places` has it. Persons need no
    list.
    """
    found = list(_latin(text, places))
    for start, end, keys, sure in find_hangul_names(text):
        found.append(Name(start, end, "person", keys, sure))
    found.sort(key=lambda name: name.start)
    return found


def _latin(text: str, places: Gazetteer) -> Iterator[Name]:
    words = [
        _word(match) if "-" in match[0] else (*match.span(), match[0].lower())
        for match in _WORD.finditer(text)
        if match.end() - match.start() <= _LONGEST_WORD
    ]
    free = 0  # words before this one belong to a name already
    for i, (start, end, word) in enumerate(words):
        if i < free or not (places.keys or surname_of(word) or "-" in word):
            continue
        person = _person(text, words, i, free) if surname_of(word) else None
        if person:
            first, free, keys, last_end = person
            span = words[first][0], last_end
            yield _as_place(text, span) or Name(*span, "person", keys, _is_sure(keys))
        elif found := _places(text, start, end, places):
            free = i + 1
            yield from found
        elif keys := _hyphened(word):
            free = i + 1
            yield Name(start, end, "person", keys)


def _word(match: re.Match[str]) -> Word:
    """Return a hyphened word without what compounds add to a name: Anti-Yoon, Chan-led."""
    word, start, end = match[0].lower(), match.start(), match.end()
    first, _, rest = word.partition("-")
    if first in _PREFIXES:
        word, start = rest, start + len(first) + 1
    front, _, last = word.rpartition("-")
    if front and last in _SUFFIXES:
        word, end = front, end - len(last) - 1
    return start, end, word


def _touches(text: str, left: Word, right: Word) -> bool:
    return right[0] == left[1] + 1 and text[left[1]] in " \u00a0"


Person = tuple[int, int, frozenset[str], int]
"""The words [first, last) of a name, its keys, and where it ends in the text."""


def _person(text: str, words: list[Word], i: int, free: int) -> Person | None:
    """Return the name whose surname is word i, if it is one."""
    after = i + 1
    while after < min(i + 3, len(words)) and _touches(text, words[after - 1], words[after]):
        after += 1
    for last in range(after, i + 1, -1):
        keys = _keys(words[i:last])
        if keys and not _hides_name(text, words, i, last):
            return i, last, keys, words[last - 1][1]
        if last == i + 3 and (glued := _glued(words[i:last])):
            return i, last, *glued
    if inverted := _inverted(text, words, i):
        return inverted
    first = i - 1
    while first >= max(free, i - 2) and _touches(text, words[first], words[first + 1]):
        first -= 1
    for begin in range(first + 1, i):
        if keys := _keys(words[begin : i + 1]):
            return begin, i + 1, keys, words[i][1]
    return None


def _hides_name(text: str, words: list[Word], i: int, last: int) -> bool:
    """Say whether a word and the beginning of a name look like a name: To Ri Yong Ho."""
    surname, after = surname_of(words[i][2]), words[i + 1 : last + 1]
    if surname is None or surname.trust != "word" or len(after) < 3:
        return False
    return _touches(text, after[-2], after[-1]) and bool(_keys(after))


def _inverted(text: str, words: list[Word], i: int) -> Person | None:
    """Read a name as catalogues invert it, where it can be no other: Kim, Jong Un."""
    surname, given = surname_of(words[i][2]), words[i + 1 : i + 3]
    if surname is None or surname.trust != "korean" or not given:
        return None
    if text[words[i][1] : given[0][0]] != ", ":
        return None
    if "-" in given[0][2]:
        given = given[:1]
    elif len(given) < 2 or not _touches(text, *given):
        return None
    last = i + 1 + len(given)
    runs_on = any(_touches(text, given[-1], word) for word in words[last : last + 1])
    syllables = "-".join(word for _, _, word in given).split("-")
    if runs_on or len(syllables) != 2 or ENGLISH.issuperset(syllables) or _keys(given):
        return None
    keys = _keys([words[i], *given])
    return (i, last, keys, given[-1][1]) if keys else None


def _hyphened(word: str) -> frozenset[str]:
    """Return the keys of a name whose hyphens join all of it: Kim-Jong-Un."""
    first, *given = word.split("-")
    surname = surname_of(first) if len(given) == 2 else None
    if surname is None or surname.trust != "korean":
        return _NO_KEYS
    return latin_person_keys((fold(first), *map(fold, given)))


def _keys(words: list[Word]) -> frozenset[str]:
    return latin_person_keys(tuple(fold(word) for _, _, word in words))


def _glued(words: list[Word]) -> tuple[frozenset[str], int] | None:
    """Read a name whose last syllable lost the space after it, as in KCNA's pages: Jong Unsaid."""
    start, _, word = words[-1]
    for size in range(min(6, len(word) - 1), 1, -1):
        if _GLUE.fullmatch(word, size):
            keys = _keys([*words[:-1], (start, start + size, word[:size])])
            if keys:
                return keys, start + size
    return None


def _is_sure(keys: frozenset[str]) -> bool:
    return any(len(key) >= 3 for key in keys)


def _as_place(text: str, span: tuple[int, int]) -> Name | None:
    """Counties are named after persons: Kim Jong Suk County."""
    start, end = span
    unit = _UNIT_AFTER.match(text, end)
    if not unit:
        return None
    keys = split_place(text[start:end]).keys
    return Name(start, unit.end(), "place", keys) if keys else None


def _places(text: str, start: int, end: int, places: Gazetteer) -> list[Name]:
    """Return the place at text[start:end], or those of a line: the Tongsin-Kanggye railway."""
    if place := _place(text, start, end, places):
        return [place]
    found = []
    for match in _PART.finditer(text, start, end):
        if match.end() - match.start() < end - start and (keys := _known(match[0], places)):
            found.append(Name(*match.span(), "place", keys))
    return found


_PART = re.compile("[A-ZŎŬ][^-‐‑]{3,}")


def _place(text: str, start: int, end: int, places: Gazetteer) -> Name | None:
    """Return the place at text[start:end], with North or South before and a unit after it."""
    word, keys = text[start:end], _NO_KEYS
    side = _SIDE_BEFORE.search(text[max(0, start - _FULL_SIDE - 1) : start])
    if side and (keys := _known(f"{'North' if side[1] else 'South'} {word}", places)):
        start -= len(side[0])
    keys = keys or _known(word, places)
    if not keys:
        return None
    unit = _UNIT_AFTER.match(text, end)
    return Name(start, unit.end() if unit else end, "place", keys)


_NO_KEYS: frozenset[str] = frozenset()


@lru_cache(maxsize=65536)
def _known(word: str, places: Gazetteer) -> frozenset[str]:
    """Return a place's keys if its ending or the gazetteer vouches for it."""
    word = word.translate(_HYPHENS)
    if vouched := places.named(word):
        return vouched
    place = split_place(word)
    telling = place.unit in _TELLING_UNITS or (place.unit == "도" and place.keys & PROVINCES)
    ending = telling and "-" in word and all(len(key) >= 2 for key in place.keys)
    return place.keys if ending else _NO_KEYS
