"""The smallest set of sentences that answers, who agrees with them and who says otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from nksearch.answering.brief import brief_answer, same_answer
from nksearch.answering.evidence import Question, Row, Sentence
from nksearch.text import Span

MAX_SENTENCES = 4
MAX_AGREEING = 3

_WITHIN = 1.5  # of the best score a further sentence must be
_WITHIN_BRIEF = 0.5  # the same, where the best one has a brief answer
_SAME_ARTICLE = 1.0  # added to the score of a sentence of the best one's article
_TOO_ALIKE = 0.6  # share of terms from which two sentences say the same
_COMPARABLE = 0.5  # share of the question that a sentence has which confirms or contradicts


@dataclass(frozen=True, slots=True)
class Chosen:
    """A sentence to quote; `agrees_with` is the place of one that it confirms."""

    sentence: Sentence
    brief: Span | None = None
    agrees_with: int | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """Sentences in the order in which they are quoted; `differing` are places of those that differ.

    A sentence that only agrees with another one comes after all others.
    """

    chosen: tuple[Chosen, ...]
    differing: tuple[int, ...] = ()


def select(question: Question, sentences: Sequence[Sentence], scores: Row) -> Selection:
    """Choose from sentences with their scores, shape (sentences,)."""
    order = np.argsort(-scores, kind="stable").tolist()
    best = sentences[order[0]]
    brief = brief_answer(question, best)
    quoted = _quoted(sentences, scores, order, within=_WITHIN_BRIEF if brief else _WITHIN)
    others = [
        sentences[place]
        for place in order
        if place not in quoted
        and scores[place] >= scores[order[0]] - _WITHIN - _SAME_ARTICLE
        and not _same_story(sentences[place], best)
    ]
    chosen = [Chosen(sentences[place]) for place in quoted]
    chosen[0] = replace(chosen[0], brief=brief)
    if question.kind == "events":
        chosen.sort(key=lambda each: each.sentence.passage.date or "9999")
    chosen, differing = _with_differing(question, chosen, others)
    return Selection((*chosen, *_agreeing(question, chosen, others)), differing)


def _quoted(
    sentences: Sequence[Sentence], scores: Row, order: Sequence[int], *, within: float
) -> list[int]:
    """Return the places of the best sentence and of near ones that say something else."""
    best = sentences[order[0]]
    drawn = scores + _SAME_ARTICLE * np.array(
        [each.passage.article_id == best.passage.article_id for each in sentences]
    )
    quoted = [order[0]]
    for place in np.argsort(-drawn, kind="stable").tolist():
        near = drawn[place] >= scores[order[0]] - within
        says = not sentences[place].feature("asks") and not sentences[place].feature("short")
        new = all(alike(sentences[place], sentences[other]) < _TOO_ALIKE for other in quoted)
        if near and says and new and len(quoted) < MAX_SENTENCES:
            quoted.append(place)
    return quoted


def alike(one: Sentence, other: Sentence) -> float:
    """Return the share of their terms that two sentences have in common."""
    union = len(one.terms | other.terms)
    return len(one.terms & other.terms) / union if union else 1.0


def _with_differing(
    question: Question, chosen: list[Chosen], others: Sequence[Sentence]
) -> tuple[list[Chosen], tuple[int, ...]]:
    """Set a sentence of another article beside the best one when their brief answers differ."""
    first = chosen[0]
    if first.brief is None or not _comparable(first.sentence):
        return chosen, ()
    said = _brief_text(first)
    beside = [each.sentence for each in chosen[1:]]
    for sentence in (*beside, *others):
        span = brief_answer(question, sentence)
        if span is None or not _comparable(sentence) or _same_story(sentence, first.sentence):
            continue
        other = Chosen(sentence, span)
        if same_answer(said, _brief_text(other)):
            continue
        if sentence in beside:
            place = beside.index(sentence) + 1
            return [*chosen[:place], other, *chosen[place + 1 :]], (0, place)
        kept = chosen[: MAX_SENTENCES - 1]
        return [kept[0], other, *kept[1:]], (0, 1)
    return chosen, ()


def _agreeing(
    question: Question, chosen: Sequence[Chosen], others: Sequence[Sentence]
) -> list[Chosen]:
    """Return sentences of further articles that say what the best one says."""
    first = chosen[0]
    articles = {each.sentence.passage.article_id for each in chosen}
    found: list[Chosen] = []
    for sentence in others:
        if sentence.passage.article_id in articles or len(found) == MAX_AGREEING:
            continue
        span = brief_answer(question, sentence) if first.brief else None
        confirms = (
            span is not None
            and _comparable(sentence)
            and same_answer(_brief_text(first), _brief_text(Chosen(sentence, span)))
        )
        if confirms or alike(sentence, first.sentence) >= _TOO_ALIKE:
            found.append(Chosen(sentence, span, agrees_with=0))
            articles.add(sentence.passage.article_id)
    return found


def _brief_text(chosen: Chosen) -> str:
    start, end = chosen.brief or (0, 0)
    return chosen.sentence.text[start:end]


def _comparable(sentence: Sentence) -> bool:
    return sentence.feature("own") + sentence.feature("resolved") >= _COMPARABLE


def _same_story(one: Sentence, other: Sentence) -> bool:
    """Tell whether both are of one article, or of copies of one."""
    first, second = one.passage, other.passage
    return first.article_id == second.article_id or second.article_id in first.copies
