"""The archive: everything that questions need, opened once and kept up to date."""

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from nksearch import footprint
from nksearch.answering import AnswerModel, Evidence, Similarity, answer, find_evidence
from nksearch.citations import verify
from nksearch.config import Settings, exports_path, load_settings, store_path, terms_path
from nksearch.conversation.rewriting import rewrite
from nksearch.datamodels import (
    Answer,
    Entity,
    EntityKind,
    Filters,
    Found,
    Mode,
    Note,
    Passage,
    StoredArticle,
)
from nksearch.errors import DamagedIndexError, NoIndexError, StoreError, UsageError
from nksearch.generations import Manifest, current_pointer
from nksearch.models.encoder import Encoder, load_encoder
from nksearch.models.reranker import Reranker, load_reranker, reordered
from nksearch.postings import Scores
from nksearch.request import Request
from nksearch.search import Searcher
from nksearch.store import Store
from nksearch.vocabulary import load_vocabulary

_NOTHING: dict[str, Any] = {
    "articles": 0,
    "undated": 0,
    "first_date": None,
    "last_date": None,
    "revisions": 0,
    "addresses": 0,
    "sources": {},
    "languages": {},
}


class Archive:
    """An indexes directory to ask questions of; usable from several threads."""

    def __init__(
        self,
        indexes: Path,
        encoder: Encoder,
        reranker: Reranker | None = None,
        settings: Settings | None = None,
    ) -> None:
        self.indexes = indexes
        self._encoder = encoder
        self._reranker = reranker
        self._settings = settings or Settings()
        self._searcher: Searcher | None = None
        self._counted: tuple[list[tuple[int, int] | None], dict[str, Any]] | None = None
        self._refused: tuple[str, DamagedIndexError] | None = None
        self._lock = threading.Lock()

    @property
    def settings(self) -> Settings:
        """What is set for this archive."""
        return self._settings

    @classmethod
    def open(cls, indexes: Path) -> Self:
        """Open the archive with the models of its settings.

        Raises:
            NksearchError: the settings cannot be used; a missing index is said when it is asked.
        """
        settings = load_settings(indexes)
        encoder = load_encoder(settings, exports=exports_path(indexes))
        return cls(indexes, encoder, load_reranker(settings), settings)

    def ask(self, request: Request) -> Answer:
        """Answer a question from the current generation.

        A question that goes on from those before it is asked with what it leaves unsaid.

        Raises:
            NoIndexError: nothing has been published.
            DamagedIndexError: the index is not what was published; it is not searched.
        """
        searcher = self._current()
        return self._answered(request, self._search(request, searcher), searcher)

    def answer_from(self, request: Request, searched: Found) -> Answer:
        """Answer from what `search` found for the same request, as `ask` does.

        Raises:
            DamagedIndexError: something else has been published since.
        """
        return self._answered(request, searched, self._current())

    def _answered(self, request: Request, searched: Found, searcher: Searcher) -> Answer:
        found = answer(
            searched.question,
            searched,
            weight=searcher.lexical.weight,
            similarity=_similarity(searcher, searched, request.mode),
            encoder=self._encoder.name,
            threshold=self._settings.answer_threshold,
        )
        with self._store() as store:
            verify(found.citations, store)
        asked_as = searched.question if request.conversation else None
        found = replace(found, question=request.question, asked_as=asked_as)
        return _within_limits(found, request)

    def search(self, request: Request) -> Found:
        """Find passages; a reranker, if one is set, orders the first of them within its time."""
        return self._search(request, self._current())

    def _search(self, request: Request, searcher: Searcher) -> Found:
        complete = completed(request, searcher)
        return replace(self._passages(complete, searcher), question=complete.question)

    def _passages(self, request: Request, searcher: Searcher) -> Found:
        with self._store() as store:
            if self._reranker is None:
                return searcher.search(request, store)
            depth = self._settings.reranker_depth
            found = searcher.search(replace(request, k=max(request.k, depth)), store)
        texts = [f"{each.title}\n{each.text}" for each in found.passages[:depth]]
        seconds = self._settings.reranker_seconds
        scores = self._reranker.rerank(found.encoded, texts, seconds=seconds)
        passages = reordered(found.passages, scores)[: request.k]
        note = Note(
            kind="reranker", text=f"and let {self._reranker.name} order {len(scores)} passages"
        )
        ranked = tuple(replace(each, rank=rank) for rank, each in enumerate(passages, 1))
        return replace(found, passages=ranked, notes=(*found.notes, note))

    def entities(self, *, kind: EntityKind | None = None, like: str | None = None) -> list[Entity]:
        """Return the persons, places and terms of the current generation, most frequent first.

        `like` keeps those with a spelling that has these letters, or that names the same.
        """
        return self._current().entities.find(kind=kind, like=like)

    def article(self, article_id: str, revision: int | None = None) -> StoredArticle:
        """Return an article of the store, in its current revision unless another one is named."""
        with self._store() as store:
            return store.get(article_id, revision)

    def status(self) -> dict[str, Any]:
        """Return what the store holds and which generation is current, ready for JSON.

        `questions_by` says what encodes questions, and `index_error` why a damaged index is not
        searched. `disk` and `memory` are bytes, see `nksearch.footprint`.
        """
        summary = self._summary() if store_path(self.indexes).exists() else _NOTHING
        searcher, index_error = self._opened()
        manifest = searcher.manifest if searcher else None
        return {
            "indexes": str(self.indexes),
            **summary,
            "generation": searcher and _described(searcher),
            "questions_by": self._encoder.questions_by if searcher else None,
            "index_error": index_error,
            "disk": footprint.disk(self.indexes),
            "memory": footprint.memory(),
            "rebuild_needed": summary["articles"] > 0
            and (manifest is None or self._has_news(manifest, summary["revisions"])),
        }

    def manifest(self) -> Manifest:
        """Return what is known of the generation that is asked now.

        Raises:
            NoIndexError, DamagedIndexError: as `ask`.
        """
        return self._current().manifest

    def prepare(self) -> None:
        """Load what the first question would otherwise wait for."""
        self._current().question_vector("")
        if self._reranker:
            self._reranker.prepare()

    def evidence(
        self, request: Request, searched: Found, *, model: AnswerModel | None = None
    ) -> Evidence:
        """Return what an answer from these passages would be made of, by a model or ours."""
        searcher = self._current()
        return find_evidence(
            searched.question,
            searched,
            weight=searcher.lexical.weight,
            similarity=_similarity(searcher, searched, request.mode),
            encoder=self._encoder.name,
            model=model,
        )

    def _has_news(self, manifest: Manifest, revisions: int) -> bool:
        """Tell whether articles or the user's own terms are not what was built."""
        own = terms_path(self.indexes)
        try:
            vocabulary = load_vocabulary(own if own.exists() else None, checked=True).version
        except UsageError:  # a rebuild says what is wrong with the file
            return True
        return (manifest.revisions, manifest.vocabulary) != (revisions, vocabulary)

    def _summary(self) -> dict[str, Any]:
        """Return the counts of the store; they are made again only when it was written to."""
        path = store_path(self.indexes)
        stamp = [_stamp(path), _stamp(path.with_name(f"{path.name}-wal"))]
        if self._counted is None or self._counted[0] != stamp:
            with self._store() as store:
                self._counted = (stamp, store.summary())
        return self._counted[1]

    def _current(self) -> Searcher:
        with self._lock:
            pointer = current_pointer(self.indexes)
            if self._refused and self._refused[0] == pointer:
                raise self._refused[1]  # nothing has changed: do not read all its files again
            try:
                if self._searcher is None:
                    self._searcher = Searcher.open(self.indexes, self._encoder)
                self._searcher = self._searcher.refresh()
            except DamagedIndexError as error:
                self._refused = (pointer, error)
                raise
            return self._searcher

    def _store(self) -> Store:
        if not store_path(self.indexes).exists():
            raise StoreError(f"No articles in {self.indexes} yet. Run: nksearch ingest PATH")
        return Store(store_path(self.indexes), read_only=True)

    def _opened(self) -> tuple[Searcher | None, str | None]:
        """Return the current searcher, or why there is none, if that is not just a first build."""
        try:
            return self._current(), None
        except NoIndexError:
            return None, None
        except DamagedIndexError as error:
            return None, str(error)


