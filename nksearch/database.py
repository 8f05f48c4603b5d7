"""The database file of the store: how it is opened, its versions, and its errors in our words."""

import json
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from nksearch.datamodels import Article, Caption
from nksearch.errors import BusyError, StoreError
from nksearch.integrity import first_row_hash, row_hash
from nksearch.schema import HASHED, MIGRATIONS, as_if_newest

APPLICATION_ID = 0x6E6B7331  # "nks1": tells our file from any other SQLite file
_SQLITE_HEADER = b"SQLite format 3\0"
_BUSY_SECONDS = 10.0
_BUSY_CODES = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_DISK_CODES = (
    *(sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY),
    *(sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR),
)


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """Open the file, or make it, with the tables of this version and every commit durable.

    `read_only` opens a file that is there, also where nothing may be written.

    Raises:
        StoreError: it is not an article store, is damaged, or was written by a newer nksearch.
        BusyError: another process keeps writing to it.
    """
    _check_header(path)
    with database_errors(path):
        connection = _reading(path) if read_only else _opened(str(path))
        try:
            if read_only:
                connection = _readable(connection, path)
            else:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("PRAGMA foreign_keys = ON")
                _check_pages(connection, path)
                _migrate(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


def article_of(row: sqlite3.Row) -> dict[str, Any]:
    """Return the fields of a stored article, by name, from a row with `COLUMNS`."""
    values = {name: row[name] for name in row.keys() if not name.endswith("_hash")}  # noqa: SIM118
    captions, extra = json.loads(values.pop("captions")), json.loads(values.pop("extra"))
    listed = {name: tuple(each) if isinstance(each, list) else each for name, each in extra.items()}
    return values | listed | {"captions": tuple(Caption(**each) for each in captions)}


def row_of(article: Article) -> dict[str, Any]:
    """Return what the columns of a revision hold of an article, without hashes and counts."""
    own = (
        *("title", "text", "published", "source", "url", "language", "topic", "translated_by"),
        *("translation_notice", "external_id", "address"),
    )
    captions = [asdict(each) for each in article.captions]
    return {name: getattr(article, name) for name in own} | {
        "captions": json.dumps(captions, ensure_ascii=False),
        "extra": json.dumps(article.extra, ensure_ascii=False),
    }


@contextmanager
def database_errors(path: Path) -> Iterator[None]:
    """Turn the errors of SQLite into ours; they name the file and say what can be done."""
    _raised.errors = []
    try:
        yield
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # names in it may be damaged too
        if "user-defined function raised" in str(error):  # stopped before it could be kept
            raise _raised.errors.pop() if _raised.errors else KeyboardInterrupt from None
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in _BUSY_CODES:
            raise BusyError(
                f"Another process is writing to {path}. Try again when it has ended."
            ) from error
        if code in _DISK_CODES:
            raise StoreError(
                f"{path} cannot be used: {error}. Look whether its disk is full or may not be "
                "written to; what was acknowledged stays."
            ) from error
        raise StoreError(
            f"{path} cannot be used: {error}. If it is damaged, restore it from a backup: "
            "nksearch restore FILE"
        ) from error


def snapshot(source: Path, target: Path) -> None:
    """Copy a store as it is at one moment, whatever is written to it meanwhile.

    Raises:
        StoreError: it is damaged.
        BusyError: another process keeps it locked.
    """
    with (
        closing(connect(source, read_only=True)) as original,
        closing(sqlite3.connect(target)) as copy,
        database_errors(source),
    ):
        original.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, without SQLite's helpers
        _check_pages(copy, source)


def faults(path: Path) -> list[str]:
    """Return what SQLite finds wrong in the structure of a store, and rows that miss another."""
    with closing(connect(path, read_only=True)) as connection, database_errors(path):
        found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
        rows = connection.execute("PRAGMA foreign_key_check").fetchall()
    broken = Counter((row[0], row[2]) for row in rows)
    orphans = [
        f"{count} rows of {table} have none in {other}" for (table, other), count in broken.items()
    ]
    return [fault for fault in found if fault != "ok"] + orphans


def _check_pages(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a file with damaged pages before anything is written to it."""
    fault = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if fault != "ok":
        fault = fault.splitlines()[-1]
        raise StoreError(
            f"{path} is damaged ({fault}) and nothing is written to it. Restore it from a backup: "
            "nksearch restore FILE"
        )


def _opened(name: str, *, uri: bool = False) -> sqlite3.Connection:
    connection = sqlite3.connect(name, timeout=_BUSY_SECONDS, isolation_level=None, uri=uri)
    connection.row_factory = sqlite3.Row
    hashes = {"first_row_hash": _first_row_hash, "first_address_hash": _first_address_hash}
    for called, function in hashes.items():
        connection.create_function(called, -1, _told(function), deterministic=True)
    return connection


class _Raised(threading.local):
    """What functions of ours raised inside SQLite, in this thread."""

    def __init__(self) -> None:
        self.errors: list[BaseException] = []


_raised = _Raised()


def _told(function: Callable[..., bytes]) -> Callable[..., bytes]:
    """Keep what a function raises that SQLite calls, which only says that something was raised.

    Ctrl-C may come there, too, and must not be taken for damage.
    """

    def told(*values: object) -> bytes:
        try:
            return function(*values)
        except BaseException as error:
            _raised.errors.append(error)
            raise

    return told


def _first_row_hash(*typed: Any) -> bytes:
    values = _values(typed)
    if values is None:
        return b""
    text, *hashed = values
    return first_row_hash({**dict(zip(HASHED, hashed, strict=True)), "text": text})


def _first_address_hash(*typed: Any) -> bytes:
    values = _values(typed)
    return b"" if values is None else row_hash(*values)


def _values(typed: Sequence[Any]) -> list[Any] | None:
    """Return the values of columns of which each has its kind and its bytes here.

    None where one is text that is no UTF-8, which SQLite would not hand over.
    """
    read: dict[str, Callable[[Any], Any]] = {"text": bytes.decode, "integer": int, "real": float}
    pairs = zip(typed[::2], typed[1::2], strict=True)
    try:
        return [read[kind](raw) if kind in read else raw for kind, raw in pairs]
    except UnicodeDecodeError:
        return None


def _reading(path: Path) -> sqlite3.Connection:
    """Open the file for reading; where SQLite may not write its helper files, do without them."""
    address = f"{path.resolve().as_uri()}?mode=ro"
    connection = _opened(address, uri=True)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except UnicodeDecodeError:
        connection.close()
        raise
    except sqlite3.DatabaseError as error:
        connection.close()
        if error.sqlite_errorcode == sqlite3.SQLITE_READONLY_ROLLBACK:
            with closing(_opened(str(path))) as writing:  # SQLite undoes what was cut short
                writing.execute("SELECT count(*) FROM sqlite_master")
        elif error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            address = f"{address}&immutable=1"
        else:
            raise
        connection = _opened(address, uri=True)
    return connection


def _readable(connection: sqlite3.Connection, path: Path) -> sqlite3.Connection:
    """Return a connection to what looks like a store of this version, and is not written to.

    A file whose making was cut short holds nothing: it reads as a store without articles.
    """
    version = _version(connection, path)
    if not version:
        connection.close()
        connection = _opened(":memory:")
        _migrate(connection, path)
    for statement in as_if_newest(version) if version else ():
        connection.execute(statement)
    return connection


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    if _version(connection, path) == len(MIGRATIONS):
        return
    connection.execute("BEGIN IMMEDIATE")
    for migration in MIGRATIONS[_version(connection, path) :]:  # asked again: now it is ours alone
        for statement in migration.split(";\n"):
            connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    connection.execute("COMMIT")


def _version(connection: sqlite3.Connection, path: Path) -> int:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if application != APPLICATION_ID and tables:
        raise StoreError(f"{path} is not an article store of nksearch.")
    if version > len(MIGRATIONS):
        raise StoreError(f"{path} was written by a newer nksearch. Install that version.")
    return version


def _check_header(path: Path) -> None:
    """Refuse what is no database: SQLite would take a file of a few bytes for an empty one.

    Where writing was cut short, SQLite goes by its journal first, and only then by the file.
    """
    if any(path.with_name(path.name + end).exists() for end in ("-journal", "-wal")):
        return
    try:
        with path.open("rb") as file:
            head = file.read(len(_SQLITE_HEADER))
    except FileNotFoundError:
        return
    except OSError as error:
        raise StoreError(f"Cannot read {path}: {error.strerror}.") from error
    if head and head != _SQLITE_HEADER:
        raise StoreError(f"{path} is not an article store of nksearch.")
