"""Which stored article an item is, and what a better reading of it adds to what is stored."""

import sqlite3

from nksearch.database import row_of
from nksearch.datamodels import Article, StoredArticle
from nksearch.identity import alike, only_adds, record_hash, text_hash
from nksearch.integrity import row_hash
from nksearch.schema import HASHED


def article_of_text(connection: sqlite3.Connection, article: Article) -> str | None:
    """Return the id of the article that has this text now, or had it at this address before.

    An old text at another address is no copy: it would not be found.
    """
    row = connection.execute(
        "SELECT r.article_id, r.revision = a.revision AS is_current,"
        " addresses.address = ? AS is_here"
        " FROM revisions r JOIN articles a USING (article_id)"
        " LEFT JOIN addresses USING (article_id)"
        " WHERE r.text_hash = ? AND (r.revision = a.revision OR addresses.address = ?)"
        " ORDER BY is_here DESC, is_current DESC, r.ingested, r.article_id LIMIT 1",
        (article.address, text_hash(article), article.address),
    ).fetchone()
    return row["article_id"] if row else None


def is_another_item(
    connection: sqlite3.Connection, article: Article, article_id: str, touched: set[str]
) -> bool:
    """Tell whether a file tells of two events in the same words, as lists of dated events do.

    The article has this text and came from the same file (it is in `touched`), but the file gives
    both an id and a day of their own.
    """
    if article_id not in touched or article.url or not (article.external_id and article.published):
        return False
    row = connection.execute(
        "SELECT external_id, published FROM articles JOIN revisions USING (article_id, revision)"
        " WHERE article_id = ? AND external_id <> ? AND substr(published, 1, 10) <> ?",
        (article_id, article.external_id, article.published[:10]),
    ).fetchone()
    return row is not None and article.address not in touched


def article_at(connection: sqlite3.Connection, article: Article, touched: set[str]) -> str | None:
    """Return the id of the article of which this one, found at the same address, is a revision.

    A file that was given another content altogether is none, though its name is the same;
    `touched` are addresses that the same file has had before.
    """
    if article.address is None or article.address in touched:
        return None
    row = connection.execute(
        "SELECT article_id, title, text FROM addresses JOIN articles USING (article_id)"
        " JOIN revisions USING (article_id, revision) WHERE addresses.address = ?"
        " ORDER BY ingested DESC, article_id LIMIT 1",
        (article.address,),
    ).fetchone()
    if row is None:
        return None
    is_revision = article.url or row["title"] == article.title
    return row["article_id"] if is_revision or alike(row["text"], article.text) else None


def fill(connection: sqlite3.Connection, article: Article, article_id: str, revision: int) -> None:
    """Let a revision, which was found to be sound, say all that this reading of its text says."""
    where = "WHERE article_id = ? AND revision = ?"
    row = connection.execute(
        f"SELECT {', '.join(HASHED)} FROM revisions {where}",  # noqa: S608 (our own names)
        (article_id, revision),
    ).fetchone()
    values = row_of(article) | {"record_hash": record_hash(article)}
    filled = {**dict(row), **values}
    values["row_hash"] = row_hash(*(filled[name] for name in HASHED))
    names = ", ".join(f"{name} = ?" for name in values)
    connection.execute(
        f"UPDATE revisions SET {names} {where}",  # noqa: S608 (our own names)
        (*values.values(), article_id, revision),
    )


def same_revision(own: StoredArticle, other: StoredArticle) -> bool:
    """Tell whether two archives hold the same revision, though one may have read more out of it."""
    if own == other:
        return True
    kept = ("raw", "ingested", "address", "external_id", "url")
    return all(getattr(own, name) == getattr(other, name) for name in kept) and any(
        only_adds(*pair, same_bytes=True) for pair in ((own, other), (other, own))
    )
