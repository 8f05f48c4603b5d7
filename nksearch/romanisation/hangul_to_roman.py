"""Romanise Hangul words, place names and personal names in one of the published systems."""

import re
import unicodedata
from collections.abc import Callable
from typing import Literal

from nksearch.romanisation.jamo import all_hangul
from nksearch.romanisation.orthography import initial, southern
from nksearch.romanisation.surnames import split_name
from nksearch.romanisation.transcription import (
    dprk,
    mccune_reischauer,
    revised,
    revised_syllables,
)
from nksearch.romanisation.transliteration import iso_method1, iso_method2, yale

System = Literal["rr", "mr", "alalc", "dprk", "yale", "iso1", "iso2", "ic"]
Kind = Literal["word", "place", "person"]


def _alalc(word: str) -> str:
    """ALA-LC (1997, 2009) is McCune-Reischauer with the South's word-initial sounds: nodong."""
    return mccune_reischauer(southern(word))


def _ic(word: str) -> str:
    """Write a breve as an apostrophe and each syllable by itself (US intelligence community)."""
    syllables = "".join(mccune_reischauer(character) for character in word)
    return syllables.replace("ŏ", "o’").replace("ŭ", "u’")


_SYSTEMS: dict[System, Callable[[str], str]] = {
    "rr": revised,
    "mr": mccune_reischauer,
    "alalc": _alalc,
    "dprk": dprk,
    "yale": yale,
    "iso1": iso_method1,
    "iso2": iso_method2,
    "ic": _ic,
}
_HANGUL_RUN = re.compile("[가-힣]+(?:[-+][가-힣]+)*")


def to_roman(hangul: str, system: System, kind: Kind = "word") -> str:
    """Romanise the Hangul of a text; everything else in it stays as it is.

    A hyphen in the input is kept: before an administrative ending it stops sound changes in "rr"
    and "dprk" (은중-리 Eunjung-ri) and not in "mr" and "alalc" (Ŭnjung-ni). A plus sign marks the
    border of a compound where ㄴ is inserted (학+여울). A "place" gets a capital, and its hyphen in
    "rr" and "dprk" if it has none; a "person" is one name, surname first, without a space.
    """
    if kind == "person":
        return _person(unicodedata.normalize("NFC", hangul), system)
    text = unicodedata.normalize("NFC", hangul)
    if kind == "place":
        text = " ".join(_with_hyphen(word, system) for word in text.split(" "))
    text = _HANGUL_RUN.sub(lambda run: _parts(run[0], system), text)
    return _capitalised(text) if kind == "place" else text


def without_marks(roman: str) -> str:
    """Return a romanised text as a keyboard types it: no breves, no apostrophes."""
    decomposed = unicodedata.normalize("NFD", roman)
    return re.sub("[\u0306\u0308'’ʼ‘]", "", decomposed)


def _parts(run: str, system: System) -> str:
    romanise = _SYSTEMS[system]
    if system in ("mr", "alalc"):
        return romanise(run)
    head, *endings = run.split("-")
    written = romanise(head.replace("+", "") if system not in ("rr", "dprk") else head)
    return "-".join([written, *(_ending(ending, system) for ending in endings)])


def _ending(ending: str, system: System) -> str:
    """Write an administrative ending, whose letters never change (MCST 3.5; DPRK 1992)."""
    if system == "dprk":
        voiced = {"k": "g", "t": "d"}
        written = dprk(ending)
        return voiced.get(written[:1], written[:1]) + written[1:]
    return _SYSTEMS[system](ending)


# --- places ----------------------------------------------------------------------------------

_UNIT = re.compile("(?P<stem>.{2,}|.(?=구역))(?P<unit>구역|[도시군구읍면리동가])")
_NUMBERED = re.compile(r"(.*?)(\d{1,2})([동가])")
_DIGITS = "영일이삼사오육칠팔구"


def _with_hyphen(place: str, system: System) -> str:
    """Put a hyphen before the administrative unit where a system wants one and none is there."""
    if system not in ("rr", "dprk") or "-" in place:
        return place
    if numbered := _NUMBERED.fullmatch(place):  # 평리1동 Pyeongni Il-dong
        stem, number, unit = numbered.groups()
        return f"{stem} {_number(int(number))}-{unit}".lstrip()
    if (unit := _UNIT.fullmatch(place)) and all_hangul(place):
        return f"{unit['stem']}-{unit['unit']}"
    return place


def _number(number: int) -> str:
    """Read a number below 100 in Chinese numerals: 12 is 십이."""
    tens, ones = divmod(number, 10)
    read = ("" if tens < 2 else _DIGITS[tens]) + ("십" if tens else "")
    return read + (_DIGITS[ones] if ones or not tens else "")


def _capitalised(text: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in text.split(" "))


# --- persons ---------------------------------------------------------------------------------


def _person(name: str, system: System) -> str:
    surname, given = name.split(" ", 1) if " " in name else split_name(name)
    given = given.replace(" ", "")
    if not all_hangul(surname + given):
        return _capitalised(to_roman(name, system))
    if system == "alalc":
        surname = initial(surname[0]) + surname[1:]
    first = _SYSTEMS[system](surname)
    if system in ("mr", "alalc", "ic") and surname == "이":
        first = "Yi"
    return _capitalised(f"{first} {_given(given, system)}".strip())


def _given(given: str, system: System) -> str:
    """Join the syllables of a given name as a system does.

    RR: together, no sound changes (MCST 3.4); McCune-Reischauer: hyphen, sound changes (ALA-LC
    rule 9); DPRK: apart, the second one voiced (Pak Tong Gu).
    """
    if system == "rr":
        return revised_syllables(given)
    if system in ("mr", "alalc"):
        return mccune_reischauer("-".join(given))
    if system == "ic":
        return "-".join(map(_ic, given))
    if system == "dprk":
        return _capitalised(" ".join(_voiced_in_name(given, i) for i in range(len(given))))
    return _SYSTEMS[system](given)


def _voiced_in_name(given: str, i: int) -> str:
    """Write syllable i of a given name by itself, voiced where its neighbour's coda allows."""
    alone = dprk(given[i])
    first, rest = alone[:1], alone[1:]
    if i == 0 or first not in "ktp" or not first or rest[:1] in ("h", first):
        return alone
    if dprk(given[i - 1])[-1] in "ktp":
        return alone
    return {"k": "g", "t": "d", "p": "b"}[first] + rest
