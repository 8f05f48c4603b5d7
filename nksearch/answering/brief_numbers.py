"""The number in a sentence that answers how many, how much, how long: the only one that can."""

import re
from dataclasses import replace

from nksearch.analysis import content, terms
from nksearch.answering.amounts import FIRST_NUMBERS, Amount, find_amounts
from nksearch.answering.asked import has_all, is_new, words_needed
from nksearch.answering.evidence import Question
from nksearch.answering.measures import CURRENCIES, LENGTHS, OF_MEASURE, TIMES, WEIGHTS
from nksearch.answering.times import find_times
from nksearch.text import Span

_COUNTED = re.compile(r"\bhow (?:many|much) ((?:[\w'’-]+ ?){1,4})", re.IGNORECASE)
_KOREAN_COUNTED = re.compile(r"몇\s?(명|개월|개|세대|번|차례|차|회|톤|대|살|세|가지)")
_PLURAL = re.compile(r"(?:[^s]s|people|men|women|children)$", re.IGNORECASE)
_ANYBODY = frozenset(term.text for term in terms("people persons person"))
_NEAR = 30  # characters between a number and what it counts
# Behind these a number counts something else.
_ELSEWHERE = re.compile(
    r"[,;:()\d]|\.\s|\b(?:and|or|of|in|on|at|from|with|while|was|were|is|are|had|that|who|which)\b"
)
# Where a clause ends, and with it what its verb tells of.
_CLAUSE = re.compile(
    r"[,;:] |\b(?:but|after|when|while|before|as|because|since|until|though|although|whereas)\b"
    r"|\band (?=\d|\w+ed\b|(?:has|had|have|was|were|left|made|took|sent|said|held|met|built)\b)"
)
# "6 million people, a quarter of all, had a mobile phone" counts phones.
_OWNING = re.compile(r"\s?people\b[^.;:]*?\b(?:had|have|owned|own) an? ((?:[\w-]+ ?){1,2})")
# "20 of the 50 ships", "the 3rd of 20 ships": there are so many, and not all did it.
_PART_OF_ALL = re.compile(
    rf"(?:\d+(?:st|nd|rd|th)?|percent|%|\b(?:{'|'.join(FIRST_NUMBERS)}|first|second|third|last|some|"
    r"many|most|all|none|each|several|half|quarter|thirds?|part|few|any|majority|number|out)) of "
    r"(?:the |its |their |all )*(?:[a-z]+ )?\Z",
    re.IGNORECASE,
)
# "20 soldiers and 5 people": together they were 25 people.
_ADDED = re.compile(r"\d [a-z]+,? and \Z")
_ADDED_BEHIND = re.compile(r" people and \d")
# "20 percent more", "three times as many", "20 more people": only in comparison.
_COMPARES = re.compile(
    r"(?:\s?times)?\s(?:as (?:many|much|large|big)|more|fewer|less|higher|lower|larger|smaller|"
    r"longer|shorter|bigger|above|below)\b|(?:\s|-)?fold\b|\stimes\sthe\b",
    re.IGNORECASE,
)
_VAGUE = r"\b(?:dozens|scores|hundreds|thousands|millions|many|several|수십|수백|수천)\b"
_VAGUE_COUNT = re.compile(rf"{_VAGUE} (?:of )?((?:[\w-]+ ?){{1,3}})", re.IGNORECASE)
# No noun follows, so that it counts what another number of the sentence does.
_BARE = re.compile(
    r"\s?(?:[,.;:)]|\Z|(?:in|by|on|at|from|to|and|then|last|this|a year|the)\b)", re.IGNORECASE
)
_JOINED = re.compile(r"(?:\b(?:and|or|then|to|from|with)|,) \Z", re.IGNORECASE)
_NAMED = re.compile(r"(?:\b[A-Z][\w.-]*|[Nn]o\.) \Z")
# Questions that want one kind of unit.
_WANTED = tuple(
    (re.compile(pattern, re.IGNORECASE), units)
    for pattern, units in (
        (r"\bhow long\b", TIMES | LENGTHS),
        (r"\bhow (?:far|wide|tall|deep|thick)\b|\b(?:length|width|depth|distance)\b", LENGTHS),
        (r"\b(?:how high|height)\b|높이|길이|거리|너비", LENGTHS | {"share"}),
        (r"\bhow heavy\b|\bweigh", WEIGHTS),
        (r"\bpercent|\bwhat share\b", frozenset({"share"})),
        (
            r"\bhow much (?:did|does|do|was|is|has|had|were|are)\b.*\b(?:costs?|paid|pay|spen[dt]|"
            r"earn\w*|worth|price\w*|sold|sell|buy|bought|invest\w*|owe\w*|donat\w*)\b"
            r"|\b(?:price|cost|salary|wage)\b",
            CURRENCIES,
        ),
    )
)
_EXTENT = {
    adjective: re.compile(rf"[\s-](?:{adjective}|in {noun})\b")
    for adjective, noun in (
        *(("long", "length"), ("wide", "width"), ("deep", "depth"), ("high", "height")),
        *(("tall", "height"), ("thick", "thickness")),
    )
}
_SAME_EXTENT = {"high": "tall", "tall": "high"}
_OLD = re.compile(r"\bhow old\b", re.IGNORECASE)
_AGE_BEFORE = re.compile(r"\b(?:aged|age(?: of)?|was|is|turned|turning|at) \Z", re.IGNORECASE)
_AGE_BEHIND = re.compile(r"\s(?:old|of age)\b")


