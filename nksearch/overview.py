"""What a store holds, in counts for people."""

import json
import sqlite3
from typing import Any

from nksearch.integrity import row_hash
from nksearch.schema import HASHED

_GROUPS = {
    "sources": "source",
    "languages": "language",
    "topics": "topic",
    "dates_from": "json_extract(extra, '$.published_from')",
}


_SOUND = (
    " FROM articles JOIN revisions USING (article_id, revision)"
    " WHERE article_id NOT IN (SELECT value FROM json_each(?))"
)


def summary(connection: sqlite3.Connection) -> dict[str, Any]:
    """Return counts of articles, revisions, addresses, dates, sources, languages and topics.

    `damaged` are articles of which something but the text is not what was stored: what they say is
    counted nowhere else. `date_conflicts` are articles with two dates that differ, `dates_from`
    says where dates stood. `months` counts articles by month of publication (2024-05), in order;
    `last_ingested` is when the newest text came in.
    """
    damaged = _damaged(connection)
    but = json.dumps(damaged)
    counts = {
        table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
        for table in ("articles", "revisions", "addresses")
    }
    one = connection.execute(
        "SELECT count(*) - count(published) AS undated,"
        " substr(min(published), 1, 10) AS first_date,"
        " substr(max(published), 1, 10) AS last_date,"
        " count(nullif(json_extract(extra, '$.date_conflict') IS NOT NULL"
        " OR substr(published, 1, 10) > date(ingested, '+1 day'), 0)) AS date_conflicts,"
        f" max(ingested) AS last_ingested {_SOUND}",
        [but],
    ).fetchone()
    groups = {name: _grouped(connection, column, but) for name, column in _GROUPS.items()}
    months = connection.execute(
        f"SELECT substr(published, 1, 7) AS month, count(*) {_SOUND}"
        " AND published IS NOT NULL GROUP BY month ORDER BY month",
        [but],
    )
    named = {row[0]: row[1] for row in months}
    return {**counts, "damaged": len(damaged), **dict(one), **groups, "months": named}


def _grouped(connection: sqlite3.Connection, column: str, but: str) -> dict[str, int]:
    rows = connection.execute(
        f"SELECT {column} AS name, count(*) AS n {_SOUND}"
        f" AND {column} IS NOT NULL GROUP BY name ORDER BY n DESC, name",
        [but],
    )
    return {row["name"]: row["n"] for row in rows}


def _damaged(connection: sqlite3.Connection) -> list[str]:
    """Return the ids of articles whose newest revision is not what was stored; texts are not read.

    Bytes that are no UTF-8 are damage, and no reason to count nothing.
    """
    connection.text_factory = lambda raw: raw.decode(errors="surrogateescape")
    try:
        rows = connection.execute(
            f"SELECT {', '.join(HASHED)}, row_hash"  # noqa: S608 (our own names)
            " FROM articles LEFT JOIN revisions USING (article_id, revision)"
        )
        return [row["article_id"] for row in rows if row_hash(*row[:-1]) != row["row_hash"]]
    finally:
        connection.text_factory = str
