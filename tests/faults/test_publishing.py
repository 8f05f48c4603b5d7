"""Questions go on while articles come in and generations are published."""

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from nksearch.archive import Archive
from nksearch.indexing import rebuild
from nksearch.ingest import ingest
from nksearch.request import Request
from nksearch.store import Store
from tests.conftest import WordEncoder

from .harness import QUESTION, articles

pytestmark = [pytest.mark.fault, pytest.mark.slow]

CYCLES = 98 if "NKSEARCH_SOAK" in os.environ else 25  # an answer shows 100 at most
ASKING = 3  # threads


class Asker(threading.Thread):
    """Asks again and again until told to stop, and notes what is wrong."""

    def __init__(self, archive: Archive) -> None:
        super().__init__()
        self.archive, self.done = archive, threading.Event()
        self.asked, self.wrong = 0, list[str]()

    def run(self) -> None:
        while not self.done.is_set():
            try:
                self._ask()
            except Exception as error:  # a thread must report everything
                self.wrong.append(repr(error))

    def _ask(self) -> None:
        before = self.archive.manifest().articles
        answer = self.archive.ask(Request(question=QUESTION, k=100, all_copies=True))
        after = self.archive.manifest().articles
        found = {int(passage.title.removeprefix("Flood ")) for passage in answer.passages}
        self.asked += 1
        if found != set(range(1, len(found) + 1)) or not before <= len(found) <= after:
            self.wrong.append(f"{sorted(found)} of {before} to {after} articles")
        if answer.notes:
            self.wrong.append(answer.notes[0].text)


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def mapped_files() -> int:
    return Path("/proc/self/maps").read_text().count("/generations/")


def test_no_question_fails_or_mixes_two_builds(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    indexes, path, encoder = tmp_path / "indexes", tmp_path / "new.jsonl", WordEncoder()
    indexes.mkdir()
    with Store(indexes / "articles.db") as store:
        for number in (1, 2):
            articles(path, [number])
            ingest([path], store)
            rebuild(indexes, store, encoder)
        archive = Archive(indexes, WordEncoder())
        askers = [Asker(archive) for _ in range(ASKING)]
        for asker in askers:
            asker.start()
        opened = 0
        for number in range(3, CYCLES + 3):
            articles(path, [number])
            ingest([path], store)
            rebuild(indexes, store, encoder)
            opened = opened or (number == 10 and open_files())
        for asker in askers:
            asker.done.set()
        for asker in askers:
            asker.join()
    assert [wrong for asker in askers for wrong in asker.wrong] == []
    assert all(asker.asked >= CYCLES / 5 for asker in askers)
    archive.ask(Request(question=QUESTION))
    assert open_files() <= opened + 10
    assert mapped_files() < 100  # of a generation or two, not of each
    record_property("kind", "questions while generations are published")
    record_property("questions", sum(asker.asked for asker in askers))
    record_property("cycles", CYCLES)
