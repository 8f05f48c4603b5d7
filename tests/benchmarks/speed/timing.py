"""Times: of questions asked in turn of several engines, and of processes."""

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

WARMING = 10  # questions asked before any is timed

Ask = Callable[[str], object]
Figures = dict[str, float]


def percentiles(seconds: Sequence[float]) -> Figures:
    """Return the median and the tail in milliseconds."""
    values = np.percentile(np.array(seconds) * 1000, (50, 95, 99)).round(3).tolist()
    return {**dict(zip(("p50_ms", "p95_ms", "p99_ms"), values)), "questions": len(seconds)}


def in_turn(
    engines: Mapping[str, Ask],
    questions: Sequence[str],
    *,
    rounds: int = 1,
    between: Callable[[], object] = lambda: None,
) -> dict[str, Figures]:
    """Ask every engine each question, one engine after another, and return their percentiles.

    So whatever else the machine does slows all of them. Each finds the processor's caches as the
    one before it left them: a short answer takes longer behind a long one than behind another short
    one. Each question counts with the median of its rounds; `between` is called before every
    question.
    """
    for question in questions[:WARMING]:
        for ask in engines.values():
            ask(question)
    taken = {name: np.zeros((rounds, len(questions))) for name in engines}
    for number in range(rounds):
        for place, question in enumerate(questions):
            for name, ask in engines.items():
                between()
                begun = time.perf_counter()
                ask(question)
                taken[name][number, place] = time.perf_counter() - begun
    return {name: percentiles(np.median(own, axis=0).tolist()) for name, own in taken.items()}


def median_of(commands: Mapping[str, Sequence[str]], runs: int) -> dict[str, Figures]:
    """Run each command in turn, and return the median, least and most seconds of each."""
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for run in range(runs + 1):
        for name, arguments in commands.items():
            begun = time.perf_counter()
            subprocess.run(arguments, stdout=subprocess.DEVNULL, check=True)
            if run:  # the first round only fills the file cache
                taken[name].append(time.perf_counter() - begun)
    return {
        name: {
            "median_s": round(statistics.median(own), 3),
            "least_s": round(min(own), 3),
            "most_s": round(max(own), 3),
        }
        for name, own in taken.items()
    }


def nksearch(indexes: Path, *arguments: str) -> list[str]:
    """Return the command that runs nksearch on these indexes."""
    return [sys.executable, "-m", "nksearch", "--indexes", str(indexes), *arguments]


def printed_by(command: Sequence[str]) -> tuple[dict[str, Any], float]:
    """Return the JSON that a command prints, and the most megabytes it was resident with."""
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def resident_mb(process: int | str = "self") -> dict[str, float]:
    """Return how much of a process is in memory: all of it, and what no file stands behind."""
    status = Path(f"/proc/{process}/status").read_text("utf-8")
    values = dict(line.split(":", 1) for line in status.splitlines())
    return {
        name: round(int(values[field].split()[0]) / 1024, 1)
        for name, field in {"resident_mb": "VmRSS", "anonymous_mb": "RssAnon"}.items()
    }
