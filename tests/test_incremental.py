"""A build that takes articles over from the one before holds what a full build holds."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nksearch.catalogue import Catalogue
from nksearch.datamodels import Article
from nksearch.generations import open_generation
from nksearch.indexing import RebuildReport, rebuild
from nksearch.lexical import LexicalIndex
from nksearch.store import Store

from .conftest import WordEncoder

SENTENCES = (
    "The flood reached Sinuiju in July.",
    "Choe Son Hui left the DPRK.",
    "Choi Sun-hee came back by train.",
    "CHOE SON HUI spoke.",
    "Traders sell a phone at the border.",
    "A missile fell into the sea.",
    "평양의 장마당은 문을 열었다.",
    "로동신문이 보도하였다.",
    "The market opened and the market closed, said Kim Jong Un.",
)
TITLES = ("", "Flood in Sinuiju", "Choi Sun-hee speaks", "시장 소식")
WORDS = sorted({word.strip(".,") for sentence in SENTENCES for word in sentence.split()})

# An article by its address: its sentences, title, date and source; without sentences it goes.
texts = st.lists(st.sampled_from(SENTENCES), max_size=12)
versions = st.tuples(
    texts, st.sampled_from(TITLES), st.sampled_from([None, "2024-05-01", "2023-01-31T08:00"]),
    st.sampled_from([None, "River Post", "Border  Desk"]),
)  # fmt: skip
steps = st.lists(st.dictionaries(st.integers(0, 9), versions, max_size=6), min_size=2, max_size=5)
Version = tuple[list[str], str, str | None, str | None]


class Incremental:
    """One store with two directories of generations: one built step by step, one anew."""

    def __init__(self, directory: Path) -> None:
        self.indexes, self.anew = directory / "indexes", directory / "anew"
        for each in (self.indexes, self.anew):
            each.mkdir()
        self.store = Store(self.indexes / "articles.db")
        self.encoder = WordEncoder()

    def change(self, step: dict[int, Version]) -> None:
        for number, (sentences, title, published, source) in step.items():
            address = f"https://example.org/{number}"
            if not sentences:
                self.remove(address)
                continue
            article = Article(
                title=title, text=f"Item {number}. {' '.join(sentences)}", published=published,
                source=source, address=address, url=address, raw=b"",
            )  # fmt: skip
            with self.store.transaction():
                self.store.put(article, touched=set())

    def remove(self, address: str) -> None:
        connection = self.store._connection
        found = "(SELECT article_id FROM addresses WHERE address = ?)"
        with self.store.transaction():
            connection.execute("PRAGMA defer_foreign_keys = ON")
            for table in ("revisions", "articles", "addresses"):
                connection.execute(f"DELETE FROM {table} WHERE article_id IN {found}", (address,))  # noqa: S608

    def build(self) -> tuple[RebuildReport, RebuildReport]:
        step = rebuild(self.indexes, self.store, self.encoder)
        return step, rebuild(self.anew, self.store, self.encoder, full=True)

    def files(self) -> Iterator[tuple[Path, Path]]:
        """Yield each file of the build and the same file of the one made anew."""
        ours, theirs = (open_generation(each) for each in (self.indexes, self.anew))
        for name in sorted(ours.manifest.files.keys() | theirs.manifest.files.keys()):
            if "whoosh" not in name and not name.endswith("rows.npy"):
                yield ours.directory / name, theirs.directory / name

    def phrases(self, indexes: Path) -> list[list[int]]:
        directory = open_generation(indexes).directory
        index = LexicalIndex(directory / "lexical", Catalogue.open(directory))
        try:
            asked = [*WORDS, *(sentence[4:22] for sentence in SENTENCES)]
            return [np.flatnonzero(index.rows_with(each)).tolist() for each in asked]
        finally:
            index.close()


@pytest.fixture(autouse=True, scope="module")
def _unflushed() -> Iterator[None]:
    """These tests build often and do not ask what is on disk after a crash."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("nksearch.generations._fsync", lambda _: None)
        yield


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Incremental]:
    archive = Incremental(tmp_path)
    yield archive
    archive.store.close()


def assert_same(archive: Incremental) -> None:
    for ours, theirs in archive.files():
        assert ours.read_bytes() == theirs.read_bytes(), ours
    assert archive.phrases(archive.indexes) == archive.phrases(archive.anew)


