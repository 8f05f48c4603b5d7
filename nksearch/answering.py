"""Extractive answers: the sentences of the passages that answer the question, or none.

A sentence is evidence by what it shares with the question: the rare words, and the meaning as far
as the encoder knows the language. No word is ever written that an article does not have.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nksearch.analysis import content_terms, terms
from nksearch.citations import cite
from nksearch.datamodels import Answer, Found, Passage, Respelling
from nksearch.mentions import form_of
from nksearch.text import Span, sentence_spans

READ_PASSAGES = 8  # the first ones, from which sentences are taken
MAX_SENTENCES = 3

# Support of the best sentence below which the archive counts as silent, with the meaning of
# sentences and by words alone. Of questions that the archive answers it refuses 6 % on clapnq and
# 10 % on korquad; of those whose passage is only related, half on clapnq.
MIN_SUPPORT = 0.45
MIN_SUPPORT_BY_WORDS = 0.33
_NEXT_BEST = 0.8  # a further sentence must be this near to the best one
_TOO_ALIKE = 0.6  # share of terms from which two sentences say the same

Weight = Callable[[str], float]  # of a term, by how rare it is; see LexicalIndex.weight
# Cosines of the sentences of a passage with the question; None for a language without meaning.
Similarity = Callable[[Passage], npt.NDArray[np.float32] | None]

_ASKING = frozenset(  # words of a question that its answer need not have
    term.text
    for term in terms(
        "give happen happened happens kind know list made many more most much name say "
        "says said tell still ever please up until"
    )
)
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|hundred|thousand)\b", re.I
)
_MOMENT = re.compile(
    r"\d{4}|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b|\d(?:년|월|일)|"
    r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b\d{1,2}(?:st|nd|rd|th)\b"
)
_NAME = re.compile(
    r"(?<=[^.!?]\s)(?!(?:January|February|March|April|May|June|July|August|September|October|"
    r"November|December|\w+day)\b)[A-Z]\w+"
)
# What kind of words an answer to the question has; a sentence that lacks them is weaker evidence.
_EXPECTED = (
    (re.compile(r"\bhow (?:many|much|old|long|far|large|big)\b|몇|얼마", re.I), _NUMBER),
    (re.compile(r"\bwhen\b|\bwhat (?:year|date|day|month)\b|언제", re.I), _MOMENT),
    (re.compile(r"\bwho(?:m|se)?\b", re.I), _NAME),
)
_EXPECTED_SHARE = 0.85  # what is left of the support of a sentence that lacks them


@dataclass(frozen=True, slots=True)
class _Sentence:
    passage: Passage
    span: Span
    terms: frozenset[str]
    support: float
    least: float  # support from which it answers


def answer(question: str, searched: Found, *, weight: Weight, similarity: Similarity) -> Answer:
    """Return the sentences that answer the question, verbatim and cited, or an abstention.

    A name of the question counts in every spelling.
    """
    wanted = _wanted(question, weight)
    sentences = _sentences(question, searched, wanted, similarity)
    best = max(sentences, key=lambda each: each.support, default=None)
    silent = best is None or best.support < best.least
    reason = _reason_to_abstain(question, bool(sentences), weight) if silent else None
    chosen = [] if reason else _chosen(sentences)
    return Answer(
        question=question,
        abstained=reason is not None,
        reason=reason,
        citations=tuple(
            cite(each.passage, each.span, marker=marker) for marker, each in enumerate(chosen, 1)
        ),
        passages=searched.passages,
        notes=searched.notes,
        fusion=searched.fusion,
    )


def _wanted(question: str, weight: Weight) -> dict[str, float]:
    """Return the content terms of the question with their weights."""
    found = dict.fromkeys(content_terms(question))
    content = [term for term in found if term not in _ASKING] or list(found)
    return {term: weight(term) for term in content}


def _sentences(
    question: str, searched: Found, wanted: dict[str, float], similarity: Similarity
) -> list[_Sentence]:
    """Return the sentences of the first passages with what supports them."""
    sentences = []
    for passage in searched.passages[:READ_PASSAGES]:
        around = _term_set(f"{passage.title}\n{passage.text}", searched.respellings)
        spans = sentence_spans(passage.text)
        cosines = similarity(passage)
        meanings = [None] * len(spans) if cosines is None else cosines.tolist()
        for (start, end), meaning in zip(spans, meanings, strict=True):
            text = passage.text[start:end]
            own = _term_set(text, searched.respellings)
            coverage = _coverage(wanted, own, around)
            support = coverage if meaning is None else (coverage + max(meaning, 0.0)) / 2
            least = MIN_SUPPORT_BY_WORDS if meaning is None else MIN_SUPPORT
            sentences.append(
                _Sentence(passage, (start, end), own, support * _fit(question, text), least)
            )
    return sentences


def _coverage(wanted: dict[str, float], own: frozenset[str], around: frozenset[str]) -> float:
    """Return the share of the question's weight in a sentence; what is only near counts half."""
    shares = (
        weight if term in own else weight / 2 if term in around else 0.0
        for term, weight in wanted.items()
    )
    return sum(shares) / (sum(wanted.values()) or 1.0)


def _term_set(text: str, respellings: Sequence[Respelling]) -> frozenset[str]:
    """Return the terms of a text, and those of names of the question that it spells otherwise."""
    form = f" {form_of(text)} "
    found = form.split()
    for each in respellings:
        if any(f" {form_of(spelling)} " in form for spelling in each.spellings):
            found += form_of(each.asked).split()
    return frozenset(found)


def _fit(question: str, sentence: str) -> float:
    """Return 1.0 for a sentence with the kind of words that the question asks for."""
    fit = 0.7 if sentence.endswith("?") or len(sentence.split()) < 3 else 1.0
    for asked, expected in _EXPECTED:
        if asked.search(question) and not expected.search(sentence):
            fit *= _EXPECTED_SHARE
    return fit


def _reason_to_abstain(question: str, has_passages: bool, weight: Weight) -> str:
    if not has_passages:
        return "No passage has a word of the question."
    words = [(question[each.start : each.end], each.text) for each in terms(question)]
    unknown = [word for word, term in words[1:] if word[0].isupper() and weight(term) >= weight("")]
    if unknown:
        names = " or ".join(dict.fromkeys(unknown))
        return f"No article mentions {names.removesuffix('.')}."
    return "No sentence was found that answers the question."


def _chosen(sentences: list[_Sentence]) -> list[_Sentence]:
    """Return the best sentence and those that are nearly as good and say something else."""
    ranked = sorted(sentences, key=lambda each: -each.support)
    chosen: list[_Sentence] = []
    for sentence in ranked:
        near = sentence.support >= _NEXT_BEST * ranked[0].support
        new = all(_alike(sentence, other) < _TOO_ALIKE for other in chosen)
        if near and new and len(chosen) < MAX_SENTENCES:
            chosen.append(sentence)
    return chosen


def _alike(one: _Sentence, other: _Sentence) -> float:
    union = len(one.terms | other.terms)
    return len(one.terms & other.terms) / union if union else 1.0
