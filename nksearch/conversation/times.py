"""The time that a conversation speaks of, and the one beside it: "the month before"."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from nksearch.datamodels import Turn
from nksearch.periods import find_period
from nksearch.periods.moments import find_moments
from nksearch.text import has_hangul

_DAY = timedelta(days=1)
_UNITS = "day|week|month|year"
_COUNTS = "one two three four five six seven eight nine ten eleven twelve".split()
_KOREAN_COUNTS = "한 두 세 네 다섯 여섯 일곱 여덟 아홉 열".split()
_BESIDE = (
    re.compile(
        rf"\b(?:(?:in|on|during)\s+)?(?:the|an?|(?P<count>[1-9]\d?|{'|'.join(_COUNTS)}))\s+"
        rf"(?P<unit>{_UNITS})s?\s+(?P<way>before|earlier|after|later)(?:\s+(?:that|then))?"
        r"(?=\s*(?:[?.!,;]|\Z))",
        re.I,
    ),
    re.compile(
        r"\b(?:(?:in|on|during)\s+)?the\s+(?P<way>previous|preceding|following|next)\s+"
        rf"(?P<unit>{_UNITS})\b",
        re.I,
    ),
    re.compile(r"그\s*(?P<way>전|이전|다음)\s*(?P<unit>날|주|달|해)(?:에는|에|은|는)?"),
    # Not 전: "3년 전" is three years before today.
    re.compile(
        rf"(?<![가-힣\d])(?P<count>[1-9]\d?|{'|'.join(_KOREAN_COUNTS)})\s*(?P<unit>일|주|달|개월|해|년)\s*"
        r"(?P<way>뒤|후)(?:에는|에|은|는)?(?![가-힣])"
    ),
    re.compile(r"(?<![가-힣])(?P<way>전|이듬)(?P<unit>날|달|해|년)(?:에는|에|은|는)?(?![가-힣])"),
)
# "before that" of an hour, a day or a year, whatever was spoken of.
_FROM_IT = (
    re.compile(r"\b(?P<way>before|after|since|until)\s+(?:that|then)(?=\s*(?:[?.!,;]|\Z))", re.I),
    re.compile(r"그\s*(?P<way>전|이전|후|이후|뒤)(?:로|으로|부터)?(?:에는|에|은|는)?(?![가-힣])"),
)
_SAME = (
    re.compile(
        r"\b(?:(?:in|on|during)\s+)?(?:that|the\s+same)(?:\s+very)?\s+(?P<unit>month|year|day)"
        r"(?![\w'’-])",
        re.I,
    ),
    re.compile(r"(?<![가-힣])그\s*(?P<unit>날|달|해)(?:에는|에|은|는)?(?![가-힣])"),
)
_ASKS_TIME = re.compile(
    r"\bwhen\b|\b(?:what|which)\s+(?:day|date|week|month|year)\b|언제|몇\s?[년월일]", re.I
)
_YEAR = re.compile(r"\d{4}")
ANSWER_READ = 1000  # characters of an answer
_BEFORE = {"before", "earlier", "previous", "preceding", "전", "이전"}
_ENGLISH_UNIT = {
    "날": "day",
    "일": "day",
    "개월": "month",
    "주": "week",
    "달": "month",
    "해": "year",
    "년": "year",
}


@dataclass(frozen=True, slots=True)
class Time:
    """Days, both included, with the words that limit a question to them."""

    first: date
    last: date
    text: str


@lru_cache(maxsize=32)  # one question is looked at from several sides
def time_of(question: str, *, asked_on: date) -> Time | None:
    """Return the time that the words of a question name, None where they name none."""
    period = find_period(question, asked_on=asked_on)
    if period is None:
        return None
    inside = [
        moment
        for moment in find_moments(question, asked_on)
        if period.start <= moment.start and moment.end <= period.end
    ]
    if not inside:
        return None
    first, last = min(each.first for each in inside), max(each.last for each in inside)
    return Time(first, last, period.text)


def answered_time(turn: Turn, *, asked_on: date) -> Time | None:
    """Return the first time with its year in the answer, if a time was asked for."""
    if not _ASKS_TIME.search(turn.question):
        return None
    answer = turn.answer[:ANSWER_READ]
    for moment in find_moments(answer, asked_on):
        text = answer[moment.start : moment.end]
        if _YEAR.search(text):
            return Time(moment.first, moment.last, text)
    return None


def of_its_year(question: str, time: Time, *, asked_on: date) -> str:
    """Return the question with a month or day that has no year as that of the year of `time`."""
    year = time.first.year
    is_time = time_of(question, asked_on=asked_on) is not None  # "in May", unlike "may it"
    for moment in find_moments(question, asked_on):
        if not moment.of_year or moment.adverb or (moment.needs == "no article" and not is_time):
            continue
        try:
            moment.of_year(year)
        except ValueError:  # a February 29 that the year has not
            continue
        words = question[moment.start : moment.end]
        named = f"{year}년 {words}" if has_hangul(words) else f"{words} {year}"
        return question[: moment.start] + named + question[moment.end :]
    return question


def same_time(question: str, time: Time) -> str:
    """Return the question with "that year" and the like as the one that `time` lies in.

    It is left alone where the time lies in several.
    """
    found = next((match for form in _SAME if (match := form.search(question))), None)
    if not found:
        return question
    unit = _ENGLISH_UNIT.get(found["unit"], found["unit"].lower())
    spans = {"day": (time.first, time.first), "month": _month(time.first)}
    first, last = spans.get(unit) or _year(time.first.year)
    if not first <= time.first <= time.last <= last:
        return question
    text = (_korean if has_hangul(found[0]) else _english)(first, last, unit)
    if has_hangul(found[0]) and "에" not in found[0]:  # 그해 여름에: another word has the particle
        text = text.removesuffix("에")
    return question[: found.start()] + text + question[found.end() :]


def without_beside(question: str) -> str:
    """Return the question without "the month before", "before that" and the like."""
    for form in (*_BESIDE, *_FROM_IT):
        question = form.sub(" ", question)
    return question


def beside(question: str, time: Time) -> tuple[str, Time] | None:
    """Return the question with "the month before" and the like as the time that is meant.

    `time` is the one before which or after which it lies; None where nothing of that is said.
    What "before that" leaves open is counted from `time` again.
    """
    found = next((match for form in _BESIDE if (match := form.search(question))), None)
    if not found:
        return _from_it(question, time)
    unit = _ENGLISH_UNIT.get(found["unit"], found["unit"].lower())
    backwards = found["way"].lower() in _BEFORE
    try:
        first, last = time.first, time.last
        for _ in range(_count(found.groupdict().get("count"))):
            first, last = _neighbour(first, last, unit, backwards)
    except OverflowError:
        return None
    text = (_korean if has_hangul(found[0]) else _english)(first, last, unit)
    return question[: found.start()] + text + question[found.end() :], Time(first, last, text)


def _from_it(question: str, time: Time) -> tuple[str, Time] | None:
    found = next((match for form in _FROM_IT if (match := form.search(question))), None)
    if not found:
        return None
    way = found["way"].lower()
    edge = time.first if way in {*_BEFORE, "since"} else time.last
    spans = {"month": _month(time.first), "year": _year(time.first.year)}
    unit = next((unit for unit, days in spans.items() if days == (time.first, time.last)), "day")
    if has_hangul(way):
        text = f"{_korean(edge, edge, unit)[:-1]} {'이전' if way in _BEFORE else '이후'}에"
    else:
        text = f"{way} {_english(edge, edge, unit).split(' ', 1)[1]}"
    return question[: found.start()] + text + question[found.end() :], replace(time, text=text)


def _count(said: str | None) -> int:
    if said is None or said.isdigit():
        return int(said or 1)
    counts = _KOREAN_COUNTS if has_hangul(said) else _COUNTS
    return counts.index(said.lower()) + 1


def _neighbour(first: date, last: date, unit: str, backwards: bool) -> tuple[date, date]:
    edge = first - _DAY if backwards else last + _DAY
    if unit == "day":
        return edge, edge
    if unit == "week":
        return (edge - 6 * _DAY, edge) if backwards else (edge, edge + 6 * _DAY)
    # Of a day the month before is the calendar month before the day's own.
    if unit == "month":
        edge = first.replace(day=1) - _DAY if backwards else _next_month(last)
        return _month(edge)
    year = first.year - 1 if backwards else last.year + 1
    return _year(year)


def _month(day: date) -> tuple[date, date]:
    return day.replace(day=1), _next_month(day) - _DAY


def _next_month(day: date) -> date:
    return (day.replace(day=28) + 4 * _DAY).replace(day=1)


def _year(year: int) -> tuple[date, date]:
    if not date.min.year <= year <= date.max.year:
        raise OverflowError(year)
    return date(year, 1, 1), date(year, 12, 31)


def _english(first: date, last: date, unit: str) -> str:
    if unit == "week":
        return f"between {first} and {last}"
    return {"day": f"on {first}", "month": f"in {first:%B} {first.year}"}.get(
        unit, f"in {first.year}"
    )


def _korean(first: date, last: date, unit: str) -> str:
    days = [f"{each.year}년 {each.month}월 {each.day}일" for each in (first, last)]
    if unit == "week":
        return f"{days[0]}부터 {days[1]}까지"
    return {"day": f"{days[0]}에", "month": f"{first.year}년 {first.month}월에"}.get(
        unit, f"{first.year}년에"
    )
