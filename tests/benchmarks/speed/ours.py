"""What is measured of nksearch alone: builds, disk, the shell, warm questions, the server."""

import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import quote, urlsplit

import numpy as np

from nksearch.config import exports_path, load_settings, store_path
from nksearch.datamodels import Mode
from nksearch.fusion import top
from nksearch.generations import open_generation
from nksearch.models.encoder import Encoder, Vectors, load_encoder
from nksearch.request import Request
from nksearch.search import Searcher
from nksearch.store import Store

from .archives import Recipe, new_articles, texts_of_archive
from .timing import Ask, in_turn, median_of, nksearch, printed_by, resident_mb

_BATCH = 64  # texts of like length, as the cache of vectors has them encoded
_SAMPLE = 192  # texts that are encoded to see how long it takes
_SERVED_SECONDS = 15.0
MODES: tuple[Mode, ...] = ("lexical", "semantic", "hybrid")
Made = dict[str, Any]  # what `make_archive` returned


def encoder_of(indexes: Path) -> Encoder:
    """Return the encoder that is set for these indexes."""
    return load_encoder(load_settings(indexes), exports=exports_path(indexes))


class Engine:
    """An archive opened as `query` opens it; nothing of a question is remembered."""

    def __init__(self, indexes: Path, encoder: Encoder | None = None) -> None:
        self.encoder = encoder or encoder_of(indexes)
        self.searcher = Searcher.open(indexes, self.encoder)
        self.store = Store(store_path(indexes), read_only=True)
        self._vectors: dict[str, Vectors] = {}

    def close(self) -> None:
        """Close the files."""
        self.searcher.close()
        self.store.close()

    def vector(self, question: str) -> Vectors:
        """Return the vector of a question, encoded once."""
        if question not in self._vectors:
            self._vectors[question] = self.encoder.encode_question(question)
        return self._vectors[question]

    def forget(self) -> None:
        """Forget the vectors of questions, so that they are encoded again."""
        self.searcher._question_vector.cache_clear()

    def search(self, question: str, mode: Mode = "hybrid") -> object:
        """Find passages: from text to text."""
        return self.searcher.search(Request(question=question, mode=mode), self.store)

    def words(self, question: str) -> object:
        """Ask the lexical index alone for the ten best articles."""
        return top(self.searcher.lexical.scores(question).articles, 10)

    def meaning(self, question: str) -> object:
        """Ask the semantic index alone for the ten best articles, the vector being known."""
        return top(self.searcher.semantic.scores(self.vector(question)).articles, 10)


def build(indexes: Path, made: Made, recipe: Recipe) -> dict[str, Any]:
    """A full build by `nksearch rebuild`, all vectors being known."""
    report, peak = printed_by(nksearch(indexes, "rebuild", "--full", "--json"))
    return {**report, "chunks_per_s": round(report["chunks"] / report["seconds"]), "peak_mb": peak}


def encoding(indexes: Path, made: Made, recipe: Recipe) -> dict[str, Any]:
    """How long encoding takes, beside `SentenceTransformer.encode` with its defaults.

    The estimate for the whole archive is what a full build would add if no vector were known.
    """
    from sentence_transformers import SentenceTransformer

    encoder = encoder_of(indexes)
    chunks, sentences = texts_of_archive(indexes, encoder, _SAMPLE)
    network = SentenceTransformer(str(encoder._folder))  # type: ignore[attr-defined]
    found: dict[str, Any] = {}
    for name, texts in (("chunks", chunks), ("sentences", sentences)):
        encoder.encode_passages(texts[:_BATCH])
        network.encode(texts[:_BATCH])
        taken: dict[str, list[float]] = {"ours": [], "theirs": []}
        for _ in range(3):
            begun = time.perf_counter()
            ordered = sorted(texts, key=len)
            batches = [
                encoder.encode_passages(ordered[start : start + _BATCH])
                for start in range(0, len(ordered), _BATCH)
            ]
            taken["ours"].append(time.perf_counter() - begun)
            begun = time.perf_counter()
            theirs = network.encode(texts, normalize_embeddings=True)
            taken["theirs"].append(time.perf_counter() - begun)
        rows = dict(zip(ordered, np.concatenate(batches)))
        cosines = [float(rows[text] @ own) for text, own in zip(texts, theirs)]
        tokens = sum(encoder.count_tokens(texts))
        medians = {each: float(np.median(times)) for each, times in taken.items()}
        found[name] = {
            "texts": len(texts),
            "tokens_per_s": round(tokens / medians["ours"]),
            "sentence_transformers_tokens_per_s": round(tokens / medians["theirs"]),
            "times_as_fast": round(medians["theirs"] / medians["ours"], 2),
            "least_cosine": round(min(cosines), 6),
            "seconds_per_text": medians["ours"] / len(texts),
        }
    of_chunks = made["chunks"] * found["chunks"]["seconds_per_text"]
    of_sentences = (made["texts_to_encode"] - made["chunks"]) * found["sentences"][
        "seconds_per_text"
    ]
    return {**found, "whole_archive_s": round(of_chunks + of_sentences, 1)}


