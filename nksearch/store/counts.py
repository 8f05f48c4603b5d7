"""What a store holds in counts, made again only when it was written to."""

from pathlib import Path
from typing import Any

from nksearch.overview import NOTHING
from nksearch.store import Store

_Stamp = tuple[int, int]


class Counts:
    """The counts of the store at `path`, which need not exist."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._counted: tuple[list[_Stamp | None], dict[str, Any]] | None = None

    def now(self) -> dict[str, Any]:
        """Return the summary of the store as it is now."""
        if not self._path.exists():
            return NOTHING
        stamps = [_stamp(self._path), _stamp(self._path.with_name(f"{self._path.name}-wal"))]
        if self._counted is None or self._counted[0] != stamps:
            with Store(self._path, read_only=True) as store:
                self._counted = (stamps, store.summary())
        return self._counted[1]


def _stamp(path: Path) -> _Stamp | None:
    """Return what changes when a file is written, None when there is none (any more)."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_mtime_ns, status.st_size
