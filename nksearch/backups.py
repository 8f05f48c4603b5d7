"""Backups: everything of an archive that cannot be made again, in one file.

A backup is a ZIP of the article store as of one moment, the settings and the user's own terms, with
the size and SHA-256 of each in `backup.json`. Indexes and vectors are not in it: a rebuild makes
them.
"""

import json
import shutil
import zipfile
import zlib
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from nksearch.config import SETTINGS_FILE, STORE_FILE, prepare_indexes, store_path, terms_path
from nksearch.database import snapshot
from nksearch.durable import file_hash, flush
from nksearch.errors import NksearchError, NoIndexError, StoreError, UsageError
from nksearch.generations import build_lock
from nksearch.store import Store

_FORMAT = 1
_CONTENTS = "backup.json"
_HELPERS = (f"{STORE_FILE}-wal", f"{STORE_FILE}-shm")  # SQLite's, of an open store
# What reading a ZIP raises that is damaged or something else.
_NO_BACKUP = (
    *(zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError),
    *(AttributeError, TypeError, RuntimeError),  # RecursionError, NotImplementedError among them
)


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What a backup holds; `files` maps each name to [size in bytes, SHA-256]."""

    created: str
    articles: int
    revisions: int
    files: dict[str, tuple[int, str]]


def back_up(indexes: Path, target: Path, *, overwrite: bool = False) -> BackupReport:
    """Write a backup to `target`, which is there whole or not at all; others may write meanwhile.

    Raises:
        NoIndexError: there is no article yet.
        UsageError: `target` exists.
        StoreError: the store is damaged: a backup of it would be worth nothing.
        NksearchError: it cannot be written.
    """
    if not store_path(indexes).exists():
        raise NoIndexError(f"No article in {indexes} yet. Run: nksearch ingest PATH")
    if target.exists() and not overwrite:
        raise UsageError(f"{target} exists. Name another file, or say --overwrite.")
    try:
        with TemporaryDirectory(dir=target.parent, prefix=".nksearch-backup-") as folder:
            return _written(indexes, target, Path(folder))
    except OSError as error:
        raise NksearchError(f"Cannot write {target}: {error.strerror or error}.") from error


def restore(source: Path, indexes: Path, *, overwrite: bool = False) -> BackupReport:
    """Put the contents of a backup into an indexes directory.

    What is there already is put aside in a folder `replaced-N`, never removed, and only if told to
    `overwrite`. Nothing is changed unless the whole backup is sound.

    Raises:
        UsageError: the directory holds an archive, or `source` is no backup.
        StoreError: the backup is damaged.
        BusyError: a rebuild is running there.
        NksearchError: it cannot be read or written.
    """
    prepare_indexes(indexes)
    try:
        with build_lock(indexes), TemporaryDirectory(dir=indexes, prefix=".restoring-") as folder:
            unpacked = Path(folder)
            report = _unpacked(source, unpacked)
            if store_path(indexes).exists() and not overwrite:
                raise UsageError(
                    f"{indexes} holds an archive. Name another directory with --indexes, or say "
                    "--overwrite to put it aside."
                )
            _put_aside(indexes)
            for name in report.files:
                (unpacked / name).replace(indexes / name)
            flush(indexes)
            return report
    except OSError as error:
        raise NksearchError(f"Cannot restore {source}: {error.strerror or error}.") from error


def _written(indexes: Path, target: Path, folder: Path) -> BackupReport:
    copy = folder / STORE_FILE
    snapshot(store_path(indexes), copy)
    with Store(copy, read_only=True) as store:
        held = store.summary()
    for path in (indexes / SETTINGS_FILE, terms_path(indexes)):
        if path.exists():
            shutil.copyfile(path, folder / path.name)
    report = BackupReport(
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        articles=held["articles"],
        revisions=held["revisions"],
        files={path.name: _described(path) for path in _places(folder) if path.exists()},
    )
    packed = folder / "packed"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(_CONTENTS, json.dumps({"format": _FORMAT, **asdict(report)}, indent=1))
        for name in report.files:
            file.write(folder / name, name)
    packed.chmod(0o600)
    flush(packed)
    packed.replace(target)
    flush(target.absolute().parent)
    return report


def _unpacked(source: Path, folder: Path) -> BackupReport:
    """Unpack a backup and check every file of it."""
    try:
        with zipfile.ZipFile(source) as file:
            report = _report(json.loads(file.read(_CONTENTS)), source)
            for name, (size, digest) in report.files.items():
                with file.open(name) as packed, (folder / name).open("wb") as target:
                    shutil.copyfileobj(packed, target)
                flush(folder / name)
                if _described(folder / name) != (size, digest):
                    raise StoreError(f"{source} is damaged: {name} is not what was saved.")
    except _NO_BACKUP as error:
        if zipfile.is_zipfile(source):
            raise StoreError(f"{source} is damaged, or no backup of nksearch: {error}.") from error
        raise UsageError(f"{source} is no backup of nksearch.") from error
    with Store(folder / STORE_FILE) as store:  # of this version, and sound
        store.count()
    return report


def _report(values: dict[str, Any], source: Path) -> BackupReport:
    if values.pop("format") != _FORMAT:
        raise UsageError(f"{source} was made by a newer nksearch. Install that version.")
    files = {name: (size, digest) for name, (size, digest) in values.pop("files").items()}
    if STORE_FILE not in files or not files.keys() <= {path.name for path in _places(source)}:
        raise ValueError("it holds other files")
    return BackupReport(**values, files=files)


def _places(folder: Path) -> list[Path]:
    """Return where in a folder the files of a backup are."""
    return [store_path(folder), folder / SETTINGS_FILE, terms_path(folder)]


def _put_aside(indexes: Path) -> None:
    helpers = [indexes / name for name in _HELPERS]
    paths = [path for path in [*_places(indexes), *helpers] if path.exists()]
    if not paths:
        return
    number = 1
    while (indexes / f"replaced-{number}").exists():
        number += 1
    aside = indexes / f"replaced-{number}"
    aside.mkdir(mode=0o700)
    for path in paths:
        path.replace(aside / path.name)
    flush(aside)


def _described(path: Path) -> tuple[int, str]:
    return path.stat().st_size, file_hash(path)
