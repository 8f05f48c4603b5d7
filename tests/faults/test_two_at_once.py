"""Two commands write to one archive at once: one works, the other waits or says that it is busy."""

import os
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from .harness import NEW, OLD, articles, assert_nothing_lost, assert_recovers, copy
from .processes import Child
from .program import command, main

pytestmark = [pytest.mark.fault, pytest.mark.slow]

TIMES = 60 if "NKSEARCH_SOAK" in os.environ else 6
DONE, BUSY = 0, 75


@pytest.mark.parametrize(
    "commands",
    [
        pytest.param((["rebuild"], ["rebuild"]), id="two rebuilds"),
        pytest.param((["ingest", "new.jsonl"], ["rebuild"]), id="ingest and rebuild"),
        pytest.param((["ingest", "new.jsonl"], ["ingest", "more.jsonl"]), id="two ingests"),
        pytest.param((["ingest", "new.jsonl", "--rebuild"], ["rebuild", "--full"]), id="all"),
    ],
)
@pytest.mark.parametrize("patient", [True, False])
def test_one_works_and_the_other_waits_or_is_busy(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    commands: Sequence[Sequence[str]],
    patient: bool,
    record_property: Callable[[str, object], None],
) -> None:
    base, at = tmp_path / "base", tmp_path / "indexes"
    for numbers in ((1,), (1, 2)):
        articles(tmp_path / "old.jsonl", numbers)
        assert main(base, tmp_path / "old.jsonl") == 0
    articles(tmp_path / "new.jsonl", range(3, 8))
    articles(tmp_path / "more.jsonl", range(5, 8))
    monkeypatch.chdir(tmp_path)
    if not patient:
        monkeypatch.setattr("nksearch.database._BUSY_SECONDS", 0.0)
    chance = random.Random(str(commands))  # noqa: S311 (no secret)
    busy = 0
    for _ in range(TIMES):
        copy(base, at)
        first, second = (lambda words=words: command(at, *words) for words in commands)
        with Child(first) as one, Child(second) as other:
            one.go()
            time.sleep(chance.uniform(0, 0.1))
            other.go()
            ended = one.wait(), other.wait()
        assert DONE in {each.code for each in ended}, ended
        assert {each.code for each in ended} <= {DONE, BUSY}, ended
        busy += any(each.code == BUSY for each in ended)
        acknowledged = (ended[0].lines | ended[1].lines) & NEW
        assert_nothing_lost(at, OLD | acknowledged, OLD | NEW)
        assert_recovers(at, tmp_path / "new.jsonl", OLD | NEW)
    record_property("kind", "two at once")
    record_property("pairs", TIMES)
    record_property("told busy", busy)
