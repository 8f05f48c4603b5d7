import pytest

from nksearch.answering.model import Weights, fitted_model
from nksearch.errors import NksearchError

MEASURED = Weights({}, {}, 0.15, {0.0: 0.5, 0.2: 0.7, 0.6: 0.8})


@pytest.mark.parametrize(
    ("precision", "support"), [(None, 0.15), (0.4, 0.0), (0.7, 0.2), (0.75, 0.6), (0.8, 0.6)]
)
def test_a_precision_is_reached_from_a_support_on(precision: float | None, support: float) -> None:
    assert support == MEASURED.least_support(precision)


def test_a_precision_that_was_never_measured_is_refused_with_the_best() -> None:
    with pytest.raises(NksearchError, match=r"answer_precision = 0\.9 .* 0\.80 at most"):
        MEASURED.least_support(0.9)


def test_both_ways_to_answer_have_a_table_of_precision() -> None:
    for weights in (fitted_model().by_meaning, fitted_model().by_words):
        assert weights.least_support(0.75) > weights.threshold
        assert list(weights.precision.values()) == sorted(weights.precision.values())
