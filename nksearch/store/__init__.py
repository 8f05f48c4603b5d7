"""The article store: one SQLite file, the only thing here that cannot be rebuilt.

An article is acknowledged when its transaction has been committed with `synchronous=FULL`. Texts
are never overwritten: another text at a known address becomes a further revision, and the bytes
that were read stay beside the normalised text.
"""

import hashlib
import sqlite3
import zlib
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from nksearch.database import connect, database_errors, row_of
from nksearch.datamodels import Address, Article, ExportedArticle, Outcome, Revision, StoredArticle
from nksearch.errors import ConflictError, UnknownArticleError
from nksearch.identity import only_adds, record_hash, text_hash
from nksearch.integrity import row_hash
from nksearch.overview import summary
from nksearch.rejections import Rejections
from nksearch.repetitions import KnownRepetitions
from nksearch.revisions import History, history_of
from nksearch.schema import ARTICLES, COLUMNS, HASHED, NEWEST
from nksearch.store.recognition import (
    article_at,
    article_of_text,
    fill,
    is_another_item,
    same_revision,
)
from nksearch.store.rows import address_in, article_in, damaged, raw_in


class Store:
    """An open article store; use it as a context manager, from one thread.

    `rejections` holds what did not become an article, `repetitions` what the pages of a site
    have in common.

    Raises:
        StoreError: the file is not an article store, or was written by a newer nksearch.
        BusyError: another process keeps writing to it.
    """

    def __init__(
        self,
        path: Path,
        *,
        read_only: bool = False,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        self._clock = clock or (lambda: datetime.now(UTC))
        self._path = path
        self._connection = connect(path, read_only=read_only)
        self.rejections = Rejections(self._connection, self._clock)
        self.repetitions = KnownRepetitions(self._connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what was not committed is forgotten."""
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make everything inside durable together, or undo all of it when an error is raised."""
        with database_errors(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def put(self, article: Article, *, touched: set[str]) -> Outcome:
        """Take an article in and say what it was: call it inside a transaction.

        A text that is known is not stored again: its address is noted, and the article gets a new
        revision only if what else is shown (title, date ...) is new; what a better reading of the
        same finds besides is filled in. A new text at a known address
        is a new revision of the article there, unless the same source file has both texts:
        `touched` holds what the file has brought so far, begin each file with an empty set.
        """
        with database_errors(self._path):
            known = article_of_text(self._connection, article)
            if known and not is_another_item(self._connection, article, known, touched):
                return self._put_known(article, known, touched)
            revised = article_at(self._connection, article, touched)
            article_id = revised or self._new_article(article)
            if revised:
                self._add_revision(article, article_id)
            touched.update(filter(None, (article_id, article.address)))
            return "changed" if revised else "added"

    def get(self, article_id: str, revision: int | None = None) -> StoredArticle:
        """Return an article, in its current revision unless another one is named.

        Raises:
            UnknownArticleError: there is no such article or revision.
            StoreError: its text, or anything else of it, is not what was stored.
        """
        which = "" if revision is None else f" in revision {revision}"
        article_id = article_id.encode(errors="replace").decode()
        if revision is None:
            revision = self.newest_revisions([article_id]).get(article_id)
        row = self._row(
            f"SELECT {COLUMNS} FROM revisions WHERE article_id = ? AND revision = ?",  # noqa: S608 (our own column names)
            *(article_id, revision),
        )
        if row is None:
            raise UnknownArticleError(f"No article {article_id}{which} in this archive.")
        article = article_in(row, self._path)
        if (article.article_id, article.revision) != (article_id, revision):  # by a damaged index
            raise damaged(self._path, f"article {article_id}")
        return article

    def raw(self, article_id: str, revision: int) -> bytes:
        """Return the bytes from which this revision was read; StoreError if they are damaged."""
        row = self._row(
            "SELECT article_id, compressed, raw_hash FROM raw JOIN revisions USING (raw_hash)"
            " WHERE article_id = ? AND revision = ?",
            *(article_id, revision),
        )
        if row is None:
            raise UnknownArticleError(f"No article {article_id} in revision {revision}.")
        return raw_in(row, self._path)

    def articles(self) -> Iterator[StoredArticle]:
        """Iterate over every article in its current revision, in order of id, as of one moment."""
        with database_errors(self._path):
            for row in self._connection.execute(ARTICLES):
                yield article_in(row, self._path)

    def current_revisions(self) -> list[Revision]:
        """Return the current revision of every article, in order of id, as of one moment."""
        return [
            Revision(row["article_id"], row["revision"], int.from_bytes(row["record_hash"][:8]))
            for row in self._newest("TRUE")
        ]

    def newest_revisions(self, article_ids: Collection[str]) -> dict[str, int]:
        """Return the number of the newest revision of each of these articles that is stored."""
        marks = ", ".join("?" * len(article_ids))
        rows = self._newest(f"article_id IN ({marks})", *article_ids)
        return {row["article_id"]: row["revision"] for row in rows}

    def places(self, article_id: str) -> list[Address]:
        """Return every address of an article, sorted, with what was found there."""
        rows = self._rows(
            "SELECT address, article_id, external_id, raw_hash, row_hash, compressed"
            " FROM addresses JOIN raw USING (raw_hash) WHERE article_id = ? ORDER BY address",
            article_id,
        )
        found = [address_in(row, self._path) for row in rows]
        own = self._rows("SELECT address FROM revisions WHERE article_id = ?", article_id)
        if not {row["address"] for row in own} <= {None, *(each.address for each in found)}:
            raise damaged(self._path, f"an address of article {article_id}")
        return found

    def revisions(self, article_id: str) -> tuple[StoredArticle, ...]:
        """Return every revision of an article, the oldest first, each with the bytes read.

        Raises:
            UnknownArticleError: there is no such article.
        """
        newest = self.get(article_id).revision
        each = (self.get(article_id, number) for number in range(1, newest + 1))
        return tuple(replace(one, raw=self.raw(article_id, one.revision)) for one in each)

    def history(self, article_id: str) -> History:
        """Return when an article changed, and when it was read anew from the same bytes."""
        rows = self._rows(
            f"SELECT {COLUMNS} FROM revisions WHERE article_id = ? ORDER BY revision",  # noqa: S608
            article_id,
        )
        if len(rows) != self.newest_revisions([article_id]).get(article_id, 0):
            raise damaged(self._path, f"the history of article {article_id}")
        return history_of([(article_in(row, self._path).ingested, row["raw_hash"]) for row in rows])

    def restore(self, exported: ExportedArticle) -> Outcome:
        """Take in an article with its history as another store held it, inside a transaction.

        Raises:
            ConflictError: this store has the article with another history.
        """
        article_id, known = exported.article_id, 0
        with database_errors(self._path):
            if self._row("SELECT 1 FROM articles WHERE article_id = ?", article_id):
                own = self.revisions(article_id)
                known = len(own)
                if not all(map(same_revision, own, exported.revisions)):
                    raise ConflictError(
                        f"Article {article_id} has another history in this archive: not changed."
                    )
                for one, other in zip(own, exported.revisions):
                    if only_adds(other, one, same_bytes=True):
                        fill(self._connection, other, article_id, one.revision)
            else:
                self._connection.execute("INSERT INTO articles VALUES (?, 0)", (article_id,))
            for revision in exported.revisions[known:]:
                self._add_revision(revision, article_id, revision.ingested)
            for place in exported.addresses:
                self._link(place, article_id)
        return "unchanged" if known >= len(exported.revisions) else "changed" if known else "added"

    def ids_by_external_id(self) -> dict[str, str]:
        """Return the article id for every id that a source gave one of its items."""
        rows = self._rows(
            "SELECT external_id, article_id FROM addresses WHERE external_id IS NOT NULL"
        )
        return {row["external_id"]: row["article_id"] for row in rows}

    def count(self) -> int:
        """Return the number of articles."""
        return int(self._rows("SELECT count(*) FROM articles")[0][0])

    def summary(self) -> dict[str, Any]:
        """Return counts for people: articles, revisions, addresses, dates, sources, languages."""
        with database_errors(self._path):
            return summary(self._connection)

    def _rows(self, statement: str, *values: object) -> list[sqlite3.Row]:
        with database_errors(self._path):
            return self._connection.execute(statement, values).fetchall()

    def _row(self, statement: str, *values: object) -> sqlite3.Row | None:
        rows = self._rows(f"{statement} LIMIT 1", *values)
        return rows[0] if rows else None

    def _newest(self, which: str, *values: object) -> list[sqlite3.Row]:
        """Return the newest revision of these articles; raises StoreError if it is not there."""
        rows = self._rows(
            f"{NEWEST} WHERE {which} GROUP BY article_id ORDER BY article_id", *values
        )
        for row in rows:
            if row["revision"] != row["newest"]:
                raise damaged(self._path, f"the newest revision of article {row['article_id']}")
        return rows

    def _put_known(self, article: Article, article_id: str, touched: set[str]) -> Outcome:
        seen_in_this_file = article_id in touched
        touched.update(filter(None, (article_id, article.address)))
        if self._link(article, article_id) or seen_in_this_file:
            return "duplicate"
        if not self._is_news(article, article_id):
            return "unchanged"
        self._add_revision(article, article_id)
        return "changed"

    def _is_news(self, article: Article, article_id: str) -> bool:
        """Tell whether a known text comes from its own address with data never seen there.

        Data that only a better reading found is filled in, and no news.
        """
        if article.address is None or article.address != self.get(article_id).address:
            return False
        seen = self._row(
            "SELECT 1 FROM revisions WHERE article_id = ? AND record_hash = ?",
            article_id,
            record_hash(article),
        )
        return seen is None and not self._fill_known(article, article_id)

    def _fill_known(self, article: Article, article_id: str) -> bool:
        """Fill in what the newest revision with this text lacks, if the article only adds to it."""
        newest_first = reversed(self.revisions(article_id))
        known = next((each for each in newest_first if each.text == article.text), None)
        if known is None or not only_adds(article, known, same_bytes=known.raw == article.raw):
            return False
        fill(self._connection, article, article_id, known.revision)
        return True

    def _new_article(self, article: Article) -> str:
        article_id = text_hash(article).hex()[:16]
        while self._row("SELECT 1 FROM articles WHERE article_id = ?", article_id):
            article_id = hashlib.sha256(article_id.encode()).hexdigest()[:16]  # a text that moved
        self._connection.execute("INSERT INTO articles VALUES (?, 0)", (article_id,))
        self._add_revision(article, article_id)
        return article_id

    def _add_revision(self, article: Article, article_id: str, ingested: str | None = None) -> None:
        self._connection.execute(
            "UPDATE articles SET revision = revision + 1 WHERE article_id = ?", (article_id,)
        )
        (number,) = self._rows("SELECT revision FROM articles WHERE article_id = ?", article_id)
        values = row_of(article) | {
            "article_id": article_id,
            "revision": number["revision"],
            "text_hash": text_hash(article),
            "record_hash": record_hash(article),
            "raw_hash": self._keep_raw(article.raw),
            "ingested": ingested or self._clock().isoformat(timespec="microseconds"),
        }
        values["row_hash"] = row_hash(*(values[name] for name in HASHED))
        marks = ", ".join(f":{name}" for name in values)
        self._connection.execute(
            f"INSERT INTO revisions ({', '.join(values)}) VALUES ({marks})",  # noqa: S608 (our own names)
            values,
        )
        self._link(article, article_id)

    def _link(self, article: Article | Address, article_id: str) -> bool:
        """Note where the article was found; tell whether that is news."""
        if article.address is None:
            return False
        values = (article.address, article_id, article.external_id, self._keep_raw(article.raw))
        cursor = self._connection.execute(
            "INSERT OR IGNORE INTO addresses VALUES (?, ?, ?, ?, ?)", (*values, row_hash(*values))
        )
        return cursor.rowcount == 1

    def _keep_raw(self, raw: bytes) -> bytes:
        digest = hashlib.sha256(raw).digest()
        if not self._row("SELECT 1 FROM raw WHERE raw_hash = ?", digest):
            self._connection.execute("INSERT INTO raw VALUES (?, ?)", (digest, zlib.compress(raw)))
        return digest
