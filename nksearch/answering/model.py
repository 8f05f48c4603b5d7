"""What was learnt from judged questions: how much each piece of evidence counts.

`model.toml` holds it, with the figures that it reaches; `tests/benchmarks/fit_answers.py` makes it.
There are two sets of weights: one with the meaning of sentences and one by words alone, which also
serves questions in languages that the encoder does not know. Cosines of different encoders are
not alike: with an encoder that is not the fitted one, sentences are weighed as if it were, and
whether the archive answers at all is decided by words alone.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nksearch.errors import NksearchError

MODEL_FILE = Path(__file__).with_name("model.toml")

Row = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of one of the two ways to answer; `threshold` is the least support to answer.

    `precision` is what was measured of answering from a support on, by that support.
    """

    sentences: Mapping[str, float]
    support: Mapping[str, float]
    threshold: float
    precision: Mapping[float, float] = field(default_factory=dict)

    def least_support(self, precision: float | None) -> float:
        """Return the least support to answer with this precision, the usual one for None.

        Raises:
            NksearchError: no support was measured to be that precise.
        """
        if precision is None:
            return self.threshold
        enough = [support for support, reached in self.precision.items() if reached >= precision]
        if not enough:
            best = max(self.precision.values(), default=0.0)
            raise NksearchError(
                f"answer_precision = {precision:g} is more than was measured at any support: "
                f"{best:.2f} at most. Set less, or set answer_threshold."
            )
        return min(enough)


@dataclass(frozen=True, slots=True)
class AnswerModel:
    """Both sets of weights, and the encoder whose cosines the first one was fitted on."""

    encoder: str
    by_meaning: Weights
    by_words: Weights


def read_model(path: Path) -> AnswerModel:
    """Read a model as `tests/benchmarks/fit_answers.py` writes it."""
    values = tomllib.loads(path.read_text("utf-8"))
    meaning, words = (
        Weights(
            values[name]["sentences"],
            values[name]["support"],
            values[name]["threshold"],
            dict(values[name].get("precision", ())),
        )
        for name in ("meaning", "words")
    )
    return AnswerModel(values["encoder"], meaning, words)


@cache
def fitted_model() -> AnswerModel:
    """Return the model of this nksearch."""
    return read_model(MODEL_FILE)


def weighted(weights: Mapping[str, float], names: tuple[str, ...], rows: Row) -> Row:
    """Return the weighted sums of features, shape (n, len(names)), with the constant if any."""
    total: Row = rows @ np.array([weights.get(name, 0.0) for name in names])
    return total + weights.get("constant", 0.0)