def incremental(indexes: Path, made: Made, recipe: Recipe) -> dict[str, Any]:
    """A rebuild with nothing new, and one after 100 new articles, whose texts are encoded."""
    nothing, _ = printed_by(nksearch(indexes, "rebuild", "--json"))
    with Store(store_path(indexes)) as store, store.transaction():
        for article in new_articles(recipe, encoder_of(indexes), 100):
            store.put(article, touched=set())
    report, peak = printed_by(nksearch(indexes, "rebuild", "--json"))
    return {"nothing_new": nothing, "new_articles": report, "peak_mb": peak}


def disk(indexes: Path, made: Made, recipe: Recipe) -> dict[str, float]:
    """Megabytes of the store, of known vectors, and of the parts of the generation."""
    generation = open_generation(indexes)
    sizes: dict[str, float] = {}
    for name, (size, _) in generation.manifest.files.items():
        part = "/".join(name.split("/")[:2]) if name.startswith("lexical") else name.split("/")[0]
        sizes[part] = sizes.get(part, 0.0) + size / 1e6
    whole = {
        "generation": sum(sizes.values()),
        "articles.db": store_path(indexes).stat().st_size / 1e6,
        "vectors.db": (indexes / "vectors.db").stat().st_size / 1e6,
    }
    return {name: round(size, 1) for name, size in (whole | sizes).items()}


def cold(indexes: Path, made: Made, recipe: Recipe) -> dict[str, Any]:
    """Commands in processes of their own, and whether a question imports torch."""
    question = made["whole"][0]
    times = median_of(
        {
            "query": nksearch(indexes, "query", question),
            "query --mode lexical": nksearch(indexes, "query", "--mode", "lexical", question),
            "--help": nksearch(indexes, "--help"),
        },
        10,
    )
    asked = (
        "import sys; from nksearch.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "print('torch' in sys.modules, file=sys.stderr)"
    )
    command = [sys.executable, "-c", asked, *nksearch(indexes, "query", question)[3:]]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return {**times, "imports_torch": done.stderr.split()[-1] == "True"}


def warm(indexes: Path, made: Made, recipe: Recipe, engine: Engine | None = None) -> dict[str, Any]:
    """Questions in each mode from text to passages, and how much of it encoding takes."""
    engine = engine or Engine(indexes)
    found: dict[str, Any] = {}
    for kind in ("whole", "six_terms"):
        asks: dict[str, Ask] = {mode: partial(engine.search, mode=mode) for mode in MODES}
        asks["encoding"] = engine.encoder.encode_question
        found[kind] = in_turn(asks, made[kind], between=engine.forget)
        found[kind]["encoding"]["share_of_hybrid"] = round(
            found[kind]["encoding"]["p50_ms"] / found[kind]["hybrid"]["p50_ms"], 3
        )
    return {**found, **resident_mb()}


def serving(indexes: Path, made: Made, recipe: Recipe) -> dict[str, Any]:
    """Answers a second from `nksearch serve` to 1 and to 8 clients, and its memory."""
    command = nksearch(indexes, "serve", "--port", "0", "--json")
    questions = [*made["whole"], *made["six_terms"]]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        try:
            assert server.stdout is not None
            address = urlsplit(json.loads(server.stdout.readline())["url"]).netloc
            _asked_by(1, address, questions, 3.0)
            clients = {
                f"clients_{number}": _asked_by(number, address, questions, _SERVED_SECONDS)
                for number in (1, 8)
            }
            return {**clients, **resident_mb(server.pid)}
        finally:
            server.terminate()


def _asked_by(clients: int, address: str, questions: list[str], seconds: float) -> dict[str, float]:
    """Ask for so long, each client its next question when it has its answer."""
    numbers, lock, taken = count(), Lock(), list[float]()
    until = time.perf_counter() + seconds

    def client(_: int) -> None:
        connection = HTTPConnection(address, timeout=120)
        while (begun := time.perf_counter()) < until:
            with lock:
                question = questions[next(numbers) % len(questions)]
            connection.request("GET", f"/api/query?question={quote(question)}")
            response = connection.getresponse()
            response.read()
            if response.status != 200:
                raise RuntimeError(f"{response.status} for {question!r}")
            taken.append(time.perf_counter() - begun)
        connection.close()

    begun = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(client, range(clients)))
    wall = time.perf_counter() - begun
    p50, p95 = np.percentile(np.array(taken) * 1000, (50, 95)).round(2).tolist()
    return {"answers_per_s": round(len(taken) / wall, 1), "p50_ms": p50, "p95_ms": p95}
