"""What the two stages of the search by vectors lose and gain, against comparing all exactly.

    python tests/benchmarks/two_stage.py --indexes DIR --questions FILE.jsonl [--limit N]

FILE has a JSON object with "text" a line, as the questions of `nksearch eval` are. First, time and
memory of hybrid search; then the semantic leg against one NumPy product with the same vectors in
memory, in turn; then, for several sizes of the second stage, how many of the exact ten best
articles and chunks are found, without and with a filter that leaves the later half of the archive.
"""

import argparse
import json
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from nksearch import search
from nksearch.config import exports_path, load_settings
from nksearch.datamodels import Filters, Mode
from nksearch.footprint import memory
from nksearch.holdings import open_store
from nksearch.models.encoder import load_encoder
from nksearch.request import Request
from nksearch.search import Searcher
from nksearch.store import Store

SIZES = (1, 2, 3, 4)  # articles compared exactly, in hundreds
EVERYTHING = 10**6
BY_VECTORS: tuple[Mode, ...] = ("hybrid", "semantic")


def milliseconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def percentiles(times: Sequence[float]) -> str:
    half, most = np.percentile(times, [50, 95])
    return f"p50 {half:.1f} ms, p95 {most:.1f} ms"


def tell_hybrid(searcher: Searcher, store: Store, questions: Sequence[str]) -> None:
    walls, cpus = [], []
    for text in questions:
        request = Request(question=text)
        begun = time.process_time()
        walls.append(milliseconds(lambda: searcher.search(request, store)))  # noqa: B023
        cpus.append((time.process_time() - begun) * 1000)
    print(f"hybrid, wall: {percentiles(walls)}; CPU: {percentiles(cpus)}")  # noqa: T201
    megabytes = {name: round(size / 1e6) for name, size in (memory() or {}).items()}
    print(f"resident after {len(questions)} questions, MB: {megabytes}")  # noqa: T201


def tell_semantic(searcher: Searcher, questions: Sequence[str]) -> None:
    index, matrix = searcher.semantic, np.array(searcher.semantic.vectors)

    def both_stages(vector: np.ndarray) -> None:
        scores = index.scores(vector)
        first = search.top(scores.articles, search.COMPARED * search.CANDIDATES)
        index.compare(scores, vector, np.sort(first))

    legs: dict[str, Callable[[np.ndarray], object]] = {
        "both stages": both_stages,
        "first stage": index.scores,
        "product in memory": lambda vector: matrix @ vector,
        "product in the mapped file": lambda vector: index.vectors @ vector,
    }
    times: dict[str, list[float]] = {name: [] for name in legs}
    for text in questions:
        vector = searcher.question_vector(text)
        for name, leg in legs.items():
            times[name].append(milliseconds(lambda: leg(vector)))  # noqa: B023
    usual = np.median(times["product in memory"])
    for name, each in times.items():
        print(f"{name}: {percentiles(each)}, {np.median(each) / usual:.2f} products")  # noqa: T201


def later_half(searcher: Searcher) -> Filters | None:
    """Return the filter that leaves the later half, None for an archive without dates."""
    catalogue = searcher.catalogue
    days = [catalogue.first_and_last(np.array([n]))[0] for n in range(catalogue.articles)]
    known = sorted(day for day in days if day is not None)
    return Filters(since=known[len(known) // 2]) if known else None


def found(
    searcher: Searcher, store: Store, requests: Sequence[Request]
) -> list[tuple[list[str], list[str]]]:
    """Return the ten best articles and the ten best chunks of each question."""
    return [
        (
            [article for article, _ in searcher.rank(request, depth=10)],
            [passage.chunk_id for passage in searcher.search(request, store).passages],
        )
        for request in requests
    ]


def tell_recall(searcher: Searcher, store: Store, requests: Sequence[Request], name: str) -> None:
    search.COMPARED = EVERYTHING
    exact = found(searcher, store, requests)
    for size in SIZES:
        search.COMPARED = size
        pairs = list(zip(exact, found(searcher, store, requests), strict=True))
        shares = [
            np.mean([len({*a[n]} & {*b[n]}) / len(a[n]) for a, b in pairs if a[n]]) for n in (0, 1)
        ]
        same = np.mean([a == b for a, b in pairs])
        print(  # noqa: T201
            f"{name}, {size}00 compared: recall@10 of articles {shares[0]:.4f}, "
            f"of chunks {shares[1]:.4f}; all ten of both in the same order {same:.3f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--indexes", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=None)
    given = parser.parse_args()
    lines = given.questions.read_text("utf-8").splitlines()[: given.limit]
    texts = [json.loads(line)["text"] for line in lines]
    encoder = load_encoder(load_settings(given.indexes), exports=exports_path(given.indexes))
    searcher = Searcher.open(given.indexes, encoder)
    print(f"{searcher.manifest.chunks} chunks, load {os.getloadavg()[0]:.1f}")  # noqa: T201
    with open_store(given.indexes) as store:
        tell_hybrid(searcher, store, texts)
        tell_semantic(searcher, texts)
        later = later_half(searcher)
        for mode in BY_VECTORS:
            requests = [Request(question=text, mode=mode) for text in texts]
            tell_recall(searcher, store, requests, mode)
            if later:
                limited = [replace(each, filters=later) for each in requests]
                tell_recall(searcher, store, limited, f"{mode}, later half")


if __name__ == "__main__":
    main()
