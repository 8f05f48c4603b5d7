"""Names in a sentence that answer who, which and where, by where they stand to what was done.

Only patterns that leave little doubt are read: the subject or object of the question's verb, the
role that the question names beside a name, a place behind its preposition. Where several names
fit there is no answer. Korean is left out: the only new name was right in one of two sentences.
"""

import re
from collections.abc import Callable, Container, Iterable, Iterator

from nksearch.analysis import Term, content, terms
from nksearch.answering.asked import tells, words_needed
from nksearch.answering.evidence import Question, Sentence
from nksearch.answering.forms import beginnings, occurs
from nksearch.answering.times import MONTH
from nksearch.mentions import form_of
from nksearch.periods.calendar_words import FUNCTION_WORDS, NEXT_WORD, VERB
from nksearch.text import Span, has_hangul

_CAPITAL = r"(?:[A-Z][\w’'-]*|(?:[A-Z]\.)+(?=\s[A-Z]))"
_LINK = r"(?:of(?: the)?|the|on|de|von|van|der|la|al|bin|aan|&|for)"
_TIME = rf"(?:{MONTH}\b|\w+day\b)"
_NAME = re.compile(rf"\b{_CAPITAL}(?: (?:{_LINK} ){{0,2}}(?!{_TIME}){_CAPITAL})*")
# "North American colleges": what so ends and has its noun behind it names no place.
_LIKE_ADJECTIVE = re.compile(r"\w(?:an|ese|ish|ic)\Z")
_ADJECTIVE = re.compile(
    r"\b(?:American|European|Asian|African|Korean|Russian|Ukrainian|Belarusian|Mongolian|Canadian|"
    r"Australian|Indian|Iranian|Syrian|Egyptian|Cuban|German|Italian|Malaysian|Indonesian|Chinese|"
    r"Japanese|Vietnamese|British|Swedish|Polish|Spanish|Turkish|French|Soviet)\Z"
)
_NO_NAME = re.compile(  # what has a capital at the beginning of a sentence, or always
    r"(?:The|An?|In|On|At|By|To|From|For|With|Of|As|If|It|Its|He|His|She|Her|They|Their|We|Our|I|"
    r"This|That|These|Those|There|When|While|Where|After|Before|During|Since|Until|Although|"
    r"Though|Despite|Because|But|And|Or|So|Yet|Then|Later|Now|Today|Once|Also|However|Meanwhile|"
    r"Both|Some|Many|Most|Several|All|Another|Other|One|Two|Three|Under|Over|Between|According|"
    rf"Early|Earlier|Soon|Currently|Such|Unlike|Like|Who|What|Which|No|{MONTH}|\w+day)\Z"
)
_TITLES = frozenset(
    term.text
    for term in terms(
        "president chairman chairwoman premier prime general secretary marshal comrade minister "
        "foreign defence defense vice deputy mr mrs ms dr sir mayor governor senator chancellor "
        "ambassador supreme leader chief captain colonel professor actor actress director"
    )
)
_WHO = re.compile(
    r"(?:^|(?<=[,:;] ))who\b|\bname of the [a-z ]{2,40} who\b"
    r"|(?:^|(?<=[,:;] ))(?:which|what) (?!(?:did|do|does|is|was|has) )(?:[a-z]+ ){0,2}?(?:person|"
    r"man|woman|act(?:or|ress)|singer|player|president|king|queen|leader|author|scientist|coach|"
    r"politician|director|philosopher|team|band|company|organi[sz]ation|group|party|agency|nation|"
    r"country|city|state|island|region|province)\b",
    re.IGNORECASE,
)
_WHERE = re.compile(
    r"\bwhere\b|\b(?:in|at|to|from) (?:which|what) (?:city|place|country|town|province)\b",
    re.IGNORECASE,
)
_ASKS_OBJECT = re.compile(r" (?:did|do|does)\b")
_ASKS_ROLE = re.compile(r" (?:is|was|are|were|became|has been) (?:the|an?|\w+['’]s) ")
_ASKS_OWNER = re.compile(r" (?:has|have|had) (?:the|an?|\d|most|more)\b")
_ADVERBS = frozenset("first last second former current origin present previous new".split())
# What may stand between a name and its verb, and between a verb and its name.
_SUBJECT = re.compile(
    r"(?:,? (?:who|which|that))?(?: (?:is|was|were|are|has|had|have|been|also|then|later|first|"
    r"finally|once|again|\w+ly))* \Z"
)
_TITLED = r"(?:[A-Z][\w-]*\.? )*\Z"  # of the titles before the name
_AGENT = re.compile(rf"[^.,;:]{{0,40}} by (?:the )?{_TITLED}")
_OBJECT = re.compile(rf" (?:(?:the|with|against|to|by|for) ){{0,2}}{_TITLED}")
_NAME_OF_ROLE = re.compile(r"(?: (?:is|was|became))?,? (?:the )?\Z")
_ROLE_OF_NAME = re.compile(
    r"(?:,|,? (?:is|was|became|remains|serve[sd] as|who (?:is|was)))(?: (?:the|an?|its|their|her|"
    r"his))?(?: [a-z-]+){0,2} \Z"
)
_PLACED = re.compile(
    r"(?:\A|\s)(?:in|at|near|to|from|on|into|across|outside|inside|around|off|within) (?:the )?"
    r"(?:(?:city|town|village|port|capital|province|county|island) of )?\Z",
    re.IGNORECASE,
)
_REACH = 60  # characters between what happened and the place
Fits = Callable[[Span, Span], bool]  # of a name and a word of the question in the text


