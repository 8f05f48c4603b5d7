"""When an article was published: of all the dates that its source has the best, and any conflict.

The first date that is found counts: what is told to machines, what is printed, the dateline of the
text, the address, the name of the file. Another that is more than two days away is a conflict.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from nksearch.datamodels import Article, DateOrigin
from nksearch.datelines import find_dateline
from nksearch.dates import day_of

Dated = tuple[DateOrigin, str | None]  # where a date stands, and the date

_SAME = timedelta(days=2)  # apart, as time zones and the day of print make dates
_IN_ADDRESS = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<mark>[/_-]?)(?P<month>[01]\d)(?P=mark)(?P<day>[0-3]\d)(?!\d)"
)
_IN_NAME = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<mark>[._-]?)(?P<month>[01]\d)(?P=mark)(?P<day>[0-3]\d)(?!\d)"
)
_YEAR_ALONE = re.compile(r"(?:19|20)\d\d")
_OPENING = 1_000  # characters in which a speech greets the new year
# `새해 주체99(2010)년을 맞이한다`, `새해 2014년을 맞이합니다`, `the New Year 2024`.
_NEW_YEAR = re.compile(
    r"(?:새해|해인)\s*(?:주체\s?\d{1,3}\s?\(\s?)?(?P<year>\d{4})\)?\s*년[을이]?\s*(?:맞|밝)"
    r"|\bnew year,? (?:of )?(?P<new>\d{4})\b",
    re.IGNORECASE,
)


def dated(article: Article, dates: Iterable[Dated]) -> Article:
    """Return the article with its date of publication, where it was found, and what disagrees.

    `dates` are those that its source gives, the best first; the dateline, the address and the
    greeting of a new year are looked at here.
    """
    dateline = find_dateline(article.text)
    written = dateline.written() if dateline else None
    also: list[Dated] = [
        ("dateline", str(written) if written else None),
        ("address", date_in_address(article.url)),
    ]
    found = [(origin, iso) for origin, iso in (*dates, *also) if iso]
    found = _with_greeting(article, found)
    published, origin = (found[0][1], found[0][0]) if found else (None, None)
    if published and dateline and (day := dateline.nearest(_day(published))):
        found.append(("dateline", str(day)))
    return replace(
        article,
        published=published,
        published_from=origin,
        date_conflict=_conflict(found),
        place_line=dateline.place if dateline else None,
    )


def same_day(one: str, other: str) -> bool:
    """Tell whether two dates may be of one day, in other time zones or of the next day's print."""
    return abs(_day(one) - _day(other)) <= _SAME


def date_in_address(url: str | None) -> str | None:
    """Return the day in the path of a web address, such as `/2024/05/27/`."""
    return _first(_IN_ADDRESS, urlsplit(url).path) if url else None


def dated_by_name(article: Article, uri: str) -> Article:
    """Return an article that has no date with that in its file's name: `2024-05-27 lecture.txt`.

    A name may also hold the day on which the file was saved, so that it contradicts nothing.
    """
    day = _first(_IN_NAME, _stem(uri))
    if article.published or day is None:
        return article
    return replace(article, published=day, published_from="file name")


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    days = (day_of(int(m["year"]), int(m["month"]), int(m["day"])) for m in pattern.finditer(text))
    return next((str(day) for day in days if day), None)


def _stem(uri: str) -> str:
    return PurePosixPath(unquote(urlsplit(uri).path)).stem


def _with_greeting(
    article: Article, found: list[tuple[DateOrigin, str]]
) -> list[tuple[DateOrigin, str]]:
    """Put New Year's Day first where it is the only date, or that of another year is printed.

    An article must greet a year that its title or its file's name says too.
    """
    match = _NEW_YEAR.search(article.text[:_OPENING])
    year = match["year"] or match["new"] if match else None
    printed = found[0][1] if found else ""
    if year is None or (found and (printed[4:10] != "-01-01" or printed[:4] == year)):
        return found
    if year in _YEAR_ALONE.findall(article.title):
        return [("title", f"{year}-01-01"), *found]
    named = not article.url and article.address and _stem(article.address) == year
    return [("file name", f"{year}-01-01"), *found] if named else found


def _conflict(found: list[tuple[DateOrigin, str]]) -> str | None:
    """Return the first date that is another day than the best, and where it stands."""
    for origin, iso in found[1:]:
        if not same_day(iso, found[0][1]):
            return f"{iso[:10]} ({origin})"
    return None


def _day(iso: str) -> date:
    return date.fromisoformat(iso[:10])
