"""Whether two sentences of different articles say the same of one event, or contradict each other.

In doubt neither: another place or year is another flood, and what is denied or still to come
neither confirms nor contradicts what happened.
"""

import re
from dataclasses import dataclass
from datetime import date

from nksearch.analysis import Term, content, terms
from nksearch.answering.amounts import find_amounts
from nksearch.answering.brief import Brief
from nksearch.answering.comparison import same_amount, same_time
from nksearch.answering.evidence import TOO_ALIKE, Question, Sentence, alike
from nksearch.answering.moods import mood
from nksearch.answering.times import MONTH, Date, find_times, read_date, same_date, written_out
from nksearch.dates import MONTHS
from nksearch.mentions import form_of
from nksearch.text import has_hangul

_COMPARE = {"number": same_amount, "time": same_time}
_COMPARABLE = 0.5  # share of the question that both sentences have
_FAR_APART = 366  # days between articles: a number without a year may be of another event

# Who tells of an event is not part of it.
_NAME = r"(?:[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*)*)"
_REPORTER = re.compile(
    rf"\b(?:[Aa]ccording to|told|by) (?:the )?{_NAME}"
    rf"|(?:[Tt]he )?{_NAME}(?: \w+)? (?:said|says|report(?:s|ed)|wrote|writes|announced|told|"
    rf"claimed|estimated|put)\b|\({_NAME}\)|\A{_NAME},? [^()]{{0,30}}\([A-Z][\w ]+\) ?[-–—]+"
)
_NO_NAME_ENDING = re.compile(r"(?:s|ed|ing|ly)\Z")
_MONTH_ALONE = re.compile(
    rf"\b(?i:in|last|this|since|until|by|early|mid|late|of)[ -]({MONTH})\b"
    r"|(?<!\d)(\d{1,2})\s?월"
)
_WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|[월화수목금토일]요일")
_KOREAN_END = re.compile(r"[.!?…다요죠까]\W*\Z")  # what has none is cut short
_KOREAN_PLACE = re.compile(r"([가-힣]{2,})(?:에서)(?:는|도)?(?![가-힣])")


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence with the characters of its brief answer."""

    sentence: Sentence
    brief: Brief | None

    @property
    def text(self) -> str:
        """The brief answer: what a relative time means, anything else verbatim."""
        if self.brief and self.brief.date:
            return written_out(self.brief.date)
        return self.sentence.text[slice(*self.brief.span)] if self.brief else ""


def agree(question: Question, first: Said, other: Said) -> bool | None:
    """Tell whether two brief answers agree, None where there are none that can be compared."""
    one, two = first.sentence, other.sentence
    if not (first.brief and other.brief and comparable(one) and comparable(two)):
        return None
    if mood(one.text) != mood(two.text) or _of_other_events(question, one, two):
        return None
    compare = _COMPARE.get(question.kind or "")
    if not compare:  # other names may mean the same, or be right as well
        return True if form_of(first.text) == form_of(other.text) else None
    same = compare(first.text, other.text)
    return None if same is False and _far_apart(one, two) else same


def confirms(question: Question, first: Said, other: Said) -> bool:
    """Tell whether the brief answers agree, or else the words with every name, number and time."""
    if (same := agree(question, first, other)) is not None:
        return same
    one, two = first.sentence, other.sentence
    if alike(one, two) < TOO_ALIKE or mood(one.text) != mood(two.text):
        return False
    return _details(one.text, two.text) == _details(two.text, one.text)


def comparable(sentence: Sentence) -> bool:
    """Tell whether a sentence is whole, and has enough of the question to confirm or contradict."""
    if has_hangul(sentence.text) and not _KOREAN_END.search(sentence.text):
        return False
    return sentence.feature("own") + sentence.feature("resolved") >= _COMPARABLE


def _details(text: str, other: str) -> frozenset[object]:
    """Return what must be the same in both sentences, as values where it can be read."""
    times = list(find_times(text))
    numbers = [
        text[slice(*each.span)] if each.value is None else (each.value, each.unit, each.bound)
        for each in find_amounts(text, beside=[each.said for each in times])
    ]
    said = [(each.date or text[slice(*each.said)], each.limit) for each in times]
    return frozenset(
        (*numbers, *said, *_months(text), *_WEEKDAY.findall(text), *_names(text, other))
    )


def _of_other_events(question: Question, one: Sentence, other: Sentence) -> bool:
    """Tell whether each has a name that the other lacks, or their times contradict each other."""
    mine, theirs = _names(one.text, other.text), _names(other.text, one.text)
    shared = (mine & theirs) | question.terms
    if mine - shared and theirs - shared:
        return True
    if question.kind == "time":
        return False
    pairs = [same_date(first, second) for first in _dates(one) for second in _dates(other)]
    return bool(pairs) and all(same is False for same in pairs)


def _names(text: str, other: str) -> frozenset[str]:
    """Return the names in a text, without those of who tells it.

    The first word is one where it looks like no other word and is not small in the other text.
    """
    told = _REPORTER.sub(lambda match: " " * len(match[0]), text)
    small = {term.text for term in terms(other) if other[term.start].islower()}
    words = [each for each in content(told) if told[each.start].isupper()]
    first = next(iter(terms(text)), None)
    found = {
        each.text
        for each in words
        if not _is_time(told, each)
        and (first is None or each.start != first.start or _may_open(told, each, small))
    }
    places = (term.text for match in _KOREAN_PLACE.finditer(text) for term in terms(match[1]))
    return frozenset(found).union(places)


def _is_time(text: str, word: Term) -> bool:
    said = text[word.start : word.end]
    return bool(re.fullmatch(MONTH, said) or _WEEKDAY.fullmatch(said))


def _may_open(text: str, word: Term, small: set[str]) -> bool:
    return word.text not in small and not _NO_NAME_ENDING.search(text[word.start : word.end])


def _dates(sentence: Sentence) -> list[Date]:
    dates = [each.date for each in find_times(sentence.text) if each.date]
    return [*dates, *_months(sentence.text)]


def _months(text: str) -> list[Date]:
    """Return the months that stand without day and year."""
    times = [each.said for each in find_times(text)]
    found: list[Date] = []
    for match in _MONTH_ALONE.finditer(text):
        if not any(start < match.end() and end > match.start() for start, end in times):
            name, number = match.groups()
            month = MONTHS.index(name[:3].lower()) + 1 if name else int(number)
            found.append((None, month, None))
    return found


def _far_apart(one: Sentence, other: Sentence) -> bool:
    """Tell whether the articles are years apart and the sentences do not both name their year."""
    if all(any(year for year, _, _ in _dates(each)) for each in (one, other)):
        return False
    days = [read_date((each.passage.date or "")[:10]) for each in (one, other)]
    if not all(day and all(day) for day in days):
        return False
    first, second = (date(*(part or 1 for part in day)) for day in days if day)
    return abs((first - second).days) > _FAR_APART
