"""What makes two articles one: hashes of the text and of all that is shown, and likeness."""

import hashlib
import json
from dataclasses import asdict, fields

from nksearch.datamodels import EXTRA, Article

SHOWN = tuple(
    field.name
    for field in fields(Article)
    if field.name not in ("raw", "address", "external_id", "url")
)


def text_hash(article: Article) -> bytes:
    """Return the SHA-256 of the text."""
    return hashlib.sha256(article.text.encode()).digest()


def record_hash(article: Article) -> bytes:
    """Return the SHA-256 of everything that is shown of the article.

    What it does not have of `EXTRA` does not count, so that articles stored before there was any
    keep their hash.
    """
    shown = [
        [asdict(each) for each in article.captions]
        if name == "captions"
        else getattr(article, name)
        for name in SHOWN
        if name not in EXTRA
    ]
    extra = [article.extra] if article.extra else []
    return hashlib.sha256(json.dumps([*shown, *extra]).encode()).digest()


def only_adds(new: Article, old: Article, *, same_bytes: bool) -> bool:
    """Tell whether two readings of one text differ only in what the new one found besides.

    Of the same bytes it may have found anything, of others no more than fields of `EXTRA`: what a
    source changes itself is a revision.
    """
    differing = [name for name in SHOWN if getattr(new, name) != getattr(old, name)]
    may_differ = SHOWN if same_bytes else EXTRA
    return all(name in may_differ and not getattr(old, name) for name in differing)


def alike(one: str, other: str) -> bool:
    """Tell whether two texts share a good part of their words."""
    words, others = set(one.split()), set(other.split())
    return len(words & others) >= 0.3 * len(words | others)
