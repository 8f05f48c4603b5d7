import json
import shutil
import sqlite3
import zipfile
from pathlib import Path

import pytest

from nksearch.archive import Archive
from nksearch.backups import back_up, restore
from nksearch.checking import check
from nksearch.datamodels import Article
from nksearch.errors import NksearchError, NoIndexError, StoreError, UsageError
from nksearch.exports import to_line
from nksearch.indexing import rebuild
from nksearch.request import Request
from nksearch.store import Store

from .conftest import ARTICLES, WordEncoder


def exported(indexes: Path) -> list[str]:
    with Store(indexes / "articles.db", read_only=True) as store:
        ids = [article.article_id for article in store.articles()]
        return [to_line(store.revisions(each), store.places(each)) for each in ids]


@pytest.fixture
def backup(archive: Archive, tmp_path: Path) -> Path:
    back_up(archive.indexes, tmp_path / "backup.zip")
    return tmp_path / "backup.zip"


def test_what_was_destroyed_comes_back_whole(
    archive: Archive, encoder: WordEncoder, tmp_path: Path
) -> None:
    (archive.indexes / "terms.tsv").write_text("moon\tMoonlight bureau|달빛국\tour own\n", "utf-8")
    (archive.indexes / "nksearch.toml").write_text("answer_threshold = 0.1\n")
    before = exported(archive.indexes)
    report = back_up(archive.indexes, tmp_path / "backup.zip")
    shutil.rmtree(archive.indexes)
    assert restore(tmp_path / "backup.zip", archive.indexes) == report
    assert exported(archive.indexes) == before
    assert (archive.indexes / "terms.tsv").read_text("utf-8").startswith("moon")
    assert (archive.indexes / "nksearch.toml").exists()
    with Store(archive.indexes / "articles.db") as store:
        rebuild(archive.indexes, store, encoder)
    assert Archive(archive.indexes, encoder).ask(Request(question="flood")).citations


def test_a_backup_is_of_one_moment_while_another_writes(
    filled: Store, indexes: Path, tmp_path: Path
) -> None:
    with filled.transaction():
        filled.put(Article(title="New", text="Not yet acknowledged."), touched=set())
        assert back_up(indexes, tmp_path / "a.zip").articles == len(ARTICLES)
    assert back_up(indexes, tmp_path / "b.zip").articles == len(ARTICLES) + 1


def test_what_is_there_is_put_aside_and_only_when_told(backup: Path, archive: Archive) -> None:
    with Store(archive.indexes / "articles.db") as store, store.transaction():
        store.put(Article(title="New", text="Written after the backup."), touched=set())
    with pytest.raises(UsageError, match="--overwrite"):
        restore(backup, archive.indexes)
    assert len(exported(archive.indexes)) == len(ARTICLES) + 1
    restore(backup, archive.indexes, overwrite=True)
    assert len(exported(archive.indexes)) == len(ARTICLES)
    assert len(exported(archive.indexes / "replaced-1")) == len(ARTICLES) + 1
    restore(backup, archive.indexes, overwrite=True)
    assert (archive.indexes / "replaced-2").is_dir()


def test_a_backup_never_replaces_a_file_unless_told(backup: Path, archive: Archive) -> None:
    content = backup.read_bytes()
    with pytest.raises(UsageError, match="exists"):
        back_up(archive.indexes, backup)
    assert backup.read_bytes() == content
    back_up(archive.indexes, backup, overwrite=True)
    assert sorted(path.name for path in backup.parent.iterdir()) == ["backup.zip", "indexes"]
    assert backup.stat().st_mode & 0o077 == 0


def test_nothing_to_back_up_is_said(tmp_path: Path) -> None:
    with pytest.raises(NoIndexError, match="nksearch ingest"):
        back_up(tmp_path, tmp_path / "backup.zip")


def test_every_flipped_byte_of_a_backup_is_refused_or_harmless(
    backup: Path, archive: Archive, tmp_path: Path
) -> None:
    """A byte that nobody reads, as in a date of the ZIP, may change: the content may not."""
    whole, before = backup.read_bytes(), exported(archive.indexes)
    refused = 0
    for place in range(0, len(whole), max(1, len(whole) // 100)):
        damaged = bytearray(whole)
        damaged[place] ^= 0x40
        backup.write_bytes(damaged)
        target = tmp_path / "restored"
        try:
            restore(backup, target)
        except NksearchError:
            refused += 1
            assert not (target / "articles.db").exists()
        else:
            assert exported(target) == before
        shutil.rmtree(target)
    assert refused > 75


@pytest.mark.parametrize("part", [0, 10, 0.5, 0.99])
def test_a_truncated_backup_is_refused(backup: Path, tmp_path: Path, part: float) -> None:
    content = backup.read_bytes()
    backup.write_bytes(content[: int(part if part > 1 else part * len(content))])
    with pytest.raises((StoreError, UsageError), match="backup"):
        restore(backup, tmp_path / "restored")


@pytest.mark.parametrize(
    ("names", "contents"),
    [
        (["../evil"], {"../evil": (1, "")}),
        (["articles.db"], {"articles.db": (1, "")}),
        ([], {}),
        (["terms.tsv"], {"terms.tsv": (1, "")}),
    ],
)
def test_a_made_up_backup_writes_nothing(
    tmp_path: Path, names: list[str], contents: dict[str, object]
) -> None:
    path = tmp_path / "made.zip"
    with zipfile.ZipFile(path, "w") as file:
        described = {"format": 1, "created": "", "articles": 1, "revisions": 1, "files": contents}
        file.writestr("backup.json", json.dumps(described))
        for name in names:
            file.writestr(name, b"x")
    with pytest.raises(StoreError, match="damaged"):
        restore(path, tmp_path / "restored")
    assert list((tmp_path / "restored").glob("*.db")) == []
    assert not (tmp_path / "evil").exists()


def test_a_backup_of_a_newer_version_is_said(backup: Path, tmp_path: Path) -> None:
    path = tmp_path / "newer.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("backup.json", json.dumps({"format": 2}))
    with pytest.raises(UsageError, match="newer nksearch"):
        restore(path, tmp_path / "restored")


def damage(path: Path, table: str) -> None:
    """Put noise over a page of a table, as a dying disk does."""
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        page, size = (
            connection.execute(
                "SELECT rootpage, (SELECT page_size FROM pragma_page_size) FROM sqlite_master"
                " WHERE name = ?",
                (table,),
            ).fetchone()
        )  # fmt: skip
    connection.close()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xa5" * size)


def test_a_damaged_store_is_not_written_to_and_says_how_to_restore(
    filled: Store, indexes: Path, tmp_path: Path
) -> None:
    path = indexes / "articles.db"
    filled.close()
    damage(path, "addresses")
    content = path.read_bytes()
    with pytest.raises(StoreError, match="nksearch restore FILE"):
        Store(path)
    assert path.read_bytes() == content
    with pytest.raises(StoreError, match="nksearch restore FILE"):
        back_up(indexes, tmp_path / "backup.zip")
    assert not (tmp_path / "backup.zip").exists()
    assert [each.remedy for each in check(indexes)] == ["nksearch restore FILE"]


def test_questions_go_on_while_a_part_of_the_store_that_they_need_not_is_damaged(
    archive: Archive, filled: Store
) -> None:
    filled.close()
    damage(archive.indexes / "articles.db", "addresses")
    assert archive.ask(Request(question="flood")).citations
