"""What the tests stand on: an encoder computable by hand, a small archive, the sample archive."""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import settings

from nksearch.archive import Archive
from nksearch.datamodels import Article
from nksearch.indexing import rebuild
from nksearch.models.encoder import Vectors
from nksearch.store import Store

ROOT = Path(__file__).parent.parent
settings.register_profile("nksearch", deadline=None)  # shared machines: no test asserts a time
settings.load_profile("nksearch")

SHARED = Path(os.environ.get("NKSEARCH_SHARED", ROOT.parent / "shared"))


class WordEncoder:
    """An encoder for tests: one dimension for each of a few words, so that cosines are counts.

    A text's vector counts the words of `WORDS` in it and is scaled to length 1; a text that has
    none of them points to one of further dimensions, by its length.
    """

    WORDS = ("flood", "phone", "border", "missile", "market", "visit")

    name = "words"
    revision = "1"
    precision = "float32"
    dimension = len(WORDS) + 5
    max_tokens = 24
    languages = frozenset({"en"})
    questions_by = "counting"

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def encode_question(self, text: str) -> Vectors:
        vector: Vectors = self.encode_passages([text])[0]
        return vector

    def export_questions(self) -> None:
        """Counting needs no export."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        self.encoded.extend(texts)
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for vector, text in zip(vectors, texts, strict=True):
            vector[: len(self.WORDS)] = [text.lower().count(word) for word in self.WORDS]
            if not vector.any():
                vector[len(self.WORDS) + len(text) % 5] = 1
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


ARTICLES = (
    Article(
        title="Flood in Sinuiju",
        text="A flood hit Sinuiju in July 2024. Soldiers rescued 4,200 people by boat.\n\n"
        "Kim Jong Un visited the flooded town on Monday.",
        published="2024-07-31",
        source="River Post",
        language="en",
        address="https://example.org/flood",
        url="https://example.org/flood",
        raw=b"flood",
    ),
    Article(
        title="Phones at the border",
        text="Traders use Chinese phones near the border. Police caught six of them in May.",
        published="2023-05-02T08:30",
        source="Border Desk",
        language="en",
        translated_by="Google",
        address="file:///a/phones.txt",
        raw=b"phones",
    ),
    Article(
        title="장마당 소식",
        text="평양의 장마당은 2002년에 문을 열었다. 핵 실험은 없었다.",
        published=None,
        source="Border Desk",
        language="ko",
        address="file:///a/market.txt",
        raw=b"market",
    ),
)


def write_lines(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write JSON Lines, as collections of questions have them."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


@pytest.fixture
def encoder() -> WordEncoder:
    return WordEncoder()


@pytest.fixture
def indexes(tmp_path: Path) -> Path:
    directory = tmp_path / "indexes"
    directory.mkdir()
    return directory


@pytest.fixture
def store(indexes: Path) -> Iterator[Store]:
    with Store(indexes / "articles.db") as opened:
        yield opened


@pytest.fixture
def filled(store: Store) -> Store:
    """A store with the three articles above."""
    with store.transaction():
        for article in ARTICLES:
            store.put(article, touched=set())
    return store


@pytest.fixture
def archive(filled: Store, indexes: Path, encoder: WordEncoder) -> Archive:
    """The three articles, searchable."""
    rebuild(indexes, filled, encoder)
    return Archive(indexes, encoder)
