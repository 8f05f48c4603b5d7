"""The time that a question names, as a restriction on the days of publication.

What is read, and how (`asked_on` is the day of asking):

- Days, months, seasons (of the northern half), quarters, halves, years, decades and Juche years
  (1911 + n), in English and Korean. Early, mid and late are thirds. Without a year the latest one
  that has begun is meant, with "last" the latest that is over.
- "last year", "this month" and "three months ago" are calendar units, "the past three months" go
  back from `asked_on`.
- "since X" and 이후 begin with X, "after X" behind it; "by X", "until X" and 까지 end with X,
  "before X" and 이전 ahead of it; "around X" widens X by its own length, by 7 to 183 days.
- An article appears on the days after what it reports: every closed end is moved 7 days on,
  except that of "before", which says that X is not wanted.
- A time that is left out ("not in 2024", 말고) is not read, because it limits nothing.
- Days that do not exist, numbers that count or number something, and times outside 1900 to 2100
  are not read. Of two times that are no range the only exact one is kept; if that is not clear,
  or both stand side by side ("in 2019 and 2021"), there is none.

A period is exact where words make it a limit (`in`, `since`, `last`, 에, 부터, 올해) and it neither
describes a noun ("the 2018 summit", "the flood in July 2024") nor compares ("than last year"),
nor begins before 1945 or after `asked_on`: later articles tell of the first, earlier ones of the
second.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from nksearch.periods import calendar_words as words
from nksearch.periods.frames import Frame, describes_noun, frame_of, is_excluded, is_time
from nksearch.periods.moments import Moment, Span, find_moments

EXACT_FROM = date(1945, 1, 1)
MARGIN = timedelta(days=7)

_DAY = timedelta(days=1)
_WIDEST = 183  # days by which "around" widens at most


@dataclass(frozen=True, slots=True)
class Period:
    """The days on which an answer was published, as the question limits them.

    Both days are included, None is an open end. `text` is `question[start:end]`, the words that
    name the time. Only an `exact` period may restrict a search: the others may be the topic.
    """

    since: date | None
    until: date | None
    text: str
    start: int
    end: int
    exact: bool


def find_period(question: str, *, asked_on: date) -> Period | None:
    """Return the time that the question names, None when it names none or is not clear.

    See the module for what is read. Never raises.
    """
    moments = list(find_moments(question, asked_on))
    periods = [
        period
        for moment, frame in _framed(question, moments, asked_on)
        if (period := _period(question, moment, frame, asked_on))
    ]
    chosen = [period for period in periods if period.exact] or periods
    clear = len({(period.since, period.until) for period in chosen}) == 1
    return chosen[0] if clear else None


def describe(period: Period, *, language: str = "en") -> str:
    """Return what the period means, for people, in English or Korean (`ko`)."""
    since, until = period.since, period.until
    if language == "ko":
        return f"{since}부터 " * bool(since) + f"{until}까지 " * bool(until) + "발행"
    if since and until:
        return f"published {since} to {until}"
    return f"published since {since}" if since else f"published until {until}"


# --- from days to a restriction --------------------------------------------------------------


def _framed(question: str, moments: list[Moment], asked_on: date) -> Iterator[tuple[Moment, Frame]]:
    """Yield every time with what stands around it; two that make a range are yielded as one.

    Times that stand side by side without being a range are left out: both are meant.
    """
    place = 0
    while place < len(moments):
        moment = moments[place]
        following = moments[place + 1 : place + 2]
        joined = _joined(question, moment, following[0], asked_on) if following else None
        if joined:
            yield joined
            place += 2
        elif beside := _beside(question, moments[place:]):
            place += beside
        else:
            frame = frame_of(question, moment)
            yield moment, replace(frame, role="in") if moment.ranged and frame.role else frame
            place += 1


def _beside(question: str, moments: list[Moment]) -> int:
    """Return how many times stand side by side from the first one on, 0 for it alone."""
    count = 0
    for one, two in pairwise(moments):
        verb = two.needs == "no article" and question[two.start].islower()
        if verb or two.needs == "range":  # "in 2018, and may now ...": no second time
            break
        if not words.BESIDE.fullmatch(question, one.end, two.start):
            break
        count += 1
    return count + 1 if count else 0


def _joined(question: str, one: Moment, two: Moment, asked_on: date) -> tuple[Moment, Frame] | None:
    """Return the range from `one` to `two`, None when they are two separate times."""
    gap = words.JOIN.fullmatch(question, one.end, two.start)
    before = words.BEFORE.search(question[: one.start])
    closing = words.JOIN_END.match(question, two.end)
    if not gap:
        return None
    opened = before["word"].lower() if before else ""
    needs_closing = gap["word"] in {"부터", "에서", "와", "과"}
    if (gap["word"].lower() == "and" and opened != "between") or (needs_closing and not closing):
        return None
    first, last = _range(one, two, asked_on)
    if last < first or (not opened and not closing and one.needs):
        return None
    moment = replace(one, first=first, last=last, end=two.end, needs="", adverb=False)
    start = before.start() if before else one.start
    end = closing.end() if closing else two.end
    return moment, Frame("in" if opened or closing else "", start, end, opened)


def _range(one: Moment, two: Moment, asked_on: date) -> Span:
    """Return first and last day; a year that one of the two lacks is taken from the other."""
    try:
        if two.of_year and not one.of_year:
            ends = [two.of_year(one.first.year + more)[1] for more in (0, 1)]
            return one.first, ends[0] if ends[0] >= one.first else ends[1]
        if one.of_year:
            begins = [one.of_year(two.last.year - fewer)[0] for fewer in (0, 1)]
            return begins[0] if begins[0] <= two.last else begins[1], two.last
    except ValueError:  # a February 29 that the year has not
        pass
    return one.first, two.last


def _period(question: str, moment: Moment, frame: Frame, asked_on: date) -> Period | None:
    if not is_time(question, moment, frame) or is_excluded(question, moment):
        return None
    topic = describes_noun(question, moment, frame)
    since, until = _limits(moment, frame.role, topic)
    kept = frame.role in words.LIMITING and not topic
    start, end = (frame.start, frame.end) if kept else (moment.start, moment.end)
    return Period(
        since=since,
        until=until,
        text=question[start:end],
        start=start,
        end=end,
        exact=not topic
        and _limits_question(question, moment, frame)
        and moment.first >= EXACT_FROM
        and (since is None or since <= asked_on),
    )


def _limits_question(question: str, moment: Moment, frame: Frame) -> bool:
    """Tell whether words make the time a limit, rather than part of a topic or a comparison."""
    if frame.role in words.LIMITING:
        long = moment.last - moment.first >= MARGIN
        before = question[: frame.start]
        event = words.THAN.search(before) or (frame.role == "in" and words.EVENT.search(before))
        return not event and not (frame.word == "on" and long)
    before = question[: moment.start]
    return moment.adverb and not words.COMPARED.search(before) and not words.EVENT.search(before)


def _limits(moment: Moment, role: str, topic: bool) -> tuple[date | None, date | None]:
    """Return the two ends; what came before "the 2018 summit" may have come in 2018."""
    first, last = moment.first, moment.last
    if role == "since" or (role == "after" and topic):
        return first, None
    if role == "after":
        return last + _DAY, None
    if role == "before" and not topic:
        return None, first - _DAY
    if role in {"before", "until"}:
        return None, last + MARGIN
    if role == "around":
        wider = timedelta(days=min(max((last - first).days + 1, 7), _WIDEST))
        return first - wider, last + wider + MARGIN
    return first, last + MARGIN
