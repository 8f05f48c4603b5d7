"""Related articles: what is like one, tells the same story, or came just before or after it."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from nksearch.catalogue import Catalogue, Mask, Numbers
from nksearch.fusion import fuse, top
from nksearch.lexical import LexicalIndex
from nksearch.semantic import SemanticIndex
from nksearch.store import Store

SIMILAR = 5  # articles that are named
_LOOKED_AT = 50
_ALIKE = 0.4  # score from which an article is like another; any two of one archive share some


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """An article that is named beside another one."""

    article_id: str
    title: str
    date: str | None
    source: str | None
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """What belongs to an article; `previous` and `next` are its neighbours by date, then by id."""

    similar: tuple[Neighbour, ...]
    copies: tuple[Neighbour, ...]
    previous: Neighbour | None
    next: Neighbour | None


class Relations:
    """The relations between the articles of one generation; `known` are those with a meaning."""

    def __init__(
        self, catalogue: Catalogue, lexical: LexicalIndex, semantic: SemanticIndex, known: Mask
    ) -> None:
        self._catalogue = catalogue
        self._lexical = lexical
        self._semantic = semantic
        self._known = known

    def of(self, article_id: str, store: Store) -> Related | None:
        """Return what belongs to an article, None where this generation does not have it."""
        article = self._catalogue.number_of(article_id)
        if article is None:
            return None
        previous, following = self._beside(article)
        return Related(
            similar=self._neighbours(self._similar(article, store), store),
            copies=self._neighbours(self._catalogue.copies(article), store),
            previous=self._neighbour(previous, store) if previous is not None else None,
            next=self._neighbour(following, store) if following is not None else None,
        )

    def _similar(self, article: int, store: Store) -> list[int]:
        """Return the articles nearest by the words of the title and by the vector, one a story."""
        place = self._catalogue.place(self._catalogue.rows_of(article).start)
        scores = self._lexical.scores(store.get(place.article_id, place.revision).title).articles
        if self._known[article]:
            vector = self._semantic.article_vectors(np.array([article]))[0]
            scores = fuse(scores, self._semantic.scores(vector).articles * self._known)
        stories = self._catalogue.story_of_article
        scores = np.where(stories == stories[article], np.float32(0), scores)
        best = top(np.where(scores >= _ALIKE, scores, np.float32(-np.inf)), _LOOKED_AT)
        first_of_stories = {int(stories[each]): int(each) for each in best[::-1]}
        return [int(each) for each in best if first_of_stories[int(stories[each])] == each][
            :SIMILAR
        ]

    @cached_property
    def _by_date(self) -> tuple[Numbers, Numbers]:
        """The numbers of dated articles in order of time, and the place of every article there."""
        days = self._catalogue.days.astype(np.int64)
        order = np.lexsort((np.arange(len(days)), days))
        order = order[days[order] > 0]
        places = np.full(len(days), -1, np.int64)
        places[order] = np.arange(len(order))
        return order, places

    def _beside(self, article: int) -> tuple[int | None, int | None]:
        order, places = self._by_date
        place = int(places[article])
        if place < 0:
            return None, None
        previous = int(order[place - 1]) if place else None
        return previous, int(order[place + 1]) if place + 1 < len(order) else None

    def _neighbours(self, articles: list[int], store: Store) -> tuple[Neighbour, ...]:
        return tuple(self._neighbour(each, store) for each in articles)

    def _neighbour(self, article: int, store: Store) -> Neighbour:
        place = self._catalogue.place(self._catalogue.rows_of(article).start)
        stored = store.get(place.article_id, place.revision)
        names = ("article_id", "title", "source", "language")
        values = {name: getattr(stored, name) for name in names}
        return Neighbour(date=stored.published, **values)
