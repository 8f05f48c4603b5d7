"""What is published now, opened once for all threads, and anew after each rebuild."""

import threading
from pathlib import Path

from nksearch.errors import DamagedIndexError
from nksearch.generations import pointer_or_none
from nksearch.models.encoder import Encoder
from nksearch.search import Searcher


class Published:
    """The published generation of an indexes directory; usable from several threads."""

    def __init__(self, indexes: Path, encoder: Encoder) -> None:
        self._indexes = indexes
        self._encoder = encoder
        self._searcher: Searcher | None = None
        self._refused: tuple[str | None, DamagedIndexError] | None = None
        self._lock = threading.Lock()

    def searcher(self) -> Searcher:
        """Return a searcher of it; while one thread opens the next, others have the last one.

        Opening reads and hashes every file, which takes seconds where there are gigabytes.

        Raises:
            NoIndexError: nothing has been published.
            DamagedIndexError: nothing that is published can be searched.
        """
        last = self._searcher
        if last is None:
            self._lock.acquire()
        elif not self._lock.acquire(blocking=False):
            return last
        try:
            return self._newest()
        finally:
            self._lock.release()

    def _newest(self) -> Searcher:
        pointer = pointer_or_none(self._indexes)
        if self._refused and self._refused[0] == pointer:
            raise self._refused[1]  # nothing has changed: do not read all its files again
        try:
            searcher = self._searcher or Searcher.open(self._indexes, self._encoder)
            self._searcher = searcher.refresh()
        except DamagedIndexError as error:
            self._refused = (pointer, error)
            raise
        return self._searcher
