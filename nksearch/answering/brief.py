"""Brief answers: the few characters of a quoted sentence that answer, only where that is clear."""

import re

from nksearch.analysis import content, terms
from nksearch.answering.amounts import TIME, Amount, find_amounts, read_date
from nksearch.answering.asked import tells, words_needed
from nksearch.answering.evidence import Question, Sentence
from nksearch.answering.forms import beginnings, occurs
from nksearch.answering.kinds import is_korean
from nksearch.answering.proper_names import name_answer
from nksearch.text import Span

MEASURED = frozenset({"number", "time"})  # kinds of question whose brief answers are compared

# A sentence that denies neither answers what was, nor confirms or contradicts one that tells it.
DENIAL = re.compile(
    r"\b(?:not|no|never|neither|nor|without|false|untrue|den(?:y|ies|ied)|refut\w+|disput\w+)\b"
    r"|n['’]t\b|[가-힣]지 (?:않|못)|아니|부인",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"\A[\w ,.'’-]{2,60}\([A-Z]{2,}[\w ]*\)\s*[-–—]{1,2}")

_COUNTED = re.compile(r"\bhow (?:many|much) ((?:[\w'’-]+ ?){1,4})", re.IGNORECASE)
_KOREAN_COUNTED = re.compile(r"몇\s?(명|개월|개|세대|번|차례|차|회|톤|대|살|세|가지)")
_ENOUGH = 0.6  # share of the question
_NEAR = 30  # characters between a number and what it counts
# Behind these a number counts something else.
_ELSEWHERE = re.compile(
    r"[,;:()\d]|\.\s|\b(?:and|or|of|in|on|at|from|with|while|was|were|is|are|had|that|who|which)\b"
)
_CLAUSE = re.compile(r"[,;:] ")
_PLURAL = re.compile(r"(?:[^s]s|people|men|women|children)$", re.IGNORECASE)
# "6 million people, a quarter of all, had a mobile phone" counts phones.
_OWNING = re.compile(r"\s?people\b[^.;:]*?\b(?:had|have|owned|own) an? ((?:[\w-]+ ?){1,2})")
_REPORTING = re.compile(
    r"\b(?:(?:report|cit|quot|announc|publish|disclos|reveal|carri|not)(?:ed|es|s|ing|e)?"
    r"|sa(?:id|ys|y|ying)|t[eo]l[dl]s?|wr(?:ote|ites)|according|as of)\b[^.;]{0,30}\Z",
    re.IGNORECASE,
)
_KOREAN_REPORTING = re.compile(r"보도|전했|밝혔|발표|말했")


def brief_answer(question: Question, sentence: Sentence) -> Span | None:
    """Return the characters of the sentence that answer a question of number, time or name.

    None where several could, the sentence has too little of the question or not what was done or
    happened in it, or the question asks for something else.
    """
    if sentence.feature("own") + sentence.feature("resolved") < _ENOUGH:
        return None
    if DENIAL.search(sentence.text) and not DENIAL.search(question.text):
        return None
    if question.kind not in MEASURED:
        return name_answer(question, sentence)
    if not tells(question, sentence):
        return None
    if question.kind == "time":
        return _time(question, sentence.text)
    return _number(question, sentence.text)


def _time(question: Question, text: str) -> Span | None:
    """Return the only time that the sentence states of what happened, not of who reported it."""
    reporting = _KOREAN_REPORTING.search(text)
    if is_korean(question.text) and reporting and reporting[0] not in question.text:
        return None
    dateline = _DATELINE.match(text)
    said = TIME.finditer(text, dateline.end() if dateline else 0)
    found = [match.span() for match in said if _is_new(question, match[0])]
    if len(found) != 1:
        found = [span for span in found if not _reported(question, text[: span[0]])]
    if len(found) != 1 or _reported(question, text[: found[0][0]]):
        return None
    time = text[slice(*found[0])]
    return found[0] if read_date(time) or time.endswith(("s", "century")) else None


def _reported(question: Question, before: str) -> bool:
    """Tell whether a time behind these words is that of a report, which was not asked for."""
    found = _REPORTING.search(before)
    return bool(found) and next(terms(found[0])).text not in question.terms if found else False


def _number(question: Question, text: str) -> Span | None:
    """Return the number of what the question counts, or the only one where it names nothing."""
    times = [match.span() for match in TIME.finditer(text)]
    nouns = _nouns(question.text)
    verb = [word for word in words_needed(question.text)[-1:] if word not in nouns]
    found = [
        each
        for each in find_amounts(text)
        if _is_new(question, text[slice(*each.span)])
        and _in_clause(text, each.span, verb)
        and not any(start < each.span[1] and end > each.span[0] for start, end in times)
    ]
    if korean := _KOREAN_COUNTED.search(question.text):
        (unit,) = {each.unit for each in find_amounts(f"2{korean[1]}")}
        found = [each for each in found if each.value is None or each.unit in {unit, ""}]
    if nouns:
        found = [each for each in found if _counts(text, each, nouns)]
    return found[0].span if len(found) == 1 and found[0].value is not None else None


def _nouns(question: str) -> set[str]:
    """Return what "how many" is followed by: up to a plural that word, else all in lower case."""
    counted = _COUNTED.search(question)
    if not counted:
        return set()
    carrying = list(content(counted[1]))
    nouns = []
    for term in terms(counted[1]):
        if term not in carrying:
            break
        nouns.append((counted[1][term.start : term.end], term.text))
        if _PLURAL.search(nouns[-1][0]):
            return {term.text}
    lower = {term for word, term in nouns if word.islower()}
    return lower or {term for _, term in nouns}


def _in_clause(text: str, span: Span, needed: list[str]) -> bool:
    """Tell whether the words stand in the same clause as the number."""
    begins = [match.end() for match in _CLAUSE.finditer(text, 0, span[0])]
    end = _CLAUSE.search(text, span[1])
    clause = text[max(begins, default=0) : end.start() if end else len(text)]
    words = frozenset(term.text for term in terms(clause))
    return all(occurs(term, words, beginnings(words)) for term in needed)


def _counts(text: str, amount: Amount, nouns: set[str]) -> bool:
    """Tell whether one of the nouns follows the number shortly, before anything else begins."""
    owned = _OWNING.match(text, amount.span[1])
    if owned and any(term.text in nouns for term in terms(owned[1])):
        return True
    behind = text[amount.span[1] : amount.span[1] + _NEAR]
    if cut := _ELSEWHERE.search(behind):
        behind = behind[: cut.start()]
    return any(term.text in nouns for term in terms(behind))


def _is_new(question: Question, said: str) -> bool:
    """Tell whether the question does not say the same itself."""
    return not {term.text for term in terms(said)} <= question.terms
