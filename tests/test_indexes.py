"""The contract that both indexes keep: rows in, rows out, best first, ties by row, masks obeyed."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from nksearch.catalogue import Catalogue, CatalogueWriter
from nksearch.datamodels import Chunk, Filters, StoredArticle
from nksearch.errors import DamagedIndexError
from nksearch.fusion import Ranking
from nksearch.lexical import LexicalIndex, LexicalWriter
from nksearch.semantic import SemanticIndex, SemanticWriter, top

from .conftest import WordEncoder

TEXTS = (
    "flood in the town",
    "phone and phone at the border",
    "a missile",
    "border border phone",
    "a missile",
    "market day",
)
Search = Callable[..., Ranking]


@pytest.fixture(params=["lexical", "semantic"])
def search(request: pytest.FixtureRequest, tmp_path: Path) -> Search:
    encoder = WordEncoder()
    if request.param == "lexical":
        writer = LexicalWriter(tmp_path)
        writer.add(Chunk("a" * 16, 1, n, n + 1, text, "") for n, text in enumerate(TEXTS))
        writer.finish()
        return LexicalIndex(tmp_path, rows=len(TEXTS)).search
    vectors = SemanticWriter(tmp_path)
    vectors.add(encoder.encode(TEXTS[:4]))
    vectors.add(encoder.encode(TEXTS[4:]))
    vectors.finish()
    index = SemanticIndex(tmp_path, rows=len(TEXTS), dimension=encoder.dimension)

    def by_meaning(question: str, *, depth: int, mask: object = None) -> Ranking:
        ranking = index.search(encoder.encode([question])[0], depth=depth, mask=mask)  # type: ignore[arg-type]
        return [hit for hit in ranking if hit[1] > 0]

    return by_meaning


def rows(ranking: Ranking) -> list[int]:
    return [row for row, _ in ranking]


def test_the_best_row_comes_first(search: Search) -> None:
    assert rows(search("phone border border", depth=10))[0] == 3
    assert rows(search("flood", depth=10)) == [0]


def test_rows_that_tie_come_in_order_also_where_the_list_ends(search: Search) -> None:
    assert rows(search("missile", depth=10)) == [2, 4]
    assert rows(search("missile", depth=1)) == [2]


def test_scores_never_rise_along_a_ranking(search: Search) -> None:
    scores = [score for _, score in search("border phone market", depth=10)]
    assert scores == sorted(scores, reverse=True)


def test_no_more_rows_than_asked_for(search: Search) -> None:
    assert len(search("phone border market flood", depth=2)) == 2


def test_a_mask_leaves_only_its_rows(search: Search) -> None:
    mask = np.array([False, True, False, False, True, True])
    assert rows(search("border phone missile", depth=10, mask=mask))[:2] in ([1, 4], [4, 1])
    assert search("flood", depth=10, mask=mask) == []
    assert search("flood", depth=10, mask=np.zeros(6, dtype=bool)) == []


def test_the_same_question_twice_gives_the_same(search: Search) -> None:
    assert search("border phone", depth=5) == search("border phone", depth=5)


def test_a_file_of_another_size_is_refused(tmp_path: Path) -> None:
    writer = SemanticWriter(tmp_path)
    writer.add(WordEncoder().encode(TEXTS))
    writer.finish()
    with pytest.raises(DamagedIndexError, match="7 rows"):
        SemanticIndex(tmp_path, rows=7, dimension=WordEncoder.dimension)


def test_a_double_precision_question_is_a_bug(tmp_path: Path) -> None:
    writer = SemanticWriter(tmp_path)
    writer.add(WordEncoder().encode(TEXTS))
    writer.finish()
    index = SemanticIndex(tmp_path, rows=6, dimension=WordEncoder.dimension)
    with pytest.raises(TypeError, match="float32"):
        index.search(np.zeros(WordEncoder.dimension), depth=1)  # type: ignore[arg-type]


def test_top_takes_the_lowest_rows_among_ties() -> None:
    scores = np.array([1, 3, 2, 3, 3], dtype=np.float32)
    assert top(np.array([10, 11, 12, 13, 14]), scores, 2) == [(11, 3.0), (13, 3.0)]


def test_weights_of_terms_fall_with_their_frequency(tmp_path: Path) -> None:
    writer = LexicalWriter(tmp_path)
    writer.add(Chunk("a" * 16, 1, n, n + 1, text, "") for n, text in enumerate(TEXTS))
    writer.finish()
    weight = LexicalIndex(tmp_path, rows=len(TEXTS)).weight
    assert weight("flood") > weight("border") > 0
    assert weight("nowhere") == weight("") > weight("flood")


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    writer = CatalogueWriter()
    for number, (published, source, language) in enumerate(
        [("2024-01-31T10:00", "A", "en"), (None, "B  desk", "ko"), ("2024-02-01", None, "und")]
    ):
        article = StoredArticle(
            title="",
            text="",
            article_id=f"{number:016x}",
            revision=1,
            ingested="",
            published=published,
            source=source,
            language=language,
        )
        writer.add(article, [Chunk(article.article_id, 1, n, n + 5, "", "") for n in (0, 5)])
    writer.save(tmp_path)
    return Catalogue.open(tmp_path)


def allowed(catalogue: Catalogue, **limits: object) -> list[int]:
    mask = catalogue.mask(Filters(**limits))  # type: ignore[arg-type]
    assert mask is not None
    return np.flatnonzero(mask).tolist()


def test_filters_allow_whole_articles(catalogue: Catalogue) -> None:
    assert catalogue.mask(Filters()) is None
    assert allowed(catalogue, since=date(2024, 2, 1)) == [4, 5]
    assert allowed(catalogue, until=date(2024, 1, 31)) == [0, 1]  # no date is in no range
    assert allowed(catalogue, source="b DESK") == [2, 3]
    assert allowed(catalogue, source="nobody") == []
    assert allowed(catalogue, language="en", since=date(2024, 1, 1)) == [0, 1]


def test_unknown_languages_count_as_understood(catalogue: Catalogue) -> None:
    mask = catalogue.in_languages(frozenset({"en", "fr"}))
    assert np.flatnonzero(mask).tolist() == [0, 1, 4, 5]


def test_a_row_knows_its_place(catalogue: Catalogue) -> None:
    assert len(catalogue) == 6
    assert catalogue.place(3).chunk_id == f"{1:016x}.1:5-10"