def number_answer(question: Question, text: str) -> Span | None:
    """Return the number of what the question counts, or the only one where it names nothing."""
    times = [each.said for each in find_times(text)]
    amounts = list(find_amounts(text, beside=times))
    if not _COMPARES.search(question.text):
        amounts = [_compared(text, each) for each in amounts]
    nouns = _nouns(question.text)
    verb = [word for word in words_needed(question.text)[-1:] if word not in nouns]
    found = [
        each
        for each in _of_wanted_kind(question.text, text, amounts)
        if is_new(question, text[slice(*each.figures)])
        and (_OLD.search(question.text) or _in_clause(text, each.span, verb))
        and not (verb and _PART_OF_ALL.search(text[: each.figures[0]]))
    ]
    if nouns:
        found = [each for each in found if _counts(text, each, nouns)]
        rest = [each for each in amounts if each not in found]
        if _counts_vaguely(text, nouns) or any(_is_bare(text, each) for each in rest):
            return None
        if not nouns.isdisjoint(_ANYBODY) and any(_is_added(text, each) for each in found):
            return None
    return found[0].span if len(found) == 1 and found[0].value is not None else None


def _compared(text: str, amount: Amount) -> Amount:
    """Return the amount, without its value where it only says by how much something differs."""
    compares = any(_COMPARES.match(text, end) for end in (amount.figures[1], amount.span[1]))
    more = amount.bound and text[slice(*amount.span)].endswith(("more", "longer", "less", "fewer"))
    return replace(amount, value=None) if compares and not more else amount


def _of_wanted_kind(question: str, text: str, amounts: list[Amount]) -> list[Amount]:
    """Return the amounts that have a unit as the question wants it, and what has no value."""
    if _OLD.search(question):
        return [each for each in amounts if _is_age(text, each)]
    if korean := _KOREAN_COUNTED.search(question):
        (unit,) = {each.unit for each in find_amounts(f"2{korean[1]}")}
        return [each for each in amounts if each.value is None or each.unit in {unit, ""}]
    wanted = next((units for pattern, units in _WANTED if pattern.search(question)), None)
    if wanted:
        amounts = [each for each in amounts if each.value is None or each.unit in wanted]
    return _of_extent(question, text, amounts)


def _of_extent(question: str, text: str, amounts: list[Amount]) -> list[Amount]:
    """Return those that "long" or "wide" follows, where the question has it and some are told."""
    told = {
        each: name
        for each in amounts
        for name, pattern in _EXTENT.items()
        if pattern.match(text, each.span[1])
    }
    asked = re.search(rf"\bhow ({'|'.join(_EXTENT)})\b", question, re.IGNORECASE)
    if not asked or not told:
        return amounts
    wanted = {asked[1].lower(), _SAME_EXTENT.get(asked[1].lower())}
    return [each for each in amounts if told.get(each) in wanted]


def _is_age(text: str, amount: Amount) -> bool:
    years = amount.unit == "month" and text[slice(*amount.span)].lower().endswith(("year", "years"))
    if years:
        return bool(_AGE_BEHIND.match(text, amount.span[1]))
    return amount.unit == "" and bool(_AGE_BEFORE.search(text[: amount.span[0]]))


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
    return has_all(text[max(begins, default=0) : end.start() if end else len(text)], needed)


def _counts(text: str, amount: Amount, nouns: set[str]) -> bool:
    """Tell whether one of the nouns follows the number shortly, before anything else begins."""
    owned = _OWNING.match(text, amount.span[1])
    if owned and any(term.text in nouns for term in terms(owned[1])):
        return True
    behind = text[amount.span[1] : amount.span[1] + _NEAR]
    if amount.unit in OF_MEASURE:
        behind = behind.removeprefix(" of")
    if cut := _ELSEWHERE.search(behind):
        behind = behind[: cut.start()]
    said = text[amount.figures[1] : amount.span[1]] + behind
    return any(term.text in nouns for term in terms(said))


def _counts_vaguely(text: str, nouns: set[str]) -> bool:
    """Tell whether the sentence has "dozens of" the nouns: any other number is of something."""
    said = (terms(match[1]) for match in _VAGUE_COUNT.finditer(text))
    return any(term.text in nouns for each in said for term in each)


def _is_added(text: str, amount: Amount) -> bool:
    """Tell whether the number of people is one of a sum."""
    before, behind = text[: amount.span[0]], amount.figures[1]
    return bool(_ADDED.search(before) or _ADDED_BEHIND.match(text, behind))


def _is_bare(text: str, amount: Amount) -> bool:
    """Tell whether no noun follows a number, as in "one million users and then two million"."""
    before = text[: amount.span[0]]
    if amount.value is None or amount.unit or _NAMED.search(before):
        return False
    return bool(_BARE.match(text, amount.span[1]) and _JOINED.search(before))
