"""Rebuild: the whole store into a new generation of both indexes."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from nksearch.analysis import ANALYZER_VERSION
from nksearch.catalogue import Catalogue, CatalogueWriter
from nksearch.chunking import CHUNKER_VERSION, chunk, with_title
from nksearch.config import terms_path
from nksearch.datamodels import Chunk, StoredArticle
from nksearch.errors import NksearchError, NoIndexError
from nksearch.generations import (
    Manifest,
    build_lock,
    describe_files,
    new_directory,
    next_name,
    publish,
)
from nksearch.lexical import LexicalIndex, LexicalWriter
from nksearch.models.cache import VectorCache
from nksearch.models.encoder import Encoder
from nksearch.names import Names, NamesWriter
from nksearch.semantic import SemanticIndex, SemanticWriter
from nksearch.store import Store
from nksearch.text import sentence_spans

_BLOCK = 512  # chunks held in memory between the store and the indexes

Progress = Callable[[int], None]  # told how many articles have just been finished


@dataclass(frozen=True, slots=True)
class RebuildReport:
    """What a rebuild did; `encoded` and `reused` count chunks, `seconds` is wall time."""

    generation: str
    articles: int
    chunks: int
    encoded: int
    reused: int
    seconds: float


def rebuild(
    indexes: Path,
    store: Store,
    encoder: Encoder,
    *,
    progress: Progress = lambda _: None,
    cache: Path | None = None,
    titles: bool = True,
) -> RebuildReport:
    """Build both indexes from every article of the store and publish them.

    `cache` is where vectors are kept between builds, `vectors.db` beside the store unless named.
    Without `titles`, titles are shown but not searched, as evaluations by headline need it.

    Chunks that were encoded before are not encoded again. The published generation stays as it is
    until the new one has been verified.

    Raises:
        BusyError: another rebuild is running.
        NoIndexError: the store holds no article with words.
        NksearchError: the disk is full, or something cannot be written.
    """
    try:
        return _rebuilt(indexes, store, encoder, progress, cache, titles)
    except OSError as error:
        raise NksearchError(
            f"Cannot build in {indexes}: {error.strerror or error}. What was published stays."
        ) from error


def _rebuilt(
    indexes: Path,
    store: Store,
    encoder: Encoder,
    progress: Progress,
    cache: Path | None,
    titles: bool,
) -> RebuildReport:
    started = time.monotonic()
    with build_lock(indexes):
        if not store.count():
            raise NoIndexError(f"No article in {indexes} yet. Run: nksearch ingest PATH")
        revisions = store.summary()["revisions"]
        directory = new_directory(indexes)
        vectors = VectorCache(cache or indexes / "vectors.db", encoder)
        build = _Build(directory, encoder, vectors, terms_path(indexes), titles=titles)
        build.run(store, progress)
        if not build.chunks:
            raise NoIndexError(f"No article in {indexes} has words. Run: nksearch ingest PATH")
        encoder.export_questions()
        manifest = _manifest(next_name(indexes), directory, encoder, build, revisions)
        _verify(directory, manifest)
        publish(indexes, directory, manifest)
    return RebuildReport(
        generation=manifest.generation,
        articles=build.articles,
        chunks=build.chunks,
        encoded=build.encoded,
        reused=build.chunks - build.encoded,
        seconds=round(time.monotonic() - started, 3),
    )


class _Build:
    """The writers of one build, fed block by block in the order of rows."""

    def __init__(
        self,
        directory: Path,
        encoder: Encoder,
        cache: VectorCache,
        own_terms: Path,
        *,
        titles: bool,
    ) -> None:
        self._titles = titles
        self._directory = directory
        self._encoder = encoder
        self._cache = cache
        self._catalogue = CatalogueWriter()
        for name in ("lexical", "names", "semantic"):
            (directory / name).mkdir()
        self._lexical = LexicalWriter(directory / "lexical")
        self._semantic = SemanticWriter(directory / "semantic")
        self._names = NamesWriter(directory / "names", own_terms)
        self._block: list[Chunk] = []
        self.articles = self.chunks = self.encoded = 0

    def run(self, store: Store, progress: Progress) -> None:
        """Write both indexes of all articles of the store."""
        try:
            for article in store.articles():
                self._add(article)
                progress(1)
            if self.chunks:
                self._finish()
        finally:
            self._close()

    def _add(self, article: StoredArticle) -> None:
        count = self._encoder.count_tokens
        searched = article if self._titles else replace(article, title="")
        chunks = chunk(searched, count_tokens=count, max_tokens=self._encoder.max_tokens)
        if not chunks:  # nothing that an encoder can read: a row of symbols
            return
        self._catalogue.add(article, chunks)
        names = self._names.add([searched.title, *(each.text for each in chunks)])
        self._lexical.add(chunks, names)
        self._block.extend(chunks)
        self.articles += 1
        self.chunks += len(chunks)
        if len(self._block) >= _BLOCK:
            self._encode_block()

    def _finish(self) -> None:
        self._encode_block()
        self._catalogue.save(self._directory)
        self._lexical.finish()
        self._names.save()
        self._semantic.finish()

    def _close(self) -> None:
        """Release the files, also of a build that was not finished."""
        self._cache.close()
        self._catalogue.close()
        self._semantic.close()
        self._lexical.close()

    def _encode_block(self) -> None:
        count = self._encoder.count_tokens
        texts = [with_title(each.title, each.text, count) for each in self._block]
        vectors, encoded = self._cache.encode(texts)
        self._semantic.add_chunks(vectors)
        self.encoded += encoded
        sentences = [_sentences(each.text) for each in self._block]
        vectors, _ = self._cache.encode([text for texts in sentences for text in texts])
        self._semantic.add_sentences([len(texts) for texts in sentences], vectors)
        self._block.clear()


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


def _manifest(
    name: str, directory: Path, encoder: Encoder, build: _Build, revisions: int
) -> Manifest:
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
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        files=describe_files(directory),
    )


def _verify(directory: Path, manifest: Manifest) -> None:
    """Open everything once as a searcher will, before anybody can be sent there."""
    catalogue = Catalogue.open(directory)
    SemanticIndex(directory / "semantic", catalogue, dimension=manifest.dimension)
    LexicalIndex(directory / "lexical", catalogue).close()
    Names(directory / "names").close()
