"""Several rankings into one: a convex sum of normalised scores."""

from collections.abc import Sequence

Ranking = list[tuple[int, float]]  # (row, score), best first, ties broken by row


def normalised(ranking: Ranking) -> dict[int, float]:
    """Return min-max normalised scores: 1.0 for the best hit, 0.0 for the last one."""
    if not ranking:
        return {}
    best, last = ranking[0][1], ranking[-1][1]
    width = best - last
    return {row: (score - last) / width if width > 0 else 1.0 for row, score in ranking}


def fuse(rankings: Sequence[Ranking], weights: Sequence[float]) -> Ranking:
    """Return all hits by the weighted sum of their normalised scores.

    A hit that a ranking does not have counts zero there. Bruch, Gai and Ingber, "An Analysis of
    Fusion Functions for Hybrid Retrieval" (2023), find such a sum better than reciprocal ranks.
    """
    total = sum(weights)
    sums: dict[int, float] = {}
    for ranking, weight in zip(rankings, weights, strict=True):
        for row, score in normalised(ranking).items():
            sums[row] = sums.get(row, 0.0) + score * weight / total
    return sorted(sums.items(), key=lambda hit: (-hit[1], hit[0]))
