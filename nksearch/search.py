"""Search: a question into articles and their passages, over one snapshot of a generation."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from nksearch.analysis import ANALYZER_VERSION
from nksearch.catalogue import Catalogue, Mask
from nksearch.chunking import CHUNKER_VERSION
from nksearch.conversation.rewriting import rewrite
from nksearch.datamodels import Found, Mode, Note, Passage, StoredArticle
from nksearch.dating import DateLimit, limit_by_date
from nksearch.deadlines import check_time
from nksearch.entities import Entities
from nksearch.errors import DamagedIndexError
from nksearch.fusion import fuse, smoothed, top, with_sentences
from nksearch.generations import Generation, Manifest, open_usable, pointer_or_none
from nksearch.legs import Legs
from nksearch.lexical import LexicalIndex
from nksearch.models.encoder import Encoder, Vectors
from nksearch.names import Names
from nksearch.postings import Scores
from nksearch.request import Request
from nksearch.semantic import SemanticIndex
from nksearch.store import Store
from nksearch.text import script_language, sentence_before
from nksearch.variants import QUOTED, Reading, read

CANDIDATES = 100  # articles that are looked at more closely
COMPARED = 2  # times as many are compared exactly first: tests/benchmarks/two_stage.py
PER_ARTICLE = 3  # passages shown of one article
LEADING = 5  # places at the top that go to different articles
_REMEMBERED = 256  # vectors of questions
_LITTLE = 1e-6  # a score that is no evidence

Numbers = npt.NDArray[np.int64]
_Get = Callable[[str, int], StoredArticle]


@dataclass(frozen=True, slots=True)
class _Ranked:
    """The best articles, best first, their scores, and which rows may be shown: None for all."""

    articles: Numbers
    scores: Scores
    rows: Mask | None
    legs: Legs
    notes: tuple[Note, ...]


class Searcher:
    """A snapshot of one generation; usable from several threads."""

    def __init__(
        self, indexes: Path, pointer: str | None, generation: Generation, encoder: Encoder
    ) -> None:
        self.names = Names(generation.directory / "names")
        _check(generation.manifest, encoder, self.names.vocabulary.version)
        self._indexes = indexes
        self._pointer = pointer
        self._encoder = encoder
        self._question_vector = lru_cache(maxsize=_REMEMBERED)(encoder.encode_question)
        self.manifest = generation.manifest
        self.damage = generation.damage
        self.catalogue = Catalogue.open(generation.directory)
        self.semantic = SemanticIndex(
            generation.directory / "semantic", self.catalogue, dimension=self.manifest.dimension
        )
        self.lexical = LexicalIndex(generation.directory / "lexical", self.catalogue)
        self.entities = Entities(self.names, self.lexical, self.catalogue)
        self._languages = frozenset(self.manifest.languages)  # that the encoder knows
        self._known = self.catalogue.in_languages(self._languages)

    @classmethod
    def open(cls, indexes: Path, encoder: Encoder) -> Self:
        """Open the current generation; if it is damaged, the one before: `damage` says so then.

        Raises:
            NoIndexError: nothing has been published.
            DamagedIndexError: both are damaged, or another version built it.
        """
        pointer = pointer_or_none(indexes)
        return cls(indexes, pointer, open_usable(indexes), encoder)

    def refresh(self) -> Self:
        """Return a searcher of the current generation: itself if nothing was published since."""
        if pointer_or_none(self._indexes) == self._pointer:
            return self
        return self.open(self._indexes, self._encoder)

    def close(self) -> None:
        """Close the files."""
        self.lexical.close()
        self.names.close()

    def search(self, request: Request, store: Store) -> Found:
        """Return at most `request.k` passages, best first, a few of each article.

        Of articles that tell the same story only the best is shown. A part of the question in
        double quotes must stand in every passage in this order, if it stands so in any.
        """
        reading = self.read(request)
        check_time()
        ranked = self._ranked(request, reading, CANDIDATES)
        if not request.all_copies:
            ranked = self._one_of_each_story(ranked)
        stored = cache(store.get)  # several passages may be of one article
        passages = tuple(
            self._passage(rank, row, score, ranked, stored)
            for rank, (row, score) in enumerate(self._best_rows(ranked, request.k), 1)
        )
        return Found(
            passages,
            ranked.notes,
            ranked.legs.formula,
            encoded=reading.encoded,
            respellings=reading.respellings,
            other_words=reading.other_words,
            unknown_names=reading.unknown_names,
        )

    def rank(self, request: Request, *, depth: int = CANDIDATES) -> list[tuple[str, float]]:
        """Return at most `depth` articles as (id, score), best first, ties by id."""
        ranked = self._ranked(request, self.read(request), max(depth, CANDIDATES))
        pairs = zip(ranked.articles.tolist(), ranked.scores.tolist(), strict=True)
        return [(self.catalogue.article_id(article), score) for article, score in pairs][:depth]

    def question_vector(self, question: str) -> Vectors:
        """Return the vector of a question, shape (dimension,); the last ones are remembered."""
        return self._question_vector(question)

    def similarity(self, question: str, passage: Passage) -> Scores:
        """Return the cosine of the question with each sentence of the passage, in order."""
        row = self.catalogue.row_of(passage.article_id, passage.start)
        cosines: Scores = self.semantic.sentences(row) @ self.question_vector(question)
        return cosines

    def knows(self, language: str) -> bool:
        """Tell whether vectors of text in this language mean something."""
        return language == "und" or language in self._languages

    def understands(self, question: str) -> bool:
        """Tell whether the encoder knows the question's language, as far as letters tell it."""
        language = script_language(question)
        return language is None or language in self._languages

    def read(self, request: Request) -> Reading:
        """Return the question as it is searched, with the spellings that the archive has."""
        if not request.variants:
            return Reading(request.question, request.question)
        return read(request.question, self.names, self.lexical, without=request.without)

    def _ranked(self, request: Request, reading: Reading, depth: int) -> _Ranked:
        legs = self._legs(reading, request.mode)
        allowed, dated = self._limits(request)
        allowed, rows, phrase_notes = self._with_phrases(request.question, allowed)
        candidates = self._candidates(legs, allowed, depth)
        check_time()
        scores = self._closer(legs, candidates) if len(candidates) else np.empty(0, np.float32)
        scores = scores + dated.bonus(candidates)
        order = np.lexsort((candidates, -scores))
        language_notes = self._language_notes(request)
        notes = (*reading.notes, *language_notes, *phrase_notes, *dated.notes)
        return _Ranked(candidates[order], scores[order], rows, legs, notes)

    def _legs(self, reading: Reading, mode: Mode) -> Legs:
        lexical = None
        if mode != "semantic":
            lexical = self.lexical.scores(reading.question, reading.alternatives)
        if mode == "lexical" or (mode == "hybrid" and not self.understands(reading.question)):
            return Legs(lexical, None, None, self._known)
        vector = self.question_vector(reading.encoded)
        semantic = self.semantic.scores(vector)
        known = self._known if mode == "hybrid" else np.ones_like(self._known)
        np.multiply(semantic.articles, known, out=semantic.articles)
        return Legs(lexical, semantic, vector, known)

    def _candidates(self, legs: Legs, allowed: Mask, depth: int) -> Numbers:
        """Return the best of the articles that are allowed, best first, as exact scores have it."""
        scores = np.where(allowed, legs.articles(slice(None)), np.float32(-np.inf))
        first = np.sort(top(scores, COMPARED * depth))
        if legs.semantic and legs.vector is not None:
            self.semantic.compare(legs.semantic, legs.vector, first)
            legs.semantic.articles[first] *= legs.known[first]
        exact = legs.articles(first)
        return first[top(np.where(exact > _LITTLE, exact, -np.inf), depth)]

    def _closer(self, legs: Legs, candidates: Numbers) -> Scores:
        """Score the candidates again with what would cost too much for all articles."""
        if legs.semantic is None or legs.vector is None:
            return legs.lexical.articles[candidates] if legs.lexical else np.empty(0, np.float32)
        sentences = self.semantic.best_sentences(legs.vector, candidates)
        if legs.lexical is None:
            return with_sentences(legs.semantic.articles[candidates], sentences)
        semantic = with_sentences(
            legs.semantic.articles[candidates], sentences * legs.known[candidates]
        )
        scores = fuse(legs.lexical.articles[candidates], semantic)
        vectors = self.semantic.article_vectors(candidates) * legs.known[candidates, None]
        return smoothed(scores, vectors)

    def _limits(self, request: Request) -> tuple[Mask, DateLimit]:
        """Return the articles that filters and dates allow, and what the dates do."""
        allowed = self.catalogue.mask(request.filters)
        dated = limit_by_date(request, self.catalogue, allowed)
        return (allowed if dated.allowed is None else dated.allowed), dated

    def _with_phrases(
        self, question: str, allowed: Mask
    ) -> tuple[Mask, Mask | None, tuple[Note, ...]]:
        """Return which of these articles have every quoted part of the question, and in which rows.

        All parts stand in one row. Where nothing is quoted, or found, every row may be shown.
        """
        phrases = QUOTED.findall(question)
        if not phrases:
            return allowed, None, ()
        rows: Mask = np.logical_and.reduce([*map(self.lexical.rows_with, phrases)])
        having = allowed & self.catalogue.best_of_articles(rows)
        if having.any():
            return having, rows, ()
        quoted = " and ".join(f"“{phrase}”" for phrase in phrases)
        said = f"for the words one by one: no passage has {quoted} in this order"
        return allowed, None, (Note("phrase", said),)

    def _language_notes(self, request: Request) -> tuple[Note, ...]:
        if request.mode != "hybrid" or self.understands(request.question):
            return ()
        known = ", ".join(sorted(self._languages))
        said = f"by words alone: the encoder {self._encoder.name} knows {known} only"
        return (Note("language", said),)

    def _one_of_each_story(self, ranked: _Ranked) -> _Ranked:
        """Leave only the best article of each story in the ranking."""
        stories = [self.catalogue.story(article) for article in ranked.articles.tolist()]
        kept = np.sort(np.unique(np.array(stories, np.int64), return_index=True)[1])
        return replace(ranked, articles=ranked.articles[kept], scores=ranked.scores[kept])

    def _best_rows(self, ranked: _Ranked, k: int) -> list[tuple[int, float]]:
        """Return the best chunks of the best articles as (row, score).

        The best chunk of an article has the article's score; another one has less by as much as it
        is the worse chunk. The first places go to different articles, whatever their others score.
        """
        found: list[tuple[float, int]] = []
        best_rows: set[int] = set()
        articles = zip(ranked.articles[:k].tolist(), ranked.scores[:k].tolist(), strict=True)
        for article, score in articles:
            rows = self.catalogue.rows_of(article)
            first, those = rows.start, slice(rows.start, rows.stop)
            chunks = ranked.legs.chunks(article, those)
            if ranked.rows is not None:
                chunks = np.where(ranked.rows[those], chunks, -np.inf)
            best = top(chunks, PER_ARTICLE)
            best_rows.add(first + int(best[0]))
            found += [(float(chunks[best[0]] - chunks[n]) - score, first + int(n)) for n in best]
        found.sort()
        leading = [hit for hit in found if hit[1] in best_rows][:LEADING]
        ordered = [*leading, *(hit for hit in found if hit not in leading)]
        return [(row, -score) for score, row in ordered[:k]]

    def _passage(self, rank: int, row: int, score: float, ranked: _Ranked, stored: _Get) -> Passage:
        """Take text, title and date from the store, in the revision that was indexed."""
        number = int(self.catalogue.article_of_row[row])
        place = self.catalogue.place(row)
        article = stored(place.article_id, place.revision)
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
            copies=tuple(map(self.catalogue.article_id, self.catalogue.copies(number))),
            evidence=ranked.legs.evidence(number),
            before=sentence_before(article.text, place.start),
            date_conflict=article.other_day,
        )


def completed(request: Request, searcher: Searcher) -> Request:
    """Return the request with a question that needs nothing of the conversation."""
    question = rewrite(
        request.question,
        request.conversation,
        searcher.lexical.weight,
        vocabulary=searcher.names.vocabulary,
        asked_on=request.asked_on,
    )
    return replace(request, question=question)


def _check(manifest: Manifest, encoder: Encoder, vocabulary: str) -> None:
    """Refuse a generation that was built by other rules than those that read it."""
    built = (
        manifest.encoder,
        manifest.encoder_revision,
        manifest.analyzer_version,
        manifest.chunker_version,
        manifest.vocabulary,
    )
    rules = (encoder.name, encoder.revision, ANALYZER_VERSION, CHUNKER_VERSION, vocabulary)
    if built != rules:
        raise DamagedIndexError(
            f"Generation {manifest.generation} was built with {manifest.encoder} and other rules "
            "than this nksearch has. Run: nksearch rebuild"
        )
