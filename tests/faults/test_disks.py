"""A small disk that fills up, and one that may not be written to, both really mounted."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .harness import NEW, OLD, articles, assert_nothing_lost, assert_recovers, copy
from .processes import run
from .program import command, main

pytestmark = [pytest.mark.fault, pytest.mark.slow]

SOAK = "NKSEARCH_SOAK" in os.environ
SIZE = 2_000_000  # bytes of the disk
MOST = 600_000  # that are left free: enough for everything
STEP = 4_096 if SOAK else 65_536


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk; skips where this user may not mount one."""
    at = tmp_path / "disk"
    at.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "nksearch-test", at]
    mounted = subprocess.run(command, capture_output=True, text=True)
    if mounted.returncode:
        pytest.skip(f"cannot mount a small disk: {mounted.stderr.strip()}")
    yield at
    subprocess.run(["umount", "--lazy", at], check=True)  # files may still be mapped


@pytest.fixture
def base(tmp_path: Path) -> Path:
    for numbers in ((1,), (1, 2)):
        articles(tmp_path / "old.jsonl", numbers)
        assert main(tmp_path / "base", tmp_path / "old.jsonl") == 0
    articles(tmp_path / "new.jsonl", range(3, 8))
    return tmp_path / "base"


@pytest.mark.parametrize("careful", [True, False])
def test_a_full_disk_is_said_and_nothing_is_lost(
    disk: Path,
    base: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    careful: bool,
    record_property: Callable[[str, object], None],
) -> None:
    """Unless nksearch is `careful`, it begins builds for which there is too little space."""
    if not careful:
        monkeypatch.setattr("nksearch.indexing._check_space", lambda _: None)
    path, codes = tmp_path / "new.jsonl", []
    for free in range(0, MOST, STEP):
        at = copy(base, disk / "indexes")
        filler = disk / "filler"
        filler.write_bytes(bytes(max(shutil.disk_usage(disk).free - free, 0)))
        ended = run(lambda: command(at, "ingest", path, "--rebuild"))  # noqa: B023 (run at once)
        filler.unlink()
        codes.append(ended.code)
        assert ended.code in (0, 1), ended
        assert "Traceback" not in ended.said, ended
        if ended.code:
            assert ended.said.startswith("Error: "), ended
        assert_nothing_lost(at, OLD | (ended.lines & NEW), OLD | NEW)
        assert_recovers(at, path, OLD | NEW)
    assert set(codes) == {0, 1}
    record_property("kind", "disk full")
    record_property("faults", codes.count(1))


def test_a_disk_that_may_only_be_read_is_said_and_goes_on_answering(
    disk: Path, base: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    path, at = tmp_path / "new.jsonl", copy(base, disk / "indexes")
    tried = (["ingest", path], ["rebuild"], ["rebuild", "--full"], ["backup", disk / "b.zip"])
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    for words in tried:
        ended = run(lambda: command(at, *words))  # noqa: B023 (run at once)
        assert ended.code == 1, ended
        assert ended.said.startswith("Error: "), ended
        assert ended.said.count("\n") == 1, ended
        assert assert_nothing_lost(at, OLD, OLD) == "000002"
    subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
    assert_recovers(at, path, OLD | NEW)
    record_property("kind", "disk read-only")
    record_property("faults", len(tried))
