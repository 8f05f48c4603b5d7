"""Hashes of the rows of the store: they tell a row that is not what was stored.

`text_hash` is of the text, `record_hash` of all that is shown of an article and `row_hash` of a row
without its text, so that only what has some hundred characters is put into JSON at every reading.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

_SHOWN = (
    *("title", "text", "published", "source", "language", "topic", "translated_by"),
    *("translation_notice", "captions"),
)


def text_hash(text: object) -> bytes:
    """Return the SHA-256 of a text; of what is no text, what no text has."""
    return hashlib.sha256(text.encode()).digest() if isinstance(text, str) else b""


def record_hash(values: Mapping[str, Any]) -> bytes:
    """Return the SHA-256 of everything that is shown of the article with these fields.

    `extra` that is empty does not count, so that articles stored before there was any keep their
    hash.
    """
    extra = [values["extra"]] if values["extra"] else []
    shown = [*(values[name] for name in _SHOWN), *extra]
    return hashlib.sha256(json.dumps(shown).encode()).digest()


def row_hash(*values: object) -> bytes:
    """Return the SHA-256 of the values of a row, in the order of its columns."""
    return hashlib.sha256(json.dumps(values, default=bytes.hex).encode()).digest()


def first_row_hash(row: Mapping[str, Any]) -> bytes:
    """Return the hash of a row without `text` that has none yet; b"" if it is damaged already."""
    try:
        read = {name: json.loads(row[name]) for name in ("captions", "extra")}
        found = text_hash(row["text"]), record_hash({**row, **read})
    except (TypeError, ValueError):
        return b""
    if found != (row["text_hash"], row["record_hash"]):
        return b""
    return row_hash(*(value for name, value in row.items() if name != "text"))
