"""The archive: everything that questions need, opened once and kept up to date."""

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from nksearch.answering import Similarity, answer
from nksearch.citations import verify
from nksearch.config import Settings, load_settings, store_path
from nksearch.datamodels import Answer, Found, Note, StoredArticle
from nksearch.errors import NoIndexError, UnknownArticleError
from nksearch.generations import Manifest
from nksearch.models.encoder import Encoder, load_encoder
from nksearch.models.reranker import Reranker, load_reranker, reordered
from nksearch.request import Request
from nksearch.search import Searcher
from nksearch.store import Store


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
        self._counted: tuple[list[tuple[int, int]], dict[str, Any]] | None = None
        self._lock = threading.Lock()

    @classmethod
    def open(cls, indexes: Path) -> Self:
        """Open the archive with the models of its settings.

        Raises:
            NksearchError: the settings cannot be used; a missing index is said when it is asked.
        """
        settings = load_settings(indexes)
        return cls(indexes, load_encoder(settings), load_reranker(settings), settings)

    def ask(self, request: Request) -> Answer:
        """Answer a question from the current generation.

        Raises:
            NoIndexError: nothing has been published.
            DamagedIndexError: the index is not what was published; it is not searched.
        """
        searcher = self._current()
        searched = self._search(request, searcher)
        with self._store() as store:
            found = answer(
                request.question,
                searched,
                weight=searcher.lexical.weight,
                similarity=_similarity(searcher, request.question),
            )
            verify(found.citations, store)
        return found

    def search(self, request: Request) -> Found:
        """Find passages; a reranker, if one is set, orders the first of them within its time."""
        return self._search(request, self._current())

    def _search(self, request: Request, searcher: Searcher) -> Found:
        with self._store() as store:
            if self._reranker is None:
                return searcher.search(request, store)
            depth = self._settings.reranker_depth
            found = searcher.search(replace(request, k=max(request.k, depth)), store)
        texts = [f"{each.title}\n{each.text}" for each in found.passages[:depth]]
        seconds = self._settings.reranker_seconds
        scores = self._reranker.rerank(request.question, texts, seconds=seconds)
        passages = reordered(found.passages, scores)[: request.k]
        note = Note(
            kind="reranker", text=f"and let {self._reranker.name} order {len(scores)} passages"
        )
        return Found(
            tuple(replace(each, rank=rank) for rank, each in enumerate(passages, 1)),
            (*found.notes, note),
        )

    def article(self, article_id: str, revision: int | None = None) -> StoredArticle:
        """Return an article of the store, in its current revision unless another one is named."""
        with self._store() as store:
            return store.get(article_id, revision)

    def status(self) -> dict[str, Any]:
        """Return what the store holds and which generation is current, ready for JSON."""
        if not store_path(self.indexes).exists():
            return {"indexes": str(self.indexes), "articles": 0, "generation": None}
        summary = self._summary()
        manifest = self._manifest()
        return {
            "indexes": str(self.indexes),
            **summary,
            "generation": manifest and _described(manifest),
            "rebuild_needed": manifest is None or manifest.revisions != summary["revisions"],
        }

    def prepare(self) -> None:
        """Load what the first question would otherwise wait for."""
        self._current().question_vector("")
        if self._reranker:
            self._reranker.prepare()

    def _summary(self) -> dict[str, Any]:
        """Return the counts of the store; they are made again only when it was written to."""
        path = store_path(self.indexes)
        files = [path, path.with_name(f"{path.name}-wal")]
        stamp = [(file.stat().st_mtime_ns, file.stat().st_size) for file in files if file.exists()]
        if self._counted is None or self._counted[0] != stamp:
            with self._store() as store:
                self._counted = (stamp, store.summary())
        return self._counted[1]

    def _current(self) -> Searcher:
        with self._lock:
            if self._searcher is None:
                self._searcher = Searcher.open(self.indexes, self._encoder)
            self._searcher = self._searcher.refresh()
            return self._searcher

    def _store(self) -> Store:
        if not store_path(self.indexes).exists():
            raise UnknownArticleError(f"No article in {self.indexes}. Run: nksearch ingest PATH")
        return Store(store_path(self.indexes))

    def _manifest(self) -> Manifest | None:
        try:
            return self._current().manifest
        except NoIndexError:
            return None


def _similarity(searcher: Searcher, question: str) -> Similarity | None:
    if not searcher.understands(question):
        return None

    return lambda passage: searcher.similarity(question, passage)


def _described(manifest: Manifest) -> dict[str, Any]:
    names = ("articles", "chunks", "encoder", "dimension", "created")
    values = {name: getattr(manifest, name) for name in names}
    return {"name": manifest.generation, **values}
