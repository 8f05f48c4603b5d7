"""The n-th system call of an ingest and rebuild fails, or the program is killed at it."""

import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .harness import (
    CHANGING,
    NEW,
    OLD,
    READING,
    Fault,
    articles,
    assert_nothing_lost,
    assert_recovers,
    copy,
    count_calls,
    injected,
)
from .program import main

pytestmark = [pytest.mark.fault, pytest.mark.slow]

SOAK = "NKSEARCH_SOAK" in os.environ
A_CALL = 3  # faults of each kind at each call in a short run
ERRORS = {
    **dict.fromkeys(("write", "pwrite64", "sendfile", "ftruncate", "mkdir"), "ENOSPC"),
    **dict.fromkeys(("fsync", "fdatasync", "read", "pread64"), "EIO"),
    **dict.fromkeys(("openat", "rename", "unlink", "unlinkat", "rmdir"), "EACCES"),
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path, Counter[str]]]:
    """An archive with two generations, what is to be ingested, and the calls that this takes."""
    folder = tmp_path_factory.mktemp("base")
    indexes, path = folder / "indexes", folder / "new.jsonl"
    for numbers in ((1,), (1, 2)):
        articles(folder / "old.jsonl", numbers)
        assert main(indexes, folder / "old.jsonl") == 0
    articles(path, range(3, 8))
    yield indexes, path, count_calls(copy(indexes, folder / "calm"), path, folder / "log")


def places(call: str, kind: str, count: int) -> list[int]:
    """Return at which calls faults are made: at some with the last, in a soak at all."""
    if SOAK or count <= A_CALL:
        return list(range(1, count + 1))
    chance = random.Random(f"{call} {kind}")  # noqa: S311 (no secret)
    return sorted({count, *chance.sample(range(1, count), A_CALL - 1)})


@pytest.mark.parametrize(
    ("call", "kind"),
    [
        *((call, kind) for call in CHANGING for kind in ("KILL", "error", "error for ever")),
        *((call, "error") for call in READING),
    ],
)
def test_nothing_is_lost_whatever_fails(
    base: tuple[Path, Path, Counter[str]],
    tmp_path: Path,
    call: str,
    kind: str,
    record_property: Callable[[str, object], None],
) -> None:
    indexes, path, counts = base
    assert counts[call], f"the program makes no {call} any more: take it out"
    tried = places(call, kind, counts[call])
    for n in tried:
        error = "KILL" if kind == "KILL" else ERRORS[call]
        fault = Fault(call, error, n, for_ever=kind == "error for ever")
        at = copy(indexes, tmp_path / "indexes")
        outcome = injected(at, path, fault)
        assert "Traceback" not in outcome.said, f"{fault}: {outcome.said}"
        generation = assert_nothing_lost(at, OLD | outcome.lines, OLD | NEW)
        assert generation in ("000002", "000003"), fault
        if outcome.code == 0:
            assert generation == "000003", fault
        assert_recovers(at, path, OLD | NEW)
    record_property("kind", f"{'killed' if kind == 'KILL' else kind} at a system call")
    record_property("faults", len(tried))
