"""What readers are given, a source, and what they give, readings."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from io import BufferedReader
from pathlib import PurePath

from nksearch.datamodels import Item, Rejected
from nksearch.readers.files import UnreadableError

MAX_UNPACKED_IN_ALL = 4 * 2**30  # bytes that one file may unpack to, archives in it included


class Budget:
    """How many bytes may still be unpacked out of one file."""

    def __init__(self, left: int = MAX_UNPACKED_IN_ALL) -> None:
        self.left = left

    def spend(self, count: int) -> None:
        """Note that `count` bytes were unpacked.

        Raises:
            UnreadableError: that is more than was left.
        """
        self.left -= count
        if self.left < 0:
            raise UnreadableError("Unpacks to more than 4 GiB in all: split it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Bytes to read: a file, or a member of an archive.

    `name` is shown to people, `uri` is the address; `depth` counts the archives around it.
    `charset` and `url` are what came with a page from the web.
    """

    stream: BufferedReader
    name: str
    uri: str
    depth: int = 0
    budget: Budget = field(default_factory=Budget)
    charset: str | None = None
    url: str | None = None

    @property
    def suffix(self) -> str:
        """The suffix of the name in lower case, without the `.gz` behind it."""
        suffixes = [each.lower() for each in PurePath(self.name).suffixes if each.lower() != ".gz"]
        return suffixes[-1] if suffixes else ""

    def rejected(self, reason: object, line: int | None = None) -> Rejected:
        """Return the source, or an item of it, as rejected."""
        return Rejected(self.name, line, str(reason))

    def with_stream(self, stream: BufferedReader) -> "Source":
        """Return the same source, unpacked."""
        return replace(self, stream=stream)


@dataclass(frozen=True, slots=True)
class Reading:
    """An item, the format it was read from, and further addresses at which it was found."""

    format: str
    item: Item
    also: tuple[str, ...] = ()


ReadSource = Callable[[Source], Iterator[Reading]]
