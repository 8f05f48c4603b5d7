"""Seconds of a rebuild: anew, with nothing new, and after new articles were ingested.

    python tests/benchmarks/rebuild.py --indexes DIR [--articles 100] [--sample 2000]

Works on a copy of the articles in a temporary folder. The full build takes known vectors from
DIR/vectors.db (what is missing there is encoded and kept), so what encoding everything would add is
estimated from a sample: chunks and sentences encoded as a build does it. New articles are made of
sentences of the archive with one word changed, as long as the articles they come from; they are
encoded with an empty cache, so nothing of them is known.
"""

import argparse
import random
import shutil
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from nksearch.chunking import chunk, with_title
from nksearch.config import SETTINGS_FILE, exports_path, load_settings, store_path, terms_path
from nksearch.datamodels import Article, StoredArticle
from nksearch.generations import open_generation
from nksearch.indexing import RebuildReport, rebuild
from nksearch.models.encoder import Encoder, load_encoder
from nksearch.store import Store
from nksearch.text import sentence_spans

BATCH = 64  # texts of like length, as the cache of vectors has them encoded


def copied(indexes: Path, work: Path) -> Store:
    """Copy what a build reads, but for vectors and generations, and open the store."""
    with Store(store_path(indexes), read_only=True) as store:
        store._connection.execute("VACUUM INTO ?", (str(store_path(work)),))
    for path in (indexes / SETTINGS_FILE, terms_path(indexes)):
        if path.exists():
            shutil.copy(path, work)
    return Store(store_path(work))


def some_articles(store: Store, count: int, rng: random.Random) -> list[StoredArticle]:
    """Return a random choice of articles."""
    revisions = store.current_revisions()
    chosen = rng.sample(revisions, min(count, len(revisions)))
    return [store.get(each.article_id, each.revision) for each in chosen]


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


def new_articles(
    known: Sequence[StoredArticle], count: int, rng: random.Random
) -> Iterator[Article]:
    """Make articles that nobody has seen from the sentences of known ones."""
    pool = [sentence for article in known for sentence in sentences(article.text)]
    words = sorted({word for sentence in pool[:5000] for word in sentence.split()})
    for number in range(count):
        length = len(sentences(known[number % len(known)].text))
        drawn = [sentence.split() for sentence in rng.choices(pool, k=length)]
        for each in drawn:
            each[rng.randrange(len(each))] = rng.choice(words)
        text = " ".join(word for each in drawn for word in each)
        yield Article(
            title=f"New article {number}",
            text=f"{text} Item {number}.",
            language="en",
            address=f"https://example.org/new/{number}",
            raw=b"",
        )


def seconds_to_encode(encoder: Encoder, texts: list[str]) -> float:
    """Return how long one of these texts takes, encoded as a build does it."""
    texts = sorted(texts, key=len)
    encoder.encode_passages(texts[:BATCH])  # loads the network
    begun = time.perf_counter()
    for start in range(0, len(texts), BATCH):
        encoder.encode_passages(texts[start : start + BATCH])
    return (time.perf_counter() - begun) / len(texts)


def encoding(
    indexes: Path, encoder: Encoder, articles: Sequence[StoredArticle], sample: int
) -> float:
    """Return the estimated seconds to encode all chunks and sentences of the generation."""
    count, window = encoder.count_tokens, encoder.max_tokens
    chunks = [
        each
        for article in articles
        for each in chunk(article, count_tokens=count, max_tokens=window)
    ][:sample]
    per_chunk = seconds_to_encode(
        encoder, [with_title(each.title, each.text, count) for each in chunks]
    )
    of_chunks = [sentence for each in chunks for sentence in sentences(each.text)][:sample]
    per_sentence = seconds_to_encode(encoder, of_chunks)
    generation = open_generation(indexes)
    number = len(np.load(generation.directory / "semantic" / "scales.npy", mmap_mode="r"))
    print(f"one chunk {1000 * per_chunk:.2f} ms, one sentence {1000 * per_sentence:.2f} ms")  # noqa: T201 (a script)
    return per_chunk * generation.manifest.chunks + per_sentence * number


def tell(name: str, report: RebuildReport, whole: float) -> None:
    """Print what a build did and its share of the whole."""
    print(  # noqa: T201 (a script)
        f"{name:28} {report.seconds:8.1f} s  {100 * report.seconds / whole:6.2f} %  "
        f"{report.articles} articles, {report.taken} taken over, {report.chunks} chunks, "
        f"{report.encoded} encoded"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--indexes", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--sample", type=int, default=2000, help="0: no estimate of encoding")
    given = parser.parse_args()
    encoder = load_encoder(load_settings(given.indexes), exports=exports_path(given.indexes))
    rng = random.Random(1)  # noqa: S311 (the same articles every time)
    with TemporaryDirectory(prefix="nksearch-rebuild-") as directory:
        work = Path(directory)
        store = copied(given.indexes, work)
        known = some_articles(store, 500, rng)
        anew = rebuild(work, store, encoder, cache=given.indexes / "vectors.db")
        nothing_new = rebuild(work, store, encoder)
        with store.transaction():
            for article in new_articles(known, given.articles, rng):
                store.put(article, touched=set())
        ingested = rebuild(work, store, encoder)
        encoded = encoding(work, encoder, known, given.sample) if given.sample else 0.0
        store.close()
    whole = anew.seconds + encoded
    print(f"{'encoding all (estimated)':28} {encoded:8.1f} s  {100 * encoded / whole:6.2f} %")  # noqa: T201 (a script)
    tell("the rest of a full build", anew, whole)
    tell("nothing new", nothing_new, whole)
    tell(f"{given.articles} new articles", ingested, whole)


if __name__ == "__main__":
    main()
