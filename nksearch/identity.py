"""What makes two articles one: hashes of the text and of all that is shown, and likeness."""

import hashlib
import json
from dataclasses import asdict, fields

from nksearch.datamodels import Article

SHOWN = tuple(
    field.name
    for field in fields(Article)
    if field.name not in ("raw", "address", "external_id", "url")
)


def text_hash(article: Article) -> bytes:
    """Return the SHA-256 of the text."""
    return hashlib.sha256(article.text.encode()).digest()


def record_hash(article: Article) -> bytes:
    """Return the SHA-256 of everything that is shown of the article."""
    shown = [
        [asdict(each) for each in article.captions]
        if name == "captions"
        else getattr(article, name)
        for name in SHOWN
    ]
    return hashlib.sha256(json.dumps(shown).encode()).digest()


def alike(one: str, other: str) -> bool:
    """Tell whether two texts share a good part of their words."""
    words, others = set(one.split()), set(other.split())
    return len(words & others) >= 0.3 * len(words | others)
