"""Brief answers: the few characters of a quoted sentence that answer, only where that is clear."""

from nksearch.answering.asked import clauses_told, tells
from nksearch.answering.brief_numbers import number_answer
from nksearch.answering.brief_times import time_answer
from nksearch.answering.evidence import Question, Sentence, names_in, words_of
from nksearch.answering.moods import is_ahead, may_answer
from nksearch.answering.proper_names import name_answer
from nksearch.answering.relative_times import relative_times
from nksearch.text import Span

_ENOUGH = 0.6  # share of the question


def brief_answer(question: Question, sentence: Sentence) -> Span | None:
    """Return the characters of the sentence that answer a question of number, time or name.

    None where several could, the sentence has too little of the question or not what was done or
    happened in it, or the question asks for something else.
    """
    if sentence.feature("own") + sentence.feature("resolved") < _ENOUGH:
        return None
    if not (may_answer(question.text, sentence.text) and _has_names(question, sentence)):
        return None
    answer = _answer(question, sentence)
    told = clauses_told(question, sentence.text, answer) if answer else ""
    return None if is_ahead(question.text, told) else answer


def date_meant(question: Question, sentence: Sentence, brief: Span | None) -> str | None:
    """Return the day, month or year (2024-05) that a brief answer means, None where it says it."""
    if question.kind != "time" or brief is None:
        return None
    means = {each.span: each.date or () for each in relative_times(question, sentence)}
    return "-".join(f"{part:02}" for part in means.get(brief, ()) if part) or None


def _answer(question: Question, sentence: Sentence) -> Span | None:
    if question.kind not in {"time", "number"}:
        return name_answer(question, sentence)
    if not tells(question, sentence):
        return None
    if question.kind == "time":
        return time_answer(question, sentence.text, relative_times(question, sentence))
    return number_answer(question, sentence.text)


def _has_names(question: Question, sentence: Sentence) -> bool:
    """Tell whether the passage has all names of the question: else it may tell of others."""
    return {term for _, term in names_in(question.text)} <= words_of(question, sentence.passage)
