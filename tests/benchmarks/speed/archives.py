"""Archives to measure: a store of exactly so many chunks, and vectors for all of them.

The texts of the sources are encoded. Encoding all of a large corpus would take hours and tell
nothing about search, so a repeat gets the vector of its source turned by a random angle: by as much
as encoding really turned a sample of repeats. They are put where a rebuild looks for known vectors.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nksearch.chunking import chunk, with_title
from nksearch.config import prepare_indexes, store_path
from nksearch.datamodels import Chunk, StoredArticle
from nksearch.models.cache import VectorCache
from nksearch.models.encoder import Encoder, Vectors
from nksearch.store import Store
from nksearch.text import sentence_spans

from .texts import Corpus, generated, of_folder, six_terms, whole_questions

_BLOCK = 8192  # vectors at a time
_SAMPLE = 8  # repeats that are really encoded, to see how far they are from their sources
_QUESTIONS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What an archive is made of: `size` and `real` count chunks, `vectors` is a known cache."""

    size: int
    real: int
    texts: Path | None
    vectors: Path | None
    seed: int = 1


def make_archive(indexes: Path, recipe: Recipe, encoder: Encoder) -> dict[str, Any]:
    """Fill an indexes directory with a corpus and its vectors; return counts and questions."""
    prepare_indexes(indexes)
    corpus = _corpus(recipe, encoder)
    texts = _Texts(corpus, encoder)
    known = VectorCache(recipe.vectors or indexes / "vectors.db", encoder)
    vectors = np.concatenate(list(_encoded(known, texts.of_sources)))
    turned = _similarity(corpus, texts, known)
    known.close()
    cache = VectorCache(indexes / "vectors.db", encoder)
    with Store(store_path(indexes)) as store:
        counts = _fill(store, corpus, texts, recipe.size, cache)
    _save(cache, texts, vectors, turned, recipe.seed)
    cache.close()
    real = min(sum(len(corpus.chunks(each)) for each in corpus.sources), recipe.size)
    return {
        **counts,
        "chunks_really_encoded": real,
        "cosine_of_repeats": {"chunks": turned[0], "sentences": turned[1]},
        "whole": whole_questions(recipe.texts, corpus.sources, _QUESTIONS, recipe.seed),
        "six_terms": six_terms(corpus.sources, _QUESTIONS, recipe.seed),
    }


def _corpus(recipe: Recipe, encoder: Encoder) -> Corpus:
    real = min(recipe.real, recipe.size)
    return Corpus(_articles(recipe), encoder, real=real, seed=recipe.seed)


def _articles(recipe: Recipe) -> Iterator[StoredArticle]:
    if recipe.texts is None:
        return generated(recipe.seed)
    found = of_folder(recipe.texts)
    random.Random(recipe.seed).shuffle(found)  # noqa: S311 (the same order every time)
    return iter(found)


