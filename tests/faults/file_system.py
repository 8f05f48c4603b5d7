"""A file system that forgets: what a disk may hold after the power failed, from a log of strace.

POSIX promises little: what was written to a file is on the disk after an fsync of the file, a name
after an fsync of its folder. Everything else may be there, or not, or in part.
"""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512  # bytes that a disk writes at once
Image = dict[str, bytes | None]  # content by path, None for a folder


@dataclass(slots=True)
class File:
    """A file: its content, what of it is on the disk for sure, and what was done since."""

    data: bytearray = field(default_factory=bytearray)
    synced: bytes = b""
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)  # None: cut off there

    def write(self, offset: int, content: bytes) -> None:
        """Write at this offset."""
        self.pending.append((offset, content))
        _write(self.data, offset, content)

    def truncate(self, size: int) -> None:
        """Cut the file off, or lengthen it with zeros."""
        self.pending.append((size, None))
        _truncate(self.data, size)

    def sync(self) -> None:
        """Bring it to the disk."""
        self.synced = bytes(self.data)
        self.pending.clear()


@dataclass(slots=True)
class Folder:
    """A folder: its names, those on the disk for sure, and the changes since."""

    names: "dict[str, Node]" = field(default_factory=dict)
    synced: "dict[str, Node]" = field(default_factory=dict)
    pending: "list[Mapping[str, Node | None]]" = field(default_factory=list)

    def change(self, names: "Mapping[str, Node | None]") -> None:
        """Give names to nodes, or take them away, all at once."""
        self.pending.append(names)
        _rename(self.names, names)

    def sync(self) -> None:
        """Bring the names to the disk."""
        self.synced = dict(self.names)
        self.pending.clear()


Node = File | Folder


def load(path: Path) -> Node:
    """Return what is on the disk, long since written."""
    if path.is_dir():
        names = {each.name: load(each) for each in path.iterdir()}
        return Folder(names, dict(names))
    content = path.read_bytes()
    return File(bytearray(content), content)


def save(image: Image, target: Path) -> None:
    """Write an image into an empty folder."""
    for name, content in image.items():  # folders come before what is in them
        path = target / name
        if content is None:
            path.mkdir()
        else:
            path.write_bytes(content)


def everything(root: Folder) -> Image:
    """All of it, as after a kill."""
    return _image(root, lambda folder: folder.names, lambda file: bytes(file.data))


def forgotten(root: Folder) -> Image:
    """Only what was synced."""
    return _image(root, lambda folder: folder.synced, lambda file: file.synced)


def names_without_data(root: Folder) -> Image:
    """All names, but of the files only what was synced: new ones are empty."""
    return _image(root, lambda folder: folder.names, lambda file: file.synced)


def zeros(root: Folder) -> Image:
    """All names and sizes, with zeros where data had not been synced."""
    return _image(root, lambda folder: folder.names, _zeroed)


def some(root: Folder, chance: random.Random) -> Image:
    """Of each folder the first few changes, of each file some sectors."""

    def first_few(folder: Folder) -> "dict[str, Node]":
        names = dict(folder.synced)
        for change in folder.pending[: chance.randint(0, len(folder.pending))]:
            _rename(names, change)
        return names

    def sectors(file: File) -> bytes:
        data = bytearray(file.synced)
        share = chance.random()
        for offset, content in file.pending:
            if content is None:
                if chance.random() < share:
                    _truncate(data, offset)
                continue
            for start in range(0, len(content), SECTOR):
                if chance.random() < share:
                    _write(data, offset + start, content[start : start + SECTOR])
        return bytes(data)

    return _image(root, first_few, sectors)


WAYS: Mapping[str, Callable[[Folder, random.Random], Image]] = {
    "everything": lambda root, _: everything(root),
    "forgotten": lambda root, _: forgotten(root),
    "names without data": lambda root, _: names_without_data(root),
    "zeros": lambda root, _: zeros(root),
    "some sectors": some,
}


def _image(
    root: Folder, names: "Callable[[Folder], dict[str, Node]]", content: Callable[[File], bytes]
) -> Image:
    def walk(folder: Folder, prefix: str) -> Iterator[tuple[str, bytes | None]]:
        for name, node in names(folder).items():
            if isinstance(node, File):
                yield prefix + name, content(node)
            else:
                yield prefix + name, None
                yield from walk(node, f"{prefix}{name}/")

    return dict(walk(root, ""))


def _zeroed(file: File) -> bytes:
    data = bytearray(file.data)
    for offset, content in file.pending:
        if content is not None:
            end = min(offset + len(content), len(data))
            data[offset:end] = bytes(max(end - offset, 0))
    return bytes(data)


def _write(data: bytearray, offset: int, content: bytes) -> None:
    if offset > len(data):
        _truncate(data, offset)
    data[offset : offset + len(content)] = content


def _truncate(data: bytearray, size: int) -> None:
    del data[size:]
    data.extend(bytes(size - len(data)))


def _rename(names: "dict[str, Node]", changes: "Mapping[str, Node | None]") -> None:
    for name, node in changes.items():
        names.pop(name, None)
        if node is not None:
            names[name] = node
