"""A command of nksearch is stopped at a random time: with Ctrl-C, politely, or not at all so."""

import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from .harness import NEW, OLD, articles, assert_nothing_lost, assert_recovers, copy
from .processes import Child, run
from .program import command, main

pytestmark = [pytest.mark.fault, pytest.mark.slow]

SOAK = "NKSEARCH_SOAK" in os.environ
# The exit codes that a signal may end in, the first before the command itself has begun.
CODES = {signal.SIGKILL: (-9,), signal.SIGTERM: (-15, 143), signal.SIGINT: (130, 1)}
# How often a signal must meet a command that still runs.
TIMES = {
    signal.SIGKILL: 500 if SOAK else 10,
    signal.SIGTERM: 100 if SOAK else 10,
    signal.SIGINT: 100 if SOAK else 10,
}


@pytest.mark.parametrize("number", CODES, ids=lambda number: number.name)
def test_nothing_acknowledged_is_lost_when_a_command_is_stopped(
    tmp_path: Path, number: signal.Signals, record_property: Callable[[str, object], None]
) -> None:
    indexes, path = tmp_path / "base", tmp_path / "new.jsonl"
    for numbers in ((1,), (1, 2)):
        articles(path, numbers)
        assert main(indexes, path) == 0
    articles(path, range(3, 8))
    at = tmp_path / "indexes"

    def work() -> int:
        return command(at, "ingest", path, "--rebuild")

    copy(indexes, at)
    begun = time.monotonic()
    assert run(work).code == 0
    longest = time.monotonic() - begun
    chance = random.Random(number.name)  # noqa: S311 (no secret)
    stopped = 0
    while stopped < TIMES[number]:
        copy(indexes, at)
        with Child(work) as child:
            child.go()
            time.sleep(chance.uniform(0, longest))
            child.kill(number)
            ended = child.wait()
        stopped += ended.code != 0
        assert ended.code in (0, *CODES[number]), ended
        assert "Traceback" not in ended.said, ended
        if ended.code == 1:
            assert ended.said.strip().startswith(("Error: Stopped. ", "Aborted!")), ended
        generation = assert_nothing_lost(at, OLD | (ended.lines & NEW), OLD | NEW)
        assert generation in ("000002", "000003")
        assert_recovers(at, path, OLD | NEW)
    record_property("kind", f"{number.name} at a random time")
    record_property("faults", stopped)
