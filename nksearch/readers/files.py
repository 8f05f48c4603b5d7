"""Files opened safely: regular ones only, unpacked, bounded, and decoded."""

import codecs
import gzip
import lzma
import os
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BufferedReader, FileIO, RawIOBase
from pathlib import Path
from typing import IO, Any, cast

from nksearch.errors import NksearchError
from nksearch.text import HANGUL

HEAD = 1 << 16  # bytes by which the format of a file is told
MAX_ARTICLE = 5_000_000  # bytes of an article's text in UTF-8
MAX_RECORD = 4 * MAX_ARTICLE  # bytes of one line of JSON Lines or of one page, markup included
MAX_DOCUMENT = 256 * 2**20  # bytes of a JSON document, which must be held whole
MAX_UNPACKED = 2**30  # bytes that a gzip file may unpack to

_BROKEN = (lzma.LZMAError, tarfile.TarError, zipfile.BadZipFile)
_BOMS = (  # UTF-32 first: its mark begins with the one of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# About a quarter of the syllables of Korean prose; bytes of another encoding read as Korean
# give syllables that hardly anyone writes.
_COMMON = frozenset("이다는에을의가고하를로은한지사기도과대")
_LEAST_COMMON = 0.1


class UnreadableError(NksearchError):
    """A file or record that cannot become an article; the message is the reason."""


@contextmanager
def open_regular(path: Path) -> Iterator[BufferedReader]:
    """Open `path` for reading if it is a regular file; never waits for a pipe or a device.

    Raises:
        UnreadableError: it is not one, or cannot be opened.
    """
    try:
        _check_regular(path.stat().st_mode)
        stream: BufferedReader = BufferedReader(FileIO(path, opener=_open_at_once), HEAD)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise UnreadableError(f"Cannot be opened: {reason}.") from None
    with stream:
        _check_regular(os.fstat(stream.fileno()).st_mode)  # it may have been replaced
        yield stream


def _check_regular(mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise UnreadableError("Not a regular file: folders, pipes and devices are not read.")


def _open_at_once(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


class Unpacked(RawIOBase):
    """Bytes that a library unpacks, with every failure told as a reason."""

    def __init__(self, stream: IO[bytes], *, spend: Callable[[int], None], what: str) -> None:
        self._stream = stream
        self._spend = spend
        self._what = what
        self._left = MAX_UNPACKED

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Unpack into `buffer`.

        Raises:
            UnreadableError: the packed bytes are broken, or too much came out of them.
        """
        view = memoryview(buffer)
        try:
            data = self._stream.read(len(view))
        except UnreadableError:
            raise
        except (EOFError, OSError, ValueError, RuntimeError, zlib.error, *_BROKEN) as error:
            raise UnreadableError(f"{self._what} is broken: {error}.") from None
        self._left -= len(data)
        if self._left < 0:
            raise UnreadableError("Unpacks to more than 1 GiB: split it into smaller files.")
        self._spend(len(data))
        view[: len(data)] = data
        return len(data)


def unpack(packed: BufferedReader, *, spend: Callable[[int], None]) -> BufferedReader:
    """Return the unpacked bytes of a gzip stream; `spend` is told how many are read."""
    stream = cast("IO[bytes]", gzip.GzipFile(fileobj=packed))
    return BufferedReader(Unpacked(stream, spend=spend, what="The gzip stream"), HEAD)


def read_whole(stream: BufferedReader, limit: int, advice: str) -> bytes:
    """Return all bytes of `stream`.

    Raises:
        UnreadableError: there are more than `limit`; the message ends with `advice`.
    """
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise UnreadableError(f"Larger than {limit // 10**6} MB: {advice}.")
    return data


def bom_codec(data: bytes) -> tuple[str | None, int]:
    """Return the codec that a byte order mark names and the length of the mark."""
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return codec, len(mark)
    return None, 0


def decode(data: bytes) -> tuple[str, str]:
    """Return the text of `data` without a byte order mark, and the codec it is in.

    UTF-8, UTF-16 and UTF-32 with a mark, UTF-8 without one, else cp949 if the result is Korean.

    Raises:
        UnreadableError: none of these, or NUL characters in it.
    """
    codec, skipped = bom_codec(data)
    text, codec = _decode_marked(data[skipped:], codec) if codec else _decode_unmarked(data)
    if "\0" in text:
        raise UnreadableError("Binary, not text: it has NUL characters.")
    return text, codec


def _decode_marked(data: bytes, codec: str) -> tuple[str, str]:
    try:
        return data.decode(codec), codec
    except UnicodeDecodeError as error:
        raise UnreadableError(f"Not valid {codec.upper()} at byte {error.start}.") from None


def _decode_unmarked(data: bytes) -> tuple[str, str]:
    try:
        return data.decode(), "utf-8"
    except UnicodeDecodeError as error:
        position = error.start
    if text := as_korean(data):
        return text, "cp949"
    raise UnreadableError(
        f"Not text in UTF-8 (byte {position}) nor in a Korean encoding: save it as UTF-8."
    )


def as_korean(data: bytes) -> str | None:
    """Return the text of `data` if it is Korean in EUC-KR or its extension cp949."""
    try:
        text = "" if b"\0" in data else data.decode("cp949")
    except UnicodeDecodeError:
        return None
    return text if _is_korean(text) else None


def _is_korean(text: str) -> bool:
    """Tell whether the letters beyond ASCII are Korean as it is written."""
    letters = [letter for letter in text[:100_000] if letter > "\x7f" and letter.isalpha()]
    hangul = sum(HANGUL[6] <= letter <= HANGUL[8] for letter in letters)
    common = sum(letter in _COMMON for letter in letters)
    return bool(letters) and hangul > len(letters) / 2 and common >= _LEAST_COMMON * len(letters)


def check_article_size(text: str) -> None:
    """Raise UnreadableError when `text` is longer than an article may be."""
    if len(text.encode(errors="replace")) > MAX_ARTICLE:
        raise UnreadableError("The text is longer than 5 MB: an article must be shorter.")
