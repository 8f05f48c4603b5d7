"""Where articles are read from: files, files below folders, and addresses on the web."""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath

from nksearch.config import store_path
from nksearch.datamodels import Rejected
from nksearch.errors import UsageError
from nksearch.fetching import Fetch
from nksearch.readers import Reading, read_address, read_with_format
from nksearch.readers.archives import pages_of_folder

Place = Path | str
"""A file or folder, or an address on the web."""

_LINK = "A link to a folder is not followed: name the folder itself."
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def is_address(name: str) -> bool:
    """Tell whether this is an address on the web, or would be one, and no path."""
    return bool(_ADDRESS.match(name))


def check_fetched(places: Iterable[Place], fetch: Fetch | None) -> None:
    """Raise UsageError when an address is named, but nothing may be fetched."""
    for place in places:
        if isinstance(place, str) and not fetch:
            raise UsageError(
                f"{place} is on the web, and nothing is fetched from there unless you say so: "
                f"nksearch ingest --fetch {place}"
            )


def files(places: Iterable[Place]) -> Iterator[Place | Rejected]:
    """Yield what to read, sorted within each folder; hidden files and folders are left out.

    So are folders in which a browser saved the pictures and frames of a page beside them, and
    those below `place` that hold an archive of nksearch.
    Folders that cannot be read, and links to folders, which may lead in circles, are rejected.
    """
    for place in places:
        if isinstance(place, str) or not place.is_dir():
            yield place
            continue
        errors: list[OSError] = []
        for folder, folders, names in os.walk(place, onerror=errors.append):
            shown = sorted(name for name in folders if not name.startswith("."))
            links = [name for name in shown if Path(folder, name).is_symlink()]
            parts = {name for name in shown if _saved_with(name, names)}
            archives = {name for name in shown if store_path(Path(folder, name)).is_file()}
            yield from (Rejected(str(Path(folder, name)), None, _LINK) for name in links)
            folders[:] = [name for name in shown if name not in {*links, *parts, *archives}]
            yield from (Path(folder, name) for name in sorted(names) if not name.startswith("."))
        yield from map(_unread, errors)


def readings(place: Place, fetch: Fetch | None) -> Iterator[Reading]:
    """Yield what a file or an address holds."""
    if isinstance(place, Path):
        yield from read_with_format(place)
    elif fetch:
        yield from read_address(place, fetch)


def kept_name(name: str) -> str:
    """Return the path by which a file is known from everywhere, as text that can be stored."""
    path = name if is_address(name) else str(Path(name).absolute())
    return path.encode(errors="backslashreplace").decode()


def _saved_with(folder: str, names: list[str]) -> bool:
    return any(str(page) in names for page in pages_of_folder(PurePath(folder)))


def _unread(error: OSError) -> Rejected:
    return Rejected(str(error.filename), None, f"The folder cannot be read: {error.strerror}.")
