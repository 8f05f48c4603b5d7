"""What changed between two revisions of an article: its fields, and its text word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal

from nksearch.datamodels import StoredArticle

Kind = Literal["same", "removed", "added"]

_FIELDS = (
    *("title", "subtitle", "byline", "published", "published_from", "date_conflict", "place_line"),
    *("source", "url", "original_url", "topic", "tags", "language", "translated_by"),
    *("translation_notice", "captions"),
)
_WORD = re.compile(r"\s+|\d[\d.,:]*\d|\w+|[^\s\w]")
_CONTEXT = 120  # characters of unchanged text that are shown before and after a change
_MANY_WORDS = 20_000  # of two paragraphs, beyond which they are shown whole


@dataclass(frozen=True, slots=True)
class Change:
    """Characters that both texts have, or only the old or the new one."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that is not what it was; None where there is none."""

    name: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class History:
    """How often the source of an article changed, and when it did last or was only read anew.

    An article gets a revision from the same bytes where they are read better than before.
    """

    changes: int
    last_change: str | None
    read_anew: str | None


def history_of(readings: Sequence[tuple[str, bytes]]) -> History:
    """Return the history of an article of these (moment, hash of the bytes read), in order."""
    moments: dict[bool, list[str]] = {True: [], False: []}  # by whether the bytes are the same
    for (_, before), (moment, raw_hash) in pairwise(readings):
        moments[raw_hash == before].append(moment)
    last = (each[-1] if each else None for each in (moments[False], moments[True]))
    return History(len(moments[False]), *last)


def field_changes(old: StoredArticle, new: StoredArticle) -> list[FieldChange]:
    """Return the fields that differ, without the text."""
    pairs = ((name, _shown(old, name), _shown(new, name)) for name in _FIELDS)
    return [FieldChange(name, before, after) for name, before, after in pairs if before != after]


def same_source(old: StoredArticle, new: StoredArticle) -> bool:
    """Tell whether both were read from the same bytes, so that only our reading is another."""
    return old.revision != new.revision and old.raw == new.raw


def word_diff(old: str, new: str) -> list[Change]:
    """Return the changes that make `new` of `old`, in order.

    What is same or removed makes up `old`, what is same or added makes up `new`, exactly.
    """
    return _joined(_by_paragraph(old, new))


def shortened(changes: Sequence[Change]) -> list[Change]:
    """Return the changes with only the ends of the unchanged text that stand beside them."""
    last = len(changes) - 1
    return [
        Change("same", _ends(change.text, number > 0, number < last))
        if change.kind == "same"
        else change
        for number, change in enumerate(changes)
    ]


def _shown(article: StoredArticle, name: str) -> str | None:
    """Return a field as one text, None where the article has none."""
    if name == "captions":
        lines = (" © ".join(filter(None, (each.text, each.credit))) for each in article.captions)
        return " / ".join(lines) or None
    value = getattr(article, name)
    return (", ".join(value) or None) if isinstance(value, tuple) else value


def _ends(text: str, after: bool, before: bool) -> str:
    if len(text) <= _CONTEXT * (after + before):
        return text
    first, last = text[:_CONTEXT], text[-_CONTEXT:]
    begins = (first.rpartition(" ")[0] or first) if after else ""
    ends = (last.partition(" ")[2] or last) if before else ""
    return f"{begins} […] {ends}"


def _by_paragraph(old: str, new: str) -> Iterator[Change]:
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        removed, added = "".join(before[i:j]), "".join(after[k:m])
        if kind == "equal":
            yield Change("same", removed)
        else:
            yield from _by_word(removed, added)


def _by_word(old: str, new: str) -> Iterator[Change]:
    before, after = _WORD.findall(old), _WORD.findall(new)
    if not before or not after or len(before) + len(after) > _MANY_WORDS:
        yield from (Change("removed", old), Change("added", new))
        return
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        removed, added = "".join(before[i:j]), "".join(after[k:m])
        if kind == "equal":
            yield Change("same", removed)
        else:
            yield from (Change("removed", removed), Change("added", added))


def _joined(changes: Iterator[Change]) -> list[Change]:
    """Return the changes without empty ones, neighbours of one kind as one."""
    joined: list[Change] = []
    for change in changes:
        if joined and change.text and joined[-1].kind == change.kind:
            joined[-1] = Change(change.kind, joined[-1].text + change.text)
        elif change.text:
            joined.append(change)
    return joined
