import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from nksearch.errors import BusyError, DamagedIndexError, NksearchError, NoIndexError
from nksearch.generations import next_name, open_generation
from nksearch.indexing import rebuild
from nksearch.store import Store

from .conftest import ARTICLES, WordEncoder


@pytest.fixture
def published(filled: Store, indexes: Path, encoder: WordEncoder) -> Path:
    rebuild(indexes, filled, encoder)
    return indexes


def test_nothing_published_is_said_with_the_remedy(indexes: Path) -> None:
    with pytest.raises(NoIndexError, match=r"No index published in .*\. Run: nksearch rebuild"):
        open_generation(indexes)


def test_a_published_generation_opens_with_its_manifest(published: Path) -> None:
    manifest = open_generation(published).manifest
    assert (manifest.generation, manifest.articles, manifest.encoder) == ("000001", 3, "words")
    assert {"articles.npy", "chunks.npy", "semantic/vectors.f32"} <= manifest.files.keys()


def test_the_generation_before_is_kept_and_older_ones_go(
    published: Path, filled: Store, encoder: WordEncoder
) -> None:
    for _ in range(3):
        rebuild(published, filled, encoder)
    kept = sorted(path.name for path in (published / "generations").iterdir())
    assert kept == ["000003", "000004"]
    assert next_name(published) == "000005"


def test_every_damaged_missing_or_added_file_is_refused_by_name(published: Path) -> None:
    directory = published / "generations" / "000001"
    files = [path for path in directory.rglob("*") if path.is_file()]
    assert len(files) > 5
    for path in files:
        content = path.read_bytes()
        damaged = bytes([content[0] ^ 1]) + content[1:] if content else b"x"
        for wrong in (damaged, content[:-1] if content else b"y", None):
            path.unlink() if wrong is None else path.write_bytes(wrong)
            with pytest.raises(DamagedIndexError, match=path.name):
                open_generation(published)
            path.write_bytes(content)
    (directory / "extra").write_bytes(b"")
    with pytest.raises(DamagedIndexError, match="extra does not belong"):
        open_generation(published)


@pytest.mark.parametrize(
    "pointer",
    ["", "garbage", "[]", '{"generation": "../000001", "manifest": ""}', '{"generation": 1}',
     '{"generation": "000009", "manifest": ""}', '{"generation": "000001", "manifest": "00"}'],
)  # fmt: skip
def test_a_pointer_that_names_no_sound_generation_is_refused(published: Path, pointer: str) -> None:
    (published / "CURRENT").write_text(pointer)
    with pytest.raises(DamagedIndexError, match="Run: nksearch rebuild"):
        open_generation(published)


def test_a_build_that_died_leaves_the_old_generation_and_the_next_one_works(
    published: Path, filled: Store, encoder: WordEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    for step in ("chunk", "describe_files", "publish"):
        with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
            patched.setattr(f"nksearch.indexing.{step}", die)
            rebuild(published, filled, encoder, full=True)
        assert open_generation(published).manifest.generation == "000001"
    assert rebuild(published, filled, encoder).generation == "000002"
    assert not (published / "generations" / ".building").exists()


HOLD = """
import sys
from pathlib import Path
from nksearch.generations import build_lock
with build_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_one_builder_at_a_time(published: Path, filled: Store, encoder: WordEncoder) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, published], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin and process.stdout
        assert process.stdout.readline() == b"held\n"
        with pytest.raises(BusyError, match="Another rebuild is running"):
            rebuild(published, filled, encoder)
        process.stdin.close()
    assert rebuild(published, filled, encoder).generation == "000002"


def test_rebuilding_an_empty_store_says_what_to_do(
    store: Store, indexes: Path, encoder: WordEncoder
) -> None:
    with pytest.raises(NksearchError, match="Run: nksearch ingest PATH"):
        rebuild(indexes, store, encoder)


def test_only_new_text_is_encoded(published: Path, filled: Store, encoder: WordEncoder) -> None:
    encoder.encoded.clear()
    again = rebuild(published, filled, encoder)
    assert (again.encoded, again.reused, encoder.encoded) == (0, again.chunks, [])
    changed = ARTICLES[1].text + " A market opened."
    with filled.transaction():
        filled.put(
            type(ARTICLES[1])(title="New", text=changed, address="file:///new", raw=b"new"),
            touched=set(),
        )
    more = rebuild(published, filled, encoder)
    assert (more.articles, more.encoded, len(encoder.encoded)) == (
        4,
        1,
        2,
    )  # a chunk and a sentence


def test_progress_is_told_after_articles_and_batches(
    filled: Store, indexes: Path, encoder: WordEncoder
) -> None:
    told: list[tuple[int, int]] = []
    rebuild(indexes, filled, encoder, progress=lambda at: told.append((at.articles, at.tokens)))
    assert [(1, 0), (2, 0), (3, 0)] == told[:3]
    batches = told[3:]  # chunks, then sentences
    assert [3, 3] == [articles for articles, _ in batches]
    assert 0 < batches[0][1] < batches[1][1] == sum(encoder.count_tokens(encoder.encoded))


def test_an_archive_of_symbols_has_nothing_to_publish(
    store: Store, indexes: Path, encoder: WordEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.transaction():
        store.put(ARTICLES[0], touched=set())
    monkeypatch.setattr("nksearch.indexing.chunk", lambda *_, **__: [])
    with pytest.raises(NoIndexError, match="has words"):
        rebuild(indexes, store, encoder)


def test_a_full_disk_is_said_and_the_old_generation_stays(
    published: Path, filled: Store, encoder: WordEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("nksearch.indexing.describe_files", full)
    with pytest.raises(NksearchError, match=r"No space left on device\. What was published stays"):
        rebuild(published, filled, encoder)
    assert open_generation(published).manifest.generation == "000001"


def test_a_damaged_cache_of_vectors_is_made_anew(
    published: Path, filled: Store, encoder: WordEncoder
) -> None:
    for content in (b"no database " * 500, b""):
        (published / "vectors.db").write_bytes(content)
        encoder.encoded.clear()
        report = rebuild(published, filled, encoder, full=True)
        assert (report.encoded, report.reused) == (report.chunks, 0)


def test_vectors_that_are_none_are_not_taken_from_the_cache(
    published: Path, filled: Store, encoder: WordEncoder
) -> None:
    with sqlite3.connect(published / "vectors.db") as connection:
        connection.execute("UPDATE vectors SET vector = ?", (b"\xff" * 4 * encoder.dimension,))
    connection.close()
    report = rebuild(published, filled, encoder, full=True)
    assert (report.encoded, report.reused) == (report.chunks, 0)


def test_an_unpublished_orphan_is_not_kept_instead_of_the_one_before(
    published: Path, filled: Store, encoder: WordEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr("nksearch.generations._current_name", die)
        rebuild(published, filled, encoder)
    assert rebuild(published, filled, encoder).generation == "000003"
    kept = sorted(path.name for path in (published / "generations").iterdir())
    assert kept == ["000001", "000003"]
