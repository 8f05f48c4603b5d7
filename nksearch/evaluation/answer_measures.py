"""Measures of answers: which sentences are cited, and whether the right questions are refused."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nksearch.text import Span

_SPACE = re.compile(r"\s+")
_OVERLAP = 0.5  # of the shorter of two pieces of text, from which they are one sentence


@dataclass(frozen=True, slots=True)
class Cited:
    """Precision and recall of cited sentences, and their harmonic mean."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Refusals:
    """How well refusals are told from answers.

    `auroc` is the chance that an answerable question has more support than another one. The others
    are of refusing at the threshold: shares refused, and F1 of refusing what has no answer.
    """

    auroc: float
    f1: float
    refused_answerable: float
    refused_unanswerable: float


def spans_of(pieces: Iterable[str], text: str) -> list[Span | None]:
    """Return where each piece stands in the text, whatever their white space; None where not."""
    places = [place for place, character in enumerate(text) if not character.isspace()]
    packed = "".join(text[place] for place in places)
    found: list[Span | None] = []
    for piece in pieces:
        wanted = _SPACE.sub("", piece)
        start = packed.find(wanted) if wanted else -1
        end = start + len(wanted) - 1
        found.append((places[start], places[end] + 1) if start >= 0 else None)
    return found


def same_sentence(one: Span, other: Span) -> bool:
    """Tell whether two pieces of a text share half of the shorter one."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared >= _OVERLAP * min(one[1] - one[0], other[1] - other[0])


def cited_sentences(
    cited: Sequence[tuple[str, Span]], gold: Mapping[str, Sequence[Span | None]], *, wanted: int
) -> Cited:
    """Compare cited sentences, each with the id of its text, with the gold ones.

    `gold` says of each text that answers where the gold sentences stand, in the same order in
    every text, None where one does not; `wanted` is their number. One that stands in several texts
    is met in any of them, and once.
    """

    def meets(one: tuple[str, Span], sentence: int) -> bool:
        text, span = one
        place = gold[text][sentence] if text in gold else None
        return place is not None and same_sentence(span, place)

    sentences = range(wanted)
    right = sum(any(meets(each, sentence) for sentence in sentences) for each in cited)
    met = sum(any(meets(each, sentence) for each in cited) for sentence in sentences)
    precision = right / len(cited) if cited else 0.0
    recall = met / wanted if wanted else 0.0
    total = precision + recall
    return Cited(precision, recall, 2 * precision * recall / total if total else 0.0)


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Return the chance that one of `positive` is higher than one of `negative`, ties a half.

    That is the area under the curve of Hanley and McNeil, Radiology 143 (1982).
    """
    lower = np.sort(np.asarray(negative))
    below = np.searchsorted(lower, positive, side="left")
    ties = np.searchsorted(lower, positive, side="right") - below
    return float((below + ties / 2).mean() / len(lower))


def refusals(
    answerable: Sequence[bool], support: Sequence[float], refused: Sequence[bool]
) -> Refusals | None:
    """Measure refusals, None where all questions are of one kind."""
    has = np.asarray(answerable, bool)
    if has.all() or not has.any():
        return None
    value, no = np.asarray(support), np.asarray(refused, bool)
    right = int((no & ~has).sum())
    return Refusals(
        auroc=auroc(value[has].tolist(), value[~has].tolist()),
        f1=2 * right / (int(no.sum()) + int((~has).sum())),
        refused_answerable=float(no[has].mean()),
        refused_unanswerable=float(no[~has].mean()),
    )


def risk_coverage(support: Sequence[float], right: Sequence[bool]) -> list[tuple[float, float]]:
    """Return (coverage, risk) for every support at which one could begin to answer.

    Coverage is the share of questions answered, risk the share of those answers that are not
    right: El-Yaniv and Wiener, JMLR 11 (2010). Questions of the same support come together.
    """
    if not len(support):
        return []
    values = np.asarray(support)
    order = np.argsort(-values, kind="stable")
    wrong = np.cumsum(~np.asarray(right, bool)[order])
    last = np.append(np.flatnonzero(np.diff(values[order])), len(order) - 1)
    return [((place + 1) / len(order), wrong[place] / (place + 1)) for place in last.tolist()]


def area_under_risk(curve: Sequence[tuple[float, float]]) -> float:
    """Return the mean risk over all coverages: each risk counts for the coverage that it adds."""
    before = [0.0, *(coverage for coverage, _ in curve)]
    steps = ((coverage - start) * risk for start, (coverage, risk) in zip(before, curve))
    return float(sum(steps))
