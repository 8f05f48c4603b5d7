"""An ingest and rebuild is killed at every named step, in every state that an archive can be in."""

import os
import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from nksearch.archive import Archive
from nksearch.errors import NoIndexError
from tests.conftest import WordEncoder

from .failpoints import FAILPOINTS, Kill, counting
from .harness import NEW, OLD, articles, assert_nothing_lost, assert_recovers, copy, titles
from .processes import run
from .program import main

pytestmark = [pytest.mark.fault, pytest.mark.slow]

# How often the program is killed at each failpoint, shared out over the states and the times that
# it comes by in each.
TIMES = 20 if "NKSEARCH_SOAK" in os.environ else 2


@dataclass(frozen=True, slots=True)
class State:
    """An archive before the program, the generations before and after it, what a calm run meets."""

    indexes: Path
    articles: frozenset[str]
    old: str | None
    new: str | None
    met: Mapping[str, int]


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is ingested: five articles and a line that is none."""
    path = tmp_path_factory.mktemp("news") / "new.jsonl"
    articles(path, range(3, 8))
    with path.open("a") as file:
        file.write("no article\n")
    return path


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory, news: Path) -> dict[str, State]:
    """Archives with nothing, one generation, two, what a killed build left, and other own terms."""
    folder = tmp_path_factory.mktemp("states")
    made = {name: folder / name for name in ("nothing", "one", "two", "killed", "terms")}
    old = folder / "old.jsonl"
    for name, numbers in (("one", (1, 2)), ("two", (1,)), ("two", (1, 2))):
        articles(old, numbers)
        assert main(made[name], old) == 0
    for name in ("killed", "terms"):
        copy(made["two"], made[name])
    killed = run(Kill("before: rename a pointer", 2).program(made["killed"], old))
    assert killed.code == -9
    (made["terms"] / "terms.tsv").write_text("deluge\tbig flood|deluge\n")
    return {name: _state(indexes, news, folder) for name, indexes in made.items()}


def _state(indexes: Path, news: Path, folder: Path) -> State:
    log = folder / f"{indexes.name}.log"
    calm = copy(indexes, folder / f"{indexes.name} calm")
    assert run(counting(calm, news, log)).code == 0
    held = OLD if indexes.exists() else frozenset()
    met = Counter(log.read_text().splitlines())
    return State(indexes, held, _generation(indexes), _generation(calm), met)


def _generation(indexes: Path) -> str | None:
    try:
        return Archive(indexes, WordEncoder()).manifest().generation
    except NoIndexError:
        return None


@pytest.mark.parametrize("failpoint", FAILPOINTS)
def test_nothing_is_lost_wherever_the_program_is_killed(
    states: dict[str, State],
    news: Path,
    tmp_path: Path,
    failpoint: str,
    record_property: Callable[[str, object], None],
) -> None:
    for state, n in _chosen(states, failpoint):
        at = copy(state.indexes, tmp_path / "indexes")
        ended = run(Kill(failpoint, n).program(at, news))
        assert ended.code == -9, (state, n, ended)
        _assert_old_or_new(at, state, ended.lines & NEW)
        assert_recovers(at, news, state.articles | NEW)
    record_property("kind", "killed at a named step")
    record_property("steps", 1)
    record_property("faults", TIMES)


def _assert_old_or_new(at: Path, state: State, acknowledged: frozenset[str]) -> None:
    """Check that all acknowledged is there, and that the old or the new generation answers."""
    must, may = state.articles | acknowledged, state.articles | NEW
    if _generation(at):
        assert assert_nothing_lost(at, must, may) in (state.old, state.new)
    else:
        assert not state.old
        assert must <= (titles(at) if (at / "articles.db").exists() else frozenset()) <= may


def _chosen(states: Mapping[str, State], failpoint: str) -> list[tuple[State, int]]:
    """Return in which states the program dies there, every one if possible, and at which time."""
    chance = random.Random(failpoint)  # noqa: S311 (no secret)
    meeting = [state for state in states.values() if state.met.get(failpoint)]
    assert meeting, "no program comes by there any more: take it out"
    chance.shuffle(meeting)
    turns = (meeting * TIMES)[:TIMES]
    return [(state, chance.randint(1, state.met[failpoint])) for state in turns]
