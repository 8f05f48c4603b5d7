"""Files of answer records: JSON Lines, one record a line, written whole or not at all."""

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from nksearch.errors import NksearchError, UsageError
from nksearch.recording.record import Record, record_from_json, record_to_json


@contextmanager
def record_file(path: Path, *, overwrite: bool = False) -> Iterator[Callable[[Record], None]]:
    """Make a file of records: call what this gives with each; they appear together at the end.

    After an error nothing has changed.

    Raises:
        UsageError: there is such a file, and it may not be replaced.
        NksearchError: it cannot be written.
    """
    if path.exists() and not overwrite:
        raise _exists(path)
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as directory:
            written = Path(directory) / path.name
            with written.open("w", encoding="utf-8", newline="\n") as file:

                def save(record: Record) -> None:
                    file.write(f"{json.dumps(record_to_json(record), ensure_ascii=False)}\n")

                yield save
                file.flush()
                os.fsync(file.fileno())
            if overwrite:
                written.replace(path)
            else:
                path.hardlink_to(written)  # fails when somebody else has made one meanwhile
    except FileExistsError as error:
        raise _exists(path) from error
    except OSError as error:
        raise NksearchError(f"Cannot write {path}: {error.strerror or error}.") from error


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
