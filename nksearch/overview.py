"""What a store holds, in counts for people."""

import sqlite3
from typing import Any

_GROUPS = {
    "sources": "source",
    "languages": "language",
    "topics": "topic",
    "dates_from": "json_extract(extra, '$.published_from')",
}


def summary(connection: sqlite3.Connection) -> dict[str, Any]:
    """Return counts of articles, revisions, addresses, dates, sources, languages and topics.

    `date_conflicts` are articles with two dates that differ, `dates_from` says where dates stood.
    `months` counts articles by month of publication (2024-05), in order; `last_ingested` is when
    the newest text came in.
    """
    one = connection.execute(
        "SELECT count(*) AS articles, count(*) - count(published) AS undated,"
        " substr(min(published), 1, 10) AS first_date,"
        " substr(max(published), 1, 10) AS last_date,"
        " count(nullif(json_extract(extra, '$.date_conflict') IS NOT NULL"
        " OR substr(published, 1, 10) > date(ingested, '+1 day'), 0)) AS date_conflicts,"
        " max(ingested) AS last_ingested"
        " FROM articles JOIN revisions USING (article_id, revision)"
    ).fetchone()
    counts = {
        table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
        for table in ("revisions", "addresses")
    }
    groups = {name: _grouped(connection, column) for name, column in _GROUPS.items()}
    months = connection.execute(
        "SELECT substr(published, 1, 7) AS month, count(*) FROM articles"
        " JOIN revisions USING (article_id, revision) WHERE published IS NOT NULL"
        " GROUP BY month ORDER BY month"
    )
    return {**dict(one), **counts, **groups, "months": {row[0]: row[1] for row in months}}


def _grouped(connection: sqlite3.Connection, column: str) -> dict[str, int]:
    rows = connection.execute(
        f"SELECT {column} AS name, count(*) AS n FROM articles"  # noqa: S608 (our own names)
        f" JOIN revisions USING (article_id, revision) WHERE {column} IS NOT NULL"
        " GROUP BY name ORDER BY n DESC, name"
    )
    return {row["name"]: row["n"] for row in rows}
