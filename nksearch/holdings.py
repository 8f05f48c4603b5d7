"""What the store of an archive holds, counted when it was written to and not for every question."""

from pathlib import Path
from typing import Any

from nksearch.config import store_path, terms_path
from nksearch.errors import StoreError, UsageError
from nksearch.generations import Manifest
from nksearch.store import Store
from nksearch.vocabulary import load_vocabulary

_NOTHING: dict[str, Any] = {
    "articles": 0,
    "damaged": 0,
    "undated": 0,
    "date_conflicts": 0,
    "first_date": None,
    "last_date": None,
    "last_ingested": None,
    "revisions": 0,
    "addresses": 0,
    "sources": {},
    "languages": {},
    "topics": {},
    "dates_from": {},
    "months": {},
}

_REMEDY = "Run: nksearch ingest PATH, or nksearch restore FILE if it was lost"


def open_store(indexes: Path) -> Store:
    """Open the store of an indexes directory for reading.

    Raises:
        StoreError: there is none, or it cannot be read.
    """
    path = store_path(indexes)
    if not path.exists():
        raise StoreError(f"There are no articles in {indexes}: {path.name} is missing. {_REMEDY}")
    return Store(path, read_only=True)


class Holdings:
    """The counts of a store, remembered until it is written to."""

    def __init__(self, indexes: Path) -> None:
        self._indexes = indexes
        self._counted: tuple[list[tuple[int, int] | None], dict[str, Any]] | None = None

    def summary(self) -> dict[str, Any]:
        """Return counts of articles, revisions, addresses, dates, sources and languages."""
        path = store_path(self._indexes)
        if not path.exists():
            return _NOTHING
        stamp = [_stamp(path), _stamp(path.with_name(f"{path.name}-wal"))]
        if self._counted is None or self._counted[0] != stamp:
            with open_store(self._indexes) as store:
                self._counted = (stamp, store.summary())
        return self._counted[1]

    def has_news(self, built: Manifest) -> bool:
        """Tell whether articles or the user's own terms are not what this generation is of."""
        own = terms_path(self._indexes)
        try:
            vocabulary = load_vocabulary(own if own.exists() else None, checked=True).version
        except UsageError:  # a rebuild says what is wrong with the file
            return True
        return (built.revisions, built.vocabulary) != (self.summary()["revisions"], vocabulary)


def _stamp(path: Path) -> tuple[int, int] | None:
    """Return what changes when a file is written, None when there is none (any more)."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_mtime_ns, status.st_size
