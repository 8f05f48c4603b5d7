"""The archive: everything that questions need, opened once and kept up to date."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from nksearch import footprint
from nksearch.answering import AnswerModel, Evidence, Similarity, answer, find_evidence
from nksearch.answering.model import fitted_model
from nksearch.citations import verified
from nksearch.config import Settings, exports_path, load_settings
from nksearch.datamodels import (
    Answer,
    Entity,
    EntityKind,
    Filters,
    Found,
    Mode,
    Note,
    Passage,
    Rejected,
    StoredArticle,
)
from nksearch.deadlines import check_time
from nksearch.errors import DamagedIndexError, NoIndexError, UnknownArticleError
from nksearch.finding.hits import Listing
from nksearch.finding.listing import Finder
from nksearch.finding.related import Related, Relations
from nksearch.generations import Manifest
from nksearch.holdings import Holdings, open_store
from nksearch.models.encoder import Encoder, load_encoder
from nksearch.models.reranker import Reranker, load_reranker, reordered
from nksearch.postings import Scores
from nksearch.published import Published
from nksearch.request import Request, SearchRequest
from nksearch.revisions import History
from nksearch.search import Searcher, completed


class Archive:
    """An indexes directory to ask questions of; usable from several threads.

    Raises:
        NksearchError: no answers are as precise as the settings want them.
    """

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
        for way in (fitted_model().by_meaning, fitted_model().by_words):
            way.least_support(self._settings.answer_precision)
        self._published = Published(indexes, encoder)
        self._lists: tuple[Finder, Relations] | None = None
        self._holdings = Holdings(indexes)

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
            OverdueError: a time limit was set, and is over.
        """
        searcher = self._current()
        return self._answered(request, self._search(request, searcher), searcher)

    def answer_from(self, request: Request, searched: Found) -> Answer:
        """Answer from what `search` found for the same request, as `ask` does."""
        return self._answered(request, searched, self._current())

    def _answered(self, request: Request, searched: Found, searcher: Searcher) -> Answer:
        check_time()
        found = answer(
            searched.question,
            searched,
            weight=searcher.lexical.weight,
            similarity=_similarity(searcher, searched, request.mode),
            encoder=self._encoder.name,
            threshold=self._settings.answer_threshold,
            precision=self._settings.answer_precision,
        )
        check_time()
        with open_store(self.indexes) as store:
            citations = verified(found.citations, store)
        asked_as = searched.question if request.conversation else None
        found = replace(
            found,
            question=request.question,
            asked_as=asked_as,
            citations=citations,
            respellings=(*searched.respellings, *searched.other_words),
        )
        return _within_limits(found, request)

    def search(self, request: Request) -> Found:
        """Find passages; a reranker, if one is set, orders the first of them within its time."""
        return self._search(request, self._current())

    def _search(self, request: Request, searcher: Searcher) -> Found:
        check_time()
        complete = completed(request, searcher)
        found = self._passages(complete, searcher)
        notes = (*_fallen_back(searcher), *found.notes)
        return replace(found, question=complete.question, notes=notes)

    def _passages(self, request: Request, searcher: Searcher) -> Found:
        with open_store(self.indexes) as store:
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

    def find(self, request: SearchRequest) -> Listing:
        """Return one page of the articles that a query matches; raises UsageError, and as `ask`."""
        check_time()
        searcher, finder = self._current(), self._opened_lists()[0]
        with open_store(self.indexes) as store:
            found = finder.find(request, store)
        return replace(found, notes=(*_fallen_back(searcher), *found.notes))

    def related(self, article_id: str) -> Related | None:
        """Return what belongs to an article, None where the current generation does not have it."""
        relations = self._opened_lists()[1]
        with open_store(self.indexes) as store:
            return relations.of(article_id, store)

    def rejected(self) -> list[Rejected]:
        """Return what could not be read when it was last tried, by path and line."""
        with open_store(self.indexes) as store:
            return list(store.rejections)

    def article(self, article_id: str, revision: int | None = None) -> StoredArticle:
        """Return an article of the store, in its current revision unless another one is named."""
        with open_store(self.indexes) as store:
            return store.get(article_id, revision)

    def newest_revisions(self, article_ids: Collection[str]) -> dict[str, int]:
        """Return the number of the newest revision of each of these articles that is stored."""
        with open_store(self.indexes) as store:
            return store.newest_revisions(article_ids)

    def history(self, article_id: str) -> History:
        """Return when an article changed, and when it was read anew from the same bytes."""
        with open_store(self.indexes) as store:
            return store.history(article_id)

    def two_revisions(
        self, article_id: str, old: int | None = None, new: int | None = None
    ) -> tuple[StoredArticle, StoredArticle]:
        """Return two revisions of an article with the bytes that were read.

        Unless others are named, they are those of the last change.

        Raises:
            UnknownArticleError: it has no such revision, or has never changed.
        """
        with open_store(self.indexes) as store:
            after = store.get(article_id, new)
            if old is None and after.revision == 1:
                raise UnknownArticleError(
                    f"Article {article_id} has not changed: this is its first revision."
                )
            before = store.get(article_id, after.revision - 1 if old is None else old)
            first, second = (
                replace(each, raw=store.raw(article_id, each.revision)) for each in (before, after)
            )
            return first, second

    def status(self, *, sizes: bool = True) -> dict[str, Any]:
        """Return what the store holds and which generation is current, ready for JSON.

        `questions_by` says what encodes questions. `index_error` says why a damaged generation is
        not searched; `generation` is then the one before it, if that is sound, else None.
        `disk` and `memory` are bytes, see `nksearch.footprint`; without `sizes` they are left out.
        """
        summary = self._holdings.summary()
        searcher, index_error = self._opened()
        manifest = searcher.manifest if searcher else None
        return {
            "indexes": str(self.indexes),
            **summary,
            "generation": searcher and _described(searcher),
            "questions_by": self._encoder.questions_by if searcher else None,
            "index_error": index_error,
            **(footprint.sizes(self.indexes) if sizes else {}),
            "rebuild_needed": summary["articles"] > 0
            and (manifest is None or bool(index_error) or self._holdings.has_news(manifest)),
        }

    def manifest(self) -> Manifest:
        """Return what is known of the generation that is asked now; raises as `ask`."""
        return self._current().manifest

    def damage(self) -> str | None:
        """Return why an older generation is asked, None where the newest is; raises as `ask`."""
        return self._current().damage

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

    def _current(self) -> Searcher:
        return self._published.searcher()

    def _opened_lists(self) -> tuple[Finder, Relations]:
        """Return what lists the articles of the current generation."""
        now = self._current()
        if self._lists is None or self._lists[0].catalogue is not now.catalogue:
            known = now.catalogue.in_languages(frozenset(now.manifest.languages))
            relations = Relations(now.catalogue, now.lexical, now.semantic, known)
            self._lists = (Finder(now.catalogue, now.lexical, now.names), relations)
        return self._lists

    def _opened(self) -> tuple[Searcher | None, str | None]:
        """Return the current searcher, and what is damaged if anything published is."""
        try:
            searcher = self._current()
            return searcher, searcher.damage
        except NoIndexError:
            return None, None
        except DamagedIndexError as error:
            return None, str(error)


def _fallen_back(searcher: Searcher) -> tuple[Note, ...]:
    """Return the notice that an older generation is searched, if it is."""
    if not searcher.damage:
        return ()
    built = searcher.manifest.created[:10]
    return (Note("damage", f"the build before, of {built}, because {searcher.damage}"),)


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
