"""The dates that a text names, worked out from the day on which it was published.

Read as in questions, sentence by sentence; what may mean more than one time is left out:

- a day or month without a year beside another year, or in a sentence that fits none of both sides
  of the day of publication ("on August 15" in July, without a word of plans);
- a name that only looks like a date ("the April 25 House of Culture"), a bare number, "today",
  which is often an age, and a weekday in a sentence about the future.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from nksearch.datelines import find_dateline
from nksearch.dates import day_of
from nksearch.periods import calendar_words as words
from nksearch.periods.frames import describes_noun, frame_of, is_time
from nksearch.periods.moments import Moment, find_moments
from nksearch.text import sentence_spans

# Everything stands there; the year, or month and year, of publication were added; a day of the
# week; a time counted from publication, such as "last April"; the day of the dateline.
How = Literal["written", "year added", "month added", "weekday", "relative", "dateline"]

_LATELY, _SOON = timedelta(days=45), timedelta(days=60)
_YEAR = timedelta(days=365)
_PLANNED = timedelta(days=120)  # how far ahead a day without a year may be
_MOST, _LONGEST = 200_000, 2_000  # characters of a text and of a sentence that are read
_REMEMBERED = 4  # sentences for which another year stays in mind
_HINT = re.compile(
    r"\d|(?:day|night|week|month|year|decade|ago|spring|summer|autumn|winter|january|february|march"
    r"|april|may|june|july|august|september|october|november|december)s?\b"
    r"|[년월일주달해봄철]|작년|여름|가을|겨울|어제|그제|내일",
    re.IGNORECASE,
)
_FUTURE = re.compile(
    r"\b(?:will|shall|would|to be|is to|are to|due|plan(?:s|ned|ning)?|scheduled|slated"
    r"|going to|(?:up)?coming)\b"
    r"|예정|계획|오는|앞둔|앞두고|할 것|될 것",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“][^\"”]*[\"”]?")
_ANY = re.compile(r"\b(?:even|every|each)\s(?:on\s)?$", re.IGNORECASE)
_PAPER = re.compile(r"[A-Z]\w+ [A-Z]\w+ $")
_IN_A_PAPER = re.compile(r"\s(?:in an?|carried|says)\b")  # `Rodong Sinmun Monday in an editorial`
_TODAY = frozenset("today tonight now 오늘 지금 현재".split()) | {"the present", "this morning"}
# `on the 25th`, with nothing behind that the number could count.
_DAY = re.compile(
    r"\bon the (?P<day>\d{1,2})(?:st|nd|rd|th)(?=[.,;:)\"”]|\s*$"
    r"|\s(?:and|at|in|of this month|that|when|by|with|to|from|under|for|as)\b)",
    re.IGNORECASE,
)
# `25일 보도했다`, and not `25일간`, `25일 만에` or `4월 25일`.
_KOREAN_DAY = re.compile(
    r"(?<![\d.,월])(?<!월 )(?:(?P<month>지난 ?달|이달|이번 ?달)\s?|지난\s)?"
    r"(?P<day>\d{1,2})일"
    r"(?=[에은,)]|\s(?!동안|만에|째|간|이상|정도|가량|후|뒤|전|이내|내|앞))"
)
_NAMED = re.compile(r"\s?(?:문화|체육|기관차|종합|식료|공장|호텔|상\b|절\b|로\b|소년|광산|탄광)")


@dataclass(frozen=True, slots=True)
class EventDate:
    """Days that `text[start:end]` names, both included, and how they were found."""

    start: int
    end: int
    first: date
    last: date
    how: How


def event_dates(text: str, published: date | None) -> list[EventDate]:
    """Return the dates in a text, in order; without a day of publication only those written out.

    Read are the first 200,000 characters, without what is too long to be a sentence.
    """
    dateline = find_dateline(text)
    day = dateline.nearest(published) if dateline and published else None
    head = dateline.end if dateline and day else 0
    found: list[EventDate] = []
    other_years: list[bool] = []  # of each sentence so far, whether it named another year
    for start, end in sentence_spans(text[:_MOST]):
        sentence = text[start:end]
        told = end - start <= _LONGEST and _HINT.search(sentence)
        moments = _moments(sentence, published) if told else []
        if day and start < head:
            inside = [moment for moment in moments if start + moment.end <= head]
            places = [(start + moment.start, start + moment.end) for moment in inside]
            found += [EventDate(*place, day, day, "dateline") for place in places]
            moments = moments[len(inside) :]
        other_years.append(any(_of_other_year(moment, published) for moment in moments))
        clear = not any(other_years[-1 - _REMEMBERED :])
        for each in _dates(sentence, moments, published, clear=clear) if told else ():
            found.append(replace(each, start=each.start + start, end=each.end + start))
    return sorted(found, key=lambda each: each.start)


def _moments(sentence: str, published: date | None) -> list[Moment]:
    return list(find_moments(sentence, published or date(1900, 1, 1)))


def _of_other_year(moment: Moment, published: date | None) -> bool:
    return (
        _how(moment) == "written"
        and published is not None
        and (published.year not in (moment.first.year, moment.last.year))
    )


def _dates(
    sentence: str, moments: list[Moment], published: date | None, *, clear: bool
) -> Iterator[EventDate]:
    days = list(_days(sentence, published)) if published and clear else []
    before: Moment | None = None
    for moment in moments:
        how = _how(moment)
        part = any(day.start <= moment.start < day.end for day in days)  # the month of such a day
        if not part and (how == "written" or published is not None):
            span = _span(sentence, moment, how, published, clear=clear)
            if span and not _runs_back(sentence, before, moment):
                end = moment.end - sentence.endswith(".", moment.start, moment.end)
                yield EventDate(moment.start, end, *span, how)
        before = moment
    yield from days


def _how(moment: Moment) -> How:
    if moment.form == "weekday":
        return "weekday"
    if moment.adverb or moment.form in ("unit", "rolling", "ago", "day"):
        return "relative"
    return "year added" if moment.of_year else "written"


def _span(
    sentence: str, moment: Moment, how: How, published: date | None, *, clear: bool
) -> tuple[date, date] | None:
    """Return the days of a moment, None where it is not clear that they are meant."""
    frame = frame_of(sentence, moment)
    named = sentence[moment.start : moment.end]
    if how == "weekday":
        return _weekday(sentence, moment, frame.word) if clear else None
    if how == "relative":
        return None if named.lower() in _TODAY else (moment.first, moment.last)
    if how == "written":
        bare = named.isdigit() and not frame.role and not _in_brackets(sentence, moment)
        return None if bare or not is_time(sentence, moment, frame) else (moment.first, moment.last)
    if not clear or not is_time(sentence, moment, frame) or _NAMED.match(sentence, moment.end):
        return None
    if published is None or describes_noun(sentence, moment, frame):
        return None
    return _nearest(moment, published, planned=_planned(sentence, moment))


def _in_brackets(sentence: str, moment: Moment) -> bool:
    return sentence[moment.start - 1 : moment.end + 1] == f"({sentence[moment.start : moment.end]})"


def _runs_back(sentence: str, one: Moment | None, two: Moment) -> bool:
    """Tell whether a range seems to end before it begins: "January 25 to March 29" in January."""
    to = one and words.JOIN.fullmatch(sentence, one.end, two.start)
    return bool(one and to and to["word"].lower() != "and" and two.last < one.first)


def _weekday(sentence: str, moment: Moment, word: str) -> tuple[date, date] | None:
    if _ANY.search(sentence[: moment.start]):
        return None
    before = sentence[: moment.start].split()
    told = bool(before) and bool(words.VERB.fullmatch(before[-1].lower()))
    paper = _PAPER.search(sentence[: moment.start]) and _IN_A_PAPER.match(sentence, moment.end)
    clear = moment.adverb or word == "on" or told or paper
    return (moment.first, moment.last) if clear and not _planned(sentence, moment) else None


def _planned(sentence: str, moment: Moment) -> bool:
    """Tell whether the sentence is of the future, apart from what it quotes elsewhere."""
    quoted = [
        match.span()
        for match in _QUOTED.finditer(sentence)
        if not match.start() <= moment.start < match.end()
    ]
    return any(
        not any(start <= match.start() < end for start, end in quoted)
        for match in _FUTURE.finditer(sentence)
    )


def _nearest(moment: Moment, published: date, *, planned: bool) -> tuple[date, date] | None:
    """Return the last or next time that a day or month comes round, if it is clear which."""
    since = published - moment.last
    if since <= _LATELY:
        return None if planned and since > timedelta(days=3) else (moment.first, moment.last)
    try:
        following = moment.of_year(moment.first.year + 1) if moment.of_year else None
    except ValueError:  # a February 29 that the next year has not
        return (moment.first, moment.last) if since < _YEAR else None
    ahead = following[0] - published if following else _PLANNED
    if planned:
        return following if ahead <= _PLANNED else None
    return None if ahead <= _SOON else (moment.first, moment.last)


def _days(sentence: str, published: date) -> Iterator[EventDate]:
    """Yield days that lack their month: those of the last weeks before publication."""
    if _FUTURE.search(sentence):
        return
    for form in (_DAY, _KOREAN_DAY):
        for match in form.finditer(sentence):
            number, said = int(match["day"]), match.groupdict().get("month") or ""
            back = "지난" in said or (not said and number > published.day)
            month = published.replace(day=1) - timedelta(days=1) if back else published
            day = day_of(month.year, month.month, number)
            if day and day <= published:
                yield EventDate(
                    match.start("month" if said else "day"), match.end(), day, day, "month added"
                )
