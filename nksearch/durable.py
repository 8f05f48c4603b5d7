"""Files that survive a crash, and how they are told from damaged ones."""

import hashlib
import os
from pathlib import Path


def flush(path: Path) -> None:
    """Bring a file, or the names in a folder, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write(path: Path, content: str) -> None:
    """Write a text in UTF-8 and bring it to the disk."""
    path.write_text(content, "utf-8")
    flush(path)


def replace(path: Path, content: str) -> None:
    """Give a file this content at once and for good; nobody but its owner can read it."""
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    new.touch(mode=0o600, exist_ok=False)
    write(new, content)
    new.replace(path)
    flush(path.parent)


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
