"""The field's measures of rankings, how sure they are, and runs in the form of TREC."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from nksearch.errors import NksearchError
from nksearch.evaluation.collection import Qrels

MEASURES = ("nDCG@10", "RR@10", "R@10", "R@100", "Success@1", "Success@5")
MAIN = "nDCG@10"  # the one with an interval and a test

_CONFIDENCE = 0.95
_RESAMPLES = 9999
_BATCH = 500  # resamples held in memory at once
_SEED = 20240527

Run = Mapping[str, Sequence[str]]  # question id -> ids of articles or documents, best first


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % confidence interval of a mean."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class PairedTest:
    """The mean difference of two rankings over the same questions, and its two-sided p-value."""

    difference: float
    p_value: float


def require_libraries() -> None:
    """Raise NksearchError when the extra `eval` is not installed."""
    for name in ("ir_measures", "scipy.stats"):
        library(name)


def measure(run: Run, qrels: Qrels) -> dict[str, list[float]]:
    """Return the value of every measure for every question of `qrels`, in the order of `qrels`.

    A question that `run` does not have counts 0.

    Raises:
        NksearchError: the extra `eval` is not installed.
    """
    measuring = library("ir_measures")
    measures = {name: measuring.parse_measure(name) for name in MEASURES}
    scored = {question_id: _scored(ranking) for question_id, ranking in run.items()}
    values: dict[str, dict[str, float]] = {name: dict.fromkeys(qrels, 0.0) for name in MEASURES}
    names = {found: name for name, found in measures.items()}
    for metric in measuring.iter_calc(list(measures.values()), qrels, scored):
        values[names[metric.measure]][metric.query_id] = float(metric.value)
    return {name: list(of_question.values()) for name, of_question in values.items()}


def _scored(ranking: Sequence[str]) -> dict[str, float]:
    """Return scores that keep the order in every tool, also where it was decided by id."""
    return {found: 1 / rank for rank, found in enumerate(ranking, 1)}


def interval(values: Sequence[float]) -> Interval:
    """Return the bootstrap interval of the mean of `values`, the same at every call.

    The percentile method (Efron and Tibshirani, An Introduction to the Bootstrap, 1993): the
    values of a measure pile up at 0 and 1, where corrected methods break down when all are equal.
    """
    if len(values) < 2:
        return Interval(values[0], values[0])
    found = (
        library("scipy.stats")
        .bootstrap(
            (np.asarray(values),),
            np.mean,
            confidence_level=_CONFIDENCE,
            n_resamples=_RESAMPLES,
            batch=_BATCH,
            method="percentile",
            rng=np.random.default_rng(_SEED),
        )
        .confidence_interval
    )
    return Interval(float(found.low), float(found.high))


def paired_test(ours: Sequence[float], theirs: Sequence[float]) -> PairedTest:
    """Compare two lists of values, question by question, with Fisher's randomisation test.

    It asks how often a difference of means this large comes about when each question's two values
    are swapped by chance, and supposes nothing of their distribution; Smucker, Allan and Carterette
    (CIKM 2007) found it the one to use for rankings. Exact where there are few questions.
    """
    differences = np.asarray(ours) - np.asarray(theirs)
    mean = float(differences.mean())
    different = differences[differences != 0]  # swapping equal values changes nothing
    if len(different) < 2:
        return PairedTest(mean, 1.0)
    found = library("scipy.stats").permutation_test(
        (different,),
        np.sum,
        permutation_type="samples",  # with one sample: signs are flipped
        n_resamples=_RESAMPLES,
        batch=_BATCH,
        rng=np.random.default_rng(_SEED),
    )
    return PairedTest(mean, float(found.pvalue))


def write_run(path: Path, name: str, run: Run) -> None:
    """Write rankings as `trec_eval` reads them.

    The score is 1 / rank, so that tools that sort by score find our order, ties included.
    """
    lines = (
        f"{_word(question_id)} Q0 {_word(found)} {rank} {1 / rank:.8f} {name}\n"
        for question_id, ranking in run.items()
        for rank, found in enumerate(ranking, 1)
    )
    _write(path, lines)


def write_qrels(path: Path, qrels: Qrels) -> None:
    """Write grades as `trec_eval` reads them."""
    lines = (
        f"{_word(question_id)} 0 {_word(found)} {grade}\n"
        for question_id, grades in qrels.items()
        for found, grade in grades.items()
    )
    _write(path, lines)


def _word(identifier: str) -> str:
    """Return an id as one word: white space separates the fields of a line."""
    return "_".join(identifier.split())


def _write(path: Path, lines: Iterable[str]) -> None:
    try:
        with path.open("w", encoding="utf-8", newline="\n") as stream:
            stream.writelines(lines)
    except OSError as error:
        raise NksearchError(f"{path}: cannot be written: {error.strerror}.") from error


def library(name: str) -> Any:
    """Return a module of the extra `eval`.

    Raises:
        NksearchError: it is not installed.
    """
    try:
        return import_module(name)
    except ImportError as error:
        raise NksearchError(
            f"Evaluation needs {name.split('.')[0]}. Install it: pip install 'nksearch[eval]'"
        ) from error
