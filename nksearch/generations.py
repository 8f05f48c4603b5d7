"""Generations: complete immutable builds, published atomically and verified before they are read.

indexes/generations/000007/manifest.json   counts, encoder, versions, size and SHA-256 of files
indexes/generations/000007/...             catalogue, lexical/, names/, semantic/, stories/
indexes/CURRENT                            names the generation and the hash of its manifest
indexes/PREVIOUS                           what CURRENT was before, for the day it is damaged
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from nksearch.durable import file_hash, flush, write
from nksearch.durable import replace as replace_file
from nksearch.errors import BusyError, DamagedIndexError, NoIndexError

FORMAT = 7  # of the files of a generation
_CURRENT, _PREVIOUS = "CURRENT", "PREVIOUS"
_MANIFEST = "manifest.json"
_BUILDING = ".building"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation is made of; `files` maps each name to [size in bytes, SHA-256]."""

    generation: str
    articles: int
    revisions: int  # in the store when it was built: tells whether the store has news
    chunks: int
    encoder: str
    encoder_revision: str
    precision: str
    languages: list[str]  # that the encoder knows
    dimension: int
    analyzer_version: int
    chunker_version: int
    vocabulary: str  # version of the tables of names and terms
    recipe: str  # what else than the articles decided what it holds
    created: str
    files: dict[str, tuple[int, str]]
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class Generation:
    """A published generation whose files are those of its manifest.

    `damage` says why it was opened instead of a newer one, None when it is the current one.
    """

    directory: Path
    manifest: Manifest
    damage: str | None = None


@contextmanager
def build_lock(indexes: Path) -> Iterator[None]:
    """Hold the right to build in this directory; raises BusyError when another process has it."""
    lock = FileLock(indexes / "build.lock")
    try:
        with lock.acquire(timeout=0):
            yield
    except Timeout:
        raise BusyError(
            f"Another rebuild is running in {indexes}. Wait until it has ended."
        ) from None


def new_directory(indexes: Path) -> Path:
    """Return an empty directory to build in; what killed builds left behind is removed."""
    directory = indexes / "generations" / _BUILDING
    if directory.exists():
        shutil.rmtree(directory)
    directory.mkdir(parents=True, mode=0o700)
    return directory


def next_name(indexes: Path) -> str:
    """Return the name of the next generation: a counter, because clocks go wrong."""
    names = [int(path.name) for path in _published(indexes)]
    return f"{max(names, default=0) + 1:06d}"


def last_size(indexes: Path) -> int:
    """Return how many bytes the files of the newest published generation have, 0 without one."""
    for path in reversed(_published(indexes)):
        return sum(each.stat().st_size for each in _below(path) if each.is_file())
    return 0


def describe_files(directory: Path) -> dict[str, tuple[int, str]]:
    """Return size and SHA-256 of every file below `directory`, the manifest left out."""
    paths = [path for path in _below(directory) if path.is_file()]
    return {
        path.relative_to(directory).as_posix(): (path.stat().st_size, file_hash(path))
        for path in paths
        if path != directory / _MANIFEST
    }


def publish(indexes: Path, built: Path, manifest: Manifest) -> Generation:
    """Make what was built the current generation: manifest, fsync, rename, pointer.

    Until the pointer is replaced, readers find the old generation; from then on the new one.
    """
    write(built / _MANIFEST, json.dumps(asdict(manifest), indent=1))
    for path in [built, *_below(built)]:
        flush(path)
    final = built.with_name(manifest.generation)
    built.rename(final)
    flush(final.parent)
    before = _sound_pointer(indexes)
    if before:
        replace_file(indexes / _PREVIOUS, before)
    pointer = {"generation": manifest.generation, "manifest": file_hash(final / _MANIFEST)}
    replace_file(indexes / _CURRENT, json.dumps(pointer))
    _remove_all_but(
        indexes, {manifest.generation, before and _pointer(before, indexes / _PREVIOUS)[0]}
    )
    return Generation(final, manifest)


def current_pointer(indexes: Path) -> str:
    """Return the content of the pointer: it changes when, and only when, a build is published.

    Raises:
        NoIndexError: nothing has been published.
        DamagedIndexError: it cannot be read, or is gone although something was published.
    """
    path = indexes / _CURRENT
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        if (indexes / _PREVIOUS).exists():
            raise DamagedIndexError(f"{path} is missing. {REMEDY}") from None
        if not indexes.exists():
            raise NoIndexError(
                f"There is no archive in {indexes}. Name its directory with --indexes, or "
                "begin one: nksearch ingest PATH"
            ) from None
        raise NoIndexError(f"No index published in {indexes}. Run: nksearch rebuild") from None
    except (OSError, UnicodeDecodeError) as error:
        raise DamagedIndexError(f"Cannot read {path}: {error}. {REMEDY}") from error


