import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nksearch.fusion import (
    LEXICAL_WEIGHT,
    NEIGHBOUR_SHARE,
    NEIGHBOURS,
    SENTENCE_SHARE,
    fuse,
    smoothed,
    top,
    with_sentences,
)


def array(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float32)


def test_a_text_that_both_indexes_find_perfect_scores_one() -> None:
    fused = fuse(array(1, 0, 1), array(1, 1, 0))
    total = 1 + LEXICAL_WEIGHT
    assert fused.tolist() == pytest.approx([1, 1 / total, LEXICAL_WEIGHT / total])


def test_the_nearest_sentence_has_its_share() -> None:
    mixed = with_sentences(array(0.5, 0.5), array(1.0, 0.5))
    assert mixed.tolist() == pytest.approx([0.5 + 0.5 * SENTENCE_SHARE, 0.5])


def test_a_candidate_is_drawn_towards_its_neighbours() -> None:
    vectors = np.array([[1, 0], [1, 0], [0, 1]], dtype=np.float32)
    scores = smoothed(array(1.0, 0.0, 0.5), vectors)
    assert scores[0] == pytest.approx(1 - NEIGHBOUR_SHARE)
    assert scores[1] == pytest.approx(NEIGHBOUR_SHARE)


def test_a_candidate_alone_keeps_its_score() -> None:
    assert smoothed(array(0.7), np.ones((1, 2), np.float32)).tolist() == pytest.approx([0.7])
    assert smoothed(array(), np.ones((0, 2), np.float32)).tolist() == []


def test_no_more_than_the_nearest_count() -> None:
    vectors = np.eye(NEIGHBOURS + 3, dtype=np.float32)
    vectors[:, 0] = 1
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    equal = smoothed(np.full(NEIGHBOURS + 3, 0.5, np.float32), vectors)
    assert equal.tolist() == pytest.approx([0.5] * (NEIGHBOURS + 3))


def test_top_gives_the_best_numbers_first_and_the_lowest_among_ties() -> None:
    assert top(array(1, 3, 2, 3, 3), 2).tolist() == [1, 3]
    assert top(array(1, 3, 2), 9).tolist() == [1, 2, 0]
    assert top(array(-np.inf, 1, -np.inf), 3).tolist() == [1]
    assert top(array(), 3).tolist() == []


@given(st.lists(st.integers(0, 5), max_size=30), st.integers(1, 35))
def test_top_is_the_head_of_a_full_sort(values: list[int], count: int) -> None:
    expected = sorted(range(len(values)), key=lambda number: (-values[number], number))[:count]
    assert top(array(*values), count).tolist() == expected


def test_a_candidate_without_near_neighbours_keeps_its_score() -> None:
    assert smoothed(array(0.9, 0.8), np.eye(2, dtype=np.float32)).tolist() == pytest.approx(
        [0.9, 0.8]
    )
    vectors = np.array([[1, 0], [1, 0], [0, 0]], dtype=np.float32)  # the last one means nothing
    assert smoothed(array(0.9, 0.8, 0.7), vectors)[2] == pytest.approx(0.7)
