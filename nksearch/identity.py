"""What makes two articles one: hashes of the text and of all that is shown, and likeness."""

from dataclasses import asdict, fields

from nksearch import integrity
from nksearch.datamodels import EXTRA, Article

SHOWN = tuple(
    field.name
    for field in fields(Article)
    if field.name not in ("raw", "address", "external_id", "url")
)


def text_hash(article: Article) -> bytes:
    """Return the SHA-256 of the text."""
    return integrity.text_hash(article.text)


def record_hash(article: Article) -> bytes:
    """Return the SHA-256 of everything that is shown of the article; without its URL."""
    shown = {name: getattr(article, name) for name in SHOWN}
    captions = [asdict(each) for each in article.captions]
    return integrity.record_hash(shown | {"captions": captions, "extra": article.extra})


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
