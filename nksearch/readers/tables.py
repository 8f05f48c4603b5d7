"""Tables with a header in CSV and TSV, a record in each row."""

import csv
from collections.abc import Iterator
from io import BufferedReader, TextIOWrapper

from nksearch.datamodels import Article, Rejected
from nksearch.readers.fields import delimiter_of, to_article
from nksearch.readers.files import HEAD, MAX_RECORD, UnreadableError, as_korean, bom_codec
from nksearch.readers.sources import Source


def read_table(source: Source) -> Iterator[Article | Rejected]:
    """Yield an article or a reason for each row; columns are named as the fields of records are.

    `Rejected.line` is the line at which the row ends. What follows a broken quote, or bytes in
    another encoding, cannot be told apart and is not read.
    """
    codec = _codec(source.stream)
    text = TextIOWrapper(source.stream, codec, newline="")
    try:
        yield from _read_rows(_Lines(text), codec, source)
    finally:
        text.detach()  # or the stream would be closed with it


def _read_rows(lines: "_Lines", codec: str, source: Source) -> Iterator[Article | Rejected]:
    csv.field_size_limit(MAX_RECORD)
    number = 1
    try:
        header = lines.first()
        mark = delimiter_of(header)
        columns = [name.strip() for name in next(csv.reader([header], delimiter=mark))]
        for row in csv.reader(lines, delimiter=mark, strict=True):
            number += lines.count()
            raw = lines.taken().encode(codec)
            if any(cell.strip() for cell in row):
                yield _read_row(columns, row, raw, source, number)
    except csv.Error as error:
        reason = f"Not a valid table: {error}. The rest was not read."
        yield source.rejected(reason, number + 1)
    except UnicodeError:
        reason = "Not text in one encoding: save it as UTF-8. The rest was not read."
        yield source.rejected(reason, number + 1)
    except UnreadableError as error:  # of the stream or of a line too long
        yield source.rejected(error, number + 1)


def _read_row(
    columns: list[str], row: list[str], raw: bytes, source: Source, number: int
) -> Article | Rejected:
    try:
        if len(row) > len(columns):
            raise UnreadableError(
                f"The row has {len(row)} cells, the header {len(columns)}: quote cells with commas."
            )
        return to_article(dict(zip(columns, row)), raw=raw, uri=source.uri)
    except UnreadableError as error:
        return source.rejected(error, number)


class _Lines:
    """The lines of a table, which remembers those of the row at hand."""

    def __init__(self, stream: TextIOWrapper) -> None:
        self._stream = stream
        self._taken: list[str] = []
        self._size = 0  # characters of these

    def first(self) -> str:
        """Return the header."""
        line = self._line()
        while line and not line.strip():
            line = self._line()
        return line.rstrip("\r\n")

    def count(self) -> int:
        """Return the number of lines since the last call of `taken`."""
        return len(self._taken)

    def taken(self) -> str:
        """Return the lines since the last call."""
        taken, self._taken, self._size = "".join(self._taken), [], 0
        return taken.rstrip("\r\n")

    def __iter__(self) -> Iterator[str]:
        while line := self._line():
            self._taken.append(line)
            self._size += len(line)
            yield line

    def _line(self) -> str:
        line = self._stream.readline(MAX_RECORD + 1)
        if len(line) > MAX_RECORD or self._size > MAX_RECORD:
            raise UnreadableError("A row is longer than 20 MB. The rest was not read.")
        return line


def _codec(stream: BufferedReader) -> str:
    """Return the codec of the table, told by what it begins with."""
    head = stream.peek(HEAD)[:HEAD]
    codec, skipped = bom_codec(head)
    if codec:
        stream.read(skipped)
        return codec
    whole = head.rpartition(b"\n")[0] if len(head) == HEAD else head
    try:
        whole.decode()
    except UnicodeDecodeError:
        if as_korean(whole) is None:
            raise UnreadableError(
                "Not text in UTF-8 nor in a Korean encoding: save it as UTF-8."
            ) from None
        return "cp949"
    return "utf-8"
