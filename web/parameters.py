"""The numbers in the address of an article."""

from collections.abc import Mapping

from nksearch.errors import UsageError
from nksearch.text import Span

_MAX_DIGITS = 9  # more than any article has characters


def whole_number(values: Mapping[str, str], name: str) -> int | None:
    """Return the whole number called `name`, None when it is not given.

    Raises:
        UsageError: the value is something else.
    """
    value = values.get(name, "")
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and len(value) <= _MAX_DIGITS):
        raise UsageError(f"{name} must be a whole number, not {value[:40]!r}.")
    return int(value)


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
