"""Checking: whether everything in an indexes directory is what it should be; nothing is changed."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from nksearch.catalogue import Catalogue
from nksearch.config import store_path
from nksearch.database import faults
from nksearch.datamodels import Revision, StoredArticle
from nksearch.errors import DamagedIndexError, NoIndexError, StoreError, UnknownArticleError
from nksearch.generations import Generation, open_generation, open_previous, pointer_or_none
from nksearch.lexical import LexicalIndex
from nksearch.names import Names
from nksearch.semantic import SemanticIndex
from nksearch.store import Store

_REBUILD = "nksearch rebuild --full"
_RESTORE = "nksearch restore FILE"
_BLOCK = 1 << 16  # vectors looked at together
_LENGTH = 1e-3  # by which the length of a vector may miss 1

Progress = Callable[[int], None]  # told how many articles have just been looked at


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it should be: where, what, and the command that mends it."""

    where: str
    what: str
    remedy: str


def check(indexes: Path, *, progress: Progress = lambda _: None) -> Iterator[Problem]:
    """Yield every problem of the store, and of the generations against themselves and the store.

    Raises:
        NoIndexError: there is nothing to check.
    """
    path = store_path(indexes)
    if not path.exists():
        yield _missing(indexes, path.name)
        return
    try:
        found = [Problem(path.name, fault, _RESTORE) for fault in faults(path)]
        yield from found
        if found:
            return
        with Store(path, read_only=True) as store:
            yield from _articles_stored(store, path.name, progress)
            yield from _generations(indexes, store)
    except StoreError as error:
        yield Problem(path.name, str(error), _RESTORE)


def _missing(indexes: Path, name: str) -> Problem:
    """Say that the store is gone; raises NoIndexError when there never was one."""
    try:
        pointer_or_none(indexes)
    except NoIndexError:
        raise NoIndexError(f"No article in {indexes} yet. Run: nksearch ingest PATH") from None
    return Problem(name, "It is missing, though its articles are indexed.", _RESTORE)


def _articles_stored(store: Store, name: str, progress: Progress) -> Iterator[Problem]:
    """Compare all that is kept of every article, and the bytes it was read from, with hashes."""
    for current in store.current_revisions():
        where = f"{name}: article {current.article_id}"
        for fault in dict.fromkeys(_faults(store, current)):
            yield Problem(where, fault, _RESTORE)
        progress(1)


def _faults(store: Store, current: Revision) -> Iterator[str]:
    article_id = current.article_id
    readings: list[Callable[[], object]] = [partial(store.places, article_id)]
    for number in range(1, current.revision + 1):
        readings += [partial(read, article_id, number) for read in (store.get, store.raw)]
    for read in readings:
        try:
            read()
        except (StoreError, UnknownArticleError) as error:
            yield str(error)


def _generations(indexes: Path, store: Store) -> Iterator[Problem]:
    for opened in (open_generation, open_previous):
        try:
            generation = opened(indexes)
        except NoIndexError:
            continue
        except DamagedIndexError as error:
            yield Problem("generations", str(error), _REBUILD)
            continue
        where = f"generation {generation.manifest.generation}"
        try:
            faults_found = [*_articles(generation, store), *_indexes(generation)]
        except (DamagedIndexError, OSError, ValueError) as error:
            faults_found = [str(error)]
        remedy = _REBUILD if store.count() else _RESTORE  # an emptied store is not to be indexed
        yield from (Problem(where, fault, remedy) for fault in faults_found)


def _articles(generation: Generation, store: Store) -> Iterator[str]:
    """Yield what the catalogue has and the store has not: articles, revisions, characters."""
    catalogue = Catalogue.open(generation.directory)
    for number, revision in enumerate(catalogue.revisions()):
        try:
            article = store.get(revision.article_id, revision.revision)
        except UnknownArticleError as error:
            yield str(error)
            continue
        yield from _chunks(catalogue, number, article)


def _chunks(catalogue: Catalogue, number: int, article: StoredArticle) -> Iterator[str]:
    end = 0
    for row in catalogue.rows_of(number):
        place = catalogue.place(row)
        text = article.text[place.start : place.end]
        if not text.strip() or place.end > len(article.text) or place.end <= end:
            yield f"Chunk {place.chunk_id} is no part of its article."
        end = place.end


def _indexes(generation: Generation) -> Iterator[str]:
    """Open every index, which compares their sizes, and look at every vector."""
    directory, manifest = generation.directory, generation.manifest
    catalogue = Catalogue.open(directory)
    if (catalogue.articles, len(catalogue)) != (manifest.articles, manifest.chunks):
        yield "The catalogue has other numbers of articles or chunks than the manifest."
    with closing(LexicalIndex(directory / "lexical", catalogue)) as lexical:
        lexical.verify()
    Names(directory / "names").close()
    vectors = SemanticIndex(directory / "semantic", catalogue, dimension=manifest.dimension).vectors
    wrong = 0
    for start in range(0, len(vectors), _BLOCK):
        lengths = np.linalg.norm(vectors[start : start + _BLOCK], axis=1)
        wrong += int((~((np.abs(lengths - 1) < _LENGTH) | (lengths == 0))).sum())
    if wrong:
        yield f"{wrong} vectors are none: their length is not 1."
