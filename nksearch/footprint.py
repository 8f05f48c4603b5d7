"""What an archive takes: bytes on disk, and memory of the process that has it open."""

from pathlib import Path
from typing import Any

from nksearch.config import cache_path, exports_path, store_path

_STATUS = Path("/proc/self/status")  # Linux


def disk(indexes: Path) -> dict[str, int]:
    """Return the bytes of each part of an indexes directory; 0 for what is not there."""
    return {
        "articles": _database(store_path(indexes)),
        "generations": _folder(indexes / "generations"),
        "vectors": _database(cache_path(indexes)),
        "encoders": _folder(exports_path(indexes)),
    }


def memory() -> dict[str, int] | None:
    """Return the resident bytes of this process; None where the system does not tell.

    `mapped` are those of files, which processes share and the system takes back when it needs them;
    `own` are all others.
    """
    try:
        lines = _STATUS.read_text("ascii").splitlines()
    except OSError:
        return None
    kilobytes = {name: int(rest.split()[0]) for name, rest in _fields(lines)}
    mapped = kilobytes["RssFile"] + kilobytes["RssShmem"]
    return {"own": 1024 * kilobytes["RssAnon"], "mapped": 1024 * mapped}


def _fields(lines: list[str]) -> list[tuple[str, str]]:
    parted = (line.partition(":") for line in lines)
    return [(name, rest) for name, _, rest in parted if name.startswith("Rss")]


def _database(path: Path) -> int:
    """Return the size of an SQLite file with what waits beside it to be written into it."""
    return sum(_size(path.with_name(path.name + end)) for end in ("", "-wal", "-shm"))


def _folder(path: Path) -> int:
    return sum(_size(each) for each in path.rglob("*") if not each.is_dir())


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:  # a rebuild removes old generations meanwhile
        return 0


def sizes(indexes: Path) -> dict[str, Any]:
    """Return what an indexes directory takes on disk, and this process in memory, in bytes."""
    return {"disk": disk(indexes), "memory": memory()}
