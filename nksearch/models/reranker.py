"""Reranking: question and passage read together by a cross-encoder, as long as the time allows."""

import math
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

from nksearch.config import Settings
from nksearch.errors import EncoderError
from nksearch.models.local import find_model, offline

_BATCH = 4  # pairs; the time is looked at between batches

Item = TypeVar("Item")


class Reranker(Protocol):
    """What nksearch uses of a reranker."""

    @property
    def name(self) -> str:
        """What is set, or the name of its folder."""

    def prepare(self) -> None:
        """Load the model, which takes seconds that no budget counts."""

    def rerank(
        self,
        question: str,
        texts: Sequence[str],
        *,
        seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> list[float]:
        """Return scores, higher is better, of as many of the first texts as the time allows."""


def load_reranker(settings: Settings) -> Reranker | None:
    """Return the reranker that is set, or None; nothing of a neural network is loaded yet.

    Raises:
        EncoderError: it is not on this machine.
    """
    if settings.reranker is None:
        return None
    folder = find_model(settings.reranker)
    given_folder = Path(settings.reranker).expanduser().is_dir()
    return PairReranker(folder, name=folder.name if given_folder else settings.reranker)


def reordered(items: Sequence[Item], scores: Sequence[float]) -> list[Item]:
    """Return all items: those scored, best first, then the rest in the order they had.

    `scores` belong to the first `len(scores)` items; of equal ones the earlier item comes first.
    No score of a reranker is compared with one of fusion: what was not read by the reranker stays
    below what was, because it already was below.
    """
    best_first = sorted(range(len(scores)), key=lambda index: -scores[index])
    return [*(items[index] for index in best_first), *items[len(scores) :]]


class PairReranker:
    """Any sentence-transformers CrossEncoder with one label; usable from several threads."""

    def __init__(self, folder: Path, *, name: str) -> None:
        self.name = name
        self._folder = folder
        self._lock = threading.RLock()
        self._loaded: Any = None

    def prepare(self) -> None:
        """Load the model, which takes seconds that no budget counts."""
        if self._loaded is None:  # asked first without the lock, which a question may hold
            with self._lock:
                if self._loaded is None:
                    self._loaded = self._load()

    def rerank(
        self,
        question: str,
        texts: Sequence[str],
        *,
        seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> list[float]:
        """Return scores, higher is better, of as many of the first texts as the time allows.

        A batch is begun only if one as long as the slowest so far would still end in time; the
        first one is begun in any case, unless waiting for another question took all the time.
        """
        self.prepare()
        deadline = clock() + seconds
        if not self._lock.acquire(timeout=min(seconds, threading.TIMEOUT_MAX)):
            return []
        scores: list[float] = []
        slowest = 0.0
        try:
            while len(scores) < len(texts):
                begun = clock()
                if begun >= deadline or begun + slowest > deadline:
                    break
                scores += self._scores(question, texts[len(scores) : len(scores) + _BATCH])
                slowest = max(slowest, clock() - begun)
        finally:
            self._lock.release()
        return scores

    def _scores(self, question: str, texts: Sequence[str]) -> list[float]:
        import torch

        scores: list[float] = self._loaded.predict(
            [(question, text) for text in texts],
            batch_size=_BATCH,
            activation_fn=torch.nn.Identity(),  # a sigmoid would make the best ones equal
            show_progress_bar=False,
        ).tolist()
        if not all(map(math.isfinite, scores)):
            raise EncoderError(f"The reranker {self.name} gave scores that are not numbers.")
        return scores

    def _load(self) -> Any:
        offline()
        from sentence_transformers import CrossEncoder

        try:
            network = CrossEncoder(str(self._folder), local_files_only=True)
        except Exception as error:  # whatever the libraries make of damaged or foreign files
            raise EncoderError(
                f"The reranker {self.name} in {self._folder} cannot be loaded: {error}"
            ) from error
        if network.num_labels != 1:
            raise EncoderError(
                f"{self.name} gives {network.num_labels} scores for a pair; a reranker gives one. "
                "Set another CrossEncoder, or none."
            )
        return network
