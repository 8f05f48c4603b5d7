"""Times in English and Korean texts: where they stand, and what is read of them.

The words that blur a time belong to it ("early May 2011", 2011년 이전): without them it would say
more than the text does.
"""

import re
from calendar import month_name, monthrange
from collections.abc import Iterator
from dataclasses import dataclass

from nksearch.dates import MONTHS
from nksearch.periods.calendar_words import (
    BEFORE,
    COUNTED,
    NUMBERED,
    PART_OF,
    PARTS,
    ROLES,
)
from nksearch.text import Span

MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
)

Date = tuple[int | None, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Time:
    """A time at text[start:end] with what blurs it, `limit` ("" where nothing does).

    `said` are the characters of the time itself; `date` is None where it cannot be read.
    """

    span: Span
    said: Span
    date: Date | None
    limit: str = ""


_YEAR = r"(?:1\d|20)\d\d"
_ALONE = rf"(?<![\w.,/$€£₩–-]){_YEAR}s?(?![\w–/%-]|[.,]\d)"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?(?!\d|[.,]\d)"
_DAYS = rf"{_DAY}(?:(?:\s?[–-]\s?|\s(?:and|to|or)\s){_DAY}(?=,? ?{_YEAR}|[.,;)]|$|\sof\b))*"
_JUCHE = r"주체\s?\d{1,3}\s?\(\d{4}\)\s?년"
_TIME = re.compile(
    rf"\b{_DAYS} (?:of )?{MONTH}\b\.?(?:,? {_YEAR}\b)?"
    rf"|\b{MONTH}\b\.? {_DAYS}(?:,? ?{_YEAR}\b)?"
    rf"|\b{MONTH}\b\.?,? (?:of )?{_YEAR}\b"
    r"|(?<![\w/.-])(?:\d{4}(?P<mark>[-./]) ?\d{1,2}(?P=mark) ?\d{1,2}|\d{1,2}/\d{1,2}/\d{4})"
    r"(?![\w/-])(?:\.(?= ?[가-힣]))?"
    rf"|\b{_YEAR}\s?(?:[–-]|to)\s?{_YEAR}\b|{_ALONE}"
    r"|\b(?:\d{1,2}(?:st|nd|rd|th)) century\b"
    rf"|(?:\d{{4}}\s?년|{_JUCHE})(?:\s?\d{{1,2}}\s?월(?:\s?\d{{1,2}}\s?일)?)?"
    r"|\d{1,2}\s?월\s?\d{1,2}\s?일"
)
_LEAP = 2000  # a year with a February 29
_DATE = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month>{MONTH})\.?(?:,? (?P<year>\d{{4}}))?"
    rf"|(?P<month2>{MONTH})\.? (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?:,? ?(?P<year2>\d{{4}}))?"
    rf"|(?:(?P<month3>{MONTH})\.?,? (?:of )?)?(?P<year3>\d{{4}})"
    r"|(?P<year5>\d{4})(?P<mark>[-./]) ?(?P<month5>\d\d?)(?P=mark) ?(?P<day5>\d\d?)\.?"
    r"|(?P<month6>\d\d?)/(?P<day6>\d\d?)/(?P<year6>\d{4})"
    r"|(?:(?:(?P<year4>\d{4})|주체\s?\d+\s?\((?P<year7>\d{4})\))\s?년)?\s?"
    r"(?:(?P<month4>\d{1,2})\s?월(?:\s?(?P<day4>\d{1,2})\s?일)?)?"
)
_PART = re.compile(rf"{PART_OF.pattern}\Z", re.IGNORECASE)
_KOREAN_PART = re.compile(
    rf"\s?(?:{'|'.join(sorted((w for w in PARTS if not w.isascii()), key=len, reverse=True))})"
    r"(?=$|[^가-힣]|에|부터|까지|의|경|쯤)"
)
_AS_EARLY_AS = re.compile(r"\bas (?:early|late|recently) as \Z", re.IGNORECASE)
_KOREAN_ROLE = re.compile(
    r"\s?(?P<word>이전|이후|이래|부터|까지|무렵|전|후|경|쯤)(?:까지|부터|에|로|의|는|도)*(?![가-힣])"
)
_BLURRING = frozenset({"since", "after", "before", "until", "around"})
_IN = re.compile(
    r"\b(?:in|since|by|until|before|after|during|from|of|year|early|late|mid)[ -]\Z", re.IGNORECASE
)
_PLURAL = re.compile(r" (?!\w+(?:ss|us|is)\b|was\b|has\b|does\b)[a-z]{3,}s\b")


