"""nksearch and one peer, asked the same questions in turn."""

import time
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from .ours import Engine, Made
from .peers import BEST, CONTESTS, Chunks, Contest, Peer
from .timing import in_turn, resident_mb

_DISTRIBUTIONS = {"faiss": "faiss-cpu", "whoosh": "Whoosh"}
_JUDGED = 100  # questions of which the peer's results are compared with the exact ones


def version_of(contest: Contest) -> str | None:
    """Return which version of the peer is installed, None if none is."""
    found = "part of Python's"
    for package in contest.packages:
        if find_spec(package) is None:
            return None
        try:
            found = version(_DISTRIBUTIONS.get(package, package))
        except PackageNotFoundError:
            found = "unknown"
    return found


def compared(indexes: Path, made: Made, name: str, engine: Engine | None = None) -> dict[str, Any]:
    """Build the peer of this name and ask it and ours."""
    contest = next(each for each in CONTESTS if each.name == name)
    engine = engine or Engine(indexes)
    chunks = Chunks(indexes, engine)
    if contest.leg == "words":
        next(chunks.terms())  # analysing is not the peer's time
    with TemporaryDirectory(prefix="nksearch-peer-") as work:
        before = resident_mb()
        begun = time.perf_counter()
        peer = contest.make(chunks, Path(work))
        built = time.perf_counter() - begun
        after = resident_mb()
        ours = getattr(engine, contest.leg)
        if contest.leg == "meaning":
            for question in (*made["whole"], *made["six_terms"]):
                engine.vector(question)
        between = engine.forget if contest.leg == "search" else lambda: None
        asks = {"ours": ours, "peer": peer.ask}
        found: dict[str, Any] = {
            kind: _with_ratios(in_turn(asks, made[kind], rounds=contest.rounds, between=between))
            for kind in ("whole", "six_terms")
        }
        if contest.leg == "meaning":
            found["recall@10"] = _recall(peer, engine, made["whole"][:_JUDGED])
    memory = round(after["anonymous_mb"] - before["anonymous_mb"], 1)
    return {**found, "leg": contest.leg, "built_s": round(built, 2), "memory_mb": memory}


def _with_ratios(figures: dict[str, dict[str, float]]) -> dict[str, Any]:
    ours, peer = figures["ours"], figures["peer"]
    ratios = {name: round(peer[name] / ours[name], 2) for name in ("p50_ms", "p95_ms")}
    return {**figures, "peer_to_ours": ratios}


def _recall(peer: Peer, engine: Engine, questions: list[str]) -> float:
    """Return which share of the ten nearest chunks the peer finds."""
    found = []
    for question in questions:
        vector = engine.vector(question)
        scores = engine.searcher.semantic.vectors @ vector
        exact = np.argsort(-scores, kind="stable")[:BEST]
        found.append(len(np.intersect1d(exact, peer.ask(question))) / BEST)
    return round(float(np.mean(found)), 4)
