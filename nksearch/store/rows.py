"""Rows of the store as what they hold; one that is not what was stored is refused."""

import hashlib
import sqlite3
import zlib
from pathlib import Path

from nksearch.database import article_of
from nksearch.datamodels import Address, StoredArticle
from nksearch.errors import StoreError
from nksearch.integrity import row_hash, text_hash
from nksearch.schema import HASHED


def article_in(row: sqlite3.Row, path: Path) -> StoredArticle:
    """Return the article of a row with `COLUMNS`, of the store at `path`.

    Raises:
        StoreError: its text, or anything else of it, is not what was stored.
    """
    which = f"article {row['article_id']}"
    if row_hash(*(row[name] for name in HASHED)) != row["row_hash"]:
        raise damaged(path, f"what is kept of {which} (title, date, source ...)")
    if text_hash(row["text"]) != row["text_hash"]:
        raise damaged(path, f"the text of {which}")
    return StoredArticle(**article_of(row))


def address_in(row: sqlite3.Row, path: Path) -> Address:
    """Return the address of a row of addresses with the bytes read there; raises StoreError."""
    names = ("address", "article_id", "external_id", "raw_hash")
    if row_hash(*(row[name] for name in names)) != row["row_hash"]:
        raise damaged(path, f"an address of article {row['article_id']}")
    return Address(row["address"], row["external_id"], raw_in(row, path))


def raw_in(row: sqlite3.Row, path: Path) -> bytes:
    """Return the bytes in a row of raw, from which its article was read; raises StoreError."""
    try:
        raw = zlib.decompress(row["compressed"])
    except (zlib.error, TypeError):
        raw = None
    if raw is None or hashlib.sha256(raw).digest() != row["raw_hash"]:
        raise damaged(path, f"what article {row['article_id']} was read from")
    return raw


def damaged(path: Path, what: str) -> StoreError:
    """Return the error that says that this is not what was stored."""
    return StoreError(
        f"{path} is damaged: {what} is not what was stored. Restore it from a backup: "
        "nksearch restore FILE"
    )
