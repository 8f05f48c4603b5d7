"""Brief answers: the few characters of a quoted sentence that answer, only where that is clear."""

import re

from nksearch.analysis import terms
from nksearch.answering.evidence import Question, Sentence
from nksearch.text import Span

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_YEAR = r"(?:1\d|20)\d\d"
_TIME = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH},? {_YEAR}\b"
    rf"|\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? ?{_YEAR})?\b|\b\d{{1,2}} {_MONTH}\b"
    rf"|\b{_MONTH},? (?:of )?{_YEAR}\b|\b{_YEAR}s?\b"
    r"|\b(?:\d{1,2}(?:st|nd|rd|th)) century\b"
    r"|\d{4}\s?년(?:\s?\d{1,2}\s?월(?:\s?\d{1,2}\s?일)?)?|\d{1,2}\s?월\s?\d{1,2}\s?일"
)
_SCALE = r"(?:hundred|thousand|million|billion|trillion)"
_WORDS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|"
    "sixty|seventy|eighty|ninety|a dozen|half"
)
_NUMBER = re.compile(
    rf"(?<![\w.,$€£₩-])(?:[$€£₩]\s?)?(?:\d[\d,]*(?:\.\d+)?|\b(?:{_WORDS})\b)"
    rf"(?:[ -](?:and a half )?{_SCALE})*(?:\s?(?:%|percent\b|per cent\b))?(?!\w)"
    r"|\d[\d,.]*\s?(?:만|억|천|백)?\s?(?:여)?\s?(?:명|개|원|달러|번|차|회|톤|대|세|살|가지|퍼센트|킬로미터|미터|km|%)",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\bhow (?:many|much) ((?:[\w'’-]+ ?){1,3})", re.IGNORECASE)
_ENOUGH = 0.6  # share of the question
_NEAR = 30  # characters between a number and what it counts


def brief_answer(question: Question, sentence: Sentence) -> Span | None:
    """Return the characters of the sentence that answer a question of number or time.

    None where several could, the sentence has too little of the question, or the question asks for
    something else.
    """
    if sentence.feature("own") + sentence.feature("resolved") < _ENOUGH:
        return None
    if question.kind == "time":
        return _only(_new(question, sentence.text, _TIME))
    if question.kind == "number":
        return _number(question, sentence.text)
    return None


def same_answer(one: str, other: str) -> bool:
    """Tell whether two brief answers agree: one has all that the other says."""
    first, second = _said(one), _said(other)
    return first <= second or second <= first


def _said(answer: str) -> frozenset[str]:
    spelled = {word: str(number) for number, word in enumerate(_SPELLED)}
    found = (spelled.get(term.text, term.text) for term in terms(answer.replace("-", " ")))
    return frozenset(each for each in found if each not in {"of", "the"})


_SPELLED = "zero one two three four five six seven eight nine ten eleven twelve".split()


def _number(question: Question, text: str) -> Span | None:
    """Return the number of what the question counts, or the only one."""
    times = [match.span() for match in _TIME.finditer(text)]
    found = [
        span
        for span in _new(question, text, _NUMBER)
        if not any(start < span[1] and end > span[0] for start, end in times)
    ]
    counted = _COUNTED.search(question.text)
    if counted:
        nouns = {term.text for term in terms(counted[1])} & question.weights.keys()
        near = [span for span in found if _counts(text, span, nouns)]
        if near:
            return _only(near)
    return _only(found)


def _counts(text: str, span: Span, nouns: set[str]) -> bool:
    """Tell whether one of the nouns follows the number shortly."""
    return any(term.text in nouns for term in terms(text[span[1] : span[1] + _NEAR]))


def _new(question: Question, text: str, pattern: re.Pattern[str]) -> list[Span]:
    """Return what the pattern finds in the sentence and the question does not say itself."""
    return [
        match.span()
        for match in pattern.finditer(text)
        if not {term.text for term in terms(match[0])} <= question.terms
    ]


def _only(spans: list[Span]) -> Span | None:
    return spans[0] if len(spans) == 1 else None
