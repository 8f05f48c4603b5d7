"""What a program did to its files, step by step, read from a log of strace."""

import ast
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .file_system import File, Folder, Node

_READS = "open openat read lseek"
_WRITES = "write pwrite64 sendfile ftruncate rename renameat renameat2 unlink unlinkat rmdir mkdir"
_SYNCS = "fsync fdatasync"
# What changes files too and is not understood here: the program must not do it.
_UNKNOWN = (
    "creat writev pwritev pwritev2 readv truncate fallocate link linkat symlink symlinkat mkdirat"
    " copy_file_range splice mmap sync syncfs sync_file_range"
)
_LONGEST = 1 << 22  # bytes of a write that strace shows

_LINE = re.compile(r"^\d+ +(\w+)\((.*)\) += (-?\d+)(?:<(.*?)>(?!\(deleted\)))?")
_ARGUMENT = re.compile(
    r'(?:^|, *)(?:"(?P<text>(?:[^"\\]|\\.)*)"\.*'
    r"|(?P<fd>-?\w+)<(?P<path>[^>]*)>(?P<gone>\(deleted\))?"
    r"|(?P<other>[^,]*))"
)


def strace_arguments(log: Path) -> list[str]:
    """Return what strace is told to write a log that `steps` can read."""
    names = ",".join(f"?{name}" for name in f"{_READS} {_WRITES} {_SYNCS} {_UNKNOWN}".split())
    return ["-o", str(log), "-y", "-s", str(_LONGEST), "-e", "signal=none", "-e", f"trace={names}"]


@dataclass(frozen=True, slots=True)
class _Argument:
    """An argument of a call: a text, an open file, or anything else as it is written."""

    text: bytes = b""
    path: str = ""
    other: str = ""


