"""Where things are: the indexes directory and the files in it."""

from pathlib import Path

from nksearch.errors import NksearchError

STORE_FILE = "articles.db"


def prepare_indexes(indexes: Path) -> Path:
    """Make the directory, for its owner only (Whoosh's files must not be written by others).

    Raises:
        NksearchError: it cannot be made.
    """
    try:
        indexes.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise NksearchError(f"Cannot make the directory {indexes}: {error.strerror}.") from error
    return indexes


def store_path(indexes: Path) -> Path:
    """Return where the article store of this indexes directory is."""
    return indexes / STORE_FILE
