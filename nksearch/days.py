"""Days as an address or a query names them: 2024, 2024-05, 2024-05-27, 2024-05..2024-08."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import get_args

from nksearch.datamodels import DateState
from nksearch.errors import UsageError

_STATES: tuple[DateState, ...] = get_args(DateState)
_PART = re.compile(r"([1-9]\d{3})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Days:
    """The days from `since` to `until`, both included; None is open. Else what state a date has."""

    since: date | None = None
    until: date | None = None
    state: DateState | None = None


def parse_days(text: str) -> Days:
    """Return the days that `text` names: a year, a month, a day, or from one to another of these.

    `2024-05..` and `..2024-05` are open on one side. `unknown` is what has no date, `conflict` what
    has two that contradict each other.

    Raises:
        UsageError: it names none.
    """
    for state in _STATES:
        if text.casefold() == state:
            return Days(state=state)
    first, dots, last = text.partition("..")
    last = last if dots else first
    days = Days(_day(first, last=False), _day(last, last=True))
    read = (days.since is not None, days.until is not None)
    if read != (bool(first), bool(last)) or not any(read):
        raise UsageError(
            f"A date must be like 2024, 2024-05, 2024-05-27, 2024-05..2024-08, or unknown or "
            f"conflict, not {text[:40]!r}."
        )
    if days.since and days.until and days.since > days.until:
        raise UsageError(f"The date {text[:40]} ends before it begins.")
    return days


def _day(text: str, *, last: bool) -> date | None:
    """Return the first or the last day of what a part names, None where it names nothing."""
    match = _PART.fullmatch(text)
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        if year is not None and month is None:
            return date(year, 12, 31) if last else date(year, 1, 1)
        if year is not None and month is not None and day is None:
            return date(year, month, monthrange(year, month)[1] if last else 1)
        return date(year or 0, month or 0, day or 0)
    except ValueError:  # IllegalMonthError is one
        return None
