"""What an archive takes on disk and in memory."""

from pathlib import Path

import numpy as np
import pytest

from nksearch.footprint import disk, memory


def test_each_part_has_its_bytes(tmp_path: Path) -> None:
    for name, size in (
        ("articles.db", 100), ("articles.db-wal", 20), ("vectors.db", 7), ("terms.tsv", 5),
        ("generations/000001/manifest.json", 30), ("generations/000001/semantic/pairs.npy", 4),
        ("encoders/abc/weights.bin", 9),
    ):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(size))
    assert disk(tmp_path) == {"articles": 120, "generations": 34, "vectors": 7, "encoders": 9}
    assert sum(disk(tmp_path / "none").values()) == 0


def test_memory_tells_mapped_files_from_our_own() -> None:
    before = memory()
    if before is None:
        pytest.skip("this system does not tell")
    ours = np.ones(64_000_000, np.uint8)  # too large for memory that was freed before
    after = memory()
    assert after is not None
    assert 50_000_000 < after["own"] - before["own"] < 80_000_000
    assert ours.all()


def test_nothing_is_said_where_the_system_does_not_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nksearch.footprint._STATUS", tmp_path / "none")
    assert memory() is None
