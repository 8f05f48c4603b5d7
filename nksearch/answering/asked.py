"""What was done or happened in a question: the words without which a sentence tells of another."""

import re
from collections.abc import Iterator

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
# Verbs that say the same of what is done: "shut down" closes.
_ALIKE = tuple(
    frozenset(term.text for term in terms(words))
    for words in (
        *("close shut", "launch fire", "begin start commence", "end finish conclude"),
        *("build construct erect", "open inaugurate", "arrest detain", "buy purchase"),
        *("cross enter", "ban prohibit outlaw", "resign quit"),
    )
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
    return _has(sentence.terms, words_needed(question.text))


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
    """Tell whether a text has all these terms or others that say the same."""
    return _has(frozenset(term.text for term in terms(text)), needed)


def _has(words: frozenset[str], needed: list[str]) -> bool:
    begun = beginnings(words)
    return all(any(occurs(each, words, begun) for each in (term, *_alike(term))) for term in needed)


def _alike(term: str) -> Iterator[str]:
    return (each for group in _ALIKE if term in group for each in group)


def is_new(question: Question, said: str) -> bool:
    """Tell whether the question does not say the same itself."""
    return not {term.text for term in terms(said)} <= question.terms
