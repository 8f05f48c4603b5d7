"""Take place names apart into a stem and an administrative unit, and give the stem's keys.

Hoeryong, Hoeryŏng-si, Hoeryong City, 회령 and 회령시 have the key 회령 in common; North Hamgyong
Province, Hamgyongbuk-do, 함경북도 and 함북 have 함경북.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Self

from nksearch.romanisation.hangul_to_roman import System, to_roman, without_marks
from nksearch.romanisation.jamo import all_hangul
from nksearch.romanisation.orthography import after_vowel, initial
from nksearch.romanisation.spellings import fold, readings
from nksearch.romanisation.tables import words

UNITS = {
    "도": "do to province",
    "시": "si shi city municipality",
    "군": "gun kun county",
    "구역": "guyok kuyok guyŏk kuyŏk guyeok district ward",
    "구": "gu ku",
    "읍": "up ŭp eup town",
    "면": "myon myŏn myeon",
    "리": "ri ni li village",
    "동": "dong tong",
    "로동자구": "rodongjagu nodongjagu workers'-district",
}
"""Administrative units in Hangul, with their romanised endings and English words."""

_UNIT_OF = {spelling: unit for unit, all_of in UNITS.items() for spelling in all_of.split()}
ENGLISH_UNITS = words("province city municipality county district ward town village")
_ENDING = re.compile(
    "(?P<stem>.{2,}?)[- ](?P<unit>" + "|".join(sorted(_UNIT_OF, key=len, reverse=True)) + ")"
)
_HANGUL_ENDING = re.compile("(?P<stem>.+?)(?P<unit>[로노]동자구|구역|[도시군구읍면리동])")
_SIDE = re.compile(r"(?P<side>north|south|n\.|s\.)[- ](?P<stem>.+)")
_SIDES = {"n": "북", "s": "남"}
# Two syllables for a province of four, as news and maps shorten them.
_SHORT = {
    "함북": "함경북", "함남": "함경남", "평북": "평안북", "평남": "평안남", "황북": "황해북",
    "황남": "황해남", "경북": "경상북", "경남": "경상남", "전북": "전라북", "전남": "전라남",
    "충북": "충청북", "충남": "충청남",
}  # fmt: skip
# 白川 is read 배천 in the North and 백천 on older maps (Paekch'ŏn).
_VARIANTS = _SHORT | {"백천": "배천"}
PROVINCES = words(
    "평안남 평안북 황해남 황해북 함경남 함경북 자강 양강 강원 경기 충청남 충청북 전라남 전라북 "
    "경상남 경상북 제주"
)
"""The keys of the provinces of both Koreas."""

# Syllables that end as many names as they end units: the name may be the whole (와우도, 대동).
_DOUBTFUL = frozenset("도리동구면")


@dataclass(frozen=True, slots=True)
class Place:
    """A place name taken apart: the keys of its stem, its unit in Hangul or '', and the stem."""

    keys: frozenset[str]
    unit: str
    stem: str


@dataclass(frozen=True, slots=True, eq=False)
class Gazetteer:
    """The keys of places that count in texts, and which of them an official spelling means.

    Sunchon is how 순천 is written, though it reads as 선천 too. `official` maps `written` spellings
    to keys, all of them among `keys`.
    """

    keys: frozenset[str] = frozenset()
    official: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, places: Iterable[tuple[str, str]]) -> Self:
        """Build it from places' stems in Hangul, as their own side writes them, and their names."""
        keys: set[str] = set()
        official: dict[str, set[str]] = defaultdict(set)
        for stem, name in places:
            keys.add(key := place_key(stem))
            romanised = (to_roman(stem, system, "place") for system in _OFFICIAL)
            for way in map(written, (name, *romanised)):
                official[way].add(key)
                official[without_marks(way)].add(key)
        return cls(frozenset(keys), {way: frozenset(of) for way, of in official.items()})

    def named(self, name: str) -> frozenset[str]:
        """Return the keys of the places that a name is the official spelling of, else may mean."""
        place = split_place(name)
        for spelling in (name, place.stem):
            for way in (written(spelling), without_marks(written(spelling))):
                if way in self.official:
                    return self.official[way]
        return place.keys & self.keys


_OFFICIAL: tuple[System, ...] = ("dprk", "mr", "rr")


def written(name: str) -> str:
    """Return a spelling without capitals, spaces and hyphens, its marks in one form."""
    return fold(name).replace("-", "").replace(" ", "")


def place_key(stem: str) -> str:
    """Return the key of a Hangul stem, its Southern spelling (라선 나선, 녕변 영변, 은률 은율)."""
    stem = _VARIANTS.get(stem, stem)
    return after_vowel(initial(stem[0]) + stem[1:])


@lru_cache(maxsize=65536)
def split_place(name: str) -> Place:
    """Take a place name in either script apart.

    This reads spellings and does not judge: "Sudan" has the key 수단.
    """
    compact = name.replace(" ", "")
    if all_hangul(compact):
        return _split_hangul(compact)
    return _split_latin(fold(" ".join(name.split())))


def _split_hangul(name: str) -> Place:
    ending = _HANGUL_ENDING.fullmatch(name)
    if not ending or (len(ending["stem"]) < 2 and ending["unit"] != "구역"):
        unit = "도" if name in _SHORT else ""
        return Place(frozenset({place_key(name)}), unit, name)
    stem, unit = ending["stem"], ending["unit"]
    whole = unit in _DOUBTFUL and not name.endswith(("북도", "남도"))
    keys = {place_key(stem)} | ({place_key(name)} if whole else set())
    return Place(frozenset(keys), unit.replace("노동", "로동"), stem)


def _split_latin(name: str) -> Place:
    unit, side, whole = "", "", name
    if ending := _ENDING.fullmatch(name):
        name, unit = ending["stem"], _UNIT_OF[ending["unit"]]
    stem = name
    if sided := _SIDE.fullmatch(name):
        name, side, unit = sided["stem"], _SIDES[sided["side"][0]], unit or "도"
    keys = set()
    for reading in readings(name):
        if not unit and len(reading) >= 3 and reading.endswith(("북도", "남도")):
            reading = reading[:-1]
        keys.add(place_key(reading + side))
    if unit in _DOUBTFUL and not side and whole.partition("-")[2] in _UNIT_OF:
        keys |= {place_key(reading) for reading in readings(whole)}
    return Place(frozenset(keys), unit, stem)
