"""Questions go on while articles come in and generations are published."""

import gc
import os
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from nksearch.archive import Archive
from nksearch.indexing import rebuild
from nksearch.ingest import ingest
from nksearch.request import Request
from nksearch.store import Store
from tests.conftest import WordEncoder, write_lines

from .harness import QUESTION

pytestmark = [pytest.mark.fault, pytest.mark.slow]

SOAK = "NKSEARCH_SOAK" in os.environ
CYCLES = 120 if SOAK else 30
WARM = CYCLES // 3  # after which memory and open files are watched
ARTICLES = 20  # at most: after so many cycles, articles get new revisions
ASKING = 3  # threads
PAGES_OF_MEMORY = 4096  # bytes of one
MOST_GROWTH = 8e6  # bytes that the program may grow in a hundred cycles

Revisions = dict[str, int]  # by article's title


def revise(path: Path, number: int, known: Revisions) -> Revisions:
    """Write a file with an article that is new, or has changed, and return what then is held."""
    article = number % ARTICLES
    title = f"Flood {article}"
    row = {
        "title": title,
        "text": f"Flood number {article} hit the town. The border was closed for {number} days.",
        "url": f"https://example.org/{article}",
    }
    write_lines(path, [row])
    return known | {title: known.get(title, 0) + 1}


class Asker(threading.Thread):
    """Asks again and again until told to stop, and notes what is wrong.

    `published` has for each generation, by number, the revisions that belong to it.
    """

    def __init__(self, archive: Archive, published: dict[int, Revisions]) -> None:
        super().__init__()
        self.archive, self.published = archive, published
        self.done = threading.Event()
        self.asked, self.wrong = 0, list[str]()

    def run(self) -> None:
        while not self.done.is_set():
            try:
                self._ask()
            except Exception as error:  # a thread must report everything
                self.wrong.append(repr(error))

    def _generation(self) -> int:
        return int(self.archive.manifest().generation)

    def _ask(self) -> None:
        before = self._generation()
        answer = self.archive.ask(Request(question=QUESTION, k=100, all_copies=True))
        after = self._generation()
        found = {passage.title: passage.revision for passage in answer.passages}
        self.asked += 1
        if found not in [self.published[number] for number in range(before, after + 1)]:
            self.wrong.append(f"{found} from generation {before} to {after}")
        if answer.notes:
            self.wrong.append(answer.notes[0].text)


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def mapped_files() -> int:
    return Path("/proc/self/maps").read_text().count("/generations/")


def memory() -> int:
    """Return the resident bytes of this process that are no mapped files."""
    _, resident, shared = Path("/proc/self/statm").read_text().split()[:3]
    return (int(resident) - int(shared)) * PAGES_OF_MEMORY


def growth(samples: list[int]) -> float:
    """Return by how much a hundred cycles make the samples larger, by least squares."""
    return 100 * float(np.polyfit(np.arange(len(samples)), np.array(samples, float), 1)[0])


def test_no_question_fails_or_mixes_two_builds(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    indexes, path, encoder = tmp_path / "indexes", tmp_path / "new.jsonl", WordEncoder()
    indexes.mkdir()
    published: dict[int, Revisions] = {0: {}}
    files: list[int] = []
    resident: list[int] = []

    def cycle(number: int) -> None:
        published[number] = revise(path, number, published[number - 1])
        ingest([path], store)
        assert int(rebuild(indexes, store, encoder).generation) == number

    with Store(indexes / "articles.db") as store:
        for number in (1, 2):
            cycle(number)
        archive = Archive(indexes, WordEncoder())
        archive.ask(Request(question=QUESTION))
        before = open_files()
        askers = [Asker(archive, published) for _ in range(ASKING)]
        for asker in askers:
            asker.start()
        for number in range(3, CYCLES + 3):
            cycle(number)
            encoder.encoded.clear()  # it remembers every text
            if number > WARM:
                gc.collect()
                files.append(open_files())
                resident.append(memory())
        for asker in askers:
            asker.done.set()
        for asker in askers:
            asker.join()
    assert [wrong for asker in askers for wrong in asker.wrong] == []
    assert all(asker.asked >= CYCLES / 5 for asker in askers)
    archive.ask(Request(question=QUESTION))
    gc.collect()
    assert open_files() < before + 10
    assert mapped_files() < 100  # of a generation or two, not of each
    assert max(files) - min(files) < 100  # a few generations, open for a moment
    if SOAK:  # a few cycles tell nothing
        assert growth(files) < 10
        assert growth(resident) < MOST_GROWTH
    record_property("kind", "questions while generations are published")
    record_property("questions", sum(asker.asked for asker in askers))
    record_property("cycles", CYCLES)
    record_property("open files more after 100 cycles", round(growth(files), 1))
    record_property("MB more after 100 cycles", round(growth(resident) / 1e6, 1))
