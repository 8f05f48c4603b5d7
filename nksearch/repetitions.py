"""What repeats on the pages of a site: hashes of lines, remembered by the store."""

import sqlite3
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Repetitions:
    """Keys of lines: pairs of neighbours whose first or second line repeats so, headings, titles.

    Headings repeat by themselves; titles are those of the site's pages; standing sentences are on
    nearly all of them.
    """

    firsts: frozenset[int] = frozenset()
    seconds: frozenset[int] = frozenset()
    headings: frozenset[int] = frozenset()
    titles: frozenset[int] = frozenset()
    standing: frozenset[int] = frozenset()


_KINDS = tuple(field.name for field in fields(Repetitions))


class KnownRepetitions:
    """The repetitions in a store; change them inside a transaction of the store."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def of(self, site: str) -> Repetitions:
        """Return what is known of a site, which may be nothing."""
        found: dict[str, set[int]] = {kind: set() for kind in _KINDS}
        for kind, key in self._connection.execute(
            "SELECT kind, line_key FROM repetitions WHERE site = ?", (site,)
        ):
            found[kind].add(key)
        return Repetitions(**{kind: frozenset(keys) for kind, keys in found.items()})

    def add(self, site: str, repetitions: Repetitions) -> None:
        """Remember more of a site."""
        self._connection.executemany(
            "INSERT OR IGNORE INTO repetitions VALUES (?, ?, ?)",
            ((site, kind, key) for kind in _KINDS for key in getattr(repetitions, kind)),
        )
