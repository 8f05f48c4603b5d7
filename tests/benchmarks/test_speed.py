from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from nksearch.indexing import rebuild
from nksearch.store import Store
from nksearch.text import sentence_spans

from ..conftest import WordEncoder
from .speed.archives import Recipe, make_archive, turn
from .speed.compared import compared
from .speed.ours import Engine, Made, disk, warm
from .speed.peers import CONTESTS
from .speed.report import as_picture, as_text
from .speed.texts import Corpus, generated, six_terms
from .speed.timing import in_turn

SIZE, REAL = 120, 40  # chunks


def corpus(encoder: WordEncoder, *, seed: int = 1) -> Corpus:
    return Corpus(generated(seed), encoder, real=REAL, seed=seed)


def test_a_corpus_has_exactly_its_size_and_is_the_same_twice(encoder: WordEncoder) -> None:
    first, second = (list(corpus(encoder).articles(SIZE)) for _ in range(2))
    assert SIZE == sum(len(chunks) for _, _, chunks in first)
    assert first == second
    other = list(corpus(encoder, seed=2).articles(SIZE))
    assert {each.text for _, each, _ in first}.isdisjoint(each.text for _, each, _ in other)


def test_repeats_differ_and_keep_the_borders_of_their_sources(encoder: WordEncoder) -> None:
    own = corpus(encoder)
    articles = list(own.articles(SIZE))
    assert len(articles) == len({each.text for _, each, _ in articles})
    for source, repeat in own.sample(3):
        assert len(own.chunks(source)) == len(own.chunks(repeat))
        words = list(zip(source.text.split(), repeat.text.split(), strict=True))
        assert 0.1 < sum(one != other for one, other in words) / len(words) < 0.3


def test_six_terms_stand_in_one_sentence(encoder: WordEncoder) -> None:
    sources = list(islice(generated(1), 5))
    for question in six_terms(sources, 10, seed=1):
        words = question.split()
        assert 6 == len(words)
        assert any(
            set(words) <= set(each.text[start:end].rstrip(".").split())
            for each in sources
            for start, end in sentence_spans(each.text)
        )


def test_vectors_are_turned_by_about_the_angle_asked_for() -> None:
    rng = np.random.default_rng(1)
    vectors = rng.standard_normal((200, 384), dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    turned = turn(vectors, np.array([1.0] * 100 + [0.8] * 100), rng)
    cosines = (vectors * turned).sum(axis=1)
    assert (vectors[:100] == turned[:100]).all()
    assert 0.8 == pytest.approx(float(cosines[100:].mean()), abs=0.02)


def test_engines_are_asked_in_turn() -> None:
    asked: list[str] = []
    found = in_turn(
        {name: lambda text, name=name: asked.append(f"{name} {text}") for name in "ab"},
        ["one", "two"],
        rounds=2,
    )
    assert ["a one", "b one", "a two", "b two"] * 3 == asked  # once to warm them
    assert 2 == found["a"]["questions"]
    assert found["a"]["p50_ms"] <= found["a"]["p95_ms"] <= found["a"]["p99_ms"]


@pytest.fixture
def measured(encoder: WordEncoder, indexes: Path) -> Iterator[tuple[Made, Engine]]:
    made = make_archive(indexes, Recipe(size=SIZE, real=REAL, texts=None, vectors=None), encoder)
    encoder.encoded.clear()
    with Store(indexes / "articles.db") as store:
        built = rebuild(indexes, store, encoder)
    assert (SIZE, 0) == (built.chunks, built.encoded), "every vector is known"
    engine = Engine(indexes, encoder)
    yield {**made, "whole": made["whole"][:5], "six_terms": made["six_terms"][:5]}, engine
    engine.close()


def test_the_report_is_made_from_measurements(measured: tuple[Made, Engine], indexes: Path) -> None:
    made, engine = measured
    recipe = Recipe(size=SIZE, real=REAL, texts=None, vectors=None)
    ours = {"warm": warm(indexes, made, recipe, engine), "disk": disk(indexes, made, recipe)}
    installed = ("Whoosh", "SQLite FTS5", "NumPy product")
    peers = {
        **{name: compared(indexes, made, name, engine) for name in installed},
        "bm25s": {"left_out": "not installed"},
    }
    sizes = [{"archive": made, **ours, "peers": peers}]
    text, picture = as_text(sizes), as_picture(sizes)
    assert text.startswith("120 chunks of ")
    for name in installed:
        own = peers[name]["six_terms"]
        assert f"{own['peer']['p50_ms']:.2f}" in text
        assert name in picture
    assert "not installed" in text
    assert picture.startswith("<svg") and "bm25s" not in picture


def test_every_peer_is_compared_with_something_of_ours() -> None:
    assert all(hasattr(Engine, contest.leg) for contest in CONTESTS)
