"""Read the rows of a commented table: UTF-8, tabs between columns, lines with # are comments."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn, Protocol

from nksearch.errors import UsageError
from nksearch.text import normalise


class Readable(Protocol):
    """A file of the package or of the user."""

    def read_bytes(self) -> bytes:
        """Return all of it."""
        ...


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table, and where it stands."""

    file: str
    line: int
    columns: tuple[str, ...]

    def refuse(self, what: str) -> NoReturn:
        """Raise an error that names the file and the line, and says what to do."""
        raise UsageError(f"{self.file}, line {self.line}: {what}")


def read_rows(file: Readable, name: str, *, least: int, most: int) -> Iterator[Row]:
    """Yield the rows of a file, its text in NFC, each filled up to `most` columns.

    Raises:
        UsageError: the file cannot be read, or a row has too few or too many columns.
    """
    try:
        text = file.read_bytes().decode("utf-8")
    except OSError as error:
        raise UsageError(f"Cannot read the table {name}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{name} is not text in UTF-8: save it as UTF-8.") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip() or line.lstrip("\ufeff").startswith("#"):
            continue
        columns = tuple(normalise(column) for column in line.rstrip("\r").split("\t"))
        row = Row(name, number, columns + ("",) * (most - len(columns)))
        if not least <= len(columns) <= most:
            row.refuse(
                f"there are {len(columns)} columns; write {least} to {most}, with a tab between."
            )
        yield row


def split_forms(column: str) -> tuple[str, ...]:
    """Return the forms of a column, which stand with | between."""
    return tuple(dict.fromkeys(form.strip() for form in column.split("|") if form.strip()))
