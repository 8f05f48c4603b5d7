"""ZIP and tar archives: every member is read as a file is; nothing is written to the disk."""

import stat
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BufferedReader
from pathlib import PurePath, PurePosixPath
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Self, cast
from urllib.parse import quote

from nksearch.readers.files import HEAD, Unpacked, UnreadableError
from nksearch.readers.sources import Reading, ReadSource, Source

MAX_MEMBERS = 100_000
MAX_DEPTH = 2  # archives in archives
_MAX_RATIO, _LARGE = 200, 64 * 2**20  # of a large member, how much more than its packed bytes
_LONGEST_HEADER = 2**20  # bytes of a name or other header in a tar archive
_IN_MEMORY = 8 * 2**20  # bytes of an archive in an archive, before it goes to a temporary file
_ENCRYPTED = 0x1
_LINK = "A link in an archive is not followed."


def read_zip(source: Source, read_source: ReadSource) -> Iterator[Reading]:
    """Yield what the members of a ZIP archive hold, in its order.

    Raises:
        UnreadableError: the archive itself cannot be read, or is beyond the limits.
    """
    _check_depth(source)
    with _seekable(source) as stream:
        try:
            archive = zipfile.ZipFile(stream)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise UnreadableError(f"The ZIP archive is broken: {error}.") from None
        with archive:
            members = archive.infolist()
            _check_count(len(members))
            names = {member.filename for member in members}
            for member in members:
                if not member.is_dir() and is_read(member.filename, names):
                    yield from _read_zipped(source, archive, member, read_source)
                    _check_budget(source)


def _read_zipped(
    source: Source, archive: zipfile.ZipFile, member: zipfile.ZipInfo, read_source: ReadSource
) -> Iterator[Reading]:
    try:
        if stat.S_ISLNK(member.external_attr >> 16):
            raise UnreadableError(_LINK)
        if member.flag_bits & _ENCRYPTED:
            raise UnreadableError("Encrypted: unpack it with its password.")
        _check_ratio(member.file_size, member.compress_size)
        try:
            stream = archive.open(member)
        except (zipfile.BadZipFile, OSError, ValueError, RuntimeError) as error:
            raise UnreadableError(f"The ZIP archive is broken: {error}.") from None
        with stream:
            yield from read_source(_member(source, member.filename, stream))
    except UnreadableError as error:
        yield Reading("ZIP", replace(_named(source, member.filename).rejected(error), format="ZIP"))


class _Header(tarfile.TarInfo):
    """A header that is refused when it says that its own data, such as a name, are huge."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        header = super().frombuf(buf, encoding, errors)
        if not header.isreg() and header.type not in _PLAIN and header.size > _LONGEST_HEADER:
            raise UnreadableError("The tar archive has a header of more than 1 MB.")
        return header


_PLAIN = (tarfile.DIRTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CONTTYPE)


def read_tar(source: Source, read_source: ReadSource) -> Iterator[Reading]:
    """Yield what the members of a tar archive hold, in its order, without going back in it.

    Raises:
        UnreadableError: the archive itself cannot be read, or is beyond the limits.
    """
    _check_depth(source)
    names: set[str] = set()
    try:
        with tarfile.open(fileobj=source.stream, mode="r|", tarinfo=_Header) as archive:
            for member in archive:
                names.add(member.name)
                _check_count(len(names))
                if not member.isdir() and is_read(member.name, names):
                    yield from _read_tarred(source, archive, member, read_source)
                    _check_budget(source)
                cast("Any", archive).members.clear()  # or it would remember every one
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise UnreadableError(f"The tar archive is broken: {error}.") from None


def _read_tarred(
    source: Source, archive: tarfile.TarFile, member: tarfile.TarInfo, read_source: ReadSource
) -> Iterator[Reading]:
    named = _named(source, member.name)
    try:
        if member.issym() or member.islnk():
            raise UnreadableError(_LINK)
        stream = archive.extractfile(member) if member.isreg() else None
        if stream is None:
            raise UnreadableError("Not a regular file: pipes and devices are not read.")
        yield from read_source(_member(source, member.name, stream))
    except UnreadableError as error:
        yield Reading("tar", replace(named.rejected(error), format="tar"))


def is_read(name: str, names: set[str]) -> bool:
    """Tell whether a member is read: hidden ones, and what belongs to a saved page, are not.

    Browsers save a page as `page.html` and its pictures and frames in `page_files/`.
    """
    path = PurePosixPath(name)
    if any(part.startswith(".") and part.strip(".") for part in path.parts) or name.startswith(
        "__MACOSX/"
    ):
        return False
    return not any(
        page in names for folder in path.parents for page in map(str, pages_of_folder(folder))
    )


def pages_of_folder(folder: PurePath) -> list[PurePath]:
    """Return the names that a saved page may have, of which `folder` holds the parts."""
    for ending in ("_files", ".files", "-files", "_파일"):
        if folder.name.endswith(ending) and folder.name != ending:
            stem = folder.name.removesuffix(ending)
            return [folder.with_name(f"{stem}{suffix}") for suffix in (".html", ".htm")]
    return []


def _member(source: Source, name: str, stream: IO[bytes]) -> Source:
    named = _named(source, name)
    if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name.replace("\\", "/")).parts:
        raise UnreadableError("Its name leads out of the archive.")
    raw = Unpacked(stream, spend=source.budget.spend, what="The archive")
    return named.with_stream(BufferedReader(raw, HEAD))


def _named(source: Source, name: str) -> Source:
    """Return the source as a member of this name; its address is the archive's with the name."""
    shown = name.encode(errors="backslashreplace").decode()
    border = "/" if "#" in source.uri else "#"
    return Source(
        stream=source.stream,
        name=f"{source.name}/{shown}",
        uri=f"{source.uri}{border}{quote(shown)}",
        depth=source.depth + 1,
        budget=source.budget,
    )


def _seekable(source: Source) -> IO[bytes]:
    """Return the bytes of an archive in any order: themselves, or in a temporary file."""
    if source.stream.seekable():
        return cast("IO[bytes]", source.stream)
    copy: IO[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 (the caller's to close)
    while piece := source.stream.read(1 << 20):
        copy.write(piece)
    copy.seek(0)
    return copy


def _check_depth(source: Source) -> None:
    if source.depth >= MAX_DEPTH:
        raise UnreadableError("An archive in an archive in an archive: unpack it.")


def _check_count(count: int) -> None:
    if count > MAX_MEMBERS:
        raise UnreadableError(f"More than {MAX_MEMBERS:,} members: split the archive.")


def _check_ratio(size: int, packed: int) -> None:
    if size > _LARGE and size > _MAX_RATIO * max(packed, 1):
        raise UnreadableError("Unpacks to more than 200 times its size: not believed.")


def _check_budget(source: Source) -> None:
    if source.budget.left < 0:
        raise UnreadableError("Unpacks to more than 4 GiB in all. The rest was not read.")
