"""What was done or happened in a question: the words without which a sentence tells of another."""

import re

from nksearch.analysis import content, terms
from nksearch.answering.evidence import ASKING, Question, Sentence
from nksearch.answering.forms import beginnings, occurs
from nksearch.text import Span

_PLACES = re.compile(r"\b(?:in|on|at|near|from|of|to|by|for|with) (?:the )?(?:[A-Z][\w'’-]*\s?)+")
_PREPOSITION = re.compile(
    r"\b(?:in|on|at|near|from|to|by|for|with|after|before|during|between|since|until|because)\b"
)
_OPENING = re.compile(r"\A\W*(?:in|on|at|by|during|since|until|from) ", re.IGNORECASE)
COMMA = re.compile(r"[,;:] ")
_MEASURES = re.compile(
    r"\b(?:percent(?:age)?|number|amount|figure|share|size|population|rate|year|date|day|month|"
    r"time|much|many|old|exactly|ago|long|first|last|total|altogether)\b",
    re.IGNORECASE,
)


def words_needed(question: str) -> list[str]:
    """Return the words in lower case before the first preposition; the verb is mostly the last.

    One that opens the question is not meant: "In which year".
    """
    asked = _MEASURES.sub(" ", _PLACES.sub(" ", _OPENING.sub("", question)))
    first = _PREPOSITION.search(asked)
    return [
        term.text
        for term in content(asked[: first.start()] if first else asked)
        if asked[term.start].islower() and asked[term.start].isascii() and term.text not in ASKING
    ]


def tells(question: Question, sentence: Sentence) -> bool:
    """Tell whether the sentence has all that the question says besides its names and places."""
    begun = beginnings(sentence.terms)
    return all(occurs(term, sentence.terms, begun) for term in words_needed(question.text))


def clauses_told(question: Question, text: str, answer: Span) -> str:
    """Return the clauses of a sentence that have the answer or the verb of the question."""
    verb = words_needed(question.text)[-1:]
    borders = [match.end() for match in COMMA.finditer(text)]
    spans = zip([0, *borders], [*borders, len(text)], strict=True)
    return " | ".join(
        text[start:end]
        for start, end in spans
        if (start < answer[1] and end > answer[0]) or (verb and has_all(text[start:end], verb))
    )


def has_all(text: str, needed: list[str]) -> bool:
    """Tell whether a text has all these terms or others of their families."""
    words = frozenset(term.text for term in terms(text))
    begun = beginnings(words)
    return all(occurs(term, words, begun) for term in needed)


def is_new(question: Question, said: str) -> bool:
    """Tell whether the question does not say the same itself."""
    return not {term.text for term in terms(said)} <= question.terms
