"""Ingest: files and folders through the readers into the store, and what became of each item."""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from nksearch.datamodels import Article, ExportedArticle, Outcome, Rejected
from nksearch.errors import ConflictError
from nksearch.readers import Reading, read_with_format
from nksearch.readers.archives import pages_of_folder
from nksearch.store import Store

_COMMIT_EVERY = 200  # items; they are acknowledged together
_COMMIT_BYTES = 8_000_000  # bytes read, at which they are acknowledged sooner

_LINK = "A link to a folder is not followed: name the folder itself."
_OWN = re.compile(r"\d[\d.,]*|[“\"'].*?[”\"']")  # what is of one item alone in a reason


@dataclass(slots=True)
class IngestReport:
    """Counts of articles by what they were to the store, and every item that did not go in.

    `formats` holds the same counts for each format.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    duplicates: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    formats: dict[str, dict[str, int]] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """The number of items read."""
        return self.added + self.changed + self.unchanged + self.duplicates + len(self.rejected)

    def reasons(self) -> list[tuple[str, str, int]]:
        """Return every kind of reason with its format and how often it was given, most first."""
        counts = Counter((each.format, _OWN.sub("…", each.reason)) for each in self.rejected)
        return [(form, reason, count) for (form, reason), count in counts.most_common()]

    def count(self, form: str, outcome: Outcome) -> None:
        """Count an article that the store has taken in."""
        name = "duplicates" if outcome == "duplicate" else outcome
        setattr(self, name, getattr(self, name) + 1)
        self._count(form, name)

    def reject(self, rejected: Rejected) -> None:
        """Note an item that did not go in."""
        self.rejected.append(rejected)
        self._count(rejected.format, "rejected")

    def _count(self, form: str, name: str) -> None:
        counts = self.formats.setdefault(
            form, dict.fromkeys(("added", "changed", "unchanged", "duplicates", "rejected"), 0)
        )
        counts[name] += 1


@dataclass(frozen=True, slots=True)
class Progress:
    """Where an ingest is: the file at hand, how many files were begun, how many items read."""

    path: Path
    files: int
    items: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would become: how many articles, from which formats, and what is rejected."""

    path: str
    formats: tuple[str, ...]
    articles: int
    titles: tuple[str, ...]  # the first few
    rejected: tuple[Rejected, ...]


Tell = Callable[[Progress], None]
# A reading with the set that its file has touched so far and the file, or a file that is begun.
_Step = tuple[Reading, set[str], Path] | Path


def ingest(paths: Iterable[Path], store: Store, *, progress: Tell = lambda _: None) -> IngestReport:
    """Read every file, and every file below every folder, into the store.

    Each item is acknowledged once its batch is committed; one bad item never stops the others, and
    reading the same files again changes nothing. `progress` is told at each file and batch.
    """
    report = IngestReport()
    for batch in _batches(_steps(paths, progress)):
        with store.transaction():
            for step in batch:
                if isinstance(step, Path):
                    store.rejections.forget(_kept_name(str(step)))
                else:
                    _put(*step, store, report)
    return report


def preview(paths: Iterable[Path]) -> Iterator[Preview]:
    """Yield what each file would become; nothing is written."""
    for path in files(paths):
        if isinstance(path, Rejected):
            yield Preview(path.path, (), 0, (), (path,))
            continue
        formats: Counter[str] = Counter()
        titles: list[str] = []
        rejected: list[Rejected] = []
        for reading in read_with_format(path):
            formats[reading.format] += 1
            if isinstance(reading.item, Rejected):
                rejected.append(reading.item)
            elif len(titles) < _SHOWN_TITLES:
                titles.append(_title(reading.item))
        articles = formats.total() - len(rejected)
        yield Preview(str(path), tuple(formats), articles, tuple(titles), tuple(rejected))


_SHOWN_TITLES = 3


def _title(item: Article | ExportedArticle) -> str:
    return item.title if isinstance(item, Article) else item.revisions[-1].title


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


def _steps(paths: Iterable[Path], progress: Tell) -> Iterator[_Step]:
    """Yield each file as it is begun and what the readers find in it."""
    items = 0
    for number, path in enumerate(files(paths), 1):
        touched: set[str] = set()
        if isinstance(path, Rejected):
            yield Path(path.path)
            yield Reading(path.format, path), touched, Path(path.path)
            continue
        progress(Progress(path, number, items))
        yield path
        for reading in read_with_format(path):
            items += 1
            yield reading, touched, path
            if items % _COMMIT_EVERY == 0:
                progress(Progress(path, number, items))


def _batches(steps: Iterator[_Step]) -> Iterator[list[_Step]]:
    """Yield the steps in batches that end after so many items or bytes."""
    batch: list[_Step] = []
    size = 0
    for step in steps:
        batch.append(step)
        size += _size(step)
        if len(batch) >= _COMMIT_EVERY or size >= _COMMIT_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _size(step: _Step) -> int:
    item = None if isinstance(step, Path) else step[0].item
    if isinstance(item, Article):
        return len(item.raw) + len(item.text)
    if isinstance(item, ExportedArticle):
        return sum(len(each.raw) + len(each.text) for each in item.revisions)
    return 0


def _put(
    reading: Reading, touched: set[str], path: Path, store: Store, report: IngestReport
) -> None:
    item = reading.item
    if isinstance(item, ExportedArticle):
        try:
            report.count(reading.format, store.restore(item))
            return
        except ConflictError as error:
            item = Rejected(str(path), None, str(error), reading.format)
    if isinstance(item, Article):
        report.count(reading.format, store.put(item, touched=touched))
    else:
        report.reject(item)
        store.rejections.add(_kept(item))


def _kept(rejected: Rejected) -> Rejected:
    return Rejected(_kept_name(rejected.path), rejected.line, rejected.reason, rejected.format)


def _kept_name(path: str) -> str:
    """Return the path by which a file is known from everywhere, as text that can be stored."""
    return str(Path(path).absolute()).encode(errors="backslashreplace").decode()