def completed(request: Request, searcher: Searcher) -> Request:
    """Return the request with a question that needs nothing of the conversation."""
    said = rewrite(
        request.question,
        request.conversation,
        searcher.lexical.weight,
        vocabulary=searcher.names.vocabulary,
        asked_on=request.asked_on,
    )
    return replace(request, question=said.question)


def _similarity(searcher: Searcher, searched: Found, mode: Mode) -> Similarity:
    """Return how meanings are compared: not where words alone were searched."""
    by_words = mode == "lexical" or not searcher.understands(searched.question)

    def similarity(passage: Passage) -> Scores | None:
        if by_words or not searcher.knows(passage.language):
            return None
        return searcher.similarity(searched.encoded, passage)

    return similarity


def _within_limits(found: Answer, request: Request) -> Answer:
    """Say that it was the limits, when nothing is left within them."""
    limited = request.filters != Filters() or any(note.kind == "period" for note in found.notes)
    if found.passages or not limited:
        return found
    return replace(found, reason="No article within these limits has a word of the question.")


def _described(searcher: Searcher) -> dict[str, Any]:
    manifest = searcher.manifest
    names = ("articles", "chunks", "encoder", "precision", "dimension", "languages", "created")
    values = {name: getattr(manifest, name) for name in names}
    return {"name": manifest.generation, **values, "stories": searcher.catalogue.stories}


def _stamp(path: Path) -> tuple[int, int] | None:
    """Return what changes when a file is written, None when there is none (any more)."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_mtime_ns, status.st_size
