"""Datelines: the place, and often the day, with which agencies begin a text."""

import re
from dataclasses import dataclass
from datetime import date

from nksearch.dates import MONTHS, day_of

_REACH = 200  # characters in which a dateline begins and ends
_LONGEST_PLACE = 40

_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_MONTH_2 = _MONTH.replace("<month>", "<month_2>")
_AGENCY = (
    r"(?:AFP|ANI|AP|Bloomberg|CNN|dpa|IANS|Interfax|KCNA|Kyodo|NK News|RFA|Reuters|TASS|UPI|VOA"
    r"|Xinhua|Yonhap)(?: [A-Z]\w+){0,2}"
)
_NAME = r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3}"
# `Pyongyang, July 14 (KCNA) --`, `SEOUL, South Korea (AP) —`, `Seoul, 3 June 2024 -`.
_ENGLISH = re.compile(
    rf"(?P<place>{_NAME}(?:, {_NAME}?)??)"
    rf"(?P<when>,? (?i:{_MONTH} (?P<day>\d\d?)|(?P<day_2>\d\d?) {_MONTH_2})"
    rf"(?:,? (?P<year>\d{{4}}))?)?"
    rf"(?P<agency> ?\((?:{_AGENCY})\))?\s*(?:--+\s?|[-–—―]\s)"
)
# `[평양 7월 14일발 조선중앙통신]`, `(서울=연합뉴스)`, `【평양 7월 14일】`.
_PLACES = r"(?P<place>[가-힣]{2,6}(?:[·,] ?[가-힣]{2,6})*)"
_KOREAN = re.compile(
    rf"[(\[【〔<]{_PLACES}(?:"
    r"\s*(?:(?P<year>\d{4})년\s*)?(?P<month>\d\d?)월\s*(?P<day>\d\d?)일\s*(?:발\b)?[^)\]】〕>]{0,20}"
    r"|\s?[=＝]\s?(?P<agency>[가-힣A-Za-z0-9]+(?:뉴스|통신|신문|일보|방송|NK|AP|AFP))"
    r")[)\]】〕>]"
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where a text says that it was written, and when as far as it says; `text[start:end]`."""

    place: str
    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None

    def written(self) -> date | None:
        """Return the day where the dateline names its year too."""
        return day_of(self.year, self.month, self.day)

    def nearest(self, published: date) -> date | None:
        """Return the day that it names, of the years around that of publication the nearest."""
        years = [self.year] if self.year else range(published.year - 1, published.year + 2)
        days = [day for year in years if (day := day_of(year, self.month, self.day))]
        return min(days, key=lambda day: abs(day - published), default=None)


def find_dateline(text: str) -> Dateline | None:
    """Return the dateline at the beginning of `text`, None where it has none for sure.

    In English a day or an agency must stand with the place.
    """
    head = text[:_REACH]
    if match := _ENGLISH.match(head):
        if not (match["when"] or match["agency"]) or len(match["place"]) > _LONGEST_PLACE:
            return None
        name, day = match["month"] or match["month_2"], match["day"] or match["day_2"]
        month = str(MONTHS.index(name[:3].lower()) + 1) if name else None
    elif match := _KOREAN.match(head):
        month, day = match["month"], match["day"]
    else:
        return None
    end = match.end() - match[0].endswith((" ", "\n"))
    numbers = (int(each) if each else None for each in (match["year"], month, day))
    return Dateline(match["place"], match.start(), end, *numbers)
