"""Two rankings into one: a sum of scores that mean the same for every question.

Bruch, Gai and Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval" (2023), find a convex
sum of normalised scores better than reciprocal ranks. Here no score is normalised by what else was
found: the lexical one is the share of the question that a text holds, the semantic one a cosine.
"""

import numpy as np
import numpy.typing as npt

from nksearch.models.encoder import Vectors
from nksearch.postings import Scores

# Measured on seven collections, all of them with the same numbers; see "Evaluation" in the README.
LEXICAL_WEIGHT = 0.8  # of the lexical score; the semantic one counts 1
SENTENCE_SHARE = 0.2  # of the nearest sentence in the semantic score of an article
NEIGHBOUR_SHARE = 0.2  # of the articles that are nearest to an article among the candidates
NEIGHBOURS = 10

FUSION = (
    f"score = ({LEXICAL_WEIGHT} × by words + by meaning) / {1 + LEXICAL_WEIGHT}, "
    f"drawn by {NEIGHBOUR_SHARE:.0%} towards the {NEIGHBOURS} nearest articles"
)


def fuse(lexical: Scores, semantic: Scores) -> Scores:
    """Return the weighted mean of both scores, shape (n,); it hardly ever leaves 0 to 1."""
    total: Scores = (LEXICAL_WEIGHT * lexical + semantic) / np.float32(1 + LEXICAL_WEIGHT)
    return total


def with_sentences(semantic: Scores, sentences: Scores) -> Scores:
    """Return semantic scores of articles in which their nearest sentences have a share."""
    mixed: Scores = (1 - SENTENCE_SHARE) * semantic + SENTENCE_SHARE * sentences
    return mixed


def smoothed(scores: Scores, vectors: Vectors) -> Scores:
    """Return the scores of candidates, each drawn towards those of its nearest neighbours.

    `vectors` has one row for each candidate, of length 1, or of zeros: such a one keeps its score.
    Articles that speak of the same tend to
    answer the same: Diaz, "Regularizing Ad Hoc Retrieval Scores" (2005), done among the candidates.
    """
    count = min(NEIGHBOURS, len(scores) - 1)
    if count < 1:
        return scores
    nearness = vectors @ vectors.T
    np.fill_diagonal(nearness, -1.0)
    nearest = np.argsort(-nearness, axis=1, kind="stable")[:, :count]
    weights: npt.NDArray[np.float32] = np.take_along_axis(nearness, nearest, axis=1).clip(0)
    total = weights.sum(axis=1)
    around = (weights * scores[nearest]).sum(axis=1) / total.clip(1e-9)
    drawn: Scores = (1 - NEIGHBOUR_SHARE) * scores + NEIGHBOUR_SHARE * around
    return np.where(total > 0, drawn, scores)


def top(scores: Scores, count: int) -> npt.NDArray[np.int64]:
    """Return the numbers of the best scores, best first, ties by number; infinite ones never."""
    if len(scores) > count:
        least = np.partition(scores, -count)[-count]
        candidates = np.flatnonzero(scores >= least)  # every tie of the last, so that ties are ours
    else:
        candidates = np.arange(len(scores))
    candidates = candidates[np.isfinite(scores[candidates])]
    order = np.lexsort((candidates, -scores[candidates]))[:count]
    best: npt.NDArray[np.int64] = candidates[order]
    return best
