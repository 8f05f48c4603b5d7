"""Who is logged in, in a file that several servers share; it may be deleted: all log in anew."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from nksearch.accounts.tokens import digest, new_secret
from nksearch.errors import NksearchError

IDLE_SECONDS = 2 * 3600  # without a request, after which a session is over
LONGEST_SECONDS = 12 * 3600  # after which it is over in any case
MOST_SESSIONS = 20  # of one user
_NOTED_SECONDS = 60  # a request is noted only when the last noted one is older
_BUSY_SECONDS = 3.0

_SCHEMA = """
CREATE TABLE IF NOT EXISTS sessions (
    digest TEXT PRIMARY KEY,               -- SHA-256 of what the browser holds
    name   TEXT NOT NULL,
    stamp  TEXT NOT NULL,                  -- of the user when the session began
    began  REAL NOT NULL,                  -- seconds since 1970
    used   REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS failures (
    who    TEXT PRIMARY KEY,               -- a hash of a name or of an address
    count  REAL NOT NULL,
    last   REAL NOT NULL
) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Session:
    """Someone who is logged in; it holds while the user of this name has this stamp."""

    name: str
    stamp: str


class Sessions:
    """The sessions in a file.

    Raises:
        NksearchError: by every method: the file cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.exists():
            try:
                os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
            except OSError as error:
                raise NksearchError(f"Cannot write {path}: {error.strerror}.") from error
        with connected(path) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(_SCHEMA)

    def begin(self, name: str, stamp: str, *, now: float) -> str:
        """Return the secret of a new session; what is over, or one too many, is forgotten."""
        secret = new_secret()
        with connected(self.path) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(
                "DELETE FROM sessions WHERE used <= ? OR began <= ?",
                (now - IDLE_SECONDS, now - LONGEST_SECONDS),
            )
            connection.execute(
                "DELETE FROM sessions WHERE digest IN (SELECT digest FROM sessions WHERE name = ?"
                " ORDER BY began DESC LIMIT -1 OFFSET ?)",
                (name, MOST_SESSIONS - 1),
            )
            connection.execute(
                "INSERT INTO sessions VALUES (?, ?, ?, ?, ?)",
                (digest(secret), name, stamp, now, now),
            )
            connection.execute("COMMIT")
        return secret

    def find(self, secret: str, *, now: float) -> Session | None:
        """Return the session of which a browser holds the secret, and note that it is used."""
        with connected(self.path) as connection:
            row = connection.execute(
                "SELECT name, stamp, used FROM sessions"
                " WHERE digest = ? AND used > ? AND began > ?",
                (digest(secret), now - IDLE_SECONDS, now - LONGEST_SECONDS),
            ).fetchone()
            if row and now - row[2] > _NOTED_SECONDS:
                connection.execute(
                    "UPDATE sessions SET used = ? WHERE digest = ?", (now, digest(secret))
                )
        return Session(row[0], row[1]) if row else None

    def end(self, secret: str) -> None:
        """End a session, if it is one."""
        with connected(self.path) as connection:
            connection.execute("DELETE FROM sessions WHERE digest = ?", (digest(secret),))


@contextmanager
def connected(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the file for one piece of work; every change is durable when it is made."""
    try:
        with closing(
            sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
        ) as connection:
            connection.execute("PRAGMA synchronous = FULL")
            yield connection
    except sqlite3.Error as error:
        raise NksearchError(
            f"{path} cannot be used: {error}. Stop the server, delete the file, start the server."
        ) from error
