"""Ingest: files, folders and pages of the web through the readers into the store."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from heapq import nsmallest
from itertools import islice
from pathlib import Path

from nksearch.datamodels import Article, ExportedArticle, Rejected
from nksearch.errors import ConflictError
from nksearch.fetching import Fetch
from nksearch.ingest.furniture import MOST_PAGES, PAGES, Furniture, learn
from nksearch.ingest.places import Place, check_fetched, files, kept_name, readings
from nksearch.ingest.report import IngestReport
from nksearch.readers import Reading, format_of, read_with_format
from nksearch.store import Store

__all__ = ["IngestReport", "Place", "Preview", "Progress", "files", "ingest", "preview"]

_COMMIT_EVERY = 200  # items; they are acknowledged together
_COMMIT_BYTES = 8_000_000  # bytes read, at which they are acknowledged sooner
_WITH_PAGES = PAGES | {"ZIP", "tar"}  # files that hold pages


@dataclass(frozen=True, slots=True)
class Progress:
    """Where an ingest is: the file at hand, how many files were begun, how many items read.

    While `compared`, pages are only read to learn what those of a site have in common.
    """

    path: Path
    files: int
    items: int
    compared: bool = False


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
_Step = tuple[Reading, set[str], str] | str


def ingest(
    places: Iterable[Place],
    store: Store,
    *,
    fetch: Fetch | None = None,
    progress: Tell = lambda _: None,
) -> IngestReport:
    """Read every file, every file below every folder, and what `fetch` gets, into the store.

    Each item is acknowledged once its batch is committed; one bad item never stops the others, and
    reading the same files again changes nothing. `progress` is told at each file and batch.

    Raises:
        UsageError: an address on the web is named without `fetch`.
        StoreError: an article that is read again is damaged in the store.
    """
    report, places = IngestReport(), list(places)
    check_fetched(places, fetch)
    learnt = learn(_sample(places, progress))
    if learnt:
        with store.transaction():
            for site, repetitions in sorted(learnt.items()):
                store.repetitions.add(site, repetitions)
    furniture = Furniture(store.repetitions.of)
    for batch in _batches(_steps(places, fetch, furniture, progress)):
        with store.transaction():
            for step in batch:
                if isinstance(step, str):
                    store.rejections.forget(kept_name(step))
                else:
                    _put(*step, store, report)
    report.furniture = furniture.removed()
    return report


def _sample(places: Iterable[Place], progress: Tell) -> Iterator[Reading]:
    """Yield readings to learn from; which ones of many, only the names of their files decide."""
    named = (path for path in files(places) if isinstance(path, Path))
    chosen = nsmallest(MOST_PAGES, named, key=lambda path: sha256(os.fsencode(path.name)).digest())
    return islice(_readings_with_pages(chosen, progress), MOST_PAGES)


def _readings_with_pages(paths: Iterable[Path], progress: Tell) -> Iterator[Reading]:
    for number, path in enumerate(paths, 1):
        progress(Progress(path, number, 0, compared=True))
        if format_of(path) in _WITH_PAGES:
            yield from read_with_format(path)


def preview(places: Iterable[Place], *, fetch: Fetch | None = None) -> Iterator[Preview]:
    """Yield what each file would become; nothing is written.

    Raises:
        UsageError: an address on the web is named without `fetch`.
    """
    places = list(places)
    check_fetched(places, fetch)
    for place in files(places):
        if isinstance(place, Rejected):
            yield Preview(place.path, (), 0, (), (place,))
            continue
        formats: Counter[str] = Counter()
        titles: list[str] = []
        rejected: list[Rejected] = []
        for reading in readings(place, fetch):
            formats[reading.format] += 1
            if isinstance(reading.item, Rejected):
                rejected.append(reading.item)
            elif len(titles) < _SHOWN_TITLES:
                titles.append(_title(reading.item))
        articles = formats.total() - len(rejected)
        yield Preview(str(place), tuple(formats), articles, tuple(titles), tuple(rejected))


_SHOWN_TITLES = 3


def _title(item: Article | ExportedArticle) -> str:
    return item.title if isinstance(item, Article) else item.revisions[-1].title


def _steps(
    places: Iterable[Place], fetch: Fetch | None, furniture: Furniture, progress: Tell
) -> Iterator[_Step]:
    """Yield each file as it is begun and what the readers find in it, without furniture."""
    items = 0
    for number, place in enumerate(files(places), 1):
        touched: set[str] = set()
        if isinstance(place, Rejected):
            yield place.path
            yield Reading(place.format, place), touched, place.path
            continue
        progress(Progress(Path(place), number, items))
        yield str(place)
        for reading in readings(place, fetch):
            items += 1
            yield furniture.clean(reading), touched, str(place)
            if items % _COMMIT_EVERY == 0:
                progress(Progress(Path(place), number, items))


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
    item = None if isinstance(step, str) else step[0].item
    if isinstance(item, Article):
        return len(item.raw) + len(item.text)
    if isinstance(item, ExportedArticle):
        return sum(len(each.raw) + len(each.text) for each in item.revisions)
    return 0


def _put(
    reading: Reading, touched: set[str], place: str, store: Store, report: IngestReport
) -> None:
    item = reading.item
    if isinstance(item, ExportedArticle):
        try:
            report.count(reading.format, store.restore(item))
            return
        except ConflictError as error:
            item = Rejected(place, None, str(error), reading.format)
    if isinstance(item, Article):
        report.count(reading.format, store.put(item, touched=touched))
        for address in reading.also:
            store.put(replace(item, address=address), touched=touched)
    else:
        report.reject(item)
        store.rejections.add(replace(item, path=kept_name(item.path)))
