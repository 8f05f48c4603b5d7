"""A timeline of what was found: a bar for each month or year, in per cent of the width there is."""

from collections.abc import Sequence
from dataclasses import dataclass

from nksearch.finding.hits import FacetCount

HEIGHT = 72  # pixels of the highest bar
_LOWEST = 2  # pixels of any bar
_MOST_MONTHS = 96  # more are too thin: years are shown
_MOST_LABELS = 6
_NEAR_THE_END = 90  # per cent: a label that begins there would be cut off
_NAMES = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


@dataclass(frozen=True, slots=True)
class Bar:
    """A month (2024-05) or a year; `left` and `width` are in per cent, the rest in pixels."""

    date: str
    label: str
    count: int
    left: float
    width: float
    top: int
    height: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Label:
    """Text below the bars; `left` is where it begins, or ends if it is `last`, in per cent."""

    left: float
    text: str
    last: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A year of the table: its number of results, and those of the twelve months."""

    year: str
    count: int
    months: tuple[FacetCount | None, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """What is drawn, and the same as a table; `unit` says what a bar is, `year` whose months."""

    bars: tuple[Bar, ...]
    labels: tuple[Label, ...]
    rows: tuple[Row, ...]
    unit: str
    year: str | None
    height: int = HEIGHT


def timeline_of(months: Sequence[FacetCount], *, chosen: str = "") -> Timeline | None:
    """Return the timeline of these months (2024-05, in order), None where there are none.

    Many months become years; of a `chosen` year the months are shown all the same.
    """
    if not months:
        return None
    by_month = {each.value: each.count for each in months}
    years = _years(by_month)
    first, last = months[0].value, months[-1].value
    span = (int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:]) + 1
    year = chosen[:4] if span > _MOST_MONTHS and chosen[:4] in years else None
    if year:
        units = {f"{year}-{month:02}": 0 for month in range(1, 13)}
        units |= {month: n for month, n in by_month.items() if month.startswith(year)}
    elif span > _MOST_MONTHS:
        units = {
            str(each): years.get(str(each), 0) for each in range(int(first[:4]), int(last[:4]) + 1)
        }
    else:
        units = {month: by_month.get(month, 0) for month in _between(first, span)}
    return Timeline(
        bars=tuple(_bars(units, chosen)),
        labels=tuple(_labels(list(units))),
        rows=tuple(_row(each, years[each], by_month) for each in years),
        unit="month" if "-" in next(iter(units)) else "year",
        year=year,
    )


def month_name(value: str) -> str:
    """Return a year or a month as people write it: May 2024."""
    year, _, month = value.partition("-")
    return f"{_NAMES[int(month) - 1]} {year}" if month else year


def _years(by_month: dict[str, int]) -> dict[str, int]:
    years: dict[str, int] = {}
    for month, count in by_month.items():
        years[month[:4]] = years.get(month[:4], 0) + count
    return years


def _between(first: str, span: int) -> list[str]:
    start = int(first[:4]) * 12 + int(first[5:]) - 1
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(start, start + span)]


def _bars(units: dict[str, int], chosen: str) -> list[Bar]:
    most, width = max(units.values()), 100 / len(units)
    bars = []
    for number, (unit, count) in enumerate(units.items()):
        height = max(_LOWEST, round(HEIGHT * count / most)) if count else 0
        bars.append(
            Bar(
                date=unit,
                label=month_name(unit),
                count=count,
                left=round(number * width, 3),
                width=round(width, 3),
                top=HEIGHT - height,
                height=height,
                chosen=unit == chosen,
            )
        )
    return bars


def _labels(units: list[str]) -> list[Label]:
    """Return a few labels: of months within two years their names, else years."""
    width = 100 / len(units)
    firsts = [n for n, unit in enumerate(units) if unit.endswith("-01") or "-" not in unit]
    if len(firsts) < 2:
        firsts = list(range(len(units)))
        text = [
            month_name(unit) if n == 0 else month_name(unit)[:3] for n, unit in enumerate(units)
        ]
    else:
        text = [unit[:4] for unit in units]
    step = -(-len(firsts) // _MOST_LABELS)
    found = [Label(round(n * width, 3), text[n]) for n in firsts[::step]]
    if found[-1].left > _NEAR_THE_END and len(found) > 1:
        found[-1] = Label(100, found[-1].text, last=True)
    return found


def _row(year: str, count: int, by_month: dict[str, int]) -> Row:
    keys = [f"{year}-{month:02}" for month in range(1, 13)]
    months = tuple(FacetCount(key, by_month[key]) if key in by_month else None for key in keys)
    return Row(year, count, months)
