"""Whether a time in an English sentence is that of what a question says was done or happened.

Between the time and the word for what happened may stand its place and its object, but nothing else
that was done: "closed, and its owner was arrested in May 2012". The day of a picture is that of
the picture.
"""

import re

from nksearch.analysis import Term, content, terms
from nksearch.answering.asked import has_all, words_needed
from nksearch.answering.evidence import Question
from nksearch.answering.times import MONTH, Time
from nksearch.text import Span

_CAPTION = re.compile(
    r"\b(?:photo(?:graph)?s?|pictures?|pictured|images?|captions?|footage"
    r"|(?:TV|television) screens?)\b|\bwatch\w* [^.]*\b(?:TV|television)\b"
    r"|\bGetty Images|\bREUTERS\b|/(?:AFP|AP|EPA|Getty|Reuters)\b",
    re.IGNORECASE,
)
# "Smoke rises, Kyiv, March 6, 2022": no sentence sets its day so.
_DAY_AT_END = re.compile(r"(?<!day),\s\Z")
_ENDS = re.compile(r"[\s.\"”]*(?:\([^()]*\)[\s.]*)?\Z")
_DOUBTED = re.compile(
    r"\b(?:if|whether|unless|possibl[ey]|reportedly|allegedly|(?-i:may)|might|could|should|must"
    r"|poised|target(?:s|ed|ing)?|rumou?r\w*|unclear|countdown|upcoming)\b|\A(?:Had|Were|Should) ",
    re.IGNORECASE,
)
_ROUGH = re.compile(
    r"\b(?:about|roughly|approximately|at least|no (?:earlier|later|sooner) than)\s+\Z",
    re.IGNORECASE,
)
_ROUGHLY = re.compile(r"\s+(?:at the (?:earliest|latest)|or (?:so|earlier|later))\b", re.IGNORECASE)
# "The largest since 1994" is no time at which it was done, "has been open since 1994" is one.
_HAS = re.compile(r"\b(?:has|have|had) been\b")
_MOST = re.compile(
    r"\b(?!(?:north|south)?west\b|(?:arr|for|gu|harv|inter|prot|r|requ|t)est\b)\w+est\b"
    r"|\b(?-i:first|second|third|most|only|last)\b",
    re.IGNORECASE,
)
# What is done to an event, or comes of it, happens on another day.
_ABOUT_IT = re.compile(
    r"\b(?:anniversar|attempt|protest|commemorat|celebrat|mourn|memorial|condemn|criticis|criticiz"
    r"|discuss|remember|tribute|news|decision|decid|order|offer|threat|aftermath|ahead of"
    r"|called for|track to|marked|marks?\b|times\b|twice\b)\w*",
    re.IGNORECASE,
)
_NOT_DONE = re.compile(
    r"\b(?:almost|nearly|still|already|remain(?:s|ed)?|stay(?:s|ed)?|kept|left|ordered|to"
    r"|to (?!the\b|an?\b)[a-z]+)"
    r"\s+(?:\w+ly\s+)?\Z",
    re.IGNORECASE,
)
_STATE = re.compile(r"\b(?:(?P<now>is|are)|was|were|been)\s+\Z")
_JOINING = (
    "and|but|or|then|while|as|who|whom|whose|which|where|when|because|since|until|although"
    "|though|after|before|following|despite|amid|due to|owing to|in response to|in the wake of"
)
_JOINT = re.compile(rf"\b(?:{_JOINING}|that)\b|;")
_APART = re.compile(rf"\b(?:{_JOINING})\b|;|[,:—–]\s")
_CLAUSE = re.compile(r"\b(?:that|who|whom|whose|which|where|when|while|because|after|before)\b")
_SAME_TIME = re.compile(r"\s+when\b")
_DONE = re.compile(
    r"\b(?!(?:indeed|hundred|need|speed|seed|feed|bed|red)\b)(?:[a-z]+ed"
    r"|said|held|met|made|began|took|sent|told|put|saw|went|won|lost|came|left|gave|grew|rose|fell|struck)\b"
)
_IS = re.compile(
    r"\b(?:is|are|was|were|be|has|have|had|did|will|would)\b"
    r"|\bto (?!the\b|an?\b|its\b|his\b|her\b|their\b|this\b|that\b)[a-z]+\b"
    r"|(?:\A|,)\s+[a-z]+ing\b"
)
# "They conducted a test": the noun tells what was done.
_LIGHT = re.compile(r"conducted|carried|held|staged|executed|performed|made|began|took|reported")
_PARTICIPLE = re.compile(r",\s+[a-z]+ing\b")
_ACTIVE = re.compile(r"\bdid\b", re.IGNORECASE)
_PRONOUN = re.compile(r"\b(?:he|she|it|they|his|her|its|their|who|which)\b", re.IGNORECASE)
# Whoever did it stands right before: "her sister, who had died".
_WHO = re.compile(r"(?P<who>[\w'’-]+),? (?:who|which|that) (?:\w+ly |(?:has|had|was|were) )*\Z")
# "Her brother died" and "the wife of Kim Yong died" are not of her and him.
_KIN = re.compile(
    r"(?:['’]s?|(?<!and )(?<!with )(?<!, )\b(?:his|her|their|the|an?))\s(?:[\w-]+\s){0,2}"
    r"(?P<kin>(?:grand)?(?:wife|widow|husband|son|daughter|child|children|father|mother|parents?"
    r"|brother|sister|uncle|aunt|nephew|niece|cousin)s?)\b",
    re.IGNORECASE,
)
_HAPPENS = re.compile(r"\b(?:(?:takes?|took|taken) place|(?:was|were) held|occurred|happened)\b")
_LEADING = r"(?:in|at|near|from|of|on|off|to|into|by|for|with|over|across|under|during|against)"
_CAPITALS = r"[A-Z][\w.'’-]*(?:\s[A-Z][\w.'’-]*)*"
_NAME = re.compile(
    rf"(?<![\w'’-])(?:(?P<before>\b{_LEADING} (?:the )?)(?={_CAPITALS}))?"
    rf"(?P<name>{_CAPITALS})"
)
_TIME_NAME = re.compile(rf"{MONTH}\.?|\w+day")
_IN = re.compile(r"(?:in|at|near) (?:the )?")
_PLACE_BESIDE = re.compile(rf", {_CAPITALS}")  # "in Berlin, Germany"
_NATIONAL = re.compile(r"(?:an|ese|ish)\Z")  # "the North Korean leader"
# Where a time opens a clause: "In 2011, ", "on the morning of Monday, May 9, ".
_BORDER = re.compile(r"[,;:—–]\s|\s-+\s")
_WEEKDAY = re.compile(r"\w+day,?\s\Z")
_OPENS = re.compile(
    r"\W*(?:(?:back|early|late|mid|in|on|at|by|during|since|the|of|\w+day|night|morning|evening"
    r"|afternoon|spring|summer|autumn|fall|winter|beginning|start|middle|end|and|but)\W+)*",
    re.IGNORECASE,
)


