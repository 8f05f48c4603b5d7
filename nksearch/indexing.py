"""Rebuild: the whole store into a new generation of both indexes.

Articles of which the generation before has the same revision, made by the same recipe, are taken
over: what it holds of them is copied and merged, and nothing of their text is looked at again. The
result is the same as if everything had been built anew.
"""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from nksearch.analysis import ANALYZER_VERSION
from nksearch.catalogue import Catalogue, CatalogueWriter
from nksearch.chunking import CHUNKER_VERSION, TITLE_CHARACTERS, chunk
from nksearch.config import cache_path, store_path, terms_path
from nksearch.datamodels import Revision, StoredArticle
from nksearch.encoding import BlockEncoder
from nksearch.errors import DamagedIndexError, NksearchError, NoIndexError
from nksearch.generations import (
    REMEDY,
    Generation,
    Manifest,
    build_lock,
    describe_files,
    last_size,
    new_directory,
    next_name,
    open_generation,
    publish,
)
from nksearch.lexical import LexicalIndex, LexicalWriter
from nksearch.models.cache import VectorCache
from nksearch.models.encoder import Encoder
from nksearch.names import Names, NamesWriter
from nksearch.recipe import recipe
from nksearch.semantic import SemanticIndex, SemanticWriter
from nksearch.store import Store

_BYTES_OF_STORE = 40  # of a first generation and its vectors, for each byte of the store
_FOLDERS = ("lexical", "names", "semantic")


@dataclass(slots=True)
class Progress:
    """How far a build is: articles done, tokens encoded so far, and the seconds these took."""

    articles: int = 0
    tokens: int = 0
    seconds: float = 0.0


class _Teller:
    """Keeps the progress of a build, and tells of it after every article and every batch."""

    def __init__(self, tell: Callable[[Progress], None]) -> None:
        self._tell = tell
        self._progress = Progress()

    def article(self) -> None:
        self._progress.articles += 1
        self._tell(self._progress)

    def batch(self, tokens: int, seconds: float) -> None:
        self._progress.tokens += tokens
        self._progress.seconds += seconds
        self._tell(self._progress)


@dataclass(frozen=True, slots=True)
class RebuildReport:
    """What a rebuild did; `seconds` is wall time.

    Of the articles `taken` were taken over from the generation before; `anew` says why none could
    be, where there was one. `encoded` and `reused` count chunks.
    """

    generation: str
    articles: int
    taken: int
    anew: str | None
    chunks: int
    encoded: int
    reused: int
    seconds: float


def rebuild(
    indexes: Path,
    store: Store,
    encoder: Encoder,
    *,
    progress: Callable[[Progress], None] = lambda _: None,
    cache: Path | None = None,
    titles: bool = True,
    full: bool = False,
) -> RebuildReport:
    """Build both indexes from every article of the store and publish them.

    `cache` is where vectors are kept between builds, `vectors.db` beside the store unless named.
    Without `titles`, titles are shown but not searched, as evaluations by headline need it.

    Articles that the published generation has as they are now are taken over from it, unless the
    build is to be `full`; chunks that were encoded before are not encoded again. The published
    generation stays as it is until the new one has been verified.

    Raises:
        BusyError: another rebuild is running.
        NoIndexError: the store holds no article with words.
        NksearchError: the disk is full, or something cannot be written.
    """
    started = time.monotonic()
    with _disk_errors(indexes), build_lock(indexes):
        if not store.count():
            raise NoIndexError(f"No article in {indexes} yet. Run: nksearch ingest PATH")
        _check_space(indexes)
        made_by = recipe(encoder, terms_path(indexes), titles=titles)
        before, anew = (None, None) if full else _before(indexes, made_by)
        teller = _Teller(progress)
        vectors = VectorCache(cache or cache_path(indexes), encoder, teller.batch)
        build = _Build(indexes, encoder, vectors, before, titles=titles)
        generation = _published(indexes, store, build, made_by, teller.article)
    return build.report(generation, anew, time.monotonic() - started)


def _check_space(indexes: Path) -> None:
    """Refuse to begin what would fill the disk: others write there too, the store among them."""
    size, path = last_size(indexes), store_path(indexes)
    first = _BYTES_OF_STORE * path.stat().st_size if path.exists() else 0
    needed = size * 5 // 4 or first
    free = shutil.disk_usage(indexes).free
    if free < needed:
        raise NksearchError(
            f"A build in {indexes} needs about {needed / 1e6:.0f} MB and {free / 1e6:.0f} MB are "
            "free. Free some space, or move the directory. What was published stays."
        )


