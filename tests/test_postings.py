from math import isclose
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nksearch.postings import K1, B, Postings, PostingsWriter, keys_of, pairs_of


def postings(directory: Path, *documents: str) -> Postings:
    writer = PostingsWriter(directory)
    for text in documents:
        writer.add(keys_of(text.split()))
    writer.save()
    return Postings(directory, documents=len(documents))


def scores(index: Postings, *terms: str) -> list[float]:
    return index.scores(keys_of(terms), np.ones(len(terms))).tolist()


def test_scores_are_those_of_bm25(tmp_path: Path) -> None:
    index = postings(tmp_path, "a a b", "b", "c c c c c")  # lengths 3, 1 and 5: 3 on average
    expected = [2 * (K1 + 1) / (2 + K1), 0.0, 0.0]
    assert scores(index, "a") == pytest.approx(expected)
    short = 1 * (K1 + 1) / (1 + K1 * (1 - B + B / 3))
    assert scores(index, "b") == pytest.approx([1.0 * (K1 + 1) / (1 + K1), short, 0.0])


def test_scores_of_terms_add_up_with_their_weights(tmp_path: Path) -> None:
    index = postings(tmp_path, "a b", "a", "b b")
    both = index.scores(keys_of(["a", "b"]), np.array([2.0, 0.5]))
    alone = [2.0 * a + 0.5 * b for a, b in zip(scores(index, "a"), scores(index, "b"), strict=True)]
    assert both.tolist() == pytest.approx(alone)


def test_occurrences_add_what_their_term_scores(tmp_path: Path) -> None:
    index = postings(tmp_path, "a b", "b", "a a")
    [key] = keys_of(["a"])
    added = np.array([1, 2, 3], np.float32)
    index.occurrences(key).add_to(added, 0.5)
    alone = index.scores(keys_of(["a"]), np.array([0.5]))
    assert added.tolist() == pytest.approx([1 + alone[0], 2.0, 3 + alone[2]])


def test_unknown_terms_add_nothing_wherever_they_sort(tmp_path: Path) -> None:
    index = postings(tmp_path, "a b c", "b")
    for n in range(50):
        assert scores(index, f"unknown{n}") == [0.0, 0.0]
    assert scores(index) == [0.0, 0.0]


def test_frequencies_count_documents(tmp_path: Path) -> None:
    index = postings(tmp_path, "a a b", "b", "c")
    assert index.frequencies(keys_of(["b", "a", "nothing"])).tolist() == [2, 1, 0]


def test_an_index_of_empty_documents_answers_too(tmp_path: Path) -> None:
    assert scores(postings(tmp_path, "", ""), "a") == [0.0, 0.0]


def test_a_pair_is_the_same_in_either_order_and_only_then() -> None:
    forth, back = pairs_of(keys_of(["a", "b"])), pairs_of(keys_of(["b", "a"]))
    assert forth.tolist() == back.tolist()
    words = [f"w{n}" for n in range(60)]
    pairs = {int(pairs_of(keys_of([one, two]))[0]) for one in words for two in words}
    assert len(pairs) == 60 * 61 // 2
    assert len(pairs_of(keys_of(["a"]))) == len(pairs_of(keys_of([]))) == 0


@given(st.lists(st.lists(st.sampled_from("abcdef"), max_size=8), min_size=1, max_size=8))
def test_a_document_scores_exactly_when_it_has_the_term(
    tmp_path_factory: pytest.TempPathFactory, documents: list[list[str]]
) -> None:
    index = postings(tmp_path_factory.mktemp("p"), *(" ".join(words) for words in documents))
    for term in "abcdef":
        found = [score > 0 for score in scores(index, term)]
        assert found == [term in words for words in documents]


def test_weights_may_be_any_number(tmp_path: Path) -> None:
    index = postings(tmp_path, "a")
    [score] = index.scores(keys_of(["a"]), np.array([0.25])).tolist()
    assert isclose(score, 0.25, rel_tol=1e-6)
