"""The smallest set of sentences that answers, who agrees with them and who says otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from nksearch.answering.agreement import Said, agree, comparable, confirms
from nksearch.answering.brief import Brief, brief_answer
from nksearch.answering.evidence import TOO_ALIKE, Question, Row, Sentence, alike

MAX_SENTENCES = 4
MAX_AGREEING = 3

_WITHIN = 1.5  # of the best score a further sentence must be
_WITHIN_BRIEF = 0.5  # the same, where the best one has a brief answer
_SAME_ARTICLE = 1.0  # added to the score of a sentence of the best one's article


@dataclass(frozen=True, slots=True)
class Chosen:
    """A sentence to quote; `agrees_with` is the place of one that it confirms."""

    sentence: Sentence
    brief: Brief | None = None
    agrees_with: int | None = None

    @property
    def said(self) -> Said:
        """The sentence with its brief answer, to be compared."""
        return Said(self.sentence, self.brief)


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
        new = all(alike(sentences[place], sentences[other]) < TOO_ALIKE for other in quoted)
        if near and says and new and len(quoted) < MAX_SENTENCES:
            quoted.append(place)
    return quoted


def _with_differing(
    question: Question, chosen: list[Chosen], others: Sequence[Sentence]
) -> tuple[list[Chosen], tuple[int, ...]]:
    """Set sentences of other articles beside the best one whose brief answers differ from its own.

    One of each article, as many as are quoted at most. Where none surely differs, one is set beside
    it that answers otherwise (of subscriptions, not of people) without being called contrary.
    """
    first, *beside = chosen
    if first.brief is None or not comparable(first.sentence):
        return chosen, ()
    contrary: dict[str, Chosen] = {}
    otherwise: list[Chosen] = []
    for sentence in (*(each.sentence for each in beside), *others):
        if not _same_story(sentence, first.sentence):
            said = Chosen(sentence, brief_answer(question, sentence))
            agreed = agree(question, first.said, said.said)
            if agreed is False:
                contrary.setdefault(sentence.passage.article_id, said)
            elif agreed is None and said.brief and question.kind == "number":
                otherwise.append(said)
    differing = list(contrary.values())[: MAX_SENTENCES - 1]
    found = differing or otherwise[:1]
    sentences = {id(each.sentence) for each in found}
    rest = [each for each in beside if id(each.sentence) not in sentences]
    kept = [first, *found, *rest][:MAX_SENTENCES]
    return kept, tuple(range(len(differing) + 1)) if differing else ()


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
        each.sentence.passage.article_id
        for each in said
        if agree(question, first.said, each.said) is False
    }
    found: list[Chosen] = []
    for each in said:
        article = each.sentence.passage.article_id
        if (
            article not in articles
            and len(found) < MAX_AGREEING
            and confirms(question, first.said, each.said)
        ):
            found.append(replace(each, agrees_with=0))
            articles.add(article)
    return found


def _same_story(one: Sentence, other: Sentence) -> bool:
    """Tell whether both are of one article, or of copies of one."""
    first, second = one.passage, other.passage
    return first.article_id == second.article_id or second.article_id in first.copies
