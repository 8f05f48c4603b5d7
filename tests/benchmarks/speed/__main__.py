"""nksearch and its peers over corpora of given sizes, side by side in one run: `make bench`.

    python -m tests.benchmarks.speed [--sizes 10000,100000] [--texts FOLDER] [--json FILE]

Texts are those of FOLDER/corpus.jsonl, or generated ones; they are repeated with variation up to
the size. Every measurement runs in a process of its own, one after another. Peers that are not
installed are left out (`pip install 'nksearch[bench]'`).
"""

# ruff: noqa: T201 (a script)
import argparse
import json
import os
import platform
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from . import ours
from .archives import Recipe, make_archive
from .compared import compared, version_of
from .peers import CONTESTS, Contest
from .report import as_picture, as_text

Measure = Callable[[Path, ours.Made, Recipe], Any]

MEASUREMENTS: dict[str, Measure] = {
    each.__name__: each
    for each in (ours.build, ours.encoding, ours.disk, ours.cold, ours.warm, ours.serving)
}
LAST: dict[str, Measure] = {"incremental": ours.incremental}  # it publishes another archive
_MADE, _FIGURES = "made.json", "figures.json"


def options() -> argparse.ArgumentParser:
    """Return what can be set."""
    parser = argparse.ArgumentParser(
        description=__doc__.splitlines()[0], prog="python -m tests.benchmarks.speed"
    )
    parser.add_argument("--sizes", default="10000", help="numbers of chunks, commas between")
    parser.add_argument("--texts", type=Path, help="a folder with corpus.jsonl (and queries.jsonl)")
    parser.add_argument(
        "--encoded", type=int, default=1000, help="chunks that are really encoded (1000)"
    )
    parser.add_argument("--vectors", type=Path, help="a vectors.db in which texts are looked up")
    parser.add_argument("--work", type=Path, help="where archives are built and stay")
    parser.add_argument("--only", help="measurements and peers to run, commas between")
    parser.add_argument("--under", default="", help='put before each command, such as "taskset 1"')
    parser.add_argument("--json", type=Path, help="where to write all figures")
    parser.add_argument("--plot", type=Path, help="where to write the picture (SVG)")
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    return parser


def main() -> None:
    """Run what was asked for, or the one measurement that this process is for."""
    given = options().parse_args()
    if given.measure:
        print(json.dumps(measured(given.measure, given.work)))
        return
    sizes = []
    with TemporaryDirectory(prefix="nksearch-speed-") as temporary:
        for size in sorted(map(int, given.sizes.split(","))):
            indexes = (given.work or Path(temporary)) / str(size)
            sizes.append(_at(indexes, size, given))
            _write(given, sizes)
    print(as_text(sizes))


def measured(name: str, indexes: Path) -> Any:
    """Run one measurement over an archive, in this process."""
    stated = json.loads((indexes / _MADE).read_text("utf-8"))
    values = stated["recipe"]
    paths = {key: values[key] and Path(values[key]) for key in ("texts", "vectors")}
    recipe = Recipe(**{**values, **paths})
    if name == "archive":
        return make_archive(indexes, recipe, ours.encoder_of(indexes))
    measure = (MEASUREMENTS | LAST).get(name)
    if measure:
        return measure(indexes, stated["archive"], recipe)
    return compared(indexes, stated["archive"], name)


def _at(indexes: Path, size: int, given: argparse.Namespace) -> dict[str, Any]:
    """Measure everything at one size."""
    recipe = Recipe(size=size, real=given.encoded, texts=given.texts, vectors=given.vectors)
    stated = indexes / _MADE
    if not stated.exists():  # else it was made by an earlier run
        indexes.mkdir(parents=True)
        stated.write_text(json.dumps({"recipe": asdict(recipe)}, default=str), "utf-8")
        archive = _in_child("archive", indexes, given)
        stated.write_text(
            json.dumps({"recipe": asdict(recipe), "archive": archive}, default=str), "utf-8"
        )
    kept = indexes / _FIGURES
    found: dict[str, Any] = (
        json.loads(kept.read_text("utf-8")) if kept.exists() else {"archive": {}, "peers": {}}
    )
    archive = json.loads(stated.read_text("utf-8"))["archive"]
    found["archive"] = {key: archive[key] for key in archive.keys() - {"whole", "six_terms"}}
    for name, into, measure in _steps(found, size, indexes, given):
        if not given.only or name in given.only.split(","):
            into[name] = measure()
            _add_shares(found)
            kept.write_text(json.dumps(found), "utf-8")
    return found


def _steps(
    found: dict[str, Any], size: int, indexes: Path, given: argparse.Namespace
) -> Iterator[tuple[str, dict[str, Any], Callable[[], Any]]]:
    """Yield the name of each measurement, where it is to be kept, and what makes it."""
    for name in MEASUREMENTS:
        yield name, found, partial(_in_child, name, indexes, given)
    for contest in CONTESTS:
        yield contest.name, found["peers"], partial(_contest, contest, size, indexes, given)
    for name in LAST:
        yield name, found, partial(_in_child, name, indexes, given)


def _contest(
    contest: Contest, size: int, indexes: Path, given: argparse.Namespace
) -> dict[str, Any]:
    installed = version_of(contest)
    if installed is None:
        return {"left_out": "not installed"}
    if size > contest.most:
        return {"left_out": f"too slow or too large over {contest.most:,} chunks"}
    return {**_in_child(contest.name, indexes, given), "version": installed}


def _in_child(name: str, indexes: Path, given: argparse.Namespace) -> Any:
    print(f"{indexes.name}: {name}", file=sys.stderr)
    command = [*shlex.split(given.under), sys.executable, "-m", str(__package__)]
    done = subprocess.run(
        [*command, "--measure", name, "--work", str(indexes)], stdout=subprocess.PIPE, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def _add_shares(found: dict[str, Any]) -> None:
    """Say what a rebuild after new articles costs of a full build, encoded and known."""
    if {"build", "encoding", "incremental"} <= found.keys():
        known = found["build"]["seconds"]
        whole = known + found["encoding"]["whole_archive_s"]
        seconds = found["incremental"]["new_articles"]["seconds"]
        found["incremental"]["share_of_full_build"] = round(seconds / whole, 4)
        found["incremental"]["share_with_vectors_known"] = round(seconds / known, 4)


def _machine() -> dict[str, Any]:
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    model = next((line.split(":")[1].strip() for line in lines if "model name" in line), "")
    return {
        "processor": model or platform.processor(),
        "cores": os.cpu_count(),
        "threads": os.environ.get("OMP_NUM_THREADS", "not limited"),
        "python": platform.python_version(),
        "packages": {name: version(name) for name in ("nksearch", "numpy", "onnxruntime", "torch")},
    }


def _write(given: argparse.Namespace, sizes: list[dict[str, Any]]) -> None:
    if given.json:
        stated = {"machine": _machine(), "texts": given.texts and given.texts.name, "sizes": sizes}
        given.json.write_text(json.dumps(stated, indent=1) + "\n", "utf-8")
    if given.plot:
        given.plot.write_text(as_picture(sizes), "utf-8")


if __name__ == "__main__":
    main()
