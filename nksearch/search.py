"""Search: a question into passages, over one snapshot of a generation."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Self

import numpy as np

from nksearch.analysis import ANALYZER_VERSION
from nksearch.catalogue import Catalogue, Mask, Place
from nksearch.chunking import CHUNKER_VERSION
from nksearch.datamodels import Mode, Passage
from nksearch.encoder import Encoder, Vectors
from nksearch.errors import DamagedIndexError
from nksearch.fusion import Ranking, fuse
from nksearch.generations import Generation, Manifest, current_pointer, open_generation
from nksearch.lexical import LexicalIndex
from nksearch.request import Request
from nksearch.semantic import SemanticIndex
from nksearch.store import Store
from nksearch.text import hangul_share

DEPTH = 100  # candidates taken from each index
PER_ARTICLE = 3  # passages shown of one article
SEMANTIC_WEIGHT = 0.5
_REMEMBERED = 256  # vectors of questions


class Searcher:
    """A snapshot of one generation; usable from several threads."""

    def __init__(
        self, indexes: Path, pointer: str, generation: Generation, encoder: Encoder
    ) -> None:
        _check(generation.manifest, encoder)
        self._indexes = indexes
        self._pointer = pointer
        self._encoder = encoder
        self._question_vector = lru_cache(maxsize=_REMEMBERED)(self._encoded_question)
        self.manifest = generation.manifest
        self.catalogue = Catalogue.open(generation.directory)
        rows = len(self.catalogue)
        self.semantic = SemanticIndex(
            generation.directory / "semantic", rows=rows, dimension=self.manifest.dimension
        )
        self.lexical = LexicalIndex(generation.directory / "lexical", rows=rows)

    @classmethod
    def open(cls, indexes: Path, encoder: Encoder) -> Self:
        """Open the current generation.

        Raises:
            NoIndexError: nothing has been published.
            DamagedIndexError: a file is not what was published, or another version built it.
        """
        pointer = current_pointer(indexes)
        return cls(indexes, pointer, open_generation(indexes), encoder)

    def refresh(self) -> Self:
        """Return a searcher of the current generation: itself if it still is."""
        if current_pointer(self._indexes) == self._pointer:
            return self
        return self.open(self._indexes, self._encoder)

    def close(self) -> None:
        """Close the files."""
        self.lexical.close()

    def search(self, request: Request, store: Store) -> list[Passage]:
        """Return at most `request.k` passages, best first, a few of each article."""
        mask = self.catalogue.mask(request.filters)
        ranking = self._ranking(request.question, request.mode, mask)
        kept = self._few_of_each_article(ranking, request.k)
        return [
            _passage(rank, self.catalogue.place(row), score, store)
            for rank, (row, score) in enumerate(kept, 1)
        ]

    def _ranking(self, question: str, mode: Mode, mask: Mask | None) -> Ranking:
        if mode == "lexical":
            return self.lexical.search(question, depth=DEPTH, mask=mask)
        if mode == "semantic":
            return self._semantic(question, mask)
        weight = SEMANTIC_WEIGHT if self.understands(question) else 0.0
        lexical = self.lexical.search(question, depth=DEPTH, mask=mask)
        semantic = self._semantic(question, self._understood(mask)) if weight else []
        return fuse([lexical, semantic], [1 - weight, weight])

    def _semantic(self, question: str, mask: Mask | None) -> Ranking:
        return self.semantic.search(self.question_vector(question), depth=DEPTH, mask=mask)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of these texts, shape (texts, dimension)."""
        return self._encoder.encode(texts)

    def question_vector(self, question: str) -> Vectors:
        """Return the vector of a question, shape (dimension,); the last ones are remembered."""
        return self._question_vector(question)

    def _encoded_question(self, question: str) -> Vectors:
        vector: Vectors = self._encoder.encode([question])[0]
        return vector

    def understands(self, question: str) -> bool:
        """Tell whether the encoder knows the language of the question."""
        return "ko" in self._encoder.languages or hangul_share(question) < 0.5

    def _understood(self, mask: Mask | None) -> Mask | None:
        """Return the rows whose language the encoder knows: other vectors mean nothing."""
        known = self.catalogue.in_languages(self._encoder.languages)
        return known if mask is None else np.logical_and(known, mask)

    def _few_of_each_article(self, ranking: Ranking, k: int) -> Ranking:
        kept: Ranking = []
        taken: dict[int, int] = {}
        for row, score in ranking:
            article = int(self.catalogue.article_of_row[row])
            taken[article] = taken.get(article, 0) + 1
            if taken[article] <= PER_ARTICLE:
                kept.append((row, score))
            if len(kept) == k:
                break
        return kept


def _passage(rank: int, place: Place, score: float, store: Store) -> Passage:
    """Take text, title and date from the store, in the revision that was indexed."""
    article = store.get(place.article_id, place.revision)
    return Passage(
        rank=rank,
        chunk_id=place.chunk_id,
        article_id=place.article_id,
        revision=place.revision,
        start=place.start,
        end=place.end,
        text=article.text[place.start : place.end],
        title=article.title,
        date=article.published,
        source=article.source,
        url=article.url,
        language=article.language,
        translated_by=article.translated_by,
        score=round(score, 6),
    )


def _check(manifest: Manifest, encoder: Encoder) -> None:
    """Refuse a generation that was built by other rules than those that read it."""
    built = (
        manifest.encoder,
        manifest.encoder_revision,
        manifest.analyzer_version,
        manifest.chunker_version,
    )
    if built != (encoder.name, encoder.revision, ANALYZER_VERSION, CHUNKER_VERSION):
        raise DamagedIndexError(
            f"Generation {manifest.generation} was built with {manifest.encoder} and other rules "
            "than this nksearch has. Run: nksearch rebuild"
        )