EVERYTHING: dict[int, Version] = {
    number: ([*SENTENCES[number:], *SENTENCES[:number]], TITLES[number % 4], None, None)
    for number in range(8)
}
FIRST: Version = (["A missile fell into the sea."], "Missile", "2024-05-01", "River Post")


@settings(max_examples=15)
@given(changes=steps, block=st.sampled_from([1, 1 << 21]))
def test_a_build_step_by_step_is_the_same_as_one_anew(
    tmp_path_factory: pytest.TempPathFactory, changes: list[dict[int, Version]], block: int
) -> None:
    archive = Incremental(tmp_path_factory.mktemp("archive"))
    archive.change({20: EVERYTHING[0]})  # an archive without words cannot be built
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("nksearch.merging._BLOCK", block)
        for step in changes:
            archive.change(step)
            archive.build()
            assert_same(archive)
    archive.store.close()


def test_nothing_of_an_unchanged_article_is_looked_at_again(
    archive: Incremental, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.change(EVERYTHING)
    first, _ = archive.build()
    assert (first.articles, first.taken) == (8, 0)
    archive.change({20: FIRST})
    archive.encoder.encoded.clear()
    read: list[str] = []
    get = archive.store.get
    monkeypatch.setattr(archive.store, "get", lambda *which: read.append(which[0]) or get(*which))
    (archive.indexes / "vectors.db").unlink()
    second = rebuild(archive.indexes, archive.store, archive.encoder)
    assert (second.articles, second.taken, second.encoded) == (9, 8, 1)
    assert second.reused == second.chunks - 1 == first.chunks
    assert len(read) == 1
    assert archive.encoder.encoded == [
        "Missile\nItem 20. A missile fell into the sea.",
        "Item 20.",
        "A missile fell into the sea.",
    ]


def taken(archive: Incremental) -> int:
    return rebuild(archive.indexes, archive.store, archive.encoder).taken


def test_another_recipe_takes_nothing_over(
    archive: Incremental, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.change(EVERYTHING)
    assert (taken(archive), taken(archive)) == (0, 8)
    report = rebuild(archive.indexes, archive.store, archive.encoder, titles=False)
    assert report.anew and "another encoder" in report.anew
    assert (taken(archive), taken(archive)) == (0, 8)
    (archive.indexes / "terms.tsv").write_text("train\ttrain|railway\tfor the test\n", "utf-8")
    assert (taken(archive), taken(archive)) == (0, 8)
    monkeypatch.setattr(WordEncoder, "revision", "2")
    assert (taken(archive), taken(archive)) == (0, 8)
    monkeypatch.setattr("nksearch.recipe._own_files", lambda: "another version of nksearch")
    assert (taken(archive), taken(archive)) == (0, 8)


def test_a_store_made_anew_with_other_titles_is_told_from_the_old_one(
    archive: Incremental, tmp_path: Path
) -> None:
    archive.change({0: FIRST})
    archive.build()
    [before] = archive.store.current_revisions()
    archive.store.close()
    for path in archive.indexes.glob("articles.db*"):
        path.unlink()
    archive.store = Store(archive.indexes / "articles.db")
    archive.change({0: (FIRST[0], "Corrected title", *FIRST[2:])})
    [after] = archive.store.current_revisions()
    assert replace(after, fingerprint=before.fingerprint) == before
    assert taken(archive) == 0


def test_nothing_is_taken_over_from_a_damaged_generation(archive: Incremental) -> None:
    archive.change(EVERYTHING)
    archive.build()
    path = open_generation(archive.indexes).directory / "semantic" / "vectors.f32"
    path.write_bytes(bytes(path.stat().st_size))
    report = rebuild(archive.indexes, archive.store, archive.encoder)
    assert (report.taken, report.anew) == (0, f"{path} is damaged.")
    assert_same(archive)


def test_segments_stay_few_and_never_change(archive: Incremental) -> None:
    contents: dict[str, bytes] = {}
    for number in range(16):
        archive.change({number: EVERYTHING[number % 8]})
        archive.change({number % 5: ([SENTENCES[number % 9]] * (number % 3 + 1), "", None, None)})
        rebuild(archive.indexes, archive.store, archive.encoder)
        directory = open_generation(archive.indexes).directory / "lexical" / "whoosh"
        segments = sorted(directory.glob("*.seg"))
        assert len(segments) <= 4  # each has more than twice the documents of the next
        for path in segments:
            assert contents.setdefault(path.name, path.read_bytes()) == path.read_bytes()
    archive.build()
    assert_same(archive)
