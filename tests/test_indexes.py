"""The contract that both indexes keep, and the catalogue that numbers their rows."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from nksearch.catalogue import Catalogue, CatalogueWriter
from nksearch.codes import products
from nksearch.datamodels import Chunk, Filters, StoredArticle
from nksearch.errors import DamagedIndexError
from nksearch.fusion import top
from nksearch.lexical import (
    OTHER_SPELLING,
    Alternative,
    LexicalIndex,
    LexicalScores,
    LexicalWriter,
)
from nksearch.postings import K1, keys_of
from nksearch.semantic import SemanticIndex, SemanticScores, SemanticWriter

from .conftest import WordEncoder

# Articles by their chunks: rows 0 and 1, 2, 3 and 4, 5.
ARTICLES = (
    ("flood in the town.", "boats came."),
    ("phone and phone at the border.",),
    ("a missile.", "border border phone."),
    ("market day. a second market.",),
)
CHUNKS = [
    [
        Chunk(f"{number:016x}", 1, 100 * place, 100 * place + len(text), text, "")
        for place, text in enumerate(texts)
    ]
    for number, texts in enumerate(ARTICLES)
]
Search = Callable[[str], LexicalScores | SemanticScores]


@pytest.fixture
def numbered(tmp_path: Path) -> Catalogue:
    writer = CatalogueWriter(tmp_path)
    for number, chunks in enumerate(CHUNKS):
        writer.add(
            StoredArticle(
                title="",
                text="",
                article_id=f"{number:016x}",
                revision=1,
                ingested="2024-06-01T00:00:00+00:00",
            ),
            chunks,
        )
    writer.save()
    return Catalogue.open(tmp_path)


def lexical(directory: Path, catalogue: Catalogue) -> LexicalIndex:
    writer = LexicalWriter(directory)
    for chunks in CHUNKS:
        writer.add(chunks, [()] * (1 + len(chunks)))
    writer.finish()
    return LexicalIndex(directory, catalogue)


def semantic(directory: Path, catalogue: Catalogue) -> SemanticIndex:
    encoder, writer = WordEncoder(), SemanticWriter(directory)
    for chunks in CHUNKS:
        writer.add_article(encoder.encode_passages([chunk.text for chunk in chunks]))
        counts = [chunk.text.count(".") for chunk in chunks]
        texts = [text for chunk in chunks for text in chunk.text.split(".") if text]
        writer.add_sentences(counts, encoder.encode_passages(texts))
    writer.close()
    return SemanticIndex(directory, catalogue, dimension=encoder.dimension)


@pytest.fixture(params=["lexical", "semantic"])
def search(request: pytest.FixtureRequest, tmp_path: Path, numbered: Catalogue) -> Search:
    directory = tmp_path / request.param
    directory.mkdir()
    if request.param == "lexical":
        return lexical(directory, numbered).scores
    index = semantic(directory, numbered)
    return lambda question: index.scores(WordEncoder().encode_question(question))


def test_there_is_a_score_for_every_article_and_every_chunk(search: Search) -> None:
    scores = search("phone border")
    assert scores.articles.shape == (4,)
    assert scores.chunks.shape == (6,)
    assert scores.articles.dtype == scores.chunks.dtype == np.float32


def test_the_best_chunk_and_its_article_come_first(search: Search) -> None:
    scores = search("phone border border")
    assert top(scores.chunks, 1).tolist() == [4]
    assert top(search("flood").articles, 1).tolist() == [0]
    assert top(search("market").articles, 1).tolist() == [3]


def test_scores_lie_between_nothing_and_one(search: Search) -> None:
    for question in ("flood", "phone border", "missile market border phone", "nothing of this"):
        scores = search(question)
        assert scores.articles.min() >= 0
        assert max(scores.articles.max(), scores.chunks.max()) <= 1.000001


def test_the_same_question_twice_gives_the_same(search: Search) -> None:
    one, two = search("border phone"), search("border phone")
    assert one.articles.tolist() == two.articles.tolist()
    assert one.chunks.tolist() == two.chunks.tolist()


def test_neighbouring_words_of_the_question_count_when_they_are_neighbours(
    tmp_path: Path, numbered: Catalogue
) -> None:
    scores = lexical(tmp_path, numbered).scores("phone phone border").articles
    assert scores[1] > scores[2] > 0  # both have the words, the first has them in a row


def test_weights_of_terms_fall_with_their_frequency(tmp_path: Path, numbered: Catalogue) -> None:
    weight = lexical(tmp_path, numbered).weight
    assert weight("flood") > weight("border") > 0
    assert weight("nowhere") == weight("") > weight("flood")


def test_phrases_are_found_word_for_word(tmp_path: Path, numbered: Catalogue) -> None:
    index = lexical(tmp_path, numbered)
    assert np.flatnonzero(index.rows_with("at the border")).tolist() == [2]
    assert np.flatnonzero(index.rows_with("the at border")).tolist() == []
    assert np.flatnonzero(index.rows_with("...")).tolist() == []


def test_the_nearest_sentence_of_each_article(tmp_path: Path, numbered: Catalogue) -> None:
    index = semantic(tmp_path, numbered)
    vector = WordEncoder().encode_question("market")
    found = index.best_sentences(vector, np.array([3, 0]))
    assert found.tolist() == pytest.approx([1.0, 0.0], abs=0.01)
    assert (index.sentences(5) @ vector).tolist() == pytest.approx([1.0, 1.0], abs=0.01)


def test_lengths_of_pairs_are_those_of_the_vectors_across_blocks_and_end_with_an_article(
    tmp_path: Path, numbered: Catalogue
) -> None:
    index = semantic(tmp_path, numbered)  # one article a block
    sums = np.linalg.norm(index.vectors[:-1] + index.vectors[1:], axis=1)
    numbers = numbered.article_of_row
    expected = [*np.where(numbers[1:] == numbers[:-1], sums, np.inf), np.inf]
    np.testing.assert_allclose(index._pair_lengths, expected, atol=1e-6)
    stored = np.load(tmp_path / "pairs.npy")
    np.testing.assert_allclose(stored, sums, atol=1e-6)


def test_the_vector_of_an_article_is_the_mean_of_its_chunks_with_length_one(
    tmp_path: Path, numbered: Catalogue
) -> None:
    index = semantic(tmp_path, numbered)
    for article, vector in zip([2, 1], index.article_vectors(np.array([2, 1]))):
        rows = numbered.rows_of(article)
        mean = index.vectors[rows.start : rows.stop].mean(axis=0)
        np.testing.assert_allclose(vector, mean / np.linalg.norm(mean), atol=1e-6)


def test_articles_are_taken_over_as_they_are(tmp_path: Path, numbered: Catalogue) -> None:
    (tmp_path / "again").mkdir()
    index, writer = semantic(tmp_path, numbered), SemanticWriter(tmp_path / "again")
    writer.take(index, range(0, numbered.rows_of(1).stop))
    writer.take(index, range(numbered.rows_of(2).start, len(numbered)))
    writer.close()
    for path in (tmp_path / "again").iterdir():
        assert path.read_bytes() == (tmp_path / path.name).read_bytes(), path.name


def test_a_file_of_another_size_is_refused(tmp_path: Path, numbered: Catalogue) -> None:
    semantic(tmp_path, numbered)
    with (tmp_path / "vectors.f32").open("ab") as file:
        file.write(b"1234")
    with pytest.raises(DamagedIndexError, match="6 rows"):
        SemanticIndex(tmp_path, numbered, dimension=WordEncoder.dimension)


def test_a_double_precision_question_is_a_bug(tmp_path: Path, numbered: Catalogue) -> None:
    with pytest.raises(TypeError, match="float32"):
        semantic(tmp_path, numbered).scores(np.zeros(WordEncoder.dimension))  # type: ignore[arg-type]


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    writer = CatalogueWriter(tmp_path)
    for number, (published, source, language) in enumerate(
        [("2024-01-31T10:00", "A", "en"), (None, "B  desk", "ko"), ("2024-02-01", None, "und")]
    ):
        article = StoredArticle(
            title="",
            text="",
            article_id=f"{number:016x}",
            revision=1,
            ingested="2024-06-01T00:00:00+00:00",
            published=published,
            date_conflict=published and "2020-01-01 (page)" if source else None,
            source=source,
            language=language,
        )
        writer.add(article, [Chunk(article.article_id, 1, n, n + 5, "", "") for n in (0, 5)])
    writer.save()
    return Catalogue.open(tmp_path)


def allowed(catalogue: Catalogue, **limits: object) -> list[int]:
    return np.flatnonzero(catalogue.mask(Filters(**limits))).tolist()  # type: ignore[arg-type]


def test_filters_allow_whole_articles(catalogue: Catalogue) -> None:
    assert catalogue.mask(Filters()).all()
    assert allowed(catalogue, since=date(2024, 2, 1)) == [2]
    assert allowed(catalogue, until=date(2024, 1, 31)) == [0]  # no date is in no range
    assert allowed(catalogue, date_state="unknown") == [1]
    assert allowed(catalogue, date_state="conflict") == [0]
    assert allowed(catalogue, date_state="conflict", language="und") == []
    assert allowed(catalogue, source="b DESK") == [1]
    assert allowed(catalogue, source="nobody") == []
    assert allowed(catalogue, language="en", since=date(2024, 1, 1)) == [0]


def test_unknown_languages_count_as_understood(catalogue: Catalogue) -> None:
    mask = catalogue.in_languages(frozenset({"en", "fr"}))
    assert np.flatnonzero(mask).tolist() == [0, 2]


def test_articles_take_the_best_of_their_rows(catalogue: Catalogue) -> None:
    values = np.array([1, 2, 6, 5, 3, 4], dtype=np.float32)
    assert catalogue.best_of_articles(values).tolist() == [2, 6, 4]
    first, last = catalogue.row_ranges(np.array([2, 0]))
    assert (first.tolist(), last.tolist()) == ([4, 0], [6, 2])


def test_published_is_about_days_and_never_of_undated_articles(catalogue: Catalogue) -> None:
    days = catalogue.published(date(2024, 2, 1), None)
    assert np.flatnonzero(days).tolist() == [2]
    assert np.flatnonzero(catalogue.published(None, None)).tolist() == [0, 2]


def test_a_chunk_is_found_by_its_place(catalogue: Catalogue) -> None:
    assert [catalogue.row_of(f"{n:016x}", start) for n in range(3) for start in (0, 5)] == [
        0, 1, 2, 3, 4, 5,
    ]  # fmt: skip


def test_a_row_knows_its_place(catalogue: Catalogue) -> None:
    assert len(catalogue) == 6
    assert catalogue.place(3).chunk_id == f"{1:016x}.1:5-10"


def with_names(directory: Path, catalogue: Catalogue) -> LexicalIndex:
    """The same index; the second article and the last chunk of the third name the x."""
    names = {1: [(), ("x",)], 2: [(), (), ("x", "x")]}
    writer = LexicalWriter(directory)
    for number, chunks in enumerate(CHUNKS):
        writer.add(chunks, names.get(number, [()] * (1 + len(chunks))))
    writer.finish()
    return LexicalIndex(directory, catalogue)


def test_what_stands_beside_the_words_changes_no_score(tmp_path: Path, numbered: Catalogue) -> None:
    (tmp_path / "plain").mkdir()
    (tmp_path / "named").mkdir()
    plain = lexical(tmp_path / "plain", numbered).scores("phone border flood")
    named = with_names(tmp_path / "named", numbered).scores("phone border flood")
    assert named.articles.tolist() == plain.articles.tolist()
    assert named.chunks.tolist() == plain.chunks.tolist()


def test_another_spelling_counts_a_little_less_than_the_words(
    tmp_path: Path, numbered: Catalogue
) -> None:
    index = with_names(tmp_path, numbered)
    question = "the flood"
    scores = index.scores(question, [Alternative(4, 9, ("x",))])
    assert np.flatnonzero(scores.chunks).tolist() == [0, 2, 4]
    # A share of the question is a share of the question, however many have it: the first article
    # has all of it. In the second x stands once among five words, the flood once among four.
    alone = index.scores(question).chunks
    assert scores.chunks[0] == pytest.approx(alone[0])
    impact = index._chunks.occurrences(keys_of(["x"])[0]).impacts[0]
    assert scores.chunks[2] == pytest.approx(OTHER_SPELLING * impact / (K1 + 1))


def test_a_possessive_belongs_to_its_name(tmp_path: Path, numbered: Catalogue) -> None:
    index = with_names(tmp_path, numbered)
    plain = index.scores("boats", [Alternative(0, 5, ("x",))]).chunks.tolist()
    assert index.scores("boats's", [Alternative(0, 5, ("x",))]).chunks.tolist() == plain


def test_a_word_outside_the_name_has_no_other_spelling(tmp_path: Path, numbered: Catalogue) -> None:
    index = with_names(tmp_path, numbered)
    outside = index.scores("missile boats", [Alternative(8, 13, ("x",))])
    assert outside.chunks[3] > outside.chunks[4] > 0  # the missile itself, and x for the boats
    around = index.scores("missile boats", [Alternative(0, 13, ("x",))])
    assert around.chunks[4] > outside.chunks[4]


def shaped(tmp_path: Path, sizes: list[int]) -> Catalogue:
    """A catalogue of articles with so many chunks."""
    directory = tmp_path / "shaped"
    directory.mkdir()
    writer = CatalogueWriter(directory)
    for number, size in enumerate(sizes):
        article_id = f"{number:016x}"
        article = StoredArticle(
            title="",
            text="",
            article_id=article_id,
            revision=1,
            ingested="2024-01-01T00:00:00+00:00",
        )
        writer.add(article, [Chunk(article_id, 1, n, n + 1, "x", "") for n in range(size)])
    writer.save()
    return Catalogue.open(directory)


def random_vectors(rows: int, seed: int) -> np.ndarray:
    vectors = np.random.default_rng(seed).standard_normal((rows, 48)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def by_brute_force(vectors: np.ndarray, sizes: list[int], question: np.ndarray) -> list[float]:
    scores, end = [], 0
    for size in sizes:
        own, end = vectors[end : end + size].astype(float), end + size
        pairs = own[:-1] + own[1:]
        pairs /= np.linalg.norm(pairs, axis=1, keepdims=True)
        # what two unit vectors have in common with the question, taken together
        together = max([*(pairs @ question), 0]) if size > 1 else max(own @ question)
        scores.append((max(own @ question) + together) / 2)
    return scores


@pytest.mark.parametrize("seed", range(5))
def test_codes_come_close_and_comparing_is_exact(tmp_path: Path, seed: int) -> None:
    sizes = np.random.default_rng(seed).integers(1, 6, 60).tolist()
    vectors, [question] = random_vectors(sum(sizes), seed), random_vectors(1, 99 + seed)
    catalogue, writer = shaped(tmp_path, sizes), SemanticWriter(tmp_path)
    for own in np.split(vectors, np.cumsum(sizes)[:-1]):
        writer.add_article(own)
        writer.add_sentences([1] * len(own), own)
    writer.close()
    index = SemanticIndex(tmp_path, catalogue, dimension=48)
    expected = by_brute_force(vectors, sizes, question)
    scores = index.scores(question)
    assert scores.articles.tolist() == pytest.approx(expected, abs=0.01)
    assert scores.chunks.tolist() == pytest.approx((vectors @ question).tolist(), abs=0.01)
    before = scores.articles.copy()
    some = np.array([3, 59, 17, 0])
    index.compare(scores, question, some)
    assert scores.articles[some].tolist() == pytest.approx([expected[n] for n in some], abs=1e-6)
    others = np.delete(np.arange(60), some)
    assert scores.articles[others].tolist() == before[others].tolist()
    index.compare(scores, question, np.arange(60))
    assert scores.articles.tolist() == pytest.approx(expected, abs=1e-6)
    best = catalogue.best_of_articles(scores.chunks)
    exactly = catalogue.best_of_articles(vectors @ question)
    assert best.tolist() == pytest.approx(exactly.tolist(), abs=1e-6)


def test_equal_vectors_have_equal_products_wherever_they_stand() -> None:
    one, [question] = random_vectors(1, 1), random_vectors(1, 2)
    rows = np.concatenate([random_vectors(5, 3), one, random_vectors(6, 4), one])
    found = products(question, rows)
    assert found[5] == found[12] == products(question, one)[0]