def find_times(text: str) -> Iterator[Time]:
    """Yield the times of a text in order; a month or a weekday alone is none."""
    for match in _TIME.finditer(text):
        if match[0].isdigit() and _counts(text, match.span()):
            continue
        start, end = match.span()
        before = _words_before(text, start)
        behind = _words_behind(text, end)
        words = f"{text[start - before : start]}{text[end : end + behind]}".lower().split()
        yield Time(
            (start - before, end + behind), match.span(), read_date(match[0]), " ".join(words)
        )


def _counts(text: str, year: Span) -> bool:
    """Tell whether four figures count what follows: "2000 people", but "in 1990 people came"."""
    before = text[max(0, year[0] - 30) : year[0]]
    if NUMBERED.search(before):
        return True
    opens = not before or before.endswith((" with ", " of ")) or before.rstrip()[-1:] in ",;:"
    counted = COUNTED.match(text, year[1]) or (opens and _PLURAL.match(text, year[1]))
    return bool(counted) and not _IN.search(before)


def _words_before(text: str, start: int) -> int:
    """Return how many characters before a time blur it: "in early " has 6, "by the end of " all."""
    head = text[max(0, start - 40) : start]
    rest = len(head)
    if part := _PART.search(head):
        rest = part.start()
    if as_early_as := _AS_EARLY_AS.search(head[:rest]):
        return len(head) - as_early_as.start()
    role = BEFORE.search(head[:rest])
    if role and ROLES[role["word"].lower()] in _BLURRING:
        rest = role.start()
    return len(head) - rest


def _words_behind(text: str, end: int) -> int:
    part = _KOREAN_PART.match(text, end)
    reached = part.end() if part else end
    role = _KOREAN_ROLE.match(text, reached)
    return (role.end("word") if role else reached) - end


def read_date(text: str) -> Date | None:
    """Return year, month and day of a time, None where it is none of these.

    What the time does not say is None; a day that no month has is no time, nor are figures that
    are one day here and another there (3/5/2011).
    """
    read = _DATE.fullmatch(text)
    if not read or not text:
        return None
    year, month, day = (_part(read, name) for name in ("year", "month", "day"))
    if read["year6"] and month and day:
        if month != day and month <= 12 and day <= 12:
            return None
        month, day = sorted((month, day))
    if month and not 1 <= month <= 12:
        return None
    if day and not 1 <= day <= monthrange(year or _LEAP, month or 1)[1]:
        return None
    return year, month, day


def _part(read: re.Match[str], name: str) -> int | None:
    """Return what one of the alternatives of `_DATE` has for this part."""
    values = (value for key, value in read.groupdict().items() if key.rstrip("234567") == name)
    said = next(filter(None, values), None)
    if said is None:
        return None
    return int(said) if said.isdigit() else MONTHS.index(said[:3].lower()) + 1


def iso_date(date: Date) -> str:
    """Return 2024, 2024-05 or 2024-05-27."""
    return "-".join(f"{part:02}" for part in date if part)


def written_out(date: Date) -> str:
    """Return 2024, May 2024 or 27 May 2024."""
    year, month, day = date
    return " ".join(str(part) for part in (day, month and month_name[month], year) if part)


def same_date(one: Date, other: Date) -> bool | None:
    """Tell whether two dates agree, one of which may say more; None where nothing is in common."""
    both = [(mine, theirs) for mine, theirs in zip(one, other) if mine and theirs]
    if any(mine != theirs for mine, theirs in both):
        return False
    least = min(sum(map(bool, one)), sum(map(bool, other)))
    return True if len(both) == least else None
