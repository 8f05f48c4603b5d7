"""Whether the archive answers a question at all: how much supports the best sentence.

A logistic model of a few features; see `model`. Its coefficients are for classes of one size, so
its value tells more and less, and is no frequency: in an archive that answers most questions, most
answers with a low support are right as well.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

import numpy as np

from nksearch.analysis import content_terms, terms
from nksearch.answering.evidence import (
    ASKING,
    Question,
    Row,
    Sentence,
    Weight,
    names_in,
    words_of,
)
from nksearch.answering.forms import beginnings, occurs
from nksearch.answering.kinds import NAMED
from nksearch.answering.model import weighted
from nksearch.answering.unknown import FRAMING, unknown_words
from nksearch.datamodels import Found, Passage
from nksearch.dates import LAST_YEAR
from nksearch.periods.moments import Moment, find_moments
from nksearch.text import has_hangul

FEATURES = (
    "meaning",  # cosine of the best sentence
    "nearest",  # the highest cosine of any sentence
    "lexical",  # score of its article by words, where there is no meaning
    "covered",  # share of the question's weight, of words that no article has too, in its passage
    "said",  # the same of all but the names, in it with its title: what is asked of them
    "expected",  # it has words of the kind asked for
    "names",  # share of the question's names that its passage has
    "ahead",  # how far the best article is ahead of those from the third on
    "no_date",  # nothing was published in the time that the question names
    "korean",  # the question is Korean: its weight lies on pairs of syllables
)
# Times the odds of the threshold. Of a name that no article has, words alone tell nothing.
_WITH_UNKNOWN_NAMES = {True: 6.0, False: 12.0}  # with and without meaning
_WITH_UNKNOWN_FULL_NAMES = 100.0
_WITHOUT_NAMES = 3.0
_NEVER = 1.0
_YEAR = re.compile(r"\d{4}")
_USUAL_LEAD = 0.1  # where there are less than three articles


def support_features(
    question: Question,
    best: Sentence,
    sentences: Sequence[Sentence],
    searched: Found,
    weight: Weight,
    *,
    with_meaning: bool,
) -> Row:
    """Return the features of the best sentence, in the order of `FEATURES`.

    Without meaning, both cosines are 0; with it, the score by words is.
    """
    passage = best.passage
    names = {term for _, term in names_in(question.text)}
    asked = {term: weight(term) for term in _asked(question.text)}
    others = {term: value for term, value in asked.items() if term not in names}
    words = words_of(question, passage)
    own = {
        "meaning": best.feature("meaning") if with_meaning else 0.0,
        "nearest": max(each.feature("meaning") for each in sentences) if with_meaning else 0.0,
        "lexical": 0.0 if with_meaning else _lexical(best),
        "covered": _share(asked, words),
        "said": _share(others, _words_of_sentence(question, best)),
        "expected": float(best.feature("expected") > 0),
        "names": _share({term: weight(term) for term in names}, words),
        "ahead": _lead(searched.passages),
        "no_date": float(_nothing_then(question, passage, searched)),
        "korean": float(has_hangul(question.text)),
    }
    return np.array([own[name] for name in FEATURES])


def least_support(
    question: Question,
    best: Sentence,
    searched: Found,
    threshold: float,
    weight: Weight,
    *,
    with_meaning: bool,
) -> float:
    """Return the support from which the question is answered: more where names are missing.

    A word that no article has (half of the question's names, by weight) may be misspelt; two in a
    row, as first name and surname, hardly. Names that the passage of the best sentence lacks may be
    called otherwise there; but the answer may as well be about somebody else. Of a misspelt Korean
    name some pair of syllables would be known. A full name of a Korean, or one of a series, that no
    article has in any spelling is as telling as two words, though others share parts of it.
    """
    if searched.unknown_names:
        return _raised(threshold, _WITH_UNKNOWN_FULL_NAMES)
    names = {term: weight(term) for _, term in names_in(question.text)}
    words = unknown_words(question.text, weight)
    unknown = {term: weight(term) for _, term in words}
    known = names or question.weights
    times = _WITH_UNKNOWN_NAMES[with_meaning]
    if any(f"{one} {two}" in question.text for (one, _), (two, _) in pairwise(words)):
        times = _WITH_UNKNOWN_FULL_NAMES
    if unknown and sum(unknown.values()) >= sum({**known, **unknown}.values()) / 2:
        return _NEVER if has_hangul(question.text) else _raised(threshold, times)
    if names and words_of(question, best.passage).isdisjoint(names):
        return _raised(threshold, _WITHOUT_NAMES)
    return threshold


def _raised(threshold: float, times: float) -> float:
    """Return the support whose odds are so many times those of the threshold."""
    return times * threshold / (1 - threshold + times * threshold)


def support(weights: Mapping[str, float], features: Row) -> float:
    """Return the support, between 0 and 1."""
    return float(1 / (1 + np.exp(-weighted(weights, FEATURES, features[None])[0])))


def reason_to_abstain(
    question: Question, best: Sentence | None, searched: Found, weight: Weight
) -> str:
    """Say why nothing is quoted: the plainest of the reasons that hold."""
    if best is None:
        return "No passage has a word of the question."
    names, lone = searched.unknown_names, unknown_words(question.text, weight)
    unknown = [*names, *(word for word, _ in lone if not any(word in name for name in names))]
    if unknown:
        return f"No article mentions {_joined(unknown)}."
    if _nothing_then(question, best.passage, searched):
        return (
            "No article was published in the time that the question names, and no sentence of "
            "another time was found that answers it."
        )
    words = words_of(question, best.passage)
    missing = [word for word, term in names_in(question.text) if term not in words]
    if missing:
        return f"The nearest passage does not mention {_joined(missing)}."
    if question.kind in NAMED and best.feature("expected") < 0:
        return f"The nearest sentence has no {NAMED[question.kind]}, which the question asks for."
    return "No sentence was found that answers the question."


def says_nothing_published(searched: Found) -> bool:
    """Tell whether nothing was published in the time that the question names."""
    return any(note.kind == "empty_period" for note in searched.notes)


def states_time(question: Question, text: str) -> bool:
    """Tell whether a text states a time within the one that the question names.

    Only times with their year are compared: others depend on the day of asking.
    """
    asked, said = _dated(question.text), _dated(text)
    return any(
        one.first <= other.first and other.last <= one.last for one in asked for other in said
    )


def _nothing_then(question: Question, passage: Passage, searched: Found) -> bool:
    """Tell whether nothing was published in the asked time and the passage does not state it."""
    text = f"{passage.title}\n{passage.text}"
    return says_nothing_published(searched) and not states_time(question, text)


def _dated(text: str) -> list[Moment]:
    """Return the times that a text states with their year."""
    moments = find_moments(text, date(LAST_YEAR, 12, 31))
    return [each for each in moments if _YEAR.search(text, each.start, each.end)]


def _asked(question: str) -> list[str]:
    """Return the terms that an answer could be expected to have."""
    content = dict.fromkeys(content_terms(question))
    return [term for term in content if term not in ASKING | FRAMING] or list(content)


def _share(weights: Mapping[str, float], words: frozenset[str]) -> float:
    """Return the share of the weight of all terms that those among the words have."""
    begun = beginnings(words)
    met = sum(value for term, value in weights.items() if occurs(term, words, begun))
    return met / sum(weights.values()) if weights else 1.0


def _lexical(best: Sentence) -> float:
    evidence = best.passage.evidence
    known = evidence.lexical if evidence else None
    return best.feature("around") if known is None else known


def _words_of_sentence(question: Question, sentence: Sentence) -> frozenset[str]:
    """Return the words of a sentence, of its title, and of what it refers back to."""
    text = sentence.passage.text
    back = sentence.before if sentence.feature("resolved") > 0 else None
    before = text[slice(*back)] if back else ""
    return sentence.terms | question.words_of(terms(f"{sentence.passage.title}\n{before}"))


def _lead(passages: Sequence[Passage]) -> float:
    """Return by how much the best article is ahead of the mean of those from the third on."""
    best: dict[str, float] = {}
    for passage in passages:
        best[passage.article_id] = max(passage.score, best.get(passage.article_id, passage.score))
    scores = sorted(best.values(), reverse=True)
    return scores[0] - float(np.mean(scores[2:])) if len(scores) > 2 else _USUAL_LEAD


def _joined(words: Sequence[str]) -> str:
    """Return the words as one phrase, without the stop that ends the sentence they come into."""
    return " or ".join(dict.fromkeys(words)).removesuffix(".")