def pointer_or_none(indexes: Path) -> str | None:
    """Return the content of the pointer, None when it is damaged.

    Raises:
        NoIndexError: nothing has been published.
    """
    try:
        return current_pointer(indexes)
    except DamagedIndexError:
        return None


def open_generation(indexes: Path) -> Generation:
    """Return the current generation after checking every file against its manifest.

    Nothing of Whoosh's (its files hold pickles, which run code) may be opened before this.

    Raises:
        NoIndexError: nothing has been published.
        DamagedIndexError: a file is missing, changed or too many.
    """
    pointer = current_pointer(indexes)
    try:
        return _verified(indexes / _CURRENT, pointer)
    except OSError as error:
        if current_pointer(indexes) != pointer:  # published, and the old one removed, meanwhile
            return open_generation(indexes)
        raise DamagedIndexError(f"Cannot read the index: {error}. {REMEDY}") from error


def open_usable(indexes: Path) -> Generation:
    """Return the current generation; if it is damaged, the one before, with `damage` saying so.

    Raises:
        NoIndexError, DamagedIndexError: as `open_generation`, when the one before is no use either.
    """
    try:
        return open_generation(indexes)
    except DamagedIndexError as error:
        try:
            return replace(open_previous(indexes), damage=str(error))
        except (NoIndexError, DamagedIndexError):
            raise error from None


def open_previous(indexes: Path) -> Generation:
    """Return the generation that was current before the current one.

    Raises:
        NoIndexError: there was none.
        DamagedIndexError: as `open_generation`.
    """
    path = indexes / _PREVIOUS
    try:
        return _verified(path, path.read_text("utf-8"))
    except FileNotFoundError:
        raise NoIndexError(f"Only one index was ever published in {indexes}.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise DamagedIndexError(f"Cannot read {path}: {error}. {REMEDY}") from error


def _verified(path: Path, pointer: str) -> Generation:
    """Return the generation that the pointer of this file names, if it is what was published."""
    name, manifest_hash = _pointer(pointer, path)
    directory = path.parent / "generations" / name
    manifest = _manifest(directory, manifest_hash)
    found = _files(directory)
    for file in sorted(found ^ manifest.files.keys()):
        what = "is missing" if file in manifest.files else "does not belong there"
        raise DamagedIndexError(f"{directory / file} {what}. {REMEDY}")
    for file, (size, digest) in manifest.files.items():
        path = directory / file
        if path.stat().st_size != size or file_hash(path) != digest:
            raise DamagedIndexError(f"{path} is damaged. {REMEDY}")
    return Generation(directory, manifest)


REMEDY = "It is not searched. Run: nksearch rebuild"


def _pointer(content: str, path: Path) -> tuple[str, str]:
    try:
        pointer = json.loads(content)
        name, digest = pointer["generation"], pointer["manifest"]
        if name.isdecimal() and name.isascii():
            return name, digest
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        pass
    raise DamagedIndexError(f"{path} does not name a generation. {REMEDY}")


def _manifest(directory: Path, digest: str) -> Manifest:
    path = directory / _MANIFEST
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DamagedIndexError(f"Cannot read {path}: {error.strerror}. {REMEDY}") from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise DamagedIndexError(f"{path} is damaged. {REMEDY}")
    values: dict[str, Any] = json.loads(content)
    if values.keys() != {each.name for each in fields(Manifest)} or values["format"] != FORMAT:
        raise DamagedIndexError(f"{directory} was built by another nksearch. {REMEDY}")
    return Manifest(**values)


def _files(directory: Path) -> set[str]:
    paths = (path for path in _below(directory) if not path.is_dir())
    return {path.relative_to(directory).as_posix() for path in paths} - {_MANIFEST}


def _below(directory: Path) -> list[Path]:
    """Return all that is below a directory; `rglob` would pass over what it cannot list."""

    def fail(error: OSError) -> None:
        raise error

    return sorted(
        Path(folder, name)
        for folder, folders, files in os.walk(directory, onerror=fail)
        for name in (*folders, *files)
    )


def _published(indexes: Path) -> list[Path]:
    paths = (indexes / "generations").glob("*")
    return sorted(path for path in paths if path.name.isdecimal())


def _sound_pointer(indexes: Path) -> str | None:
    """Return the pointer to the newest generation that can be searched, None if none can."""
    for name in (_CURRENT, _PREVIOUS):
        try:
            pointer = (indexes / name).read_text("utf-8")
            _verified(indexes / name, pointer)
        except (OSError, UnicodeDecodeError, DamagedIndexError):
            continue
        return pointer
    return None


def _remove_all_but(indexes: Path, kept: set[str | None]) -> None:
    """Remove generations, and those of builds that died before they were published."""
    for path in _published(indexes):
        if path.name not in kept:
            shutil.rmtree(path, ignore_errors=True)