def is_time_of(question: Question, text: str, time: Time) -> bool:
    """Tell whether the time in the text is when what the question asks for happened.

    A question of nothing that was done or happened is answered by any time.
    """
    if _is_of_picture(question, text, time.said) or _is_rough(text, time.said):
        return False
    needed = words_needed(question.text)
    if not needed:
        return True
    event = _nearest(needed[-1], text, time.span)
    if event is None or not _is_done(text, event, time.span):
        return False
    if _is_of_others(question, text, event, time.span):
        return False
    if _is_elsewhere(question, text, event, time.span):
        return False
    if time.span[1] <= event.start:
        return _opens(question, text, event, time.span, needed)
    between = _HAPPENS.sub(" ", text[event.end : time.span[0]])
    before = _APART.split(text[: event.start])[-1]
    return not (
        _JOINT.search(between)
        or _IS.search(between)
        or _acts(between, needed)
        or _acts(_LIGHT.sub("", before), needed)
        or _is_about_it(question, f"{before} | {between}")
    )


def _is_of_picture(question: Question, text: str, said: Span) -> bool:
    """Tell whether the time is that of a picture, which was not asked for."""
    caption = _CAPTION.search(text)
    if caption and not {term.text for term in terms(caption[0])} <= question.terms:
        return True
    day = re.search(rf"{MONTH}\b\.? \d|\d {MONTH}", text[slice(*said)])
    return bool(day and _DAY_AT_END.search(text[: said[0]]) and _ENDS.match(text, said[1]))


def _is_rough(text: str, said: Span) -> bool:
    if _ROUGH.search(text[: said[0]]) or _ROUGHLY.match(text, said[1]):
        return True
    if not re.search(r"\bsince\s+(?:the\s+)?(?:\w+\s+)?\Z", text[: said[0]], re.IGNORECASE):
        return False
    return bool(_MOST.search(text[: said[0]])) or not _HAS.search(text)


