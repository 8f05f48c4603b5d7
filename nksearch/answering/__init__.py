"""Extractive answers: the sentences of the passages that answer the question, or none.

A sentence is evidence by what it shares with the question, in words and in meaning, and by whether
it has the kind of words that the question asks for. No word is ever written that an article does
not have.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from nksearch.answering.evidence import (
    FEATURES,
    Question,
    Row,
    Sentence,
    Similarity,
    Weight,
    context_of,
    sentences_of,
    take_apart,
    weight_of_spellings,
)
from nksearch.answering.model import AnswerModel, Weights, fitted_model, weighted
from nksearch.answering.selection import Chosen, Selection, select
from nksearch.answering.support import (
    least_support,
    reason_to_abstain,
    says_nothing_published,
    states_time,
    support,
    support_features,
)
from nksearch.answering.times import iso_date
from nksearch.citations import cite, excerpt
from nksearch.datamodels import Answer, Citation, Found

__all__ = ["AnswerModel", "Evidence", "Similarity", "Weight", "answer", "find_evidence"]

_AT_THE_TIME = 2.0  # added to the score of what states a time in which nothing was published


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found for a question: its sentences, their scores, and the support of the best.

    `weight` is that of a word as the archive spells it. `features` are those of the support, None
    where no sentence was found; `threshold` is the least support with which the archive answers;
    `by_words` tells that no sentence has a meaning.
    """

    question: Question
    weight: Weight
    sentences: tuple[Sentence, ...]
    scores: Row
    features: Row | None
    support: float
    threshold: float
    by_words: bool

    @property
    def best(self) -> Sentence | None:
        """The sentence with the highest score."""
        return self.sentences[int(np.argmax(self.scores))] if self.sentences else None


def find_evidence(
    question: str,
    searched: Found,
    *,
    weight: Weight,
    similarity: Similarity,
    encoder: str | None = None,
    model: AnswerModel | None = None,
    precision: float | None = None,
) -> Evidence:
    """Weigh the sentences of the passages; `encoder` names whose cosines `similarity` gives.

    `precision` is that of answers, as `model.toml` has it of supports, None for the usual one.
    """
    model = model or fitted_model()
    weight = weight_of_spellings(weight, searched.respellings)
    asked = take_apart(question, weight, searched.respellings)
    cosines = [similarity(passage) for passage in searched.passages]
    by_words = all(each is None for each in cosines)
    given = dict(zip((passage.chunk_id for passage in searched.passages), cosines))
    sentences = sentences_of(asked, searched.passages, lambda passage: given[passage.chunk_id])
    ranking = model.by_words if by_words else model.by_meaning
    with_meaning = not by_words and encoder == model.encoder
    deciding = model.by_meaning if with_meaning else model.by_words
    threshold = deciding.least_support(precision)
    if not sentences:
        return Evidence(asked, weight, (), np.empty(0), None, 0.0, threshold, by_words)
    scores = _scores(asked, sentences, ranking, searched)
    best = sentences[int(np.argmax(scores))]
    features = support_features(asked, best, sentences, searched, weight, with_meaning=with_meaning)
    value = support(deciding.support, features)
    least = least_support(asked, best, searched, threshold, weight, with_meaning=with_meaning)
    return Evidence(
        question=asked,
        weight=weight,
        sentences=tuple(sentences),
        scores=scores,
        features=features,
        support=value,
        threshold=least,
        by_words=by_words,
    )


def _scores(
    question: Question, sentences: Sequence[Sentence], weights: Weights, searched: Found
) -> Row:
    scores = weighted(weights.sentences, FEATURES, np.array([each.evidence for each in sentences]))
    if says_nothing_published(searched):
        stated = np.array([states_time(question, each.text) for each in sentences])
        scores = scores + _AT_THE_TIME * stated
    return scores


def answer(
    question: str,
    searched: Found,
    *,
    weight: Weight,
    similarity: Similarity,
    encoder: str | None = None,
    threshold: float | None = None,
    precision: float | None = None,
) -> Answer:
    """Return the sentences that answer the question, verbatim and cited, or an abstention.

    `threshold` goes before the model's own. Nothing is quoted when the support is below it.
    """
    found = find_evidence(
        question,
        searched,
        weight=weight,
        similarity=similarity,
        encoder=encoder,
        precision=precision,
    )
    least = found.threshold if threshold is None else threshold
    silent = not found.sentences or found.support < least
    reason = (
        reason_to_abstain(found.question, found.best, searched, found.weight) if silent else None
    )
    chosen = Selection(()) if silent else select(found.question, found.sentences, found.scores)
    return Answer(
        question=question,
        abstained=silent,
        reason=reason,
        citations=tuple(_cited(each, marker) for marker, each in enumerate(chosen.chosen, 1)),
        passages=searched.passages,
        notes=searched.notes,
        fusion=searched.fusion,
        support=round(found.support, 4),
        differing=tuple(place + 1 for place in chosen.differing),
    )


def _cited(chosen: Chosen, marker: int) -> Citation:
    """Return the citation of a sentence with the sentence before it, if that is needed."""
    sentence = chosen.sentence
    passage, (start, _) = sentence.passage, sentence.span
    brief = chosen.brief
    return replace(
        cite(passage, sentence.span, marker=marker),
        context=context_of(sentence),
        brief=excerpt(passage, (start + brief.span[0], start + brief.span[1])) if brief else None,
        brief_date=iso_date(brief.date) if brief and brief.date else None,
        agrees_with=None if chosen.agrees_with is None else chosen.agrees_with + 1,
    )
