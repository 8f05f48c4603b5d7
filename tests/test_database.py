"""Archives of earlier versions of the database, made here as those versions made them."""

import hashlib
import json
import os
import signal
import sqlite3
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from nksearch import database
from nksearch.database import APPLICATION_ID
from nksearch.datamodels import Article, Caption, Rejected
from nksearch.errors import StoreError
from nksearch.store import Store

from .faults.processes import run

FIRST_VERSION = """
CREATE TABLE raw (raw_hash BLOB PRIMARY KEY, compressed BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE articles (article_id TEXT PRIMARY KEY, revision INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE revisions (article_id TEXT NOT NULL REFERENCES articles, revision INTEGER NOT NULL,
  title TEXT NOT NULL, text TEXT NOT NULL, published TEXT, source TEXT, url TEXT,
  language TEXT NOT NULL, topic TEXT, translated_by TEXT, translation_notice TEXT,
  captions TEXT NOT NULL, external_id TEXT, address TEXT, text_hash BLOB NOT NULL,
  record_hash BLOB NOT NULL, raw_hash BLOB NOT NULL REFERENCES raw, ingested TEXT NOT NULL,
  PRIMARY KEY (article_id, revision));
CREATE INDEX revisions_by_text ON revisions (text_hash);
CREATE TABLE addresses (address TEXT NOT NULL, article_id TEXT NOT NULL REFERENCES articles,
  external_id TEXT, raw_hash BLOB NOT NULL REFERENCES raw,
  PRIMARY KEY (address, article_id)) WITHOUT ROWID;
"""
SECOND_VERSION = """
CREATE TABLE rejected (path TEXT NOT NULL, line INTEGER, reason TEXT NOT NULL,
  format TEXT NOT NULL, noticed TEXT NOT NULL);
CREATE INDEX rejected_by_path ON rejected (path);
INSERT INTO rejected VALUES ('/b.txt', NULL, 'Empty.', 'text', '2026-01-01T00:00:00+00:00');
"""
READ = Article(
    title="The river",
    text="The river rose.",
    source="River Post",
    url="https://a.example/1",
    language="en",
    captions=(Caption(text="A boat.", credit="AP"),),
    address="https://a.example/1",
    raw=b"<p>The river rose.</p>",
)
ID = hashlib.sha256(READ.text.encode()).hexdigest()[:16]


def old_record_hash() -> bytes:
    captions = [{"text": "A boat.", "credit": "AP"}]
    shown = ["The river", "The river rose.", None, "River Post", "en", None, None, None, captions]
    return hashlib.sha256(json.dumps(shown).encode()).digest()


def write_archive(path: Path, version: int) -> None:
    """Write an archive with one article as version 1 or 2 wrote it."""
    connection = sqlite3.connect(path)
    connection.executescript(FIRST_VERSION + SECOND_VERSION * (version > 1))
    raw_hash = hashlib.sha256(READ.raw).digest()
    text_hash = hashlib.sha256(READ.text.encode()).digest()
    connection.execute("INSERT INTO raw VALUES (?, ?)", (raw_hash, zlib.compress(READ.raw)))
    connection.execute("INSERT INTO articles VALUES (?, 1)", (ID,))
    connection.execute(
        "INSERT INTO revisions VALUES (?, 1, ?, ?, NULL, ?, ?, 'en', NULL, NULL, NULL, ?, NULL,"
        " ?, ?, ?, ?, '2026-01-01T00:00:00.000000+00:00')",
        (
            *(ID, READ.title, READ.text, READ.source, READ.url),
            *(json.dumps([{"text": "A boat.", "credit": "AP"}]), READ.address),
            *(text_hash, old_record_hash(), raw_hash),
        ),
    )
    connection.execute("INSERT INTO addresses VALUES (?, ?, NULL, ?)", (READ.url, ID, raw_hash))
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {version}")
    connection.commit()
    connection.close()


def change(path: Path, statement: str) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(statement)
    connection.close()


@pytest.mark.parametrize("version", [1, 2])
def test_an_archive_of_an_earlier_version_is_brought_up_to_date(
    tmp_path: Path, version: int
) -> None:
    path = tmp_path / "articles.db"
    write_archive(path, version)
    with Store(path) as store:
        [stored] = store.revisions(ID)
        same = {name: getattr(stored, name) for name in Article.__dataclass_fields__}
        assert Article(**same) == READ
        assert [place.address for place in store.places(ID)] == [READ.address]
        assert len(list(store.rejections)) == version - 1
        with store.transaction():
            store.rejections.add(Rejected("/a.txt", None, "Empty."))
            assert store.put(READ, touched=set()) == "unchanged"
            assert store.put(replace(READ, byline="A Reporter"), touched=set()) == "unchanged"
        assert store.get(ID).byline == "A Reporter"
        assert store.summary()["revisions"] == 1


@pytest.mark.parametrize("version", [1, 2])
def test_an_archive_of_an_earlier_version_is_read_where_nothing_is_written(
    tmp_path: Path, version: int
) -> None:
    path = tmp_path / "articles.db"
    write_archive(path, version)
    before = path.read_bytes()
    with Store(path, read_only=True) as store:
        [stored] = store.articles()
        assert (stored.article_id, stored.title, stored.extra) == (ID, "The river", {})
        assert store.get(ID) == stored
        assert store.summary()["articles"] == 1
    assert path.read_bytes() == before


