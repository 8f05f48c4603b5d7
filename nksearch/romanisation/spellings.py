"""Read a Latin spelling back: the Hangul syllables it can stand for, whatever the system.

Each syllable of the inventory is spelled in all the ways that the Revised Romanisation,
McCune-Reischauer (marks written or not), the DPRK system and the press spell its parts; a text is
then cut into such spellings. Sound changes are undone by spellings that need a certain
neighbour: 록 is `nok` after ng, 압 is `am` before n.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import islice
from typing import NamedTuple

from nksearch.romanisation.inventory import CHINESE, GIVEN, NATIVE
from nksearch.romanisation.jamo import Syllable, split
from nksearch.romanisation.sounds import PLAIN_CODAS

MOST_READINGS = 64
MOST_SYLLABLES = 6

_ONSETS = {
    "ㄱ": "g k", "ㄲ": "kk gg", "ㄴ": "n", "ㄷ": "d t", "ㄸ": "tt dd", "ㄹ": "r l", "ㅁ": "m",
    "ㅂ": "b p", "ㅃ": "pp bb", "ㅅ": "s", "ㅆ": "ss", "ㅈ": "j ch", "ㅉ": "jj tch", "ㅊ": "ch ch'",
    "ㅋ": "k kh k'", "ㅌ": "t th t'", "ㅍ": "p ph p'", "ㅎ": "h",
}  # fmt: skip
_VOWELS = {
    "ㅏ": "a", "ㅐ": "ae ai", "ㅑ": "ya", "ㅒ": "yae", "ㅓ": "eo ŏ o", "ㅔ": "e", "ㅕ": "yeo yŏ yo",
    "ㅖ": "ye", "ㅗ": "o", "ㅘ": "wa", "ㅙ": "wae", "ㅚ": "oe oi", "ㅛ": "yo", "ㅜ": "u oo",
    "ㅝ": "wo wŏ weo", "ㅞ": "we", "ㅟ": "wi", "ㅠ": "yu yoo", "ㅡ": "eu ŭ u", "ㅢ": "ui eui ŭi",
    "ㅣ": "i ee",
}  # fmt: skip
# Press habits that hold only in closed syllables (Jung, Young), open ones (Suh, Noh) or without an
# onset (Woo, Yi).
_CLOSED = {"ㅓ": "u ou", "ㅕ": "yu you", "ㅝ": "weo"}
_OPEN = {"ㅏ": "ah", "ㅓ": "uh eoh", "ㅗ": "oh", "ㅕ": "yuh", "ㅡ": "eu"}
_BARE = {"ㅜ": "woo wu", "ㅣ": "yi", "ㅢ": "yi", "ㅡ": "eu"}
_AFTER_H = {"ㅢ": "ee i", "ㅘ": "wa"}
_CODAS = {"": "", "ㄱ": "k ck", "ㄴ": "n", "ㄷ": "t", "ㄹ": "l", "ㅁ": "m", "ㅂ": "p", "ㅇ": "ng"}
_CODAS_ANYWHERE = {"ㄱ": "g", "ㅂ": "b"}
_VOWEL_STARTS = "aeiouŏŭwy"


class Spelling(NamedTuple):
    """A syllable behind a spelling; `left` and `right` say what must stand beside it, if anything.

    left: "N" after ng or m, "L" after l. right: "N" before n, m or r, "L" before l, "V" before a
    vowel or h.
    """

    syllable: str
    left: str
    right: str


def fold(roman: str) -> str:
    """Return a spelling in small letters with its marks in one form: ŏ, ŭ, ' and -.

    A possessive 's goes; an apostrophe after o or u is the breve of catalogues (Ho' Tam).
    """
    text = roman.lower()
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_MARKS)
    if "'" in text:
        text = re.sub("([ou])'", r"\1̆", re.sub("'s$", "", text))
        text = unicodedata.normalize("NFC", text)
    return text


_MARKS = str.maketrans(
    {
        "’": "'",
        "ʼ": "'",
        "‘": "'",
        "`": "'",
        "´": "'",
        "ǒ": "ŏ",
        "ǔ": "ŭ",
        "ō": "ŏ",
        "ū": "ŭ",
        "ë": "e",
    }
    | dict.fromkeys("‐‑–", "-")
)


@lru_cache(maxsize=65536)
def readings(roman: str, *, given: bool = False) -> frozenset[str]:
    """Return the Hangul that a spelling can stand for, at most `MOST_READINGS`; empty if none.

    Spaces and hyphens are syllable borders and must fall on them; apostrophes may. With `given`
    only syllables of given names count. More than `MOST_SYLLABLES` syllables have no reading.
    """
    text = fold(roman).replace(" ", "-")
    if len(text) > MOST_SYLLABLES * _LONGEST:
        return frozenset()
    found = frozenset(islice(_cut(text, 0, 0, _table(given)), MOST_READINGS))
    if not found and "'" in text:  # a mark in the wrong place
        return readings(text.replace("'", ""), given=given)
    return found


_LONGEST = 8  # letters of the longest spelling: hyeong with two marks


def _cut(text: str, start: int, count: int, table: dict[str, list[Spelling]]) -> Iterator[str]:
    """Yield the readings of text[start:], longer first syllables first."""
    if start < len(text) and start and text[start] in "-'":
        start += 1
    if start >= len(text):
        if start and text[-1] not in "-'":
            yield ""
        return
    if count == MOST_SYLLABLES:
        return
    for end in range(min(len(text), start + _LONGEST), start, -1):
        spellings = table.get(text[start:end])
        if not spellings:
            continue
        fitting = [s.syllable for s in spellings if _fits(s, text, start, end)]
        if fitting:
            for rest in _cut(text, end, count + 1, table):
                for syllable in fitting:
                    yield syllable + rest


def _fits(spelling: Spelling, text: str, start: int, end: int) -> bool:
    _, left, right = spelling
    if left:
        before = text[:start].rstrip("-'")
        if not before.endswith(("ng", "m") if left == "N" else "l"):
            return False
    if not right:
        return True
    after = text[end:].lstrip("-'")[:1]
    if right == "V":
        return after != "" and after in _VOWEL_STARTS + "h"
    return after != "" and after in ("nmr" if right == "N" else "l")


# --- the table -------------------------------------------------------------------------------


@cache
def _table(given: bool) -> dict[str, list[Spelling]]:
    table: dict[str, set[Spelling]] = defaultdict(set)
    for syllable in GIVEN if given else CHINESE | NATIVE | GIVEN:
        for spelling, left, right in _spellings(split(syllable)):
            table[spelling].add(Spelling(syllable, left, right))
    return {spelling: sorted(_lean(found)) for spelling, found in table.items()}


def _lean(found: set[Spelling]) -> Iterable[Spelling]:
    """Drop what needs a neighbour where the same syllable is there without the need."""
    free = {s.syllable for s in found if not s.left and not s.right}
    return (s for s in found if s.syllable not in free or not (s.left or s.right))


def _spellings(parts: Syllable) -> Iterator[tuple[str, str, str]]:
    for onset, left in _onsets(parts):
        for coda, right in _codas(parts):
            for vowel in _vowels(parts):
                yield onset + vowel + coda, left, right
    if parts.onset == "ㅎ" and parts.vowel[0] in "ㅘㅝㅟ":  # Whan, Whang, Whi
        for coda, right in _codas(parts):
            yield "wh" + _VOWELS[parts.vowel].split()[0][1:] + coda, "", right


def _onsets(parts: Syllable) -> Iterator[tuple[str, str]]:
    for onset in _ONSETS.get(parts.onset, "").split() or [""]:
        yield onset, ""
    if parts.onset == "ㅅ" and parts.vowel in "ㅣㅟ":
        yield "sh", ""
    if parts.onset == "ㄹ":
        yield "n", "N"
    if parts.onset == "ㄴ":
        yield "l", "L"


def _vowels(parts: Syllable) -> set[str]:
    spelled = _VOWELS[parts.vowel].split()
    if parts.onset or parts.vowel != "ㅓ":  # un is never 언
        spelled += (_CLOSED if parts.coda else _OPEN).get(parts.vowel, "").split()
    if not parts.onset:
        spelled += _BARE.get(parts.vowel, "").split()
    if parts.onset == "ㅎ":
        spelled += _AFTER_H.get(parts.vowel, "").split()
    return set(spelled)


def _codas(parts: Syllable) -> Iterator[tuple[str, str]]:
    coda = PLAIN_CODAS[parts.coda]
    for letters in _CODAS[coda].split() or [""]:
        yield letters, ""
    if coda in _CODAS_ANYWHERE:
        yield _CODAS_ANYWHERE[coda], ""
    nasal = {"ㄱ": "ng", "ㅂ": "m", "ㄷ": "n"}.get(coda)
    if nasal:
        yield nasal, "N"
    if coda == "ㄴ":
        yield "l", "L"
    if coda == "ㄹ":
        yield "r", "V"
    if coda == "ㄷ":
        yield {"ㅅ": "s", "ㅈ": "j", "ㅊ": "ch"}.get(parts.coda, "d"), "V"
