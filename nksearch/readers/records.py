"""Records in JSON documents and JSON Lines."""

import json
import re
from collections.abc import Iterator, Mapping
from io import BufferedReader, BytesIO
from typing import Any

from nksearch.datamodels import Article, ExportedArticle, Item, Rejected
from nksearch.exports import MARK, from_record, is_export
from nksearch.readers.fields import has_text, to_article
from nksearch.readers.files import (
    MAX_DOCUMENT,
    MAX_RECORD,
    UnreadableError,
    bom_codec,
    decode,
    read_whole,
)

_EXPORTED = b'{"' + MARK.encode()  # articles with their history may be longer than records
_SPACE = re.compile(r"[ \t\n\r]*")
_LONGEST_INTEGER = 20  # digits; longer ones are ids, and Python refuses to read the longest


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= _LONGEST_INTEGER else digits


# Control characters in strings are taken as they are, NaN and infinities as nothing; of two
# fields of one name the last counts.
_DECODER = json.JSONDecoder(strict=False, parse_int=_integer, parse_constant=lambda _: None)


def is_object(text: str) -> bool:
    """Tell whether `text` is one JSON object and nothing else."""
    try:
        value, end = _value_at(text, _skip_space(text, 0))
    except UnreadableError:
        return False
    return isinstance(value, dict) and _skip_space(text, end) == len(text)


def read_lines(stream: BufferedReader, name: str, uri: str) -> Iterator[Item]:
    """Yield an article or a reason for each line of JSON Lines that is not empty."""
    number = 0
    try:
        for number, line in enumerate(_lines(stream), 1):
            if line is None or line.strip():
                yield _read_line(line, number, name, uri)
    except UnreadableError as error:  # of the stream, not of the line
        yield Rejected(name, number + 1, str(error))


def _lines(stream: BufferedReader) -> Iterator[bytes | None]:
    """Yield the lines, None for one that is too long to be held."""
    if bom_codec(stream.peek(4))[0] not in (None, "utf-8"):
        stream = BufferedReader(BytesIO(_as_utf8(stream)))
    while line := stream.readline(MAX_RECORD + 1):
        if len(line) > MAX_RECORD and line.startswith(_EXPORTED):
            line += stream.readline(MAX_DOCUMENT - MAX_RECORD)
            if line.endswith(b"\n"):
                yield line
                continue
        if len(line) <= MAX_RECORD:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(MAX_RECORD)
        yield None


def _as_utf8(stream: BufferedReader) -> bytes:
    return decode(read_whole(stream, MAX_DOCUMENT, "save it as UTF-8"))[0].encode()


def _read_line(line: bytes | None, number: int, name: str, uri: str) -> Item:
    try:
        if line is None:
            raise UnreadableError("The line is longer than 20 MB: a record must be shorter.")
        text = decode(line)[0]
        value, end = _value_at(text, _skip_space(text, 0))
        if _skip_space(text, end) != len(text):
            raise UnreadableError(f"More than one JSON value in the line (character {end + 1}).")
        return _to_item(value, raw=line.strip(), uri=uri)
    except UnreadableError as error:
        return Rejected(name, number, str(error))


def read_document(raw: bytes, name: str, uri: str) -> Iterator[Item]:
    """Yield an article or a reason for each record of a JSON document.

    The document is an array of records, an object with one list of records, or one record.
    """
    text, codec = decode(raw)
    start = _skip_space(text, 0)
    if text.startswith("[", start):
        yield from _read_array(text, start, codec, name, uri)
        return
    value, end = _value_at(text, start)
    rest = _skip_space(text, end)
    if text.startswith("{", rest):  # the first line was too long to be seen at once
        yield from read_lines(BufferedReader(BytesIO(raw)), name, uri)
        return
    if rest != len(text):
        raise UnreadableError(f"Not valid JSON: more after the end of the value{_at(text, rest)}.")
    record = _as_record(value)
    alone = has_text(record) or is_export(record)
    listed = None if alone else _list_of_records(record)
    if listed is None:
        yield _to_item(record, raw=text[start:end].encode(codec), uri=uri)
    else:
        yield from _read_array(text, _start_of(listed, text, start), codec, name, uri)


def _read_array(text: str, start: int, codec: str, name: str, uri: str) -> Iterator[Item]:
    """Walk the array at `start`; what follows a broken item cannot be found and is not read."""
    number = 0
    position = _skip_space(text, start + 1)
    while not text.startswith("]", position):
        number += 1
        try:
            value, end = _value_at(text, position)
        except UnreadableError as error:
            yield Rejected(name, number, f"{error} The rest of the file was not read.")
            return
        try:
            yield _to_item(value, raw=text[position:end].encode(codec), uri=uri)
        except UnreadableError as error:
            yield Rejected(name, number, str(error))
        position = _skip_space(text, end)
        if text.startswith(",", position):
            position = _skip_space(text, position + 1)
        elif not text.startswith("]", position):
            reason = f"Not valid JSON: no comma or ] behind this item{_at(text, position)}."
            yield Rejected(name, number, f"{reason} The rest of the file was not read.")
            return
    if number == 0:
        raise UnreadableError("Empty: the JSON list has no records.")


def _to_item(value: Any, *, raw: bytes, uri: str) -> Article | ExportedArticle:
    if not is_export(value):
        return to_article(_as_record(value), raw=raw, uri=uri)
    try:
        return from_record(value)
    except ValueError as error:
        raise UnreadableError(str(error)) from None


def _as_record(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise UnreadableError("Not a record: a JSON object with fields such as title and text.")
    return value


def _list_of_records(document: Mapping[str, Any]) -> str | None:
    """Return the name of the only field that is a list of records with text, None without one."""
    lists = [
        name
        for name, value in document.items()
        if isinstance(value, list) and any(isinstance(item, dict) for item in value)
    ]
    if len(lists) > 1:
        lists = [name for name in lists if any(has_text(item) for item in document[name])]
    if len(lists) > 1:
        raise UnreadableError(f"Several lists of records ({', '.join(lists)[:80]}): keep one.")
    return lists[0] if lists else None


def _start_of(field: str, text: str, start: int) -> int:
    """Return where the value of the last field of this name begins in the object at `start`."""
    found, position = start, _skip_space(text, start + 1)
    while not text.startswith("}", position):
        key, position = _value_at(text, position)
        value = _skip_space(text, _skip_space(text, position) + 1)  # over the colon
        if key == field:
            found = value
        position = _skip_space(text, _value_at(text, value)[1])
        if text.startswith(",", position):
            position = _skip_space(text, position + 1)
    return found


def _value_at(text: str, position: int) -> tuple[Any, int]:
    """Return the JSON value that begins at `position`, and where it ends."""
    try:
        return _DECODER.raw_decode(text, position)
    except RecursionError:
        raise UnreadableError("Nested too deeply to be a record.") from None
    except json.JSONDecodeError as error:
        where = f" (line {error.lineno}, column {error.colno})"
        raise UnreadableError(f"Not valid JSON: {error.msg}{where}.") from None
    except ValueError as error:
        raise UnreadableError(f"Not valid JSON: {error}.") from None


def _skip_space(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


def _at(text: str, position: int) -> str:
    return f" (line {text.count(chr(10), 0, position) + 1})"
