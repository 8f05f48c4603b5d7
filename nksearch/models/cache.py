"""The vector cache: what was encoded once is never encoded again, whatever happens to a build."""

import hashlib
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from nksearch.errors import BusyError, NksearchError, StoreError
from nksearch.models.encoder import Encoder, Vectors

Told = Callable[[int, float], None]  # of tokens that were just encoded, and the seconds it took

_COMMIT_EVERY = 64  # texts; a crash loses at most these
_PAGE = 16384  # bytes: with pages of 4096 every vector would take one for itself
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_SCHEMA = "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB) WITHOUT ROWID"


class VectorCache:
    """Vectors by hash of (text, encoder, revision) in an SQLite file that may be thrown away.

    What is encoded is kept after every 64 texts, and `told` then.
    """

    def __init__(self, path: Path, encoder: Encoder, told: Told = lambda _tokens, _s: None) -> None:
        self._encoder = encoder
        self._told = told
        self._identity = "\0".join(
            (encoder.name, encoder.revision, encoder.precision, str(encoder.dimension), "")
        ).encode()
        self._path = path
        try:
            self._connection = self._open()
        except sqlite3.DatabaseError as error:
            self._begin_anew(error)

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=10, isolation_level=None)
        try:
            connection.execute(f"PRAGMA page_size = {_PAGE}")  # of a new file
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute(_SCHEMA)
        except sqlite3.DatabaseError:
            connection.close()
            raise
        return connection

    def _begin_anew(self, error: sqlite3.DatabaseError) -> None:
        """Replace a damaged file by an empty one: everything in it can be encoded again.

        Raises:
            BusyError: it is not damaged, only in use.
            StoreError: it cannot be written.
        """
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _DAMAGED:
            raise self._translated(error)
        for end in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + end).unlink(missing_ok=True)
        try:
            self._connection = self._open()
        except sqlite3.DatabaseError as again:
            raise self._translated(again) from again

    def _translated(self, error: sqlite3.DatabaseError) -> NksearchError:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in _BUSY:
            return BusyError(f"Another process is writing to {self._path}. Try again later.")
        return StoreError(f"{self._path} cannot be written: {error}.")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def encode(self, texts: Sequence[str]) -> tuple[Vectors, int]:
        """Return a (texts, dimension) float32 array and how many texts had to be encoded."""
        keys = [self._key(text) for text in texts]
        known = self._lookup(keys)
        missing = list({key: text for key, text in zip(keys, texts) if key not in known}.items())
        missing.sort(key=lambda item: len(item[1]))
        for start in range(0, len(missing), _COMMIT_EVERY):
            known.update(self._encode_batch(dict(missing[start : start + _COMMIT_EVERY])))
        joined = b"".join(known[key] for key in keys)
        vectors = np.frombuffer(joined, dtype=np.float32).reshape(
            len(keys), self._encoder.dimension
        )
        return vectors, len(missing)

    def _encode_batch(self, batch: dict[bytes, str]) -> dict[bytes, bytes]:
        """Encode and keep these texts."""
        begun = time.monotonic()
        texts = list(batch.values())
        vectors = self._encoder.encode_passages(texts)
        _check(vectors, len(texts), self._encoder.dimension)
        rows = {key: vector.tobytes() for key, vector in zip(batch, vectors)}
        self._save(rows)
        most = self._encoder.max_tokens
        tokens = sum(min(count, most) for count in self._encoder.count_tokens(texts))
        self._told(tokens, time.monotonic() - begun)
        return rows

    def _key(self, text: str) -> bytes:
        return hashlib.sha256(self._identity + text.encode()).digest()

    def _lookup(self, keys: list[bytes]) -> dict[bytes, bytes]:
        try:
            return self._read(keys)
        except sqlite3.DatabaseError as error:
            self._connection.close()
            self._begin_anew(error)
            return {}

    def _read(self, keys: list[bytes]) -> dict[bytes, bytes]:
        """Return what is known; a vector that is not one, however it came there, is not."""
        found: dict[bytes, bytes] = {}
        size = 4 * self._encoder.dimension
        for start in range(0, len(keys), 500):
            part = keys[start : start + 500]
            marks = ",".join("?" * len(part))
            with closing(
                self._connection.execute(
                    f"SELECT key, vector FROM vectors WHERE key IN ({marks})",  # noqa: S608 (question marks)
                    part,
                )
            ) as rows:
                found.update(
                    (key, vector) for key, vector in rows if len(vector) == size and _sound(vector)
                )
        return found

    def _save(self, rows: dict[bytes, bytes]) -> None:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows.items()
            )
            self._connection.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            raise self._translated(error) from error


def _sound(vector: bytes) -> bool:
    """Tell whether these bytes are a vector of length 1, or of zeros."""
    length = float(np.linalg.norm(np.frombuffer(vector, dtype=np.float32)))
    return abs(length - 1) < 0.01 or length == 0


def _check(vectors: Vectors, rows: int, dimension: int) -> None:
    if vectors.shape != (rows, dimension) or vectors.dtype != np.float32:
        raise StoreError(
            f"The encoder gave {vectors.shape} {vectors.dtype} for ({rows}, {dimension}) float32."
        )
    if not np.isfinite(vectors).all():
        raise StoreError("The encoder gave vectors that are not numbers.")
