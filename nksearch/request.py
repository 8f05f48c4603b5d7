"""What is asked of the archive, checked the same way in the shell, in a batch and on the web."""

import reprlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal, get_args

from nksearch.datamodels import Answer, DateState, Filters, Mode, Turn
from nksearch.days import Days, parse_days
from nksearch.errors import UsageError
from nksearch.repair import repair
from nksearch.text import one_line

MAX_QUESTION = 512
MAX_K = 100
MAX_TURNS = 20
MAX_ANSWER = 10_000  # characters of an earlier answer
DEFAULT_K = 10
MAX_WITHOUT = 64  # spellings that are left out
MAX_VALUE = 20_000  # characters of any text; more is refused before it is read
OPTIONS = (
    *("k", "mode", "since", "until", "date", "source", "lang", "dates", "asked_on", "all"),
    *("variants", "without"),
)
DATE_STATES: tuple[DateState, ...] = get_args(DateState)
MODES: tuple[Mode, ...] = get_args(Mode)

Sort = Literal["relevance", "date", "oldest", "added"]
SORTS: tuple[Sort, ...] = get_args(Sort)
DEFAULT_SIZE = 20  # results on a page
MAX_SIZE = 100
MAX_PAGE = 1_000_000
SEARCH_OPTIONS = (
    *("sort", "page", "size", "since", "until", "date", "source", "lang", "topic", "all"),
    "variants",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A question with what it is limited to; `k` is the number of passages wanted.

    Unless `dates` is off, words of the question that name a time limit the search; relative ones
    are meant from the day `asked_on`. With `all_copies`, copies of one story are shown apart.
    Unless `variants` is off, names and terms are searched in every spelling but those in `without`.
    `conversation` holds what was asked before, oldest first; a follow-up is made complete from it.
    """

    question: str
    k: int = DEFAULT_K
    mode: Mode = "hybrid"
    filters: Filters = field(default_factory=Filters)
    dates: bool = True
    asked_on: date = field(default_factory=date.today)
    all_copies: bool = False
    variants: bool = True
    without: tuple[str, ...] = ()
    conversation: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """A query in the language of `nksearch.queries` with what is chosen beside it.

    An empty query asks for every article. `sort` is by relevance, by date (newest first), oldest
    first, or by when articles came into the archive; None is relevance where there is a word to
    look for, else date. `page` counts from 1.
    """

    query: str = ""
    sort: Sort | None = None
    page: int = 1
    size: int = DEFAULT_SIZE
    filters: Filters = field(default_factory=Filters)
    days: Days | None = None
    topic: str | None = None
    all_copies: bool = False
    variants: bool = True


def parse_search(values: Mapping[str, Any]) -> SearchRequest:
    """Return the search that these named values describe.

    The names are `query` and those of `SEARCH_OPTIONS`; `date` is as `parse_days` reads it. A value
    that is None or an empty string counts as not given.

    Raises:
        UsageError: a value cannot be used; the message names it and says what is expected.
    """
    given = {name: value for name, value in values.items() if value not in (None, "")}
    _check_names(given, ("query", *SEARCH_OPTIONS))
    days = _line(given, "date")
    sort = given.get("sort")
    if sort is not None and sort not in SORTS:
        raise UsageError(f"sort must be one of {', '.join(SORTS)}, not {_shown(sort)}.")
    return SearchRequest(
        query=one_line(_string(given, "query", most=MAX_QUESTION) or ""),
        sort=sort,
        page=_number(given, "page", otherwise=1, most=MAX_PAGE),
        size=_number(given, "size", otherwise=DEFAULT_SIZE, most=MAX_SIZE),
        filters=_filters(given),
        days=parse_days(days) if days else None,
        topic=_line(given, "topic"),
        all_copies=_switch(given, "all", otherwise=False),
        variants=_switch(given, "variants", otherwise=True),
    )


def parse_request(values: Mapping[str, Any]) -> Request:
    """Return the request that these named values describe.

    The names are `question`, `k`, `mode`, `since`, `until`, `date` (unknown or conflict),
    `source`, `lang`, `dates` (on or off), `asked_on`, `all` and `variants` (on or off), `without`
    (a spelling or a list of them) and
    `conversation` (a list of questions, or of objects with `question` and `answer`); a value that
    is None or an empty string counts as not given.

    Raises:
        UsageError: a value cannot be used; the message names it and says what is expected.
    """
    given = {name: value for name, value in values.items() if value not in (None, "")}
    _check_names(given, ("question", "conversation", *OPTIONS))
    return Request(
        question=_question(given),
        k=_number(given, "k", otherwise=DEFAULT_K, most=MAX_K),
        mode=_mode(given),
        filters=_filters(given, date_state=_date_state(given)),
        dates=_switch(given, "dates", otherwise=True),
        asked_on=_day(given, "asked_on") or date.today(),
        all_copies=_switch(given, "all", otherwise=False),
        variants=_switch(given, "variants", otherwise=True),
        without=_spellings(given),
        conversation=_conversation(given),
    )


def request_values(request: Request) -> dict[str, Any]:
    """Return the values from which `parse_request` makes this request again, whatever day it is."""
    filters = request.filters
    values = {
        "question": request.question,
        "k": request.k,
        "mode": request.mode,
        "since": filters.since.isoformat() if filters.since else None,
        "until": filters.until.isoformat() if filters.until else None,
        "date": filters.date_state,
        "source": filters.source,
        "lang": filters.language,
        "dates": "on" if request.dates else "off",
        "asked_on": request.asked_on.isoformat(),
        "all": "on" if request.all_copies else "off",
        "variants": "on" if request.variants else "off",
        "without": list(request.without) or None,
        "conversation": [asdict(turn) for turn in request.conversation] or None,
    }
    return {name: value for name, value in values.items() if value is not None}


def as_turn(answer: Answer) -> Turn:
    """Return what a conversation keeps of an answer: what was asked, and what was quoted.

    Of "last year" it keeps the year that is meant: "that year" may be asked about next.
    """
    brief = [each.brief_date or each.brief.quote for each in answer.quoted[:1] if each.brief]
    quoted = " ".join([*brief, *(each.quote for each in answer.citations)])
    return Turn(answer.question, quoted[:MAX_ANSWER])


def plain_question(text: str) -> str:
    """Return a question as it is searched: on one line, and repaired as the texts of articles are.

    A headline that is pasted from a page may have words glued together.
    """
    return one_line(repair(text))


def _check_names(given: Mapping[str, Any], known: Sequence[str]) -> None:
    unknown = given.keys() - set(known)
    if unknown:
        options = ", ".join(name for name in known if name not in ("question", "conversation"))
        raise UsageError(f"Unknown option {_shown(min(unknown))}. Known: {options}.")


def _filters(given: Mapping[str, Any], *, date_state: DateState | None = None) -> Filters:
    filters = Filters(
        since=_day(given, "since"),
        until=_day(given, "until"),
        source=_line(given, "source"),
        language=_line(given, "lang"),
        date_state=date_state,
    )
    if filters.since and filters.until and filters.since > filters.until:
        raise UsageError(f"since ({filters.since}) is after until ({filters.until}).")
    if filters.date_state == "unknown" and (filters.since or filters.until):
        raise UsageError("date unknown finds articles without a date: leave out since and until.")
    return filters


def _question(given: Mapping[str, Any]) -> str:
    question = plain_question(_string(given, "question", most=MAX_QUESTION) or "")
    if not any(character.isalnum() for character in question):
        raise UsageError("The question is empty. Ask in words, for example: who visited Sinuiju?")
    if len(question) > MAX_QUESTION:
        raise _too_long("question", question, MAX_QUESTION)
    return question


def _spellings(given: Mapping[str, Any]) -> tuple[str, ...]:
    value = given.get("without", ())
    spellings = [value] if isinstance(value, str) else value
    if not isinstance(spellings, list | tuple) or len(spellings) > MAX_WITHOUT:
        raise UsageError(f"without must be a spelling or a list of at most {MAX_WITHOUT} of them.")
    for each in spellings:
        if not isinstance(each, str) or len(each) > MAX_QUESTION:
            raise UsageError(f"without must name spellings as text, not {_shown(each)}.")
    return tuple(dict.fromkeys(map(one_line, spellings)))


def _conversation(given: Mapping[str, Any]) -> tuple[Turn, ...]:
    value = given.get("conversation", [])
    if not isinstance(value, list) or len(value) > MAX_TURNS:
        raise UsageError(f"conversation must be a list of at most {MAX_TURNS} earlier questions.")
    return tuple(map(_turn, value))


def _turn(value: object) -> Turn:
    values = {"question": value} if isinstance(value, str) else value
    if not isinstance(values, dict) or not {"question"} <= values.keys() <= {"question", "answer"}:
        raise UsageError(
            "Each part of conversation must be a question, or an object with question and answer, "
            f"not {_shown(value)}."
        )
    question = one_line(_string(values, "question") or "")
    answer = one_line(_string(values, "answer") or "")
    if len(question) > MAX_QUESTION or len(answer) > MAX_ANSWER:
        raise UsageError(
            f"A question of conversation may have {MAX_QUESTION} characters and an answer "
            f"{MAX_ANSWER}. Shorten it."
        )
    return Turn(question, answer)


def _number(given: Mapping[str, Any], name: str, *, otherwise: int, most: int) -> int:
    value = given.get(name, otherwise)
    try:
        is_number = isinstance(value, int | float) or (isinstance(value, str) and len(value) < 40)
        number = float(value) if is_number else 0.0
    except (OverflowError, ValueError):
        number = 0.0
    if isinstance(value, bool) or not (number.is_integer() and 1 <= number <= most):
        raise UsageError(f"{name} must be a whole number from 1 to {most}, not {_shown(value)}.")
    return int(number)


def _mode(given: Mapping[str, Any]) -> Mode:
    value = given.get("mode", "hybrid")
    for mode in MODES:
        if value == mode:
            return mode
    raise UsageError(f"mode must be one of {', '.join(MODES)}, not {_shown(value)}.")


def _date_state(given: Mapping[str, Any]) -> DateState | None:
    value = given.get("date")
    for state in DATE_STATES:
        if value == state:
            return state
    if value is None:
        return None
    raise UsageError(f"date must be {' or '.join(DATE_STATES)}, not {_shown(value)}.")


def _day(given: Mapping[str, Any], name: str) -> date | None:
    value = given.get(name)
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise UsageError(f"{name} must be a day such as 2024-05-27, not {_shown(value)}.") from None


def _switch(given: Mapping[str, Any], name: str, *, otherwise: bool) -> bool:
    value = given.get(name, otherwise)
    switches = {"on": True, "off": False, True: True, False: False}
    if not isinstance(value, str | bool) or value not in switches:
        raise UsageError(f"{name} must be on or off, not {_shown(value)}.")
    return switches[value]


def _line(given: Mapping[str, Any], name: str) -> str | None:
    value = _string(given, name)
    return one_line(value) if value is not None else None


def _string(given: Mapping[str, Any], name: str, *, most: int = MAX_VALUE) -> str | None:
    value = given.get(name)
    if value is not None and not isinstance(value, str):
        raise UsageError(f"{name} must be text, not {_shown(value)}.")
    if value is not None and len(value) > MAX_VALUE:
        raise _too_long(name, value, most)
    return value


def _too_long(name: str, value: str, most: int) -> UsageError:
    return UsageError(
        f"The {name} has {len(value)} characters; at most {most} are read. Shorten it."
    )


def _shown(value: object) -> str:
    text = repr(value[:40]) if isinstance(value, str) else reprlib.repr(value)  # of any depth
    return text if len(text) <= 40 else text[:37] + "..."
