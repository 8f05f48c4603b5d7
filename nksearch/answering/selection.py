"""The smallest set of sentences that answers, who agrees with them and who says otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from nksearch.answering.amounts import TIME, find_amounts, read_date, same_answer
from nksearch.answering.brief import DENIAL, MEASURED, brief_answer
from nksearch.answering.evidence import Question, Row, Sentence
from nksearch.mentions import form_of
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
    """Set sentences of other articles beside the best one whose brief answers differ from its own.

    One of each article, as many as are quoted at most.
    """
    first, *beside = chosen
    if first.brief is None or not _comparable(first.sentence):
        return chosen, ()
    contrary: dict[str, Chosen] = {}
    for sentence in (*(each.sentence for each in beside), *others):
        if not _same_story(sentence, first.sentence):
            said = Chosen(sentence, brief_answer(question, sentence))
            if _agree(question, first, said) is False:
                contrary.setdefault(sentence.passage.article_id, said)
    found = list(contrary.values())[: MAX_SENTENCES - 1]
    sentences = {id(each.sentence) for each in found}
    rest = [each for each in beside if id(each.sentence) not in sentences]
    kept = [first, *found, *rest][:MAX_SENTENCES]
    return kept, tuple(range(len(found) + 1)) if found else ()


def _agreeing(
    question: Question, chosen: Sequence[Chosen], others: Sequence[Sentence]
) -> list[Chosen]:
    """Return sentences of further articles that say what the best one says.

    An article of which some sentence contradicts it does not confirm it.
    """
    first = chosen[0]
    articles = {each.sentence.passage.article_id for each in chosen}
    said = [Chosen(each, brief_answer(question, each) if first.brief else None) for each in others]
    articles |= {
        each.sentence.passage.article_id for each in said if _agree(question, first, each) is False
    }
    found: list[Chosen] = []
    for each in said:
        article = each.sentence.passage.article_id
        if (
            article not in articles
            and len(found) < MAX_AGREEING
            and _confirms(question, first, each)
        ):
            found.append(replace(each, agrees_with=0))
            articles.add(article)
    return found


def _confirms(question: Question, first: Chosen, other: Chosen) -> bool:
    """Tell whether the brief answers agree, or else the words with every number and date."""
    if (agree := _agree(question, first, other)) is not None:
        return agree
    likeness = alike(first.sentence, other.sentence)
    if _denies(first) != _denies(other):
        return False
    return likeness >= _TOO_ALIKE and _figures(first.sentence) == _figures(other.sentence)


def _agree(question: Question, first: Chosen, other: Chosen) -> bool | None:
    """Tell whether two brief answers agree, None where there are none that can be compared."""
    if not (first.brief and other.brief) or _denies(first) != _denies(other):
        return None
    if not (_comparable(first.sentence) and _comparable(other.sentence)):
        return None
    one, two = _brief_text(first), _brief_text(other)
    if question.kind not in MEASURED:  # other names may mean the same, or be right as well
        return True if form_of(one) == form_of(two) else None
    return same_answer(one, two)


def _figures(sentence: Sentence) -> frozenset[object]:
    """Return the numbers and times of a sentence, as values where they can be read."""
    text = sentence.text
    times = [(match.span(), read_date(match[0]) or match[0]) for match in TIME.finditer(text)]
    numbers = [
        (each.span, text[slice(*each.span)] if each.value is None else (each.value, each.unit))
        for each in find_amounts(text)
        if not any(start < each.span[1] and end > each.span[0] for (start, end), _ in times)
    ]
    return frozenset(value for _, value in (*times, *numbers))


def _denies(chosen: Chosen) -> bool:
    return DENIAL.search(chosen.sentence.text) is not None


def _brief_text(chosen: Chosen) -> str:
    start, end = chosen.brief or (0, 0)
    return chosen.sentence.text[start:end]


def _comparable(sentence: Sentence) -> bool:
    return sentence.feature("own") + sentence.feature("resolved") >= _COMPARABLE


def _same_story(one: Sentence, other: Sentence) -> bool:
    """Tell whether both are of one article, or of copies of one."""
    first, second = one.passage, other.passage
    return first.article_id == second.article_id or second.article_id in first.copies
