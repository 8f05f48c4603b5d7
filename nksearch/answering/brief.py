"""Brief answers: the few characters of a quoted sentence that answer, only where that is clear."""

from dataclasses import dataclass

from nksearch.answering.asked import clauses_told, tells
from nksearch.answering.brief_numbers import number_answer
from nksearch.answering.brief_times import time_answer
from nksearch.answering.evidence import Question, Sentence, names_in, words_of
from nksearch.answering.moods import is_ahead, may_answer
from nksearch.answering.proper_names import name_answer
from nksearch.answering.relative_times import relative_times
from nksearch.answering.times import Date
from nksearch.text import Span

_ENOUGH = 0.6  # share of the question


@dataclass(frozen=True, slots=True)
class Brief:
    """The characters of a sentence that answer; `date` is what "last May" and the like mean."""

    span: Span
    date: Date | None = None


def brief_answer(question: Question, sentence: Sentence) -> Brief | None:
    """Return the characters of the sentence that answer a question of number, time or name.

    None where several could, the sentence has too little of the question or not what was done or
    happened in it, asks itself, or the question asks for something else.
    """
    if sentence.feature("own") + sentence.feature("resolved") < _ENOUGH or sentence.feature("asks"):
        return None
    if not (may_answer(question.text, sentence.text) and _has_names(question, sentence)):
        return None
    answer = _answer(question, sentence)
    told = clauses_told(question, sentence.text, answer.span) if answer else ""
    return None if is_ahead(question.text, told) else answer


def _answer(question: Question, sentence: Sentence) -> Brief | None:
    if question.kind == "time":
        return _time(question, sentence) if tells(question, sentence) else None
    if question.kind != "number":
        span = name_answer(question, sentence)
    else:
        span = number_answer(question, sentence.text) if tells(question, sentence) else None
    return Brief(span) if span else None


def _time(question: Question, sentence: Sentence) -> Brief | None:
    relative = relative_times(question, sentence)
    time = time_answer(question, sentence.text, relative)
    return Brief(time.span, time.date if time in relative else None) if time else None


def _has_names(question: Question, sentence: Sentence) -> bool:
    """Tell whether the passage has all names of the question: else it may tell of others."""
    return {term for _, term in names_in(question.text)} <= words_of(question, sentence.passage)