@contextmanager
def _disk_errors(indexes: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NksearchError(
            f"Cannot build in {indexes}: {error.strerror or error}. What was published stays."
        ) from error


def _published(
    indexes: Path, store: Store, build: "_Build", made_by: str, done: Callable[[], None]
) -> str:
    """Run the build and publish it; return the name of its generation."""
    revisions = store.summary()["revisions"]
    build.run(store, done)
    if not build.chunks:
        raise NoIndexError(f"No article in {indexes} has words. Run: nksearch ingest PATH")
    build.encoder.export_questions()
    manifest = _manifest(next_name(indexes), build, revisions, made_by)
    _verify(build.directory, manifest)
    publish(indexes, build.directory, manifest)
    return manifest.generation


@dataclass(frozen=True, slots=True)
class _Before:
    """The generation from which articles are taken over: their numbers in it, by revision."""

    directory: Path
    catalogue: Catalogue
    semantic: SemanticIndex
    articles: dict[Revision, int]

    @classmethod
    def of(cls, generation: Generation) -> Self:
        """Open a generation."""
        directory, manifest = generation.directory, generation.manifest
        catalogue = Catalogue.open(directory)
        semantic = SemanticIndex(directory / "semantic", catalogue, dimension=manifest.dimension)
        numbers = {revision: number for number, revision in enumerate(catalogue.revisions())}
        return cls(directory, catalogue, semantic, numbers)


def _before(indexes: Path, made_by: str) -> tuple[_Before | None, str | None]:
    """Return the published generation, or why it cannot be used: damage, another recipe."""
    try:
        generation = open_generation(indexes)
    except NoIndexError:
        return None, None
    except DamagedIndexError as error:
        return None, str(error).removesuffix(f" {REMEDY}")
    if generation.manifest.recipe != made_by:
        name = generation.manifest.generation
        return None, f"Generation {name} has another encoder, own terms, settings or nksearch."
    return _Before.of(generation), None


class _Build:
    """The writers of one build, fed article by article in the order of rows."""

    def __init__(
        self,
        indexes: Path,
        encoder: Encoder,
        cache: VectorCache,
        before: _Before | None,
        *,
        titles: bool,
    ) -> None:
        self.encoder = encoder
        self.directory = new_directory(indexes)
        lexical, names, semantic = (self.directory / each for each in _FOLDERS)
        for folder in (lexical, names, semantic):
            folder.mkdir()
        self._titles = titles
        self._before = before
        old = before.directory if before else None
        self._catalogue = CatalogueWriter(self.directory, old)
        self._lexical = LexicalWriter(lexical, old and old / lexical.name)
        self._names = NamesWriter(names, terms_path(indexes), old and old / names.name)
        self._vectors = BlockEncoder(encoder, cache, SemanticWriter(semantic))
        self.articles = self.taken = self.chunks = 0
        self.vocabulary = self._names.version

    def run(self, store: Store, done: Callable[[], None]) -> None:
        """Write both indexes of all articles of the store."""
        try:
            for revision in store.current_revisions():
                self._next(revision, store)
                done()
            if self.chunks:
                self._finish()
        finally:
            self._close()

    def report(self, generation: str, anew: str | None, seconds: float) -> RebuildReport:
        """Say what was done."""
        return RebuildReport(
            generation=generation,
            articles=self.articles,
            taken=self.taken,
            anew=anew,
            chunks=self.chunks,
            encoded=self._vectors.encoded,
            reused=self.chunks - self._vectors.encoded,
            seconds=round(seconds, 3),
        )

    def _next(self, revision: Revision, store: Store) -> None:
        if self._before and revision in self._before.articles:
            self._take(self._before, self._before.articles[revision])
        else:
            article = store.get(revision.article_id, revision.revision)
            self._add(article, revision.fingerprint)

    def _take(self, before: _Before, article: int) -> None:
        rows = before.catalogue.rows_of(article)
        self._catalogue.take(before.catalogue, article)
        self._names.take(article)
        self._lexical.take(article, rows)
        self._vectors.take(before.semantic, rows)
        self.articles += 1
        self.taken += 1
        self.chunks += len(rows)

    def _add(self, article: StoredArticle, fingerprint: int) -> None:
        count = self.encoder.count_tokens
        searched = replace(article, title=article.title[: TITLE_CHARACTERS if self._titles else 0])
        chunks = chunk(searched, count_tokens=count, max_tokens=self.encoder.max_tokens)
        if not chunks:  # nothing that an encoder can read: a row of symbols
            return
        self._catalogue.add(article, chunks, fingerprint=fingerprint)
        names = self._names.add([searched.title, *(each.text for each in chunks)])
        self._lexical.add(chunks, names)
        self._vectors.add(chunks)
        self.articles += 1
        self.chunks += len(chunks)

    def _finish(self) -> None:
        self._vectors.finish()
        self._catalogue.save()
        self._lexical.finish()
        self._names.save()

    def _close(self) -> None:
        """Release the files, also of a build that was not finished."""
        self._vectors.close()
        self._catalogue.close()
        self._names.close()
        self._lexical.close()


def _manifest(name: str, build: _Build, revisions: int, made_by: str) -> Manifest:
    encoder = build.encoder
    return Manifest(
        generation=name,
        articles=build.articles,
        revisions=revisions,
        chunks=build.chunks,
        encoder=encoder.name,
        encoder_revision=encoder.revision,
        precision=encoder.precision,
        languages=sorted(encoder.languages),
        dimension=encoder.dimension,
        analyzer_version=ANALYZER_VERSION,
        chunker_version=CHUNKER_VERSION,
        vocabulary=build.vocabulary,
        recipe=made_by,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        files=describe_files(build.directory),
    )


def _verify(directory: Path, manifest: Manifest) -> None:
    """Open everything once as a searcher will, before anybody can be sent there."""
    catalogue = Catalogue.open(directory)
    SemanticIndex(directory / "semantic", catalogue, dimension=manifest.dimension)
    with closing(LexicalIndex(directory / "lexical", catalogue)) as lexical:
        lexical.verify()
    Names(directory / "names").close()
