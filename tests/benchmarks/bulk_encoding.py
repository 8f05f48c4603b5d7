"""Tokens per second of encoding as a build does it, and as sentence-transformers does by default.

    python tests/benchmarks/bulk_encoding.py --indexes DIR [--texts 1024] [--rounds 3]

Both encode the same chunks of the archive with the same network, in turns, so that what else the
machine does meanwhile slows both. A build sorts what is new by length, has it encoded in batches
and keeps the vectors after each; the cache is empty, in a temporary folder. Prints tokens per
second of each turn, the ratio of the medians, and how near the vectors are.
"""

import argparse
import random
import statistics
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from itertools import count, islice
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from nksearch.chunking import chunk, with_title
from nksearch.config import store_path
from nksearch.models.cache import VectorCache
from nksearch.models.encoder import MiniLM, Vectors
from nksearch.store import Store


def some_chunks(indexes: Path, encoder: MiniLM, number: int) -> list[str]:
    """Return chunks of a random choice of articles, as they are encoded."""
    with Store(store_path(indexes), read_only=True) as store:
        revisions = store.current_revisions()
        random.Random(1).shuffle(revisions)  # noqa: S311 (the same chunks every time)
        articles = (store.get(each.article_id, each.revision) for each in revisions)
        counting = encoder.count_tokens
        chunks = (
            with_title(each.title, each.text, counting)
            for article in articles
            for each in chunk(article, count_tokens=counting, max_tokens=encoder.max_tokens)
        )
        return list(islice(chunks, number))


def timed(encode: Callable[[Sequence[str]], Vectors], texts: list[str]) -> tuple[float, Vectors]:
    """Return how long these texts take, and their vectors."""
    begun = time.perf_counter()
    vectors = encode(texts)
    return time.perf_counter() - begun, vectors


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--indexes", type=Path, required=True)
    parser.add_argument("--texts", type=int, default=1024)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    encoder = MiniLM()
    texts = some_chunks(given.indexes, encoder, given.texts)
    tokens = sum(min(n, encoder.max_tokens) for n in encoder.count_tokens(texts))
    network = encoder._network  # loaded now: loading is not what is measured
    with TemporaryDirectory(prefix="nksearch-encoding-") as folder:
        files = count()

        def as_a_build(some: Sequence[str]) -> Vectors:
            with closing(VectorCache(Path(folder) / f"{next(files)}.db", encoder)) as cache:
                return cache.encode(some)[0]

        ways = {
            f"nksearch ({encoder.precision})": as_a_build,
            "sentence-transformers": lambda some: network.encode(
                list(some), show_progress_bar=False
            ),
        }
        speeds: dict[str, list[float]] = {name: [] for name in ways}
        vectors: dict[str, Vectors] = {}
        for encode in ways.values():
            encode(texts[:64])
        for _ in range(given.rounds):
            for name, encode in ways.items():
                seconds, vectors[name] = timed(encode, texts)
                speeds[name].append(tokens / seconds)
                print(f"{name:28} {speeds[name][-1]:8.0f} tokens a second")  # noqa: T201 (a script)
    ours, theirs = map(statistics.median, speeds.values())
    cosines = np.sum(np.multiply(*vectors.values()), axis=1)
    print(  # noqa: T201 (a script)
        f"ratio {ours / theirs:.2f}; cosine {cosines.min():.5f} at least, "
        f"{np.median(cosines):.5f} at the median; {len(texts)} texts, {tokens} tokens"
    )


if __name__ == "__main__":
    main()
