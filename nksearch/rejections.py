"""What did not become an article, remembered until its file is read again."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import astuple
from datetime import datetime

from nksearch.datamodels import Rejected

_AFTER_SLASH = "0"  # the character behind the slash: what is below `a` is from `a/` to `a0`


class Rejections:
    """The rejected items in a store; change them inside a transaction of the store."""

    def __init__(self, connection: sqlite3.Connection, clock: Callable[[], datetime]) -> None:
        self._connection = connection
        self._clock = clock

    def __iter__(self) -> Iterator[Rejected]:
        """Iterate over what the last reading of each file rejected, by path and line."""
        for row in self._connection.execute(
            "SELECT path, line, reason, format FROM rejected ORDER BY path, line, rowid"
        ):
            yield Rejected(*row)

    def add(self, rejected: Rejected) -> None:
        """Remember an item."""
        noticed = self._clock().isoformat(timespec="seconds")
        self._connection.execute(
            "INSERT INTO rejected VALUES (?, ?, ?, ?, ?)", (*astuple(rejected), noticed)
        )

    def forget(self, path: str) -> None:
        """Forget what was rejected of a file and its members, before it is read again."""
        self._connection.execute(
            "DELETE FROM rejected WHERE path = ? OR path > ? AND path < ?",
            (path, f"{path}/", f"{path}{_AFTER_SLASH}"),
        )