@pytest.mark.parametrize("read_only", [True, False])
@pytest.mark.parametrize("version", [1, 2])
def test_what_an_earlier_version_has_damaged_is_refused_and_the_rest_kept(
    tmp_path: Path, version: int, read_only: bool
) -> None:
    path = tmp_path / "articles.db"
    write_archive(path, version)
    change(path, "UPDATE revisions SET title = 'The rivet'")
    with Store(path, read_only=read_only) as store:
        with pytest.raises(StoreError, match=f"what is kept of article {ID}"):
            store.get(ID)
        assert store.summary()["damaged"] == 1
        assert [place.address for place in store.places(ID)] == [READ.address]


@pytest.mark.parametrize("read_only", [True, False])
@pytest.mark.parametrize("column", ["text", "title", "url"])
def test_half_a_character_in_one_article_does_not_close_an_archive_of_an_earlier_version(
    tmp_path: Path, column: str, read_only: bool
) -> None:
    path = tmp_path / "articles.db"
    write_archive(path, 2)
    change(path, f"UPDATE revisions SET {column} = CAST(x'54ff' AS TEXT)")  # noqa: S608
    change(path, "UPDATE addresses SET external_id = CAST(x'54ff' AS TEXT)")
    with Store(path, read_only=read_only) as store:
        for read in (store.get, store.places):
            with pytest.raises(StoreError, match="nksearch restore FILE"):
                read(ID)
        summary = store.summary()
        assert (summary["articles"], summary["damaged"]) == (1, column != "url" or 1)


def test_every_row_has_its_hash_after_an_upgrade(tmp_path: Path) -> None:
    path = tmp_path / "articles.db"
    write_archive(path, 1)
    Store(path).close()
    change(path, "UPDATE revisions SET url = 'https://a.example/2'")  # no version 1 could tell
    change(path, "UPDATE addresses SET external_id = '2'")
    with Store(path) as store:
        for read in (store.get, store.places):
            with pytest.raises(StoreError, match="is damaged"):
                read(ID)


@pytest.mark.fault
def test_an_upgrade_that_is_killed_leaves_the_archive_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "articles.db"
    write_archive(path, 1)

    def die(*_: object) -> bytes:
        os.kill(os.getpid(), signal.SIGKILL)
        return b""

    for name in ("first_row_hash", "row_hash"):  # in the midst of one table, and of the next
        with monkeypatch.context() as patched:
            patched.setattr(f"nksearch.database.{name}", die)
            assert run(lambda: Store(path).count()).code == -signal.SIGKILL
        with Store(path, read_only=True) as store:
            assert store.get(ID).title == "The river"
        with sqlite3.connect(path) as connection:
            assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        connection.close()
    with Store(path) as store:
        assert store.get(ID).title == "The river"
        assert len(store.places(ID)) == 1


def test_an_upgrade_that_fails_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "articles.db"
    write_archive(path, 1)
    broken = (*database.MIGRATIONS[:2], "ALTER TABLE nothing ADD COLUMN extra TEXT")
    monkeypatch.setattr("nksearch.database.MIGRATIONS", broken)
    with pytest.raises(StoreError, match="cannot be used"):
        Store(path)
    monkeypatch.undo()
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    assert "rejected" not in tables


def test_a_store_whose_making_was_cut_short_reads_as_empty_and_can_be_filled(
    tmp_path: Path,
) -> None:
    path = tmp_path / "articles.db"
    path.touch()
    with Store(path, read_only=True) as store:
        assert (store.count(), list(store.articles())) == (0, [])
    assert path.stat().st_size == 0
    with Store(path) as store, store.transaction():
        assert store.put(READ, touched=set()) == "added"


def test_a_transaction_that_was_cut_short_is_undone_also_for_those_that_only_read(
    tmp_path: Path,
) -> None:
    path, crashed = tmp_path / "articles.db", tmp_path / "crashed.db"
    write_archive(path, 1)  # with a journal that undoes, as a store just restored has one
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA cache_size = 1")  # page
    connection.execute("PRAGMA cache_spill = 1")
    connection.execute("UPDATE articles SET revision = 7")
    connection.execute("CREATE TABLE junk AS SELECT zeroblob(99999) AS junk")
    journal = path.with_name("articles.db-journal")
    assert journal.stat().st_size
    for source in (path, journal):
        crashed.with_name(source.name.replace("articles", "crashed")).write_bytes(
            source.read_bytes()
        )
    connection.close()
    crashed.write_bytes(bytes(16) + crashed.read_bytes()[16:])  # what is undone may be anything
    with Store(crashed, read_only=True) as store:
        assert [article.title for article in store.articles()] == ["The river"]


def test_a_disk_that_cannot_be_written_to_is_not_called_damaged(tmp_path: Path) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("PRAGMA query_only = ON")
    refused = pytest.raises(StoreError, match="disk is full or may not be written to")
    with refused, database.database_errors(tmp_path):
        connection.execute("CREATE TABLE a (b)")
    connection.close()


@pytest.mark.parametrize("stopped", [KeyboardInterrupt, SystemExit])
def test_to_be_stopped_while_a_row_is_hashed_is_not_called_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stopped: type[BaseException]
) -> None:
    def stop(*_: object) -> bytes:
        raise stopped

    path = tmp_path / "articles.db"
    write_archive(path, 1)
    monkeypatch.setattr(database, "_first_row_hash", stop)
    with pytest.raises(stopped):
        Store(path)
    monkeypatch.undo()
    with Store(path) as store:
        assert [article.title for article in store.articles()] == ["The river"]
