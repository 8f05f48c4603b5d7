"""Seconds from pressing Enter to the answer: every command in a process of its own.

    python tests/benchmarks/cold_start.py --indexes DIR [--runs 10] [--question TEXT]

Prints the median wall time of each command, beside that of importing sentence-transformers, which
is what a question cost at least before encoders were exported. The commands take turns, so that
what else the machine does meanwhile slows all of them.
"""

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path

PEER = "import sentence_transformers"


def commands(indexes: Path, question: str) -> dict[str, list[str]]:
    """Return what is timed, by its name."""
    nksearch = ["-m", "nksearch", "--indexes", str(indexes)]
    return {
        "nksearch query": [*nksearch, "query", question],
        "nksearch query --mode lexical": [*nksearch, "query", "--mode", "lexical", question],
        "nksearch --help": [*nksearch, "--help"],
        PEER: ["-c", PEER],
    }


def seconds(arguments: list[str]) -> float:
    """Return how long Python takes with these arguments."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--indexes", type=Path, required=True)
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument(
        "--question", default="How many mobile phones were there in North Korea in 2019?"
    )
    given = parser.parse_args()
    timed = commands(given.indexes, given.question)
    times: dict[str, list[float]] = {name: [] for name in timed}
    for run in range(given.runs + 1):
        for name, arguments in timed.items():
            taken = seconds(arguments)
            if run:  # the first round only fills the file cache
                times[name].append(taken)
    medians = {name: statistics.median(own) for name, own in times.items()}
    for name, median in medians.items():
        own = times[name]
        print(  # noqa: T201 (a script)
            f"{name:30}  median {median:.3f} s  ({min(own):.3f} to {max(own):.3f})  "
            f"{medians[PEER] / median:5.1f} times as fast as importing sentence-transformers"
        )


if __name__ == "__main__":
    main()
