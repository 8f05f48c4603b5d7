"""Tags and keywords as a page, a record or a feed gives them."""

import re
from collections.abc import Iterable

from nksearch.text import one_line

_LONGEST, _MOST = 40, 20
_NO_TAG = re.compile(r"[@:;&<>{}/|_]|^.$")


def clean_tags(values: Iterable[str]) -> tuple[str, ...]:
    """Return tags, each once, of values that may hold several with commas between them."""
    kept: dict[str, str] = {}
    for part in (part for value in values for part in value.split(",")):
        tag = one_line(part).strip("# ")
        if tag and len(tag) <= _LONGEST and not _NO_TAG.search(tag):
            kept.setdefault(tag.casefold(), tag)
    return tuple(kept.values())[:_MOST]
