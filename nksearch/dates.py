"""Dates as sources write them, in English, Korean and numbers, as ISO 8601 text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

FIRST_YEAR, LAST_YEAR = 1900, 2100

_LONGEST = 200  # characters of a value that are looked at
_MILLISECONDS_FROM = 10**11  # as seconds this is the year 5138, as milliseconds 1973
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SMALLEST_EPOCH = 100_000  # 0, 27 and 2024 are not moments of 1970

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_FORMS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d){_YEAR}(?P<mark>[-./])\s?(?P<month>\d{{1,2}})(?P=mark)\s?(?P<day>\d{{1,2}})(?!\d)\.?",
        rf"주체\s?\d{{1,3}}\s?\({_YEAR}\)\s?[년.]\s*(?P<month>\d{{1,2}})\s?[월.]"
        r"\s*(?P<day>\d{1,2})(?:\s?일|(?!\d)\.?)",
        rf"(?<!\d){_YEAR}\s?년\s*(?P<month>\d{{1,2}})\s?월\s*(?P<day>\d{{1,2}})\s?일",
        rf"(?<!\d)(?P<month>\d{{1,2}})(?P<mark>[/-])(?P<day>\d{{1,2}})(?P=mark){_YEAR}(?!\d)",
        rf"(?<!\d)(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.\s?{_YEAR}(?!\d)",
        rf"(?<![^\W\d_]){_MONTH}\s*{_DAY},?\s+{_YEAR}(?!\d)",
        rf"(?<![^\W\d_]){_MONTH}\s*{_DAY},?\s+Juche\s\d{{1,3}}\s?\({_YEAR}\)",
        rf"(?<!\d){_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}(?!\d)",
    )
]
_TIME = re.compile(
    r"(?P<before>오전|오후|[ap]\.?m\.?)?\s*(?<![\d:+\-])(?P<hour>\d{1,2})(?::|시\s*)(?P<minute>\d{2})분?"
    r"(?P<rest>:\d{2}(?:[.,]\d+)?)?(?![\d:])\s*(?P<after>[ap]\.?m\b\.?)?",
    re.IGNORECASE,
)
# Between a date and its time: `T`, marks, the day of the week.
_GAP = re.compile(
    r"(?:T|[\s,·|(]*(?:\w{3,9}day|[월화수목금토일](?:요일)?)?[\s,·|)-]*(?:at\s+)?)", re.IGNORECASE
)
_COMPACT = re.compile(r"((?:19|20|21)\d\d)(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d))?")
_NUMBER = re.compile(r"-?\d{6,17}(?:\.\d+)?")
# What may stand beside a date in a line that says nothing else.
_BESIDE = re.compile(
    r"\b(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|at|on|published|posted|"
    r"updated|modified|date|time|last|first|gmt|utc|kst|e[ds]t|z|t)\b"
    r"|(?:최종)?\s?(?:입력|수정|등록|승인|작성|발행|게시|업데이트|송고|보도)(?:일시?|시간)?|기사|[월화수목금토일]요일|\([월화수목금토일]\)"
    r"|[+-]\d{2}:?\d{2}\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a text: its ISO form and the characters it was read from."""

    iso: str
    start: int
    end: int


def parse_date(value: object) -> str | None:
    """Return `value` as `2024-05-27` or `2024-05-27T10:57`, None when no full date is in it.

    Text may be ISO 8601, US numbers (the month first, unless it cannot be one), month names or
    Korean, also with the Juche year before that of the calendar; the clock time stays as written,
    whatever the time zone. Numbers and digits are `20240527`, or seconds or milliseconds since
    1970, of which the day in UTC is given. Years outside 1900 to 2100 are not believed.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return _from_number(str(value))
    if not isinstance(value, str):
        return None
    text = value.strip()[:_LONGEST]
    if _NUMBER.fullmatch(text):
        return _from_number(text)
    return next((found.iso for found in find_dates(text)), None)


def find_dates(text: str) -> Iterator[Found]:
    """Yield the full dates in `text`, in order, each with the clock time that stands beside it."""
    spans = sorted(
        (match.start(), match.end(), day)
        for form in _FORMS
        for match in form.finditer(text)
        if (day := _day(match))
    )
    reached = 0
    for start, end, day in spans:
        if start < reached:
            continue
        clock, reached = _clock_after(text, end)
        if not clock:
            clock, start = _clock_before(text, start)
        yield Found(f"{day}T{clock}" if clock else day, start, reached)


def only_date(line: str) -> str | None:
    """Return the first date of a line that says nothing but when, else None."""
    found = list(find_dates(line)) if len(line) <= _LONGEST else []
    if not found:
        return None
    rest = line
    for one in reversed(found):
        rest = f"{rest[: one.start]} {rest[one.end :]}"
    says_more = any(character.isalnum() for character in _BESIDE.sub(" ", rest))
    return None if says_more else found[0].iso


def day_of(year: int | None, month: int | None, day: int | None) -> date | None:
    """Return the day, None where a part is missing or there is no such day."""
    iso = _iso(year, month, day) if year and month and day else None
    return date.fromisoformat(iso) if iso else None


def _day(match: re.Match[str]) -> str | None:
    named = match.groupdict()
    year, day = int(match["year"]), int(match["day"])
    name = named.get("name")
    month = MONTHS.index(name[:3].lower()) + 1 if name else int(match["month"])
    if month > 12 >= day and named.get("mark") and match["year"] == match[0][-4:]:
        month, day = day, month  # 27/05/2024 can only be the European order
    return _iso(year, month, day)


def _iso(year: int, month: int, day: int) -> str | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _clock_after(text: str, end: int) -> tuple[str | None, int]:
    opened = _GAP.match(text, end)
    match = _TIME.match(text, opened.end() if opened else end)
    clock = _clock(match) if match else None
    return (clock, match.end()) if match and clock else (None, end)


def _clock_before(text: str, start: int) -> tuple[str | None, int]:
    for match in _TIME.finditer(text, max(0, start - 24), start):
        clock = _clock(match)
        if clock and not re.search(r"\w", text[match.end() : start]):
            return clock, match.start()
    return None, start


def _clock(match: re.Match[str]) -> str | None:
    hour, minute = int(match["hour"]), int(match["minute"])
    half = (match["before"] or match["after"] or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half.startswith(("p", "오후")) else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def _from_number(digits: str) -> str | None:
    """Read digits as a compact date, else as seconds or milliseconds since 1970."""
    compact = _COMPACT.fullmatch(digits.removesuffix(".0"))
    if compact:
        day = _iso(int(compact[1]), int(compact[2]), int(compact[3]))
        if day and compact[4] and int(compact[4]) < 24 and int(compact[5]) < 60:
            return f"{day}T{compact[4]}:{compact[5]}"
        if day and not compact[4]:
            return day
    try:
        seconds = float(digits)
        if abs(seconds) >= _MILLISECONDS_FROM:
            seconds /= 1000
        moment = _EPOCH + timedelta(seconds=seconds)
    except (ValueError, OverflowError):
        return None
    plausible = abs(seconds) >= _SMALLEST_EPOCH and FIRST_YEAR <= moment.year <= LAST_YEAR
    return moment.date().isoformat() if plausible else None
