"""Take Hangul syllables apart and put them together (Unicode, chapter 3.12)."""

from typing import NamedTuple

ONSETS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
CODAS = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")

_FIRST, _LAST = 0xAC00, 0xD7A3
_PER_ONSET = len(VOWELS) * len(CODAS)


class Syllable(NamedTuple):
    """One syllable in compatibility jamo; a silent onset and an absent coda are empty strings."""

    onset: str
    vowel: str
    coda: str


def is_hangul(character: str) -> bool:
    """Say whether a character is a composed Hangul syllable."""
    return _FIRST <= ord(character) <= _LAST


def all_hangul(text: str) -> bool:
    """Say whether a text is nothing but composed Hangul syllables; False for an empty one."""
    return bool(text) and all(map(is_hangul, text))


def split(character: str) -> Syllable:
    """Take one composed syllable apart."""
    index = ord(character) - _FIRST
    onset, rest = divmod(index, _PER_ONSET)
    vowel, coda = divmod(rest, len(CODAS))
    return Syllable(ONSETS[onset].replace("ㅇ", ""), VOWELS[vowel], CODAS[coda])


def join(syllable: Syllable) -> str:
    """Compose one syllable; the inverse of `split`."""
    onset = ONSETS.index(syllable.onset or "ㅇ")
    vowel, coda = VOWELS.index(syllable.vowel), CODAS.index(syllable.coda)
    return chr(_FIRST + onset * _PER_ONSET + vowel * len(CODAS) + coda)
