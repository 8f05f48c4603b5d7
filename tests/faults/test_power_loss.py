"""The power fails: what was not synced is forgotten, whole or in part, at every step."""

import os
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from nksearch.archive import Archive
from nksearch.checking import check
from nksearch.errors import NoIndexError
from nksearch.request import Request
from tests.conftest import WordEncoder

from .file_system import WAYS, Folder, Image, everything, load, save
from .harness import NEW, OLD, QUESTION, articles, assert_recovers, titles
from .processes import run
from .program import main
from .recording import Recording, strace_arguments

pytestmark = [pytest.mark.fault, pytest.mark.slow]

SOAK = "NKSEARCH_SOAK" in os.environ
A_WAY = 15  # states of each way to forget in a short run
TIMES = 3 if SOAK else 1  # that a step is lost in part


@dataclass(frozen=True, slots=True)
class State:
    """What the disk holds, and which articles had been acknowledged."""

    step: str
    image: Image
    acknowledged: frozenset[str]


def states(recording: Recording, way: str) -> Iterator[State]:
    """Yield the different states after each step, forgotten in this way."""
    seen: set[int] = set()
    times = TIMES if way == "some sectors" else 1
    for number, call in enumerate(recording.steps()):
        said = frozenset(recording.said.decode().splitlines())
        for again in range(times):
            chance = random.Random(f"{number} {again}")  # noqa: S311 (no secret)
            image = WAYS[way](recording.files, chance)
            key = hash((said, frozenset(image.items())))
            if key not in seen:
                seen.add(key)
                yield State(f"{number} ({call})", image, said)


def acted(recording: Recording, root: Path) -> None:
    """Check that the files of the model are those that the program left."""
    for _ in recording.steps():
        pass
    found = load(root)
    assert isinstance(found, Folder)
    assert everything(recording.files) == everything(found)


def assert_survived(root: Path, path: Path, state: State, before: frozenset[str]) -> None:
    """Check an archive after the power came back: never is even the older generation needed."""
    indexes = root / "indexes"
    held = titles(indexes) if (indexes / "articles.db").exists() else frozenset()
    assert before | state.acknowledged <= held <= before | NEW, state.step
    try:
        answer = Archive(indexes, WordEncoder()).ask(Request(question=QUESTION))
    except NoIndexError:
        assert not before, state.step
    else:
        assert answer.citations, state.step
        assert not answer.notes, state.step
        assert list(check(indexes)) == [], state.step
    assert_recovers(indexes, path, before | NEW)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("begun", [False, True], ids=["first", "third"])
def test_nothing_acknowledged_is_lost_when_the_power_fails(
    tmp_path: Path, way: str, begun: bool, record_property: Callable[[str, object], None]
) -> None:
    root, path, log = tmp_path / "disk", tmp_path / "new.jsonl", tmp_path / "log"
    root.mkdir()
    indexes = root / "indexes"
    for numbers in ((1,), (1, 2)) if begun else ():
        articles(tmp_path / "old.jsonl", numbers)
        assert main(indexes, tmp_path / "old.jsonl") == 0
    articles(path, range(3, 8))
    shutil.copytree(root, tmp_path / "before")
    assert run(lambda: main(indexes, path), strace_arguments(log)).code == 0

    def recording() -> Recording:
        before = load(tmp_path / "before")
        assert isinstance(before, Folder)
        return Recording(log, root, before)

    acted(recording(), root)
    tried = list(states(recording(), way))
    if not SOAK and len(tried) > A_WAY:
        chance = random.Random(way)  # noqa: S311 (no secret)
        tried = chance.sample(tried, A_WAY)
    for state in tried:
        shutil.rmtree(root)
        root.mkdir()
        save(state.image, root)
        assert_survived(root, path, state, OLD if begun else frozenset())
    record_property("kind", "power lost")
    record_property("states", len(tried))