class Recording:
    """Replays a log on the files below `root` as they were before; `root` is an absolute path.

    `said` is what the program has written to its standard output so far.
    """

    def __init__(self, log: Path, root: Path, before: Folder) -> None:
        self._log = log
        self._root = root
        self._places: dict[int, int] = {}  # where in its file each descriptor stands
        self.files = before
        self.said = b""

    def steps(self) -> Iterator[str]:
        """Yield the name of each call that changed or synced a file, after doing the same."""
        for line in self._log.read_text("ascii").splitlines():
            found = _LINE.match(line)
            if not found:
                assert "unfinished" not in line, line
                continue
            name, values, result, path = found.groups()
            if int(result) < 0:
                continue
            arguments = [
                _Argument(
                    ast.literal_eval(f'b"{each["text"] or ""}"'),
                    "" if each["gone"] else each["path"] or "",
                    (each["other"] or each["fd"] or "").strip(),
                )
                for each in _ARGUMENT.finditer(values)
            ]
            if self._did(name, arguments, int(result), path):
                yield name

    def _did(self, name: str, arguments: "list[_Argument]", result: int, path: str | None) -> bool:
        doing: dict[str, Callable[[list[_Argument], int], bool]] = {
            "write": self._write,
            "pwrite64": self._write_at,
            "sendfile": self._send,
            "ftruncate": self._truncate,
            "read": self._read,
            "lseek": self._seek,
            "rename": self._rename,
            "unlink": self._unlink,
            "rmdir": self._unlink,
            "unlinkat": self._unlink,
            "mkdir": self._mkdir,
            "fsync": self._sync,
            "fdatasync": self._sync,
        }
        if name in ("open", "openat"):
            return self._open(arguments, result, path or "")
        if name in doing:
            return doing[name](arguments, result)
        touched = any(self._inside(each.path) for each in arguments)
        mapped = name == "mmap" and not _writes_through(arguments)
        assert not touched or mapped, f"{name} is not understood: {arguments}"
        return False

    def _open(self, arguments: "list[_Argument]", descriptor: int, path: str) -> bool:
        flags = next(each.other for each in arguments if each.other.startswith("O_")).split("|")
        self._places[descriptor] = 0
        if not self._inside(path):
            return False
        assert "O_APPEND" not in flags, path
        folder, name = self._parent(path)
        if name and name not in folder.names:
            folder.change({name: File()})
            return True
        if "O_TRUNC" in flags:
            self._file(path).truncate(0)
        return "O_TRUNC" in flags

    def _write(self, arguments: "list[_Argument]", count: int) -> bool:
        to, content = arguments[0], arguments[1].text[:count]
        descriptor = int(to.other)
        if descriptor == 1:
            self.said += content
            return True
        place = self._places.get(descriptor, 0)
        self._places[descriptor] = place + count
        return self._put(to.path, place, content, count)

    def _write_at(self, arguments: "list[_Argument]", count: int) -> bool:
        return self._put(
            arguments[0].path, int(arguments[3].other), arguments[1].text[:count], count
        )

    def _put(self, path: str, place: int, content: bytes, count: int) -> bool:
        if not self._inside(path):
            return False
        assert len(content) == count, f"strace cut off a write of {count} bytes"
        self._file(path).write(place, content)
        return True

    def _send(self, arguments: "list[_Argument]", count: int) -> bool:
        to, source, place = arguments[:3]
        begin = int(re.findall(r"\d+", place.other)[0])
        content = bytes(self._file(source.path).data[begin : begin + count])
        at = self._places[int(to.other)]
        self._places[int(to.other)] = at + count
        return self._put(to.path, at, content, count)

    def _truncate(self, arguments: "list[_Argument]", _: int) -> bool:
        if self._inside(arguments[0].path):
            self._file(arguments[0].path).truncate(int(arguments[1].other))
            return True
        return False

    def _read(self, arguments: "list[_Argument]", count: int) -> bool:
        descriptor = int(arguments[0].other)
        self._places[descriptor] = self._places.get(descriptor, 0) + count
        return False

    def _seek(self, arguments: "list[_Argument]", place: int) -> bool:
        self._places[int(arguments[0].other)] = place
        return False

    def _rename(self, arguments: "list[_Argument]", _: int) -> bool:
        (folder, old), (target, new) = (self._parent(each.text.decode()) for each in arguments)
        assert folder is target, "a rename from folder to folder is not understood"
        folder.change({old: None, new: folder.names[old]})
        return True

    def _unlink(self, arguments: "list[_Argument]", _: int) -> bool:
        path = next(each.text.decode() for each in arguments if each.text)
        folder, name = self._parent(path if path.startswith("/") else f"{arguments[0].path}/{path}")
        folder.change({name: None})
        return True

    def _mkdir(self, arguments: "list[_Argument]", _: int) -> bool:
        folder, name = self._parent(arguments[0].text.decode())
        folder.change({name: Folder()})
        return True

    def _sync(self, arguments: "list[_Argument]", _: int) -> bool:
        if self._inside(arguments[0].path):
            self._node(arguments[0].path).sync()
            return True
        return False

    def _inside(self, path: str) -> bool:
        return path == str(self._root) or path.startswith(f"{self._root}/")

    def _parts(self, path: str) -> Sequence[str]:
        return Path(path).relative_to(self._root).parts

    def _node(self, path: str) -> Node:
        node: Node = self.files
        for part in self._parts(path):
            assert isinstance(node, Folder)
            node = node.names[part]
        return node

    def _file(self, path: str) -> File:
        node = self._node(path)
        assert isinstance(node, File), path
        return node

    def _parent(self, path: str) -> tuple[Folder, str]:
        if path == str(self._root):
            return self.files, ""
        folder = self._node(str(Path(path).parent))
        assert isinstance(folder, Folder), path
        return folder, Path(path).name


def _writes_through(arguments: "list[_Argument]") -> bool:
    """Tell whether a mapping writes to a file: SQLite's -shm means nothing after a crash."""
    file = arguments[4].path
    shared = any(each.other.startswith("MAP_SHARED") for each in arguments)
    written = any("PROT_WRITE" in each.other for each in arguments)
    return shared and written and not file.endswith("-shm")
