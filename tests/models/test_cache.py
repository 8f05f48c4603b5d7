"""The vector cache: what is kept when a build is killed, and how little room it takes."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from nksearch.models.cache import VectorCache
from nksearch.models.encoder import Vectors

from ..conftest import WordEncoder

TEXTS = [f"flood number {n}" for n in range(200)]


class Killed(BaseException):
    """What ends a process in the middle of a batch."""


class Dying(WordEncoder):
    def __init__(self, batches: int) -> None:
        super().__init__()
        self._left = batches

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        if not self._left:
            raise Killed
        self._left -= 1
        return super().encode_passages(texts)


@pytest.mark.parametrize("batches", [0, 1, 2, 3])
def test_what_was_encoded_before_a_kill_is_not_encoded_again(tmp_path: Path, batches: int) -> None:
    dying, encoder = Dying(batches), WordEncoder()
    with closing(VectorCache(tmp_path / "vectors.db", dying)) as cache, pytest.raises(Killed):
        cache.encode(TEXTS)
    with closing(VectorCache(tmp_path / "vectors.db", encoder)) as cache:
        vectors, encoded = cache.encode(TEXTS)
    assert encoded == len(TEXTS) - 64 * batches
    assert sorted(TEXTS) == sorted(dying.encoded + encoder.encoded)
    assert np.array_equal(vectors, WordEncoder().encode_passages(TEXTS))


def test_every_batch_is_told_with_its_tokens(tmp_path: Path) -> None:
    told: list[int] = []
    encoder = WordEncoder()
    with closing(
        VectorCache(tmp_path / "vectors.db", encoder, lambda n, _: told.append(n))
    ) as kept:
        kept.encode(TEXTS)
        assert [192, 192, 192, 24] == told
        kept.encode(TEXTS)
    assert sum(told) == 600


@pytest.mark.parametrize(
    "damage", [b"", b"\0", np.full(WordEncoder.dimension, np.nan, "f4").tobytes(),
               np.full(WordEncoder.dimension, 7, "f4").tobytes()]
)  # fmt: skip
def test_what_is_no_vector_is_encoded_again(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "vectors.db"
    with closing(VectorCache(path, WordEncoder())) as cache:
        cache.encode(TEXTS[:9])
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        key = connection.execute("SELECT min(key) FROM vectors").fetchone()
        connection.execute("UPDATE vectors SET vector = ? WHERE key = ?", (damage, *key))
    with closing(VectorCache(path, WordEncoder())) as cache:
        assert cache.encode(TEXTS[:9])[1] == 1
        assert cache.encode(TEXTS[:9])[1] == 0


def test_a_vector_takes_little_more_room_than_its_numbers(tmp_path: Path) -> None:
    class Wide(WordEncoder):
        dimension = 384

    path, texts = tmp_path / "vectors.db", [f"flood {n}" for n in range(2000)]
    with closing(VectorCache(path, Wide())) as cache:
        cache.encode(texts)
    assert path.stat().st_size < 1.5 * len(texts) * 4 * 384