def name_answer(question: Question, sentence: Sentence) -> Span | None:
    """Return the only name in a sentence that answers a question of who, which or where."""
    if question.kind not in {"person", "place", "definition"} or has_hangul(question.text):
        return None
    found = set(_fitting(question, sentence))
    return found.pop() if len(found) == 1 else None


def _fitting(question: Question, sentence: Sentence) -> Iterable[Span]:
    text = sentence.text
    asked = _WHO.search(question.text)
    behind = question.text[asked.end() :] if asked else ""
    needed = words_needed(question.text)
    roles = _TITLES
    if _WHERE.search(question.text):
        word, fits = needed[-1:], _place_of(text)
    elif asked and _ASKS_ROLE.match(behind):
        if not (tells(question, sentence) and question.terms & _ADVERBS <= sentence.terms):
            return ()
        roles = _TITLES.union(_lower(question.text))
        word, fits = needed[-1:], _role_of(text)
    elif asked and _ASKS_OBJECT.match(behind):
        word, fits = needed[-1:], _object_of(text)
    elif asked and not _ASKS_OWNER.match(behind):
        word = [each for each in _lower(behind) if each not in _ADVERBS][:1]
        fits = _subject_of(text)
    else:
        return ()
    names = list(_names(question, text, roles))
    places = [(each.start, each.end) for each in terms(text) if word and _is_form(word[0], each)]
    return [name for name in names for place in places if fits(name, place)]


def _lower(text: str) -> list[str]:
    """Return the terms in lower case that carry meaning, without adverbs."""
    return [
        term.text
        for term in content(text)
        if text[term.start].islower() and not text[term.start : term.end].endswith("ly")
    ]


def _is_form(word: str, term: Term) -> bool:
    only = frozenset({term.text})
    return occurs(word, only, beginnings(only))


def _subject_of(text: str) -> Fits:
    def fits(name: Span, verb: Span) -> bool:
        if name[1] <= verb[0]:
            return bool(_SUBJECT.match(text[name[1] : verb[0]]))
        return bool(_AGENT.match(text[verb[1] : name[0]]))

    return fits


def _object_of(text: str) -> Fits:
    return lambda name, verb: bool(_OBJECT.match(text[verb[1] : name[0]]))


def _role_of(text: str) -> Fits:
    def fits(name: Span, role: Span) -> bool:
        if name[1] <= role[0]:
            return bool(_ROLE_OF_NAME.match(text[name[1] : role[0]]))
        return bool(_NAME_OF_ROLE.match(text[role[1] : name[0]]))

    return fits


def _place_of(text: str) -> Fits:
    def fits(name: Span, verb: Span) -> bool:
        near = verb[1] <= name[0] <= verb[1] + _REACH
        return near and bool(_PLACED.search(text[: name[0]])) and not _is_adjective(text, name)

    return fits


def _is_adjective(text: str, name: Span) -> bool:
    """Tell whether a name like "American" describes the noun behind it."""
    if _ADJECTIVE.search(text[slice(*name)]):
        return True
    following = NEXT_WORD.match(text, name[1])
    if not following or not _LIKE_ADJECTIVE.search(text[slice(*name)]):
        return False
    word = following[1]
    return word.islower() and word not in FUNCTION_WORDS and not VERB.fullmatch(word)


def _names(question: Question, text: str, roles: Container[str]) -> Iterator[Span]:
    """Yield the names in a text that are not the question's own, without roles before them."""
    for match in _NAME.finditer(text):
        words = list(re.finditer(r"\S+", match[0]))
        while words and _opens(words[0][0], roles):
            words.pop(0)
        if not words:
            continue
        start, end = match.start() + words[0].start(), match.end()
        if text[start:end].endswith(("'s", "’s")):
            end -= 2
        if _is_new(question, text[start:end]):
            yield start, end


def _opens(word: str, roles: Container[str]) -> bool:
    """Tell whether a word at the beginning is no part of the name: a title, "The", a link."""
    return not word[0].isupper() or form_of(word) in roles or bool(_NO_NAME.match(word))


def _is_new(question: Question, name: str) -> bool:
    """Tell whether the question lacks some word of the name."""
    return not {term.text for term in content(name)} <= question.terms
