"""The vector cache: what was encoded once is never encoded again, whatever happens to a build."""

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from nksearch.errors import StoreError
from nksearch.models.encoder import Encoder, Vectors

_COMMIT_EVERY = 64  # texts; a crash loses at most these
_SCHEMA = "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB) WITHOUT ROWID"


class VectorCache:
    """Vectors by hash of (text, encoder, revision) in an SQLite file that may be thrown away."""

    def __init__(self, path: Path, encoder: Encoder) -> None:
        self._encoder = encoder
        self._identity = "\0".join(
            (encoder.name, encoder.revision, encoder.precision, str(encoder.dimension), "")
        ).encode()
        try:
            self._connection = sqlite3.connect(path, timeout=10, isolation_level=None)
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._connection.execute(_SCHEMA)
        except sqlite3.DatabaseError as error:
            raise StoreError(f"{path}: {error}. Remove this file; it is only a cache.") from error

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def encode(
        self, texts: Sequence[str], *, progress: Callable[[int], None] = lambda _: None
    ) -> tuple[Vectors, int]:
        """Return a (texts, dimension) float32 array and how many texts had to be encoded.

        `progress` is told how many of the texts are done, after each batch.
        """
        keys = [self._key(text) for text in texts]
        known = self._lookup(keys)
        missing = list({key: text for key, text in zip(keys, texts) if key not in known}.items())
        missing.sort(key=lambda item: len(item[1]))
        progress(len(texts) - len(missing))
        for start in range(0, len(missing), _COMMIT_EVERY):
            batch = missing[start : start + _COMMIT_EVERY]
            vectors = self._encoder.encode_passages([text for _, text in batch])
            _check(vectors, len(batch), self._encoder.dimension)
            known.update((key, vector.tobytes()) for (key, _), vector in zip(batch, vectors))
            self._save([key for key, _ in batch], vectors)
            progress(len(batch))
        joined = b"".join(known[key] for key in keys)
        vectors = np.frombuffer(joined, dtype=np.float32).reshape(len(keys), -1)
        return vectors, len(missing)

    def _key(self, text: str) -> bytes:
        return hashlib.sha256(self._identity + text.encode()).digest()

    def _lookup(self, keys: list[bytes]) -> dict[bytes, bytes]:
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
                found.update((key, vector) for key, vector in rows if len(vector) == size)
        return found

    def _save(self, keys: list[bytes], vectors: Vectors) -> None:
        self._connection.execute("BEGIN")
        self._connection.executemany(
            "INSERT OR REPLACE INTO vectors VALUES (?, ?)",
            [(key, vector.tobytes()) for key, vector in zip(keys, vectors)],
        )
        self._connection.execute("COMMIT")


def _check(vectors: Vectors, rows: int, dimension: int) -> None:
    if vectors.shape != (rows, dimension) or vectors.dtype != np.float32:
        raise StoreError(
            f"The encoder gave {vectors.shape} {vectors.dtype} for ({rows}, {dimension}) float32."
        )
    if not np.isfinite(vectors).all():
        raise StoreError("The encoder gave vectors that are not numbers.")
