"""Faults of the system, made by strace at the n-th call of the program, and what must hold after.

strace lets the kernel answer a system call with an error, or kills the program there: SQLite, NumPy
and Whoosh are hit as well as our own code.
"""

import re
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nksearch.archive import Archive
from nksearch.checking import check
from nksearch.request import Request
from nksearch.store import Store
from tests.conftest import WordEncoder, write_lines

from .processes import Ended, run
from .program import main

CHANGING = (
    *("write", "pwrite64", "sendfile", "ftruncate", "fsync", "fdatasync"),
    *("rename", "unlink", "unlinkat", "mkdir", "rmdir"),
)
READING = ("openat", "read", "pread64")
QUESTION = "Which flood hit the town?"
# What the archive holds before the program is run, and what the program ingests.
OLD, NEW = (frozenset(f"Flood {n}" for n in numbers) for numbers in (range(1, 3), range(3, 8)))


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens at the n-th call: `error` is an errno's name, or `KILL`."""

    call: str
    error: str
    n: int
    for_ever: bool = False

    @property
    def injection(self) -> str:
        """What strace is told."""
        when = f"{self.n}+" if self.for_ever else str(self.n)
        what = "signal=KILL" if self.error == "KILL" else f"error={self.error}"
        return f"inject={self.call}:{what}:when={when}"


def articles(path: Path, numbers: Sequence[int]) -> frozenset[str]:
    """Write a file of short articles and return their titles."""
    rows = [
        {
            "title": f"Flood {number}",
            "text": f"Flood number {number} hit the town. The border was closed for {number} days.",
            "url": f"https://example.org/{number}",
            "date": "2024-07-31",
        }
        for number in numbers
    ]
    write_lines(path, rows)
    return frozenset(str(row["title"]) for row in rows)


def count_calls(indexes: Path, path: Path, log: Path) -> Counter[str]:
    """Return how often a calm run makes each call."""
    trace = f"trace={','.join((*CHANGING, *READING))}"
    done = run(lambda: main(indexes, path), ["-o", str(log), "-e", trace])
    assert done.code == 0, done.said
    return Counter(re.findall(r"^\d+ +(\w+)\(", log.read_text(errors="replace"), re.M))


def injected(indexes: Path, path: Path, fault: Fault) -> Ended:
    """Run the program with a fault."""
    trace = ["-o", "/dev/null", "-e", f"trace={fault.call}", "-e", fault.injection]
    return run(lambda: main(indexes, path), trace)


def titles(indexes: Path) -> frozenset[str]:
    """Return the titles of all articles of the store."""
    with Store(indexes / "articles.db", read_only=True) as store:
        return frozenset(article.title for article in store.articles())


def assert_nothing_lost(indexes: Path, must: frozenset[str], may: frozenset[str]) -> str:
    """Check store and generations; return the name of the generation that answers.

    The store has all of `must`, nothing outside of `may`; every hash, offset and count is right.
    """
    held = titles(indexes)
    assert must <= held <= may
    assert list(check(indexes)) == []
    archive = Archive(indexes, WordEncoder())
    answer = archive.ask(Request(question=QUESTION))
    assert answer.citations
    assert not answer.notes
    return archive.manifest().generation


def assert_recovers(indexes: Path, path: Path, all_of_them: frozenset[str]) -> None:
    """Repeat the command without a fault: everything is there and searchable, nothing is left."""
    assert main(indexes, path) == 0
    assert titles(indexes) == all_of_them
    assert list(check(indexes)) == []
    assert Archive(indexes, WordEncoder()).manifest().articles == len(all_of_them)
    litter = [*indexes.glob("*.new"), *(indexes / "generations").glob(".*")]
    assert litter == []
    assert len(list((indexes / "generations").iterdir())) <= 2


def copy(indexes: Path, target: Path) -> Path:
    """Return a copy of an indexes directory, nothing where there is none."""
    shutil.rmtree(target, ignore_errors=True)
    if indexes.exists():
        shutil.copytree(indexes, target)
    return target