def _is_done(text: str, event: Term, time: Span) -> bool:
    """Tell whether it was done, without doubt, and then: not "is closed" or "to close"."""
    before = text[: event.start]
    start, end = min(event.start, time[0]), max(event.end, time[1])
    begun = [match.end() for match in _APART.finditer(text, 0, start)]
    doubted = _DOUBTED.search(text[begun[-1] if begun else 0 : end])
    state = _STATE.search(before)
    is_state = state and (state["now"] or text[event.start : event.end].lower() == "open")
    return not (doubted or is_state or _NOT_DONE.search(before))


def _opens(question: Question, text: str, event: Term, time: Span, needed: list[str]) -> bool:
    """Tell whether a time before the event opens its clause: "In 2011, the mill closed"."""
    between = text[time[1] : event.start]
    if _SAME_TIME.match(between):
        return True
    opens = _OPENS.fullmatch(_BORDER.split(_WEEKDAY.sub("", text[: time[0]]))[-1])
    otherwise = _CLAUSE.search(between) or _PARTICIPLE.search(between)
    about_it = _is_about_it(question, between)
    return bool(opens) and not (otherwise or about_it or _acts(between, needed))


def _is_about_it(question: Question, text: str) -> bool:
    """Tell whether the text has a word for what comes of an event that was not asked for."""
    return any(
        not {term.text for term in terms(match[0])} <= question.terms
        for match in _ABOUT_IT.finditer(text)
    )


def _nearest(word: str, text: str, said: Span) -> Term | None:
    """Return where the text has the term, or what says the same, nearest to the time."""
    found = [
        each
        for each in terms(text)
        if not said[0] <= each.start < said[1] and has_all(text[each.start : each.end], [word])
    ]
    return min(found, key=lambda each: max(said[0] - each.end, each.start - said[1]), default=None)


def _acts(between: str, needed: list[str]) -> bool:
    """Tell whether something else is done there than what was asked for."""
    return any(
        not any(has_all(match[0], [word]) for word in needed) for match in _DONE.finditer(between)
    )


def _is_of_others(question: Question, text: str, event: Term, time: Span) -> bool:
    """Tell whether somebody else did it, or it was done to something else."""
    before, between = text[: event.start], text[event.end : time[0]]
    begun = [match.end() for match in _JOINT.finditer(before)]
    others = [match["kin"] for match in _KIN.finditer(before, begun[-1] if begun else 0)]
    if who := _WHO.search(before):
        others.append(who["who"])
    if any(not {term.text for term in terms(each)} <= question.terms for each in others):
        return True
    opens = time[1] <= event.start
    told = _names(text) if opens else _names(before)[-1:]
    asked, objects = _names(question.text), _names(_PLACE_BESIDE.sub("", between))
    if any(not name & question.terms for name in objects):
        return True
    if not asked:
        return False
    if told and not opens and _ACTIVE.search(question.text):
        objects = []
    if not (told or objects):
        words = {term.text for term in terms(f"{before} {between}")}
        return not (_PRONOUN.search(before) or words & frozenset().union(*asked))
    return not any(name <= other or other <= name for name in asked for other in (*told, *objects))


def _is_elsewhere(question: Question, text: str, event: Term, time: Span) -> bool:
    """Tell whether it happened in another place than the one that the sentence has elsewhere."""
    start, end = min(event.start, time[0]), max(event.end, time[1])
    begun = [match.end() for match in _APART.finditer(text, 0, start)]
    ends = _APART.search(text, end)
    clause = slice(begun[-1] if begun else 0, ends.start() if ends else len(text))
    asked, here = _places(question.text), _places(text[clause])
    return bool(here) and any(
        not any(place & other for other in here) and place <= _terms_of(text) for place in asked
    )


def _places(text: str) -> list[frozenset[str]]:
    """Return the terms of each name that stands behind "in" or the like, without times."""
    names = [
        match["name"]
        for match in _NAME.finditer(text)
        if _IN.fullmatch(match["before"] or "") and not _TIME_NAME.fullmatch(match["name"])
    ]
    return [name for name in map(_terms_of, names) if name]


def _names(text: str) -> list[frozenset[str]]:
    """Return the terms of each name that no preposition makes a place or the like."""
    found = []
    for match in _NAME.finditer(text):
        name = _terms_of(match["name"])
        is_time = _TIME_NAME.fullmatch(match["name"])
        describes = _NATIONAL.search(match["name"]) and text[match.end() :][:1] == " "
        if name and not (match["before"] or is_time or describes):
            found.append(name)
    return found


def _terms_of(text: str) -> frozenset[str]:
    return frozenset(term.text for term in content(text))
