"""Where the faults happen: in memory if possible, because nothing here relies on a real disk."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

_MEMORY = "/dev/shm"  # noqa: S108 (a directory of its own is made there)


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A directory that goes with the test."""
    place = _MEMORY if os.access(_MEMORY, os.W_OK) else None
    with TemporaryDirectory(dir=place, prefix="nksearch-faults-") as folder:
        yield Path(folder).resolve()
