"""A build that takes articles over from the one before holds what a full build holds."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nksearch import chunking, indexing, merging
from nksearch.catalogue import Catalogue
from nksearch.datamodels import Article
from nksearch.generations import open_generation
from nksearch.indexing import RebuildReport, rebuild
from nksearch.lexical import LexicalIndex
from nksearch.store import Store
from nksearch.text import sentence_spans

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
                connection.execute(f"DELETE FROM {table} WHERE article_id IN {found}", (address,))

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


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Incremental]:
    archive = Incremental(tmp_path)
    yield archive
    archive.store.close()


def assert_same(archive: Incremental) -> None:
    for ours, theirs in archive.files():
        assert ours.read_bytes() == theirs.read_bytes(), ours
    assert archive.phrases(archive.indexes) == archive.phrases(archive.anew)


@settings(max_examples=25)
@given(steps)
def test_a_build_step_by_step_is_the_same_as_one_anew(
    tmp_path_factory: pytest.TempPathFactory, changes: list[dict[int, Version]]
) -> None:
    archive = Incremental(tmp_path_factory.mktemp("archive"))
    always = {20: (list(SENTENCES), "Always there", None, None)}
    for step in ({**changes[0], **always}, *changes[1:]):
        archive.change(step)
        archive.build()
        assert_same(archive)
    archive.store.close()
