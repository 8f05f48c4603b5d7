"""The times that a text names, in days: what `calendar_words` lists, read and worked out.

`asked_on` is what "last", "ago" and a month without a year are counted from.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from nksearch.dates import FIRST_YEAR, LAST_YEAR, MONTHS
from nksearch.periods import calendar_words as words

Span = tuple[date, date]
Needs = Literal["", "frame", "no article", "range"]

_DAY = timedelta(days=1)
_YEARS_ROUND = 8  # the longest time without a February 29
_VERBS = frozenset({"may", "march"})


@dataclass(frozen=True, slots=True)
class Moment:
    """A time by its first and last day; `of_year` gives it for another year where none is named.

    An `adverb` needs no preposition ("last year"), a `ranged` moment holds its own "to";
    `needs` says what it is nothing without, `form` how it is written.
    """

    first: date
    last: date
    start: int = 0
    end: int = 0
    of_year: Callable[[int], Span] | None = None
    adverb: bool = False
    ranged: bool = False
    needs: Needs = ""
    form: str = ""


def find_moments(question: str, asked_on: date) -> Iterator[Moment]:
    """Yield the times in the question in order; at each word the longest form counts."""
    reached = 0
    for word in re.finditer(r"\w+", question):
        if word.start() < reached:
            continue
        part = words.PART_OF.match(question, word.start())
        body = part.end() if part else word.start()
        matches = [
            (match.end(), name, match)
            for name, form in (words.FORMS if words.ANY_FORM.match(question, body) else ())
            if (match := form.match(question, body))
        ]
        if not matches:
            continue
        # What cannot be is skipped whole: the year of "February 30, 2024" is no time by itself.
        reached, name, match = max(matches, key=lambda one: one[0])
        try:
            moment = replace(_READERS[name](match, asked_on), form=name)
            first, last = _part_of(moment, part) if part else (moment.first, moment.last)
        except (ValueError, OverflowError, LookupError):  # LookupError: "thiſ", which is no "this"
            continue
        if first.year >= FIRST_YEAR and last.year <= LAST_YEAR:
            moment = replace(moment, needs="") if part else moment
            yield replace(moment, first=first, last=last, start=word.start(), end=reached)


def _part_of(moment: Moment, part: re.Match[str]) -> Span:
    """Return the early, mid or late third, or the half, quarter, third or week that is named."""
    span = (moment.first, moment.last)
    name = part["part"] or part["edge"]
    if name:
        return _split(span, *words.PARTS[name.lower()])
    ordinal, piece = words.ORDINALS[part["ordinal"].lower()], part["piece"].lower()
    if piece != "week":
        count = {"half": 2, "third": 3, "quarter": 4}[piece]
        return _split(span, ordinal % count, count)
    if ordinal < 0:
        return moment.last - 6 * _DAY, moment.last
    first = moment.first + 7 * ordinal * _DAY
    return first, min(first + 6 * _DAY, moment.last)


def _split(span: Span, index: int, count: int) -> Span:
    """Return the part `index` of `count` of whole months, or of one month by tens of days."""
    first, last = span
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if first.day != 1 or (last + _DAY).day != 1 or index >= count:
        raise ValueError("no whole months")
    if months == 1 and count <= 3:
        days = 30 // count
        end = last if index == count - 1 else first.replace(day=days * (index + 1))
        return first.replace(day=1 + days * index), end
    if months % count:
        raise ValueError("no whole months")
    return _months(_later(first, index * months // count), months // count)


def _months(first: date, count: int) -> Span:
    return first, _later(first, count) - _DAY


def _later(day: date, months: int) -> date:
    """Return the same day so many months later, the last day of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _unit(name: str, asked_on: date, steps: int) -> Span:
    """Return the calendar unit that many steps from the one that holds `asked_on`."""
    if name == "day":
        return asked_on + steps * _DAY, asked_on + steps * _DAY
    if name == "week":
        monday = asked_on + (7 * steps - asked_on.weekday()) * _DAY
        return monday, monday + 6 * _DAY
    if name == "month":
        return _months(_later(asked_on.replace(day=1), steps), 1)
    if name == "year":
        return _months(date(asked_on.year + steps, 1, 1), 12)
    return _months(date((asked_on.year // 10 + steps) * 10, 1, 1), 120)


def _choose(step: int | None, of_year: Callable[[int], Span], asked_on: date) -> Span:
    """Return the latest that has begun, or for -1, 0, 1 the last that is over, this one, the next.

    Raises:
        ValueError: there is none.
    """
    spans = []
    for year in range(asked_on.year - _YEARS_ROUND, asked_on.year + _YEARS_ROUND + 1):
        with suppress(ValueError):
            spans.append(of_year(year))
    begun = [span for span in spans if span[0] <= asked_on]
    over = [span for span in begun if span[1] < asked_on]
    current = begun[-1:] if len(over) < len(begun) else []
    coming = [span for span in spans if span[0] > asked_on]
    of_this_year = [span for span in spans if span[0].year == asked_on.year]
    fitting = {None: begun[-1:], -1: over[-1:], 0: current or of_this_year, 1: coming}[step]
    if not fitting:
        raise ValueError("no such time")
    return fitting[0]


# --- one reader per form ---------------------------------------------------------------------


def _year(named: dict[str, str | None], asked_on: date) -> int | None:
    """Return the year that a match names: in figures, as Juche year, or counted from now."""
    if juche := named.get("juche"):
        year, also = 1911 + int(juche), named.get("also")
        if also and int(also) != year:
            raise ValueError("the two years differ")
        return year
    if figures := named.get("year"):
        return int(figures)
    word = named.get("year_word")
    return asked_on.year + words.STEPS[word.lower()] if word else None


def _step(named: dict[str, str | None]) -> int | None:
    which = named.get("which")
    return words.STEPS[which.lower()] if which else None


def _read_date(match: re.Match[str], asked_on: date) -> Moment:
    named = match.groupdict()
    month, day, day2 = _month_and_days(named, numeric="/" in match[0])
    part = named.get("part")

    def of_year(year: int) -> Span:
        first = date(year, month, day or 1)
        last = first if day else _months(first, 1)[1]
        span = first, last.replace(day=day2) if day2 else last
        return _split(span, *words.PARTS[part]) if part else span

    year, step = _year(named, asked_on), _step(named)
    if year is not None:
        first, last = of_year(year)
        if last < first:
            raise ValueError("the days run backwards")
        return Moment(first, last, adverb=bool(named.get("year_word")), ranged=day2 > 0)
    first, last = _choose(step, of_year, asked_on)
    return Moment(
        first,
        last,
        of_year=of_year,
        adverb=step is not None,
        ranged=day2 > 0,
        needs="" if step is not None else _needs(match["month"], day),
    )


def _month_and_days(named: dict[str, str | None], *, numeric: bool) -> tuple[int, int, int]:
    name = (named["month"] or "").lower()
    month = int(name) if name.isdigit() else MONTHS.index(name[:3]) + 1
    day, day2 = int(named.get("day") or 0), int(named.get("day2") or 0)
    if numeric and month > 12 >= day:
        month, day = day, month  # 27/05/2024 can only be the European order
    return month, day, day2


def _needs(month: str, day: int) -> Needs:
    """Return what a month without a year needs to be one: "may" may be a verb, "Jan" a name."""
    if month.isdigit() or (day and month not in _VERBS):
        return ""
    if not day and words.SHORT_MONTH.fullmatch(month):
        raise ValueError("a short name alone may be anything")
    return "no article" if month.lower() in _VERBS else "frame"


def _read_iso_month(match: re.Match[str], asked_on: date) -> Moment:
    if int(match["month"]) == (int(match["year"]) + 1) % 100:
        raise ValueError("2001-02 may be a season")
    return _read_date(match, asked_on)


def _read_season(match: re.Match[str], asked_on: date) -> Moment:
    named = match.groupdict()

    def of_year(year: int) -> Span:
        return _months(date(year, words.SEASONS[match["season"].lower()], 1), 3)

    year, step = _year(named, asked_on), _step(named)
    if year is None and step is None:
        raise ValueError("a season of every year")
    first, last = of_year(year) if year is not None else _choose(step, of_year, asked_on)
    return Moment(first, last, adverb=bool(named.get("year_word")) or step is not None)


def _read_year(match: re.Match[str], asked_on: date) -> Moment:
    named, text = match.groupdict(), match.string
    year = _year(named, asked_on)
    if year is None or (
        match[0].isdigit()
        and (words.COUNTED.match(text, match.end()) or words.NUMBERED.search(text[: match.start()]))
    ):
        raise ValueError("no year")
    first, last = _months(date(year, 1, 1), 12)
    if quarter := named.get("quarter"):
        first, last = _split((first, last), int(quarter) - 1, 4)
    if part := named.get("part"):
        first, last = _split((first, last), *words.PARTS[part])
    return Moment(first, last, adverb=bool(named.get("year_word")))


def _read_years(match: re.Match[str], asked_on: date) -> Moment:
    named = match.groupdict()
    year = int(match["year"])
    year += 1900 if year < 100 else 0
    if to := named.get("year2"):
        if int(to) < year:
            raise ValueError("the years run backwards")
        return Moment(date(year, 1, 1), date(int(to), 12, 31), ranged=True)
    span = _months(date(year, 1, 1), 120)
    part = named.get("part")
    return Moment(*(_split(span, *words.PARTS[part]) if part else span))


def _read_unit(match: re.Match[str], asked_on: date) -> Moment:
    named = match.groupdict()
    if word := named.get("word"):
        unit, step = words.KOREAN_UNITS["".join(word.split())]
    else:
        unit, step = match["unit"].lower(), words.STEPS[match["which"].lower()]
    span, part = _unit(unit, asked_on, step), named.get("part")
    return Moment(*(_split(span, *words.PARTS[part]) if part else span), adverb=True)


def _count(named: dict[str, str | None]) -> tuple[int, str]:
    """Return the number and the unit, in English, of "three weeks" or 3주."""
    count, unit = (named.get("count") or "1").lower(), named.get("unit") or "day"
    number = int(count) if count.isdigit() else words.NUMBERS[count]
    return number, words.UNITS.get(unit, unit.lower())


def _read_rolling(match: re.Match[str], asked_on: date) -> Moment:
    number, unit = _count(match.groupdict())
    if unit in {"day", "week"}:
        first = asked_on - number * (7 if unit == "week" else 1) * _DAY
    else:
        first = _later(asked_on, -number * {"month": 1, "year": 12, "decade": 120}[unit])
    return Moment(first, asked_on, adverb=True)


def _read_ago(match: re.Match[str], asked_on: date) -> Moment:
    number, unit = _count(match.groupdict())
    span = _unit(unit, asked_on, -number)
    if same := match["same"]:  # "ten years ago today": that day, and not all of that year
        span = _unit(words.SAME[same.lower().split()[-1]], _read_rolling(match, asked_on).first, 0)
    return Moment(*span, adverb=match[0].isascii())


def _read_day(match: re.Match[str], asked_on: date) -> Moment:
    word = " ".join(match["word"].lower().split())
    first, last = _unit("day", asked_on, words.DAYS[word])
    if word in {"now", "the present", "지금", "현재"}:
        return Moment(first, last, needs="range")
    vague = word in {"today", "tonight"} and (
        not words.PAST.search(match.string) or bool(words.PRESENT.search(match.string))
    )
    return Moment(first, last, adverb=not vague)


def _read_weekday(match: re.Match[str], asked_on: date) -> Moment:
    step = _step(match.groupdict())
    since = (asked_on.weekday() - words.WEEKDAYS.index(match["weekday"].lower()[:3])) % 7
    latest = asked_on - since * _DAY
    if step == 0:
        latest = _unit("week", asked_on, 0)[0] + latest.weekday() * _DAY
    elif step == 1 or (step == -1 and not since):
        latest += 7 * step * _DAY
    return Moment(latest, latest, adverb=step is not None, needs="frame" if step is None else "")


_READERS: dict[str, Callable[[re.Match[str], date], Moment]] = {
    "date": _read_date,
    "iso_month": _read_iso_month,
    "season": _read_season,
    "year": _read_year,
    "years": _read_years,
    "unit": _read_unit,
    "rolling": _read_rolling,
    "ago": _read_ago,
    "day": _read_day,
    "weekday": _read_weekday,
}
