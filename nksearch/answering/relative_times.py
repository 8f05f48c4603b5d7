"""Times that mean a day, month or year only with the day of publication: last April, the 25th.

Only what is sure is read, in English: nothing that is counted roughly ("two years ago"), quoted, or
another day where the article was published late or in another time zone ("yesterday").
"""

import re
from datetime import date, timedelta

from nksearch.answering.asked import COMMA, has_all, words_needed
from nksearch.answering.brief_times import REPORTING
from nksearch.answering.evidence import Question, Sentence
from nksearch.answering.times import Date, Time
from nksearch.datelines import find_dateline
from nksearch.periods.calendar_words import (
    BEFORE,
    COMPARED,
    FUNCTION_WORDS,
    NEXT_WORD,
    POSSESSIVE,
    VERB,
)
from nksearch.periods.events import EventDate, event_dates
from nksearch.periods.moments import find_moments
from nksearch.text import Span, has_hangul

_SAME_DAY = re.compile(r"\bago\s+(?:today|this\s+day)\Z", re.IGNORECASE)
_ROUGH = re.compile(r"\bago\Z|\Alater\b", re.IGNORECASE)
_WHICH = re.compile(r"(?:last|past|next|this)\s(?!month\b|year\b)", re.IGNORECASE)
_BLURRED = re.compile(
    r"\b(?:an?|its|his|her|their|that|this|almost|nearly|roughly|approximately|over|under|some"
    r"|early|mid|late|sometime|even|every|each|mostly|partly|only|not)[\s-]+\Z",
    re.IGNORECASE,
)
# What is hoped, claimed or doubted need not have been.
_DOUBTED = re.compile(
    r"\b(?:if|whether|unless|hop(?:es?|ed|ing)|fear(?:s|ed)?|claim\w*|alleg\w*|belie[fv]\w*|suspect\w*"
    r"|rumou?r\w*|suppos\w*|reportedly|(?-i:may)|might|could|should|would|expect\w*|plan\w*)\b",
    re.IGNORECASE,
)
_JOINT = re.compile(r"\b(?:and|but|or|then|that|while|as|who|which|because|after|before)\b")
_QUOTE = re.compile(r"[«„‘「『]|(?<!\w)'(?=\w)")
_STATED = frozenset({"in", "on", "during"})
# Farther back, a day without its month is not sure; nor is a day of the week that, in another time
# zone, was today or a week ago.
_DAYS_BACK = {"month added": range(15), "weekday": range(1, 6)}


def relative_times(question: Question, sentence: Sentence) -> list[Time]:
    """Return the only time of the sentence, if the day of publication tells what it means.

    Its `date` is what it means. Empty where that is not sure, or it may not be the time of what was
    asked for.
    """
    published = _published(sentence)
    if published is None or has_hangul(sentence.text):
        return []
    start, end = sentence.span
    times = event_dates(sentence.passage.text[:end], published)
    inside = [each for each in times if each.start >= start and each.how != "dateline"]
    if len(inside) != 1:
        return []
    said = (inside[0].start - start, inside[0].end - start)
    if inside[0].how == "month added":  # "on the 25th"
        said = (said[0] - len("the "), said[1])
    others = (
        each.start < said[1] and each.end > said[0]
        for each in find_moments(sentence.text, published)
    )
    if not all(others):  # another time, though it may not be clear which
        return []
    meant = _meant(sentence.text[slice(*said)], inside[0], published)
    sure = meant and _is_stated(sentence.text, said)
    return [Time(said, said, meant)] if sure and _is_of(question, sentence.text, said) else []


def _published(sentence: Sentence) -> date | None:
    """Return the day of publication, None where the article or its dateline has another one."""
    passage = sentence.passage
    try:
        published = date.fromisoformat((passage.date or "")[:10])
    except ValueError:
        return None
    dateline = find_dateline(passage.text) if passage.start == 0 else None
    written = dateline.nearest(published) if dateline else None
    return None if passage.date_conflict or written not in (None, published) else published


def _meant(said: str, found: EventDate, published: date) -> Date | None:
    """Return the day, month or year that is meant, None where it is not sure."""
    if found.how not in {"relative", *_DAYS_BACK} or found.first > published or _ROUGH.search(said):
        return None
    if found.how in _DAYS_BACK:
        days = (published - found.first).days
        sure = days in _DAYS_BACK[found.how] and not _WHICH.match(said)
    elif found.first == found.last:
        sure = bool(_SAME_DAY.search(said))
    else:  # "last April" in June may be that of this year or of the last
        sure = not _WHICH.match(said) or found.first.year < published.year
    return _whole(found.first, found.last) if sure else None


def _whole(first: date, last: date) -> Date | None:
    """Return the day, month or year from the first to the last day, None if it is none of these."""
    if first == last:
        return first.year, first.month, first.day
    following = last + timedelta(days=1)
    months = (following.year - first.year) * 12 + following.month - first.month
    if (first.day, following.day) != (1, 1) or months not in (1, 12):
        return None
    if months == 1:
        return first.year, first.month, None
    return (first.year, None, None) if first.month == 1 else None


def _is_stated(text: str, said: Span) -> bool:
    """Tell whether a time stands for itself: not "since last year", "last year's", or quoted."""
    before = text[: said[0]]
    if before.count('"') % 2 or before.rfind("“") > before.rfind("”") or _QUOTE.search(before):
        return False
    if POSSESSIVE.match(text, said[1]) or text[said[1] : said[1] + 1] in {"-", "–"}:
        return False
    role = BEFORE.search(before)
    if role:
        return role["word"].lower() in _STATED and not role["the"]
    return not (COMPARED.search(before) or _BLURRED.search(before))


def _is_of(question: Question, text: str, said: Span) -> bool:
    """Tell whether the time stands right with what the question says was done or happened."""
    needed = words_needed(question.text)
    borders = [0, *(match.end() for match in COMMA.finditer(text)), len(text)]
    begin = max(each for each in borders if each <= said[0])
    ends = [each for each in borders if each > said[1]]
    before, behind = text[begin : said[0]], text[said[1] : ends[0] if ends else len(text)]
    if not needed or _DOUBTED.search(text) or _is_told_as_present(needed[-1], text):
        return False
    if not re.search(r"\w", BEFORE.sub("", before)):  # it opens a clause, or is one
        if not re.search(r"\w", behind):
            behind = text[said[1] : ends[min(1, len(ends) - 1)]]
        return has_all(_JOINT.split(behind)[0], needed) and not REPORTING.search(behind)
    following = NEXT_WORD.match(text, said[1])
    noun = following and following[1].lower() not in FUNCTION_WORDS
    last = before.split()[-1]
    verb = VERB.fullmatch(last.lower()) and not any(has_all(last, [word]) for word in needed)
    return has_all(_JOINT.split(before)[-1], needed) and not noun and not verb


def _is_told_as_present(word: str, text: str) -> bool:
    """Tell whether it may be to come: "when the ship sails on Wednesday"."""
    return re.search(rf"\b{re.escape(word)}e?s\b", text, re.IGNORECASE) is not None
