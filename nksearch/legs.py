"""The legs of a search: what each index says of a question, and both together."""

from dataclasses import dataclass

from nksearch.catalogue import Mask, Numbers
from nksearch.datamodels import Evidence
from nksearch.fusion import FUSION, fuse
from nksearch.lexical import LexicalScores
from nksearch.models.encoder import Vectors
from nksearch.postings import Scores
from nksearch.semantic import SemanticScores


@dataclass(frozen=True, slots=True)
class Legs:
    """What each index says of everything; None where it was not asked.

    `known`, shape (articles,), tells whose vectors mean something.
    """

    lexical: LexicalScores | None
    semantic: SemanticScores | None
    vector: Vectors | None
    known: Mask

    @property
    def formula(self) -> str:
        """How the scores of this search are made, in words."""
        if self.lexical and self.semantic:
            return FUSION
        return "score = by words" if self.lexical else "score = by meaning"

    def articles(self, which: Numbers | slice) -> Scores:
        """Return the scores of these articles from whichever indexes were asked."""
        lexical = self.lexical.articles[which] if self.lexical else None
        semantic = self.semantic.articles[which] if self.semantic else None
        return _joined(lexical, semantic)

    def chunks(self, article: int, rows: slice) -> Scores:
        """Return the scores of the chunks of an article, which stand in these rows."""
        lexical = self.lexical.chunks[rows] if self.lexical else None
        semantic = self.semantic.chunks[rows] * self.known[article] if self.semantic else None
        return _joined(lexical, semantic)

    def evidence(self, article: int) -> Evidence:
        """Return what each index says of an article, and the place that it gives it."""
        lexical, lexical_rank = _standing(article, self.lexical)
        semantic, semantic_rank = _standing(article, self.semantic)
        return Evidence(
            lexical=lexical,
            lexical_rank=lexical_rank,
            semantic=semantic,
            semantic_rank=semantic_rank,
        )


def _joined(lexical: Scores | None, semantic: Scores | None) -> Scores:
    if lexical is not None and semantic is not None:
        return fuse(lexical, semantic)
    only = semantic if lexical is None else lexical
    if only is None:
        raise ValueError("no index was asked")
    return only


def _standing(
    article: int, scores: LexicalScores | SemanticScores | None
) -> tuple[float | None, int | None]:
    if scores is None:
        return None, None
    own = scores.articles[article]
    return round(float(own), 6), int((scores.articles > own).sum()) + 1
