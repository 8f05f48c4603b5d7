"""Numbers and dates in English and Korean texts: where they stand, and what they are worth.

What looks like a number but cannot be read as one ("20-30", "two-thirds", 27만 5천) is found as
well, without a value, so that nobody takes a part of it for the whole.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nksearch.dates import MONTHS
from nksearch.text import Span

MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
)
FIRST_NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split()

Date = tuple[int | None, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Amount:
    """A number at text[start:end]; its value is None where it cannot be read.

    The unit is "" where nothing tells it, "share" for percentages (whose value is 1 at most).
    """

    span: Span
    value: float | None
    unit: str = ""


# --- numbers ---------------------------------------------------------------------------------

_TEENS = "thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_VALUES = {
    **{word: number for number, word in enumerate([*FIRST_NUMBERS, *_TEENS], 1)},
    **{word: number * 10 for number, word in enumerate(_TENS, 2)},
    "a": 1,
    "half": 0.5,
}
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9}
_SCALES["trillion"] = 10**12
_SCALE = f"(?:{'|'.join(_SCALES)})"
_WORD = (
    rf"(?:(?:{'|'.join(word for word in _VALUES if word not in {'a', 'one'})})|{_SCALE}"
    rf"|one(?=[ -]{_SCALE}\b)|an?(?= (?:half )?{_SCALE}\b)|a(?= half\b))\b"
)
_FIGURES = r"\d+(?:[.,:/]\d+)*[^\W\d_]*"
# All that hangs together, whether it can be read or not.
_RUN = re.compile(
    rf"(?<![\w.,$€£₩–-])(?:[$€£₩]\s?)?(?:{_FIGURES}|\b{_WORD})"
    rf"(?:(?:\s?[–—-]\s?|\s(?:(?:and|to|or)\s)?)(?:[$€£₩]\s?)?(?:{_FIGURES}|{_WORD}))*"
    r"(?:[–-]\w+|\s(?:thirds|quarters|fifths|tenths)\b)*(?:\s?(?:%|percent\b|per cent\b))?",
    re.IGNORECASE,
)
_TENS_AND_ONES = rf"(?:{'|'.join(_TENS)})[- ](?:{'|'.join(FIRST_NUMBERS[:9])})"
_READABLE = re.compile(
    rf"(?P<money>[$€£₩]?)\s?(?:(?P<figures>\d+(?:\.\d+)?|\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?)"
    rf"|(?P<two>{_TENS_AND_ONES})|(?P<word>{'|'.join(_VALUES)}))"
    rf"(?P<half> and a half)?(?P<scales>(?:[ -]{_SCALE})*)\s?(?P<share>%|percent|per cent)?",
    re.IGNORECASE,
)
_MONEY = {"$": "dollar", "€": "euro", "£": "pound", "₩": "won"}

_COUNTERS = {
    **{unit: unit for unit in "명 개 개월 세대 번 차 톤 대 살 가지 km".split()},
    **{"차례": "번", "회": "번", "세": "살", "킬로미터": "km", "미터": "m"},
    **{"퍼센트": "share", "%": "share", "원": "won", "달러": "dollar"},
}
_COUNTER = "|".join(sorted(_COUNTERS, key=len, reverse=True))
_KOREAN_VALUES = {
    word: number for number, word in enumerate("한 두 세 네 다섯 여섯 일곱 여덟 아홉 열".split(), 1)
}
_KOREAN_SCALES = {"백": 100, "천": 1000, "만": 10**4, "억": 10**8, "조": 10**12}
_PARTICLE = (
    r"(?:이|가|은|는|을|를|의|에|에서|도|만|로|으로|와|과|이다|이었다|였다|씩|까지|부터|중|이상|이하|정도|쯤|"
    r"가량|이나|나|뿐)?(?![가-힣])"
)
_KOREAN = re.compile(
    rf"(?P<figures>\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?)\s?(?P<scale>[백천만억조]?)\s?여?\s?"
    rf"(?P<counter>{_COUNTER}){_PARTICLE}"
    rf"|(?<![가-힣])(?P<word>{'|'.join(_KOREAN_VALUES)})\s?(?P<its>{_COUNTER}){_PARTICLE}"
)
_KOREAN_RUN = re.compile(
    rf"(?<![\w.,$€£₩–-])\d[\d.,]*(?:\s?[~–-]\s?\d[\d.,]*)?\s?[가-힣%]+(?:\s?\d[\d.,]*\s?[가-힣]+)*"
    rf"(?:\s(?:{_COUNTER}){_PARTICLE})?|(?<![가-힣])(?:{'|'.join(_KOREAN_VALUES)})\s?(?:{_COUNTER})"
    rf"{_PARTICLE}"
)


def find_amounts(text: str) -> Iterator[Amount]:
    """Yield the numbers of a text in order."""
    korean = [match.span() for match in _KOREAN_RUN.finditer(text)]
    found = [_read_korean(text, span) for span in korean]
    for match in _RUN.finditer(text):
        if not any(start < match.end() and end > match.start() for start, end in korean):
            found.append(_read(match[0], match.start()))
    yield from sorted(found, key=lambda each: each.span)


def _read(run: str, start: int) -> Amount:
    span = (start, start + len(run))
    read = _READABLE.fullmatch(run)
    if not read:
        return Amount(span, None)
    if read["figures"]:
        value = float(read["figures"].replace(",", ""))
    elif read["two"]:
        value = float(sum(_VALUES[word] for word in re.split("[- ]", read["two"].lower())))
    else:
        value = float(_VALUES[read["word"].lower()])
    value += 0.5 * bool(read["half"])
    for scale in re.findall(_SCALE, read["scales"], re.IGNORECASE):
        value *= _SCALES[scale.lower()]
    unit = _MONEY.get(read["money"], "")
    if read["share"]:
        return Amount(span, value / 100, "share")
    return Amount(span, value, "share" if run.lower() == "half" else unit)


def _read_korean(text: str, span: Span) -> Amount:
    read = _KOREAN.match(text, span[0])
    if not read or read.end() < span[1]:
        return Amount(span, None)
    if read["word"]:
        end = read.end("its")
        return Amount((span[0], end), float(_KOREAN_VALUES[read["word"]]), _COUNTERS[read["its"]])
    value = float(read["figures"].replace(",", "")) * _KOREAN_SCALES.get(read["scale"], 1)
    unit = _COUNTERS[read["counter"]]
    return Amount((span[0], read.end("counter")), value / (100 if unit == "share" else 1), unit)


# --- dates -----------------------------------------------------------------------------------

_YEAR = r"(?:1\d|20)\d\d"
_ALONE = rf"(?<![\w.,$€£₩–-]){_YEAR}s?(?![\w–%-]|[.,]\d)"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?(?!\d|[.,]\d)"
_DAYS = rf"{_DAY}(?:(?:\s?[–-]\s?|\s(?:and|to|or)\s){_DAY}(?=,? ?{_YEAR}|[.,;)]|$|\sof\b))*"
TIME = re.compile(
    rf"\b{_DAYS} (?:of )?{MONTH}\b\.?(?:,? {_YEAR}\b)?"
    rf"|\b{MONTH}\b\.? {_DAYS}(?:,? ?{_YEAR}\b)?"
    rf"|\b{MONTH}\b\.?,? (?:of )?{_YEAR}\b"
    rf"|\b{_YEAR}\s?(?:[–-]|to)\s?{_YEAR}\b|{_ALONE}"
    r"|\b(?:\d{1,2}(?:st|nd|rd|th)) century\b"
    r"|\d{4}\s?년(?:\s?\d{1,2}\s?월(?:\s?\d{1,2}\s?일)?)?|\d{1,2}\s?월\s?\d{1,2}\s?일"
)
_DATE = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month>{MONTH})\.?(?:,? (?P<year>\d{{4}}))?"
    rf"|(?P<month2>{MONTH})\.? (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?:,? ?(?P<year2>\d{{4}}))?"
    rf"|(?:(?P<month3>{MONTH})\.?,? (?:of )?)?(?P<year3>\d{{4}})"
    r"|(?:(?P<year4>\d{4})\s?년)?\s?(?:(?P<month4>\d{1,2})\s?월(?:\s?(?P<day4>\d{1,2})\s?일)?)?"
)


def read_date(text: str) -> Date | None:
    """Return year, month and day of a time as `TIME` finds it, None where it is not one of these.

    What the time does not say is None.
    """
    read = _DATE.fullmatch(text)
    if not read or not text:
        return None
    return _part(read, "year"), _part(read, "month"), _part(read, "day")


def _part(read: re.Match[str], name: str) -> int | None:
    """Return what one of the alternatives of `_DATE` has for this part."""
    values = (value for key, value in read.groupdict().items() if key.rstrip("234") == name)
    said = next(filter(None, values), None)
    if said is None:
        return None
    return int(said) if said.isdigit() else MONTHS.index(said[:3].lower()) + 1


# --- comparison ------------------------------------------------------------------------------


def same_answer(one: str, other: str) -> bool | None:
    """Tell whether two numbers or two times agree; None where that cannot be told.

    A time agrees with one that says more ("2011" and "May 2011"), a number only with its equal.
    """
    first_date, second_date = read_date(one), read_date(other)
    if first_date and second_date:
        return _same_date(first_date, second_date)
    if first_date or second_date:
        return None
    amounts = [list(find_amounts(text)) for text in (one, other)]
    if any(len(found) != 1 or found[0].value is None for found in amounts):
        return None
    (first,), (second,) = amounts
    counted = {each.unit for each in (first, second)} & {"share", *_MONEY.values()}
    if counted and first.unit != second.unit:
        return None
    if first.unit and second.unit and first.unit != second.unit:
        return None
    return first.value == second.value


def _same_date(one: Date, other: Date) -> bool | None:
    both = [(mine, theirs) for mine, theirs in zip(one, other) if mine and theirs]
    if any(mine != theirs for mine, theirs in both):
        return False
    least = min(sum(map(bool, one)), sum(map(bool, other)))
    return True if len(both) == least else None
