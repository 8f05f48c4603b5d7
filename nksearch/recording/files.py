"""Files of answer records: JSON Lines, one record a line, written whole or not at all."""

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from nksearch.errors import NksearchError, UsageError
from nksearch.recording.record import Record, record_from_json, record_to_json


@contextmanager
def record_file(path: Path, *, overwrite: bool = False) -> Iterator[Callable[[Record], None]]:
    """Make a file of records: call what this gives with each; they appear together at the end.

    After an error nothing has changed.

    Raises:
        UsageError: there is such a file, and it may not be replaced, or is no plain one.
        NksearchError: it cannot be written.
    """
    if path.exists() and not path.is_file():  # /dev/null, which would be one afterwards
        raise UsageError(f"{path} is no plain file. Name another file.")
    if path.exists() and not overwrite:
        raise _exists(path)
    with ExitStack() as opened:
        with _writing(path):
            directory = tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.")
            written = Path(opened.enter_context(directory)) / path.name
            file = opened.enter_context(written.open("w", encoding="utf-8", newline="\n"))

        def save(record: Record) -> None:
            with _writing(path):
                file.write(f"{json.dumps(record_to_json(record), ensure_ascii=False)}\n")

        yield save
        with _writing(path):
            file.flush()
            os.fsync(file.fileno())
            file.close()
            _publish(written, path, overwrite=overwrite)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Say of which file it is that an error of writing speaks; other errors are not its own."""
    try:
        yield
    except FileExistsError as error:
        raise _exists(path) from error
    except OSError as error:
        raise NksearchError(f"Cannot write {path}: {error.strerror or error}.") from error


def _publish(written: Path, path: Path, *, overwrite: bool) -> None:
    """Give the whole file its name; FileExistsError when somebody else has made one meanwhile."""
    if not overwrite:
        try:
            path.hardlink_to(written)
        except FileExistsError:
            raise
        except OSError:  # a file system without links: take the name, then put the file there
            path.open("x").close()
        else:
            return
    written.replace(path)


def _exists(path: Path) -> UsageError:
    return UsageError(f"{path} exists. Name another file, or add --overwrite to replace it.")


def read_records(path: Path) -> list[Record]:
    """Return the records of a file, in order.

    Raises:
        UsageError: the file cannot be read, has no record, or something else in it.
    """
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        raise UsageError(f"Cannot read {path}: {reason}.") from error
    found = [_record(line, f"{path}:{n}") for n, line in enumerate(lines, 1) if line.strip()]
    if not found:
        raise UsageError(f"{path} holds no record. {_REMEDY}")
    return found


_REMEDY = "Make one with: nksearch query QUESTION --record FILE"


def _record(line: str, where: str) -> Record:
    try:
        return record_from_json(json.loads(line))
    except UsageError as error:
        raise UsageError(f"The record in {where} {error}. {_REMEDY}") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"The record in {where} is not JSON. {_REMEDY}") from error
