"""Whether two brief answers agree or differ; None wherever that cannot be told."""

from math import inf

from nksearch.answering.amounts import Amount, find_amounts
from nksearch.answering.measures import OF_MEASURE, Bound
from nksearch.answering.times import find_times, same_date

_ABOUT = 0.2  # share by which "about" may be off


def same_time(one: str, other: str) -> bool | None:
    """Compare two times: one agrees with one that says more ("2011" and "May 2011").

    Times that are blurred ("early May", "before 2011") agree where they are blurred alike.
    """
    first, second = list(find_times(one)), list(find_times(other))
    if len(first) != 1 or len(second) != 1:
        return None
    mine, theirs = first[0], second[0]
    if mine.date is None or theirs.date is None:
        return None
    if mine.limit or theirs.limit:
        alike = mine.limit == theirs.limit and mine.date == theirs.date
        return True if alike else None
    return same_date(mine.date, theirs.date)


def same_amount(one: str, other: str) -> bool | None:
    """Compare two numbers with their units; a bound is contradicted by what lies outside only."""
    first, second = list(find_amounts(one)), list(find_amounts(other))
    if len(first) != 1 or len(second) != 1:
        return None
    mine, theirs = first[0], second[0]
    if mine.value is None or theirs.value is None or not _comparable(mine, theirs):
        return None
    if mine.bound == theirs.bound and mine.value == theirs.value:
        return None if mine.bound == "unclear" else True
    low, high = _range(mine.value, mine.bound)
    lower, higher = _range(theirs.value, theirs.bound)
    return False if high < lower or higher < low else None


def _comparable(one: Amount, other: Amount) -> bool:
    if {one.unit, other.unit} & OF_MEASURE or (one.unit and other.unit):
        return one.unit == other.unit
    return True


def _range(value: float, bound: Bound) -> tuple[float, float]:
    """Return the least and the highest number that is meant."""
    return {
        "": (value, value),
        "about": (value * (1 - _ABOUT), value * (1 + _ABOUT)),
        "least": (value, inf),
        "most": (-inf, value),
        "unclear": (-inf, inf),
    }[bound]
