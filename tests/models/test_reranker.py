"""Reranking within a time budget, with a tiny cross-encoder of random weights, made here."""

import math
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from nksearch.config import Settings
from nksearch.errors import EncoderError
from nksearch.models.reranker import PairReranker, load_reranker, reordered

from .tiny_models import save_reranker

TEXTS = [f"{word} in the {other}" for word in ("flood", "phone") for other in "평양장마당"]


class Clock:
    """A clock that only the work moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class SlowReranker(PairReranker):
    """A reranker without a network: a text's score is its length, a text takes a tenth second."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(Path("nowhere"), name="slow")
        self._loaded = self
        self._clock = clock

    def _scores(self, question: str, texts: Sequence[str]) -> list[float]:
        self._clock.now += 0.1 * len(texts)
        return [float(len(text)) for text in texts]


def test_what_was_scored_comes_first_and_the_rest_keeps_its_order() -> None:
    assert ["b", "c", "a", "d", "e"] == reordered("abcde", [1.0, 3.0, 2.0])
    assert ["a", "b", "c"] == reordered("abc", [])
    assert ["c", "a", "b"] == reordered("abc", [1.0, 1.0, 2.0])  # ties as they were


@pytest.mark.parametrize(
    ("seconds", "scored"),
    [
        (0.0, 0),
        (0.1, 4),  # the first batch is begun before anything is known of its length
        (0.75, 4),  # a second one would end at 0.8
        (0.85, 8),
        (9.0, 10),
    ],
)
def test_no_batch_is_begun_that_would_end_too_late(seconds: float, scored: int) -> None:
    clock = Clock()
    scores = SlowReranker(clock).rerank("flood?", TEXTS, seconds=seconds, clock=clock)
    assert scored == len(scores)
    assert [float(len(text)) for text in TEXTS[:scored]] == scores
    assert clock.now <= max(seconds, 0.4 if seconds else 0) + 1e-9


def test_a_question_does_not_wait_for_another_beyond_its_time() -> None:
    clock = Clock()
    reranker = SlowReranker(clock)
    found: list[list[float]] = []
    with reranker._lock:
        asking = threading.Thread(
            target=lambda: found.append(reranker.rerank("flood?", TEXTS, seconds=0.01, clock=clock))
        )
        asking.start()
        asking.join()
    assert [[]] == found


def test_no_reranker_is_set_by_default() -> None:
    assert load_reranker(Settings()) is None


def test_a_reranker_that_is_not_here_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="There is no folder"):
        load_reranker(Settings(reranker=str(tmp_path / "nowhere")))


@pytest.mark.slow
def test_a_folder_scores_pairs_as_its_cross_encoder_does(tmp_path: Path) -> None:
    from sentence_transformers import CrossEncoder
    from torch.nn import Identity

    folder = save_reranker(tmp_path / "tiny")
    reranker = load_reranker(Settings(reranker=str(folder)))
    assert reranker is not None
    scores = reranker.rerank("flood?", TEXTS, seconds=math.inf)
    own = CrossEncoder(str(folder), local_files_only=True)
    expected = own.predict(
        [("flood?", text) for text in TEXTS], activation_fn=Identity(), show_progress_bar=False
    )
    assert ("tiny", len(TEXTS)) == (reranker.name, len(scores))
    assert list(expected) == pytest.approx(scores, abs=1e-5)
    assert [] == reranker.rerank("flood?", [], seconds=1)


@pytest.mark.slow
def test_a_model_with_several_labels_is_refused(tmp_path: Path) -> None:
    folder = save_reranker(tmp_path / "three", labels=3)
    with pytest.raises(EncoderError, match="3 scores for a pair"):
        PairReranker(folder, name="three").prepare()
