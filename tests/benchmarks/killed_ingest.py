"""Many files of mixed kinds, one in ten broken, ingested under kills: rate, memory, what is lost.

    python -m tests.benchmarks.killed_ingest [--files 10000] [--kills 20]

First one run to its end, measured; then, into another archive, runs that are killed at random
times, and one that finishes.
"""

# ruff: noqa: T201 (a script)
import argparse
import json
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from nksearch.store import Store
from tests.mixed_files import articles_in, fill


def ingest(indexes: Path, folder: Path) -> list[str]:
    """Return the command."""
    program = [sys.executable, "-m", "nksearch", "--indexes", str(indexes)]
    return [*program, "ingest", str(folder), "--json"]


def whole(command: list[str]) -> Any:
    """Run the command to its end and return its report."""
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=20)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "in")
        expected = fill(folder, given.files)
        begun = time.perf_counter()
        report = whole(ingest(Path(name, "one"), folder))
        seconds = time.perf_counter() - begun
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"{given.files} files, {report['added']} articles of {articles_in(given.files)}, "
              f"{len(report['rejected'])} rejected of {len(expected)}: {seconds:.0f} s, "
              f"{given.files / seconds:.0f} files a second, {memory:.0f} MB")  # fmt: skip
        wrong = [
            each
            for each in report["rejected"]
            if not any(
                each["path"].startswith(path) and each["reason"].startswith(expected[path])
                for path in (each["path"], each["path"].partition(".zip")[0] + ".zip")
                if path in expected
            )
        ]
        chance, lost, kept = random.Random(1), 0, 0  # noqa: S311
        for _ in range(given.kills):
            process = subprocess.Popen(ingest(Path(name, "two"), folder), stdout=subprocess.DEVNULL)
            time.sleep(chance.uniform(0.3, seconds))
            process.send_signal(signal.SIGKILL)
            process.wait()
            with Store(Path(name, "two", "articles.db")) as store:
                lost, kept = lost + max(0, kept - store.count()), store.count()
        last = whole(ingest(Path(name, "two"), folder))
        with Store(Path(name, "two", "articles.db")) as store:
            count, revisions = store.count(), store.summary()["revisions"]
        print(f"{given.kills} kills: {lost} lost, {count} articles, {revisions} revisions, "
              f"{last['duplicates']} doubled, {len(wrong)} wrong reasons")  # fmt: skip


if __name__ == "__main__":
    main()
