"""What addresses say besides a question: numbers, a cited span, the names that are wanted."""

import re
from collections.abc import Mapping
from typing import get_args

from nksearch.datamodels import EntityKind
from nksearch.errors import UsageError
from nksearch.request import MAX_QUESTION
from nksearch.text import Span, one_line

_WHOLE = re.compile(r"(\d+)(?:\.0+)?", re.ASCII)
MOST_DIGITS = 9  # more than any article has characters


def whole_number(values: Mapping[str, str], name: str) -> int | None:
    """Return the whole number called `name`, None when it is not given.

    Raises:
        UsageError: the value is something else.
    """
    value = values.get(name, "")
    if not value:
        return None
    match = _WHOLE.fullmatch(value)
    if not match or len(match[1]) > MOST_DIGITS:
        raise UsageError(f"{name} must be a whole number, not {value[:40]!r}.")
    return int(match[1])


def cited_span(values: Mapping[str, str], text: str) -> Span | None:
    """Return the characters of `text` that `start` and `end` name, None when neither is given.

    Raises:
        UsageError: only one is given, or they do not enclose any word of the text.
    """
    start, end = whole_number(values, "start"), whole_number(values, "end")
    if start is None and end is None:
        return None
    if start is None or end is None:
        raise UsageError("A citation needs both start and end.")
    if not (start < end <= len(text) and text[start:end].strip()):
        raise UsageError(
            f"Characters {start} to {end} are no part of this article: "
            f"its text has {len(text)} characters."
        )
    return start, end


def kind_of(values: Mapping[str, str]) -> EntityKind | None:
    """Return the kind of names that is wanted, None for every kind.

    Raises:
        UsageError: there is no such kind.
    """
    value = values.get("kind", "")
    kinds: tuple[EntityKind, ...] = get_args(EntityKind)
    for kind in kinds:
        if value == kind:
            return kind
    if value:
        raise UsageError(f"kind must be one of {', '.join(kinds)}, not {value[:40]!r}.")
    return None


def name_like(values: Mapping[str, str]) -> str | None:
    """Return the letters or the name that wanted names are like, None for all names.

    Raises:
        UsageError: it is longer than any name.
    """
    like = one_line(values.get("like", ""))
    if len(like) > MAX_QUESTION:
        raise UsageError(f"like has {len(like)} characters; give at most {MAX_QUESTION}.")
    return like or None
