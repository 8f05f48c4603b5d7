"""Fitting the model of `nksearch.answering` to judged answers.

First the weights of sentences: the answer's sentence shall have the highest score of its question
(a conditional logit, McFadden 1974, in which any of several right sentences will do). Then the
support, a logistic model of the best sentence, from questions that have an answer and others that
have none. A set of answerable questions gives both: asked again without the articles that answer
them, its questions have none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from nksearch.answering import Evidence
from nksearch.answering.evidence import FEATURES as OF_SENTENCES
from nksearch.answering.model import AnswerModel, Weights
from nksearch.answering.support import FEATURES as OF_SUPPORT
from nksearch.evaluation.answer_measures import refusals
from nksearch.evaluation.measures import library

REFUSED = 0.038  # at most, of the right answers of every set that has enough of them
ENOUGH = 40
FOLDS = 5
STEPS = tuple(step / 50 for step in range(50))  # of the support, in a table of precision
FEW = 20  # answers

_L2_SENTENCES = 0.3
_L2_SUPPORT = 1.0
_LARGE = 300  # questions of a set that count
_MADE = 150  # those of a set whose unanswerable questions were made
_SEED = 20240527

Row = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class JudgedSentences:
    """The sentences of one question, shape (sentences, features), and which of them are right."""

    rows: Row
    right: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class JudgedSupport:
    """Features of support of the questions of one set, and which of them have an answer.

    `right` are those whose best sentence is judged to be it. `made` tells that those without one
    are those with one, asked again without the articles that have it, and stand in the same order
    behind them. `refusals` tells that the archive surely lacks the answers, and not only the
    passage that is nearest.
    """

    rows: Row
    answerable: npt.NDArray[np.bool_]
    right: npt.NDArray[np.bool_]
    made: bool
    refusals: bool


def fit_sentences(sets: Mapping[str, Sequence[JudgedSentences]]) -> dict[str, float]:
    """Return the weights of sentences; a set counts with its size to the power of .75."""
    judged = [
        (each.rows, each.right, (1000 / len(questions)) ** 0.25)
        for questions in sets.values()
        for each in questions
        if each.right.any() and not each.right.all()
    ]

    def loss(weights: Row) -> tuple[float, Row]:
        total, gradient = 0.0, _L2_SENTENCES * weights
        for rows, right, counts in judged:
            scores = rows @ weights
            chances = np.exp(scores - scores.max())
            chances /= chances.sum()
            of_right = chances * right / max((chances * right).sum(), 1e-12)
            total -= counts * np.log(max((chances * right).sum(), 1e-12))
            gradient -= counts * ((of_right - chances) @ rows)
        return total + _L2_SENTENCES * float(weights @ weights) / 2, gradient

    found = _minimum(loss, len(OF_SENTENCES))
    return dict(zip(OF_SENTENCES, found.tolist()))


def fit_support(sets: Mapping[str, JudgedSupport]) -> dict[str, float]:
    """Return the coefficients of support, with their constant."""
    rows = np.concatenate([each.rows for each in sets.values()])
    answerable = np.concatenate([each.answerable for each in sets.values()]).astype(float)
    counts = np.concatenate([_counts(each) for each in sets.values()])
    mean = np.average(rows, axis=0, weights=counts)
    spread = np.maximum(rows.std(axis=0), 1e-9)
    scaled = np.c_[(rows - mean) / spread, np.ones(len(rows))]

    def loss(weights: Row) -> tuple[float, Row]:
        sums = scaled @ weights
        shrunk = np.append(weights[:-1], 0.0)
        lost = (counts * (np.logaddexp(0, sums) - answerable * sums)).sum()
        gradient = scaled.T @ (counts * (1 / (1 + np.exp(-sums)) - answerable))
        total = float(lost + _L2_SUPPORT * (shrunk @ shrunk) / 2)
        return total, gradient + _L2_SUPPORT * shrunk

    found = _minimum(loss, scaled.shape[1])
    weights = found[:-1] / spread
    constant = float(found[-1] - weights @ mean)
    return {**dict(zip(OF_SUPPORT, weights.tolist())), "constant": constant}


def supports(weights: Mapping[str, float], rows: Row) -> Row:
    """Return the support of each row, shape (rows,)."""
    sums = rows @ np.array([weights[name] for name in OF_SUPPORT]) + weights["constant"]
    found: Row = 1 / (1 + np.exp(-sums))
    return found


def threshold_of(weights: Mapping[str, float], sets: Mapping[str, JudgedSupport]) -> float:
    """Return the highest threshold that refuses few enough right answers of every set."""
    found = [
        float(np.quantile(supports(weights, each.rows[each.right]), REFUSED))
        for each in sets.values()
        if each.right.sum() >= ENOUGH
    ]
    return min(found, default=0.5)


def precisions(judged: Mapping[str, Sequence[tuple[float, bool]]]) -> dict[float, float]:
    """Return the precision of answering from each support of `STEPS` on, as a mean over sets.

    `judged` are the support of each question of a set, and whether its quotes answer it. What has
    less than `FEW` answers left of a set is not told; nor is a precision below an earlier one.
    """
    found: dict[float, float] = {}
    for step in STEPS:
        left = [[right for value, right in each if value >= step] for each in judged.values()]
        if any(len(each) < FEW for each in left):
            break
        precision = float(np.mean([np.mean(each) for each in left]))
        if precision > max(found.values(), default=0.0):
            found[step] = precision
    return found


def figures(
    weights: Mapping[str, float],
    threshold: float,
    sets: Mapping[str, JudgedSupport],
) -> dict[str, dict[str, float]]:
    """Return for every set how refusals fare, on what was fitted and in five folds."""
    crossed = _crossed(sets)
    found = {}
    for name, each in sets.items():
        own = supports(weights, each.rows)
        row = {}
        for prefix, values in (("fitted", own), ("folds", crossed[name])):
            measured = refusals(
                each.answerable.tolist(), values.tolist(), (values < threshold).tolist()
            )
            if measured:
                row[f"{prefix}_auroc"] = measured.auroc
                row[f"{prefix}_refused_answerable"] = measured.refused_answerable
                row[f"{prefix}_refused_unanswerable"] = measured.refused_unanswerable
        found[name] = row
    return found


def _crossed(sets: Mapping[str, JudgedSupport]) -> dict[str, Row]:
    """Return the support of each question by a model fitted without its fold."""
    random = np.random.default_rng(_SEED)
    folds = {}
    for name, each in sets.items():
        size = int(each.answerable.sum()) if each.made else len(each.rows)
        own = random.permutation(size) % FOLDS
        folds[name] = np.resize(own, len(each.rows)) if each.made else own
    found = {name: np.zeros(len(each.rows)) for name, each in sets.items()}
    for fold in range(FOLDS):
        rest = {
            name: replace(
                each,
                rows=each.rows[folds[name] != fold],
                answerable=each.answerable[folds[name] != fold],
                right=each.right[folds[name] != fold],
            )
            for name, each in sets.items()
        }
        weights = fit_support(rest)
        for name, each in sets.items():
            out = folds[name] == fold
            found[name][out] = supports(weights, each.rows[out])
    return found


def _counts(judged: JudgedSupport) -> Row:
    """Return how much each question counts.

    Both classes of a set count the same, except for the worse of the two mistakes, which counts
    double: to answer what the archive surely does not have; in other sets, to refuse.
    """
    has = judged.answerable
    size = _MADE if judged.made else min(len(has), _LARGE)
    counts: Row = np.where(has, size / 2 / max(has.sum(), 1), size / 2 / max((~has).sum(), 1))
    counts[~has if judged.refusals else has] *= 2
    return counts


def _minimum(loss: object, size: int) -> Row:
    found: Row = (
        library("scipy.optimize").minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B").x
    )
    return found


def empty_model(encoder: str) -> AnswerModel:
    """Return a model without weights, to find evidence with before there are any."""
    return AnswerModel(encoder, Weights({}, {}, 0.0), Weights({}, {}, 0.0))


def judged_sentences(evidence: Evidence, right: Sequence[bool]) -> JudgedSentences:
    """Return the sentences of a question with which of them are right."""
    rows = [each.evidence for each in evidence.sentences]
    return JudgedSentences(np.array(rows), np.array(right, bool))
