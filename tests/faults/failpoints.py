"""Named failpoints: the steps of an ingest and a rebuild at which a program kills itself.

Each step is a function of nksearch, looked up where it is called; a program that is to die is a
fork, so its functions can be replaced, and the package itself knows nothing of tests. A step has
moments: before and after it, and for a lock or a transaction those inside it too.
"""

import os
import pkgutil
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .program import main

# Steps in the order in which a program comes by them.
STEPS = {
    "prepare the directory": "tests.faults.program:prepare_indexes",
    "open the store": "nksearch.store:connect",
    "make the tables": "nksearch.database:_migrate",
    "learn what pages share": "nksearch.ingest:learn",
    "read a file": "nksearch.ingest.places:read_with_format",
    "forget what was rejected": "nksearch.rejections:Rejections.forget",
    "take an article in": "nksearch.store:Store.put",
    "keep its original": "nksearch.store:Store._keep_raw",
    "add a revision": "nksearch.store:Store._add_revision",
    "note its address": "nksearch.store:Store._link",
    "note what is rejected": "nksearch.rejections:Rejections.add",
    "close the store": "nksearch.store:Store.close",
    "look for space": "nksearch.indexing:_check_space",
    "open the generation before": "nksearch.indexing:_before",
    "open the vectors known": "nksearch.models.cache:VectorCache._open",
    "begin a directory": "nksearch.indexing:new_directory",
    "take an article over": "nksearch.indexing:_Build._take",
    "cut an article into chunks": "nksearch.indexing:chunk",
    "add an article": "nksearch.indexing:_Build._add",
    "encode a batch": "nksearch.models.cache:VectorCache._encode_batch",
    "keep vectors": "nksearch.models.cache:VectorCache._save",
    "write a block of vectors": "nksearch.encoding:BlockEncoder._write",
    "finish the vectors": "nksearch.encoding:BlockEncoder.finish",
    "save the catalogue": "nksearch.catalogue:CatalogueWriter.save",
    "finish the words": "nksearch.lexical:LexicalWriter.finish",
    "save the names": "nksearch.names:NamesWriter.save",
    "hash the files": "nksearch.indexing:describe_files",
    "verify the generation": "nksearch.indexing:_verify",
    "publish": "nksearch.indexing:publish",
    "write the manifest": "nksearch.generations:write",
    "bring a file to the disk": "nksearch.generations:flush",
    "name the generation": "pathlib:Path.rename",
    "replace a pointer": "nksearch.generations:replace_file",
    "rename a pointer": "pathlib:Path.replace",
    "remove old generations": "nksearch.generations:_remove_all_but",
}
HELD = {
    "hold a transaction": "nksearch.store:Store.transaction",
    "hold the right to build": "nksearch.indexing:build_lock",
}
AROUND, INSIDE = ("before", "after"), ("before", "begun", "ending", "after")
FAILPOINTS = [
    *(f"{moment}: {step}" for step in STEPS for moment in AROUND),
    *(f"{moment}: {step}" for step in HELD for moment in INSIDE),
]

Met = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Kill:
    """The n-th time that a program comes by a failpoint, counted from 1."""

    failpoint: str
    n: int

    def program(self, indexes: Path, path: Path) -> Callable[[], int]:
        """Return an ingest and rebuild that dies there."""
        met: Counter[str] = Counter()

        def meet(failpoint: str) -> None:
            met[failpoint] += 1
            if (failpoint, met[failpoint]) == (self.failpoint, self.n):
                os.kill(os.getpid(), signal.SIGKILL)

        return _watched(lambda: main(indexes, path), meet)


def counting(indexes: Path, path: Path, log: Path) -> Callable[[], int]:
    """Return an ingest and rebuild that writes down each failpoint it comes by, one a line."""

    def meet(failpoint: str) -> None:
        with log.open("a") as file:
            file.write(f"{failpoint}\n")

    return _watched(lambda: main(indexes, path), meet)


def _watched(work: Callable[[], int], meet: Met) -> Callable[[], int]:
    """Return the work with its steps replaced: for a process of its own."""

    def watched() -> int:
        for step, place in STEPS.items():
            _replace(place, lambda do, step=step: _around(do, step, meet))
        for step, place in HELD.items():
            _replace(place, lambda do, step=step: _inside(do, step, meet))
        return work()

    return watched


def _replace(place: str, with_what: Callable[[Callable[..., Any]], Callable[..., Any]]) -> None:
    module, _, name = place.partition(":")
    owner, _, name = name.rpartition(".")
    holder = pkgutil.resolve_name(f"{module}:{owner}" if owner else module)
    setattr(holder, name, with_what(getattr(holder, name)))


def _around(do: Callable[..., Any], step: str, meet: Met) -> Callable[..., Any]:
    def step_with_moments(*values: Any, **named: Any) -> Any:
        meet(f"before: {step}")
        result = do(*values, **named)
        meet(f"after: {step}")
        return result

    return step_with_moments


def _inside(
    do: Callable[..., AbstractContextManager[None]], step: str, meet: Met
) -> Callable[..., AbstractContextManager[None]]:
    @contextmanager
    def held_with_moments(*values: Any, **named: Any) -> Iterator[None]:
        meet(f"before: {step}")
        with do(*values, **named):
            meet(f"begun: {step}")
            yield
            meet(f"ending: {step}")
        meet(f"after: {step}")

    return held_with_moments
