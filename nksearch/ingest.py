"""Ingest: files and folders through the readers into the store, and what became of each item."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePath

from nksearch.datamodels import Article, Rejected
from nksearch.readers import read
from nksearch.readers.archives import pages_of_folder
from nksearch.store import Store

_COMMIT_EVERY = 200  # items; they are acknowledged together

_LINK = "A link to a folder is not followed: name the folder itself."

_Item = tuple[Article | Rejected, set[str]]


@dataclass(frozen=True, slots=True)
class IngestReport:
    """Counts of articles by what they were to the store, and every item that did not go in."""

    added: int
    changed: int
    unchanged: int
    duplicates: int
    rejected: tuple[Rejected, ...]

    @property
    def total(self) -> int:
        """The number of items read."""
        return self.added + self.changed + self.unchanged + self.duplicates + len(self.rejected)


def ingest(
    paths: Iterable[Path], store: Store, *, progress: Callable[[Path], None] = lambda _: None
) -> IngestReport:
    """Read every file, and every file below every folder, into the store.

    Each item is acknowledged once its batch is committed; one bad item never stops the others, and
    reading the same files again changes nothing. `progress` is told each file before it is read.
    """
    counts: Counter[str] = Counter()
    rejected: list[Rejected] = []
    items = _items(paths, progress)
    while batch := list(islice(items, _COMMIT_EVERY)):
        with store.transaction():
            outcomes = [
                store.put(item, touched=touched)
                for item, touched in batch
                if isinstance(item, Article)
            ]
        counts.update(outcomes)
        rejected.extend(item for item, _ in batch if isinstance(item, Rejected))
    return IngestReport(
        added=counts["added"],
        changed=counts["changed"],
        unchanged=counts["unchanged"],
        duplicates=counts["duplicate"],
        rejected=tuple(rejected),
    )


def files(paths: Iterable[Path]) -> Iterator[Path | Rejected]:
    """Yield the files to read, sorted within each folder; hidden files and folders are left out.

    So are folders in which a browser saved the pictures and frames of a page beside them.
    Folders that cannot be read, and links to folders, which may lead in circles, are rejected.
    """
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        errors: list[OSError] = []
        for folder, folders, names in os.walk(path, onerror=errors.append):
            shown = sorted(name for name in folders if not name.startswith("."))
            links = [name for name in shown if Path(folder, name).is_symlink()]
            parts = {name for name in shown if _saved_with(name, names)}
            yield from (Rejected(str(Path(folder, name)), None, _LINK) for name in links)
            folders[:] = [name for name in shown if name not in links and name not in parts]
            yield from (Path(folder, name) for name in sorted(names) if not name.startswith("."))
        yield from map(_unread, errors)


def _saved_with(folder: str, names: list[str]) -> bool:
    return any(str(page) in names for page in pages_of_folder(PurePath(folder)))


def _unread(error: OSError) -> Rejected:
    return Rejected(str(error.filename), None, f"The folder cannot be read: {error.strerror}.")


def _items(paths: Iterable[Path], progress: Callable[[Path], None]) -> Iterator[_Item]:
    """Yield what the readers find, each item with the set that its file has touched so far."""
    for path in files(paths):
        touched: set[str] = set()
        if isinstance(path, Rejected):
            yield path, touched
            continue
        progress(path)
        for item in read(path):
            yield item, touched
