"""The time in a sentence that answers when: the only one, and that of what was asked for."""

import re
from collections.abc import Sequence

from nksearch.analysis import terms
from nksearch.answering.asked import is_new
from nksearch.answering.evidence import Question
from nksearch.answering.occasions import is_time_of
from nksearch.answering.times import Time, find_times
from nksearch.periods.calendar_words import FUNCTION_WORDS, NEXT_WORD
from nksearch.text import has_hangul

_DATELINE = re.compile(r"\A[\w ,.'’-]{2,60}\([A-Z]{2,}[\w ]*\)\s*[-–—]{1,2}")
REPORTING = re.compile(
    r"\b(?:(?:report|cit|quot|announc|publish|disclos|reveal|carri|not)(?:ed|es|s|ing|e)?"
    r"|sa(?:id|ys|y|ying)|t[eo]l[dl]s?|wr(?:ote|ites)|according|as of)\b",
    re.IGNORECASE,
)
_REPORTED = re.compile(rf"{REPORTING.pattern}[^.;]{{0,30}}\Z", re.IGNORECASE)
_KOREAN_REPORTING = re.compile(r"보도|전했|밝혔|발표|말했")
_KOREAN_PICTURE = re.compile(r"사진|영상|화면")
# `김용의 아내는`: what is said is not of him.
_KOREAN_KIN = re.compile(
    r"(?<=의 )(?:부인|아내|남편|아들|딸|아버지|어머니|부친|모친|(?:[남여]|이복)?동생"
    r"|누나|누이|오빠|언니|손자|손녀|조카|삼촌|고모)"
    r"(?=[은는이가께]\w*\s)"
)
_KOREAN_NEAR = re.compile(
    r"(?:의)?\s[가-힣]+\s?(?:직전|직후|이전|이후|전|후|뒤)(?:에|로)?(?![가-힣])"
)
# "two years after 2011" is another year, "the war of 1953" and "the 1953 war" tell of a war.
_COUNTED_FROM = re.compile(
    r"\b(?:decade|year|month|week|day|hour)s? (?:later than |(?:ago )?from )?\Z", re.IGNORECASE
)
_OF = re.compile(r"\b(\w+) of (?:the (?:year )?)?\Z", re.IGNORECASE)
_SPANS_OF_TIME = frozenset(
    "night morning evening afternoon day days month months year years week weeks spring summer "
    "autumn fall winter course half quarter third end beginning start middle".split()
)
# "What was used when it opened?" asks for no time.
_ASKS_OTHERWISE = re.compile(
    r"\W*(?!(?:what|which) (?:\w+ )?"
    r"(?:year|date|day|month|time|century|decade|season|period|era)\b)"
    r"(?:what|which|who|whose|whom|where|how|why)\b",
    re.IGNORECASE,
)
_DETERMINER = re.compile(
    r"\b(?:the|an?|its|his|her|their|this|that)\s(?!year\b)(?:[a-z]+\s)?\Z", re.IGNORECASE
)


def time_answer(question: Question, text: str, relative: Sequence[Time] = ()) -> Time | None:
    """Return the only time that a sentence states of what happened, not of who reported it.

    `relative` are times that are read where it states no other.
    """
    if _ASKS_OTHERWISE.match(question.text):
        return None
    reporting = _KOREAN_REPORTING.search(text)
    if has_hangul(question.text) and reporting and reporting[0] not in question.text:
        return None
    dateline = _DATELINE.match(text)
    begin = dateline.end() if dateline else 0
    times = [each for each in find_times(text) if each.said[0] >= begin] or relative
    found = [each for each in times if is_new(question, text[slice(*each.said)])]
    if len(found) != 1:
        found = [each for each in found if not _reported(question, text[: each.span[0]])]
    if len(found) != 1 or _reported(question, text[: found[0].span[0]]):
        return None
    if _of_something_else(question, text, found[0]):
        return None
    if _KOREAN_PICTURE.search(text) or _KOREAN_NEAR.match(text, found[0].span[1]):
        return None
    if any(match[0] not in question.text for match in _KOREAN_KIN.finditer(text)):
        return None
    if not has_hangul(text) and not is_time_of(question, text, found[0]):
        return None
    said = text[slice(*found[0].said)]
    return found[0] if found[0].date or said.endswith(("s", "century")) else None


def _reported(question: Question, before: str) -> bool:
    """Tell whether a time behind these words is that of a report, which was not asked for."""
    found = _REPORTED.search(before)
    return bool(found) and next(terms(found[0])).text not in question.terms if found else False


def _of_something_else(question: Question, text: str, time: Time) -> bool:
    """Tell whether the time only describes a noun, or others are counted from it."""
    before = text[: time.span[0]]
    if time.limit and _COUNTED_FROM.search(before):
        return True
    of = _OF.search(before)
    if of and of[1].lower() not in _SPANS_OF_TIME:
        return True
    following = NEXT_WORD.match(text, time.span[1])
    if not following or not _DETERMINER.search(before):
        return False
    noun = {term.text for term in terms(following[1])}
    return following[1] not in FUNCTION_WORDS and not noun <= question.terms
