"""Units of measure and the words that make a number a bound: tables only."""

from typing import Literal

Bound = Literal["", "about", "least", "most", "unclear"]

# A unit as written (without its plural): what it is counted in, and how many of these it has.
_ENGLISH = """
day: day 1, week: day 7, month: month 1, year: month 12, decade: month 120, century: month 1200
hour: minute 60, minute: minute 1
kilometer kilometre km: meter 1000, meter metre m: meter 1, centimeter centimetre cm: meter .01
millimeter millimetre mm: meter .001, mile: mile 1, nautical-mile: sea-mile 1
foot feet: foot 1, inch inche: inch 1, yard: yard 1
ton tonne metric-ton: ton 1, kilogram kilo kg: kilogram 1, gram: kilogram .001
liter litre: liter 1, barrel: barrel 1, gallon: gallon 1, hectare: hectare 1, acre: acre 1
square-kilometer square-kilometre: square-meter 1000000, square-meter square-metre: square-meter 1
square-mile: square-mile 1, square-foot square-feet: square-foot 1
cubic-meter cubic-metre: cubic-meter 1, kiloton: kiloton 1, degree: degree 1, megawatt: megawatt 1
dollar: dollar 1, us-dollar: dollar 1, u.s.-dollar: dollar 1, euro: euro 1, yuan: yuan 1, yen: yen 1
ruble rouble: ruble 1, won: won 1, south-korean-won: south-won 1, north-korean-won: north-won 1
time: time 1
"""


def _read() -> dict[str, tuple[str, float]]:
    found: dict[str, tuple[str, float]] = {}
    for entry in _ENGLISH.strip().replace("\n", ",").split(","):
        words, unit = entry.split(":")
        name, factor = unit.split()
        found |= {word.replace("-", " "): (name, float(factor)) for word in words.split()}
    return found


MEASURES = _read()
# Korean counters; what counts persons or things is no measure.
COUNTERS: dict[str, tuple[str, float]] = {
    **{unit: (unit, 1) for unit in "명 개 세대 번 차 대 살 가지".split()},
    **{"차례": ("번", 1), "회": ("번", 1), "세": ("살", 1), "개월": ("month", 1), "톤": ("ton", 1)},
    **{"km": ("meter", 1000), "킬로미터": ("meter", 1000), "미터": ("meter", 1)},
    **{"퍼센트": ("share", 0.01), "%": ("share", 0.01), "원": ("won", 1), "달러": ("dollar", 1)},
}
MONEY = {"$": "dollar", "€": "euro", "£": "pound", "₩": "won"}

TIMES = frozenset({"day", "month", "minute"})
LENGTHS = frozenset({"meter", "mile", "sea-mile", "foot", "inch", "yard"})
WEIGHTS = frozenset({"ton", "kilogram", "pound"})
CURRENCIES = frozenset({*MONEY.values(), "yuan", "yen", "ruble", "south-won", "north-won"})
# A number with one of these says nothing without it.
OF_MEASURE = frozenset({unit for unit, _ in MEASURES.values()}) | CURRENCIES | {"share"}

BOUNDS_BEFORE: dict[str, Bound] = {
    **dict.fromkeys(("about", "some", "around", "approximately", "roughly", "nearly"), "about"),
    **dict.fromkeys(("almost", "close to", "an estimated", "estimated", "약", "대략"), "about"),
    **dict.fromkeys(("거의",), "about"),
    **dict.fromkeys(("at least", "more than", "over", "no less than", "no fewer than"), "least"),
    **dict.fromkeys(("upwards of", "최소", "최소한", "적어도"), "least"),
    **dict.fromkeys(("up to", "at most", "no more than", "fewer than", "less than"), "most"),
    **dict.fromkeys(("under", "as many as", "as much as", "최대", "많아야"), "most"),
}
BOUNDS_BEHIND: dict[str, Bound] = {
    **dict.fromkeys(("or so", "정도", "쯤", "가량", "안팎", "내외", "남짓"), "about"),
    **dict.fromkeys(("or more", "or longer", "이상", "초과"), "least"),
    **dict.fromkeys(("or less", "or fewer", "이하", "미만"), "most"),
}