class _Texts:
    """What is encoded of a corpus: every text of the sources by number, of repeats by key."""

    def __init__(self, corpus: Corpus, encoder: Encoder) -> None:
        self._count = encoder.count_tokens
        self.of_sources: list[str] = []
        self._places: list[tuple[int, list[list[int]]]] = []  # first chunk, sentences of each
        for source in corpus.sources:
            first = len(self.of_sources)
            chunks = corpus.chunks(source)
            self.of_sources += map(self.of_chunk, chunks)
            numbers = []
            for each in chunks:
                start = len(self.of_sources)
                self.of_sources += sentences(each)
                numbers.append(list(range(start, len(self.of_sources))))
            self._places.append((first, numbers))
        self.keys: list[bytes] = []
        self.origins: list[int] = []  # numbers of texts of sources
        self.are_chunks: list[bool] = []

    def of_chunk(self, each: Chunk) -> str:
        """Return what the encoder reads of a chunk."""
        return with_title(each.title, each.text, self._count)

    def pairs(self, source: int, chunks: Sequence[Chunk]) -> Iterator[tuple[str, int, bool]]:
        """Yield each text of an article, the text of its source it comes from, what it is."""
        first, numbers = self._places[source]
        for place, each in enumerate(chunks):
            origin = place * len(numbers) // len(chunks)
            yield self.of_chunk(each), first + origin, True
            own = sentences(each)
            for at, sentence in enumerate(own):
                yield sentence, numbers[origin][at * len(numbers[origin]) // len(own)], False


def sentences(each: Chunk) -> list[str]:
    """Return the sentences of a chunk."""
    return [each.text[start:end] for start, end in sentence_spans(each.text)]


def _encoded(cache: VectorCache, texts: Sequence[str]) -> Iterator[Vectors]:
    for start in range(0, len(texts), _BLOCK):
        yield cache.encode(texts[start : start + _BLOCK])[0]


def _similarity(corpus: Corpus, texts: _Texts, cache: VectorCache) -> tuple[float, float]:
    """Return the mean cosine of repeats with their sources, of chunks and of sentences."""
    cosines: dict[bool, list[float]] = {True: [], False: []}
    for number, (_, repeat) in enumerate(corpus.sample(_SAMPLE)):
        found = list(texts.pairs(number, corpus.chunks(repeat)))
        ours, _ = cache.encode([text for text, _, _ in found])
        theirs, _ = cache.encode([texts.of_sources[origin] for _, origin, _ in found])
        for (text, origin, is_chunk), cosine in zip(found, (ours * theirs).sum(axis=1)):
            if text != texts.of_sources[origin]:
                cosines[is_chunk].append(float(cosine))
    of_chunks, of_sentences = (float(np.mean(cosines[kind] or [1.0])) for kind in (True, False))
    return round(of_chunks, 3), round(of_sentences, 3)


def _fill(
    store: Store, corpus: Corpus, texts: _Texts, size: int, cache: VectorCache
) -> dict[str, int]:
    articles = chunks = 0
    with store.transaction():
        for source, article, own in corpus.articles(size):
            if store.put(article, touched=set()) != "added":
                raise ValueError(f"{article.address} was not added")
            articles += 1
            chunks += len(own)
            for text, origin, is_chunk in texts.pairs(source, own):
                texts.keys.append(cache._key(text))
                texts.origins.append(-1 - origin if text == texts.of_sources[origin] else origin)
                texts.are_chunks.append(is_chunk)
    return {"articles": articles, "chunks": chunks, "texts_to_encode": len(texts.keys)}


def _save(
    cache: VectorCache,
    texts: _Texts,
    vectors: Vectors,
    turned: tuple[float, float],
    seed: int,
) -> None:
    """Keep the vectors of all texts, in the order of keys, which is how SQLite is quickest."""
    rng = np.random.default_rng(seed)
    keys = np.frombuffer(b"".join(texts.keys), ">u8").reshape(-1, 4)[:, 0]
    order = np.argsort(keys, kind="stable")
    origins, are_chunks = np.array(texts.origins), np.array(texts.are_chunks)
    for start in range(0, len(order), _BLOCK):
        block = order[start : start + _BLOCK]
        origin = origins[block]
        cosines = np.where(are_chunks[block], *turned)
        cosines[origin < 0] = 1  # the text is its source's
        own = vectors[np.where(origin < 0, -1 - origin, origin)]
        rows = zip(block, turn(own, cosines, rng))
        cache._save({texts.keys[n]: vector.tobytes() for n, vector in rows})


def turn(vectors: Vectors, cosines: npt.NDArray[Any], rng: np.random.Generator) -> Vectors:
    """Return vectors of length 1, each at about the given cosine with its original."""
    noise = rng.standard_normal(vectors.shape, dtype=np.float32)
    noise /= np.linalg.norm(noise, axis=1, keepdims=True)
    kept = cosines.astype(np.float32)[:, None]
    mixed = kept * vectors + np.sqrt(1 - kept**2) * noise
    length = np.linalg.norm(mixed, axis=1, keepdims=True).clip(1e-9)
    unchanged: Vectors = np.where(kept == 1, vectors, mixed / length)
    return unchanged


def new_articles(recipe: Recipe, encoder: Encoder, number: int) -> Iterator[StoredArticle]:
    """Yield articles that no archive of this recipe has: repeats, varied in another way."""
    other = replace(recipe, seed=recipe.seed + 1)
    articles = islice(_articles(other), number)
    corpus = Corpus(articles, encoder, real=recipe.size, seed=other.seed)
    yield from (repeat for _, repeat in corpus.sample(number))


def texts_of_archive(indexes: Path, encoder: Encoder, number: int) -> tuple[list[str], list[str]]:
    """Return so many texts of chunks, and as many sentences, of the first articles of a store."""
    of_chunks: list[str] = []
    of_sentences: list[str] = []
    count, window = encoder.count_tokens, encoder.max_tokens
    with Store(store_path(indexes), read_only=True) as store:
        for article in store.articles():
            for each in chunk(article, count_tokens=count, max_tokens=window):
                of_chunks.append(with_title(each.title, each.text, count))
                of_sentences += sentences(each)
            if min(len(of_chunks), len(of_sentences)) >= number:
                break
    return of_chunks[:number], of_sentences[:number]
