import shutil
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from nksearch.archive import Archive
from nksearch.checking import Problem, check
from nksearch.durable import file_hash
from nksearch.errors import NoIndexError
from nksearch.generations import open_generation
from nksearch.indexing import rebuild
from nksearch.store import Store

from .conftest import WordEncoder


def found(indexes: Path) -> list[Problem]:
    return list(check(indexes))


def change(indexes: Path, statement: str, *values: object) -> None:
    with sqlite3.connect(indexes / "articles.db") as connection:
        connection.execute(statement, values)
    connection.close()


def republish(indexes: Path, name: str, content: bytes) -> None:
    """Replace a file of the current generation as if it had been published so."""
    directory = open_generation(indexes).directory
    path, manifest = directory / name, directory / "manifest.json"
    sizes = [str(path.stat().st_size), str(len(content))]
    hashes = [file_hash(path)]
    path.write_bytes(content)
    hashes.append(file_hash(path))
    text = manifest.read_text("utf-8")
    described = f'{sizes[0]},\n   "{hashes[0]}"'
    assert described in text
    before = file_hash(manifest)
    manifest.write_text(text.replace(described, f'{sizes[1]},\n   "{hashes[1]}"'))
    pointer = indexes / "CURRENT"
    pointer.write_text(pointer.read_text().replace(before, file_hash(manifest)))


def test_a_sound_archive_has_no_problems(
    archive: Archive, filled: Store, encoder: WordEncoder
) -> None:
    rebuild(archive.indexes, filled, encoder)
    seen: list[int] = []
    assert list(check(archive.indexes, progress=seen.append)) == []
    assert sum(seen) == filled.count()


def test_nothing_to_check_is_said(tmp_path: Path) -> None:
    with pytest.raises(NoIndexError, match="nksearch ingest"):
        found(tmp_path)


def test_a_text_that_is_not_what_was_stored_is_named(archive: Archive) -> None:
    change(archive.indexes, "UPDATE revisions SET text = 'x' || text WHERE title LIKE 'Phones%'")
    problems = found(archive.indexes)
    assert "the text of article" in problems[0].what
    assert problems[0].remedy == "nksearch restore FILE"


@pytest.mark.parametrize(
    ("table", "column", "what"),
    [
        ("revisions", "title", "what is kept of article"),
        ("revisions", "url", "what is kept of article"),
        ("addresses", "external_id", "an address of article"),
    ],
)
def test_what_stands_beside_a_text_is_compared_too(
    archive: Archive, table: str, column: str, what: str
) -> None:
    change(archive.indexes, f"UPDATE {table} SET {column} = 'x' WHERE address LIKE '%flood'")  # noqa: S608
    problems = found(archive.indexes)
    assert what in problems[0].what
    assert problems[0].remedy == "nksearch restore FILE"


def test_a_revision_that_is_gone_is_named(archive: Archive) -> None:
    change(archive.indexes, "UPDATE articles SET revision = 2 WHERE article_id > '8'")
    assert "the newest revision of article" in found(archive.indexes)[0].what


def test_bytes_read_that_are_not_what_was_stored_are_named(archive: Archive) -> None:
    change(archive.indexes, "UPDATE raw SET compressed = x'00' WHERE 1")
    problems = found(archive.indexes)
    assert len(problems) == 3
    assert all("was read from" in each.what for each in problems)


def test_rows_that_miss_another_are_counted(archive: Archive) -> None:
    change(archive.indexes, "DELETE FROM raw")
    assert "3 rows of revisions have none in raw" in [each.what for each in found(archive.indexes)]


def test_damaged_pages_are_said_and_nothing_more_is_read(archive: Archive, filled: Store) -> None:
    filled.close()
    change(archive.indexes, "PRAGMA wal_checkpoint(TRUNCATE)")
    path = archive.indexes / "articles.db"
    content = bytearray(path.read_bytes())
    content[4096 : len(content)] = b"\xa5" * (len(content) - 4096)
    path.write_bytes(content)
    problems = found(archive.indexes)
    assert problems
    assert {each.remedy for each in problems} == {"nksearch restore FILE"}


@pytest.mark.parametrize("which", ["CURRENT", "generations/000002/names.json", "PREVIOUS"])
def test_a_damaged_generation_is_named_with_the_command_that_mends_it(
    archive: Archive, filled: Store, encoder: WordEncoder, which: str
) -> None:
    rebuild(archive.indexes, filled, encoder)
    (archive.indexes / which).write_text("[]")
    (problem,) = found(archive.indexes)
    assert which.rpartition("/")[2] in problem.what
    assert problem.remedy == "nksearch rebuild --full"


def test_an_article_that_only_the_index_has_is_named(
    archive: Archive, encoder: WordEncoder
) -> None:
    other = archive.indexes.with_name("other")
    shutil.copytree(archive.indexes, other)
    phones = "revisions WHERE title LIKE 'Phones%'"
    change(other, f"DELETE FROM addresses WHERE article_id IN (SELECT article_id FROM {phones})")  # noqa: S608
    change(other, f"DELETE FROM {phones}")  # noqa: S608
    change(other, "DELETE FROM articles WHERE article_id NOT IN (SELECT article_id FROM revisions)")
    (problem,) = found(other)
    assert problem.where == "generation 000001"
    assert "No article" in problem.what


def test_a_chunk_beyond_its_article_and_vectors_that_are_none_are_named(archive: Archive) -> None:
    directory = open_generation(archive.indexes).directory
    chunks = np.load(directory / "chunks.npy")
    chunks["end"][-1] += 1000
    np.save(archive.indexes / "chunks.npy", chunks)
    republish(archive.indexes, "chunks.npy", (archive.indexes / "chunks.npy").read_bytes())
    vectors = directory / "semantic" / "vectors.f32"
    content = vectors.read_bytes()
    nan = np.full(2, np.nan, "<f4").tobytes()
    republish(archive.indexes, "semantic/vectors.f32", nan + content[len(nan) :])
    what = [each.what for each in found(archive.indexes)]
    assert len(what) == 2
    assert "is no part of its article" in what[0]
    assert what[1].startswith("1 vectors are none")


def test_a_store_that_is_gone_or_empty_is_to_be_restored(archive: Archive) -> None:
    path = archive.indexes / "articles.db"
    path.write_bytes(b"")
    assert {each.remedy for each in found(archive.indexes)} == {"nksearch restore FILE"}
    path.unlink()
    [problem] = found(archive.indexes)
    assert (problem.where, problem.remedy) == ("articles.db", "nksearch restore FILE")
