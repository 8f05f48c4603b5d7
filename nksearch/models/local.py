"""A model's files on this machine, in a folder or in Hugging Face's cache; never a download."""

import hashlib
import json
import logging
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from nksearch.errors import EncoderError

_DECIDING = {".json", ".txt", ".model", ".safetensors", ".bin", ".spm", ".bpe"}
_OTHER_FORMATS = {"onnx", "openvino", "coreml", "gguf"}  # the same model again, not read by us
_QUESTION_KEYS = ("query", "question", "search_query")
_PASSAGE_KEYS = ("document", "passage", "search_document", "corpus")


def find_model(name: str) -> Path:
    """Return the folder of a model given by folder or by name.

    Raises:
        EncoderError: it is not on this machine; the message says how to get it there.
    """
    folder = Path(name).expanduser()
    if folder.is_dir():
        return folder
    if name.startswith((".", "/", "~")):
        raise EncoderError(f"There is no folder {folder}.")
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    repository = name if "/" in name else f"sentence-transformers/{name}"
    try:
        return Path(snapshot_download(repository, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError) as error:
        raise EncoderError(
            f"The model {repository} is not on this machine, and nksearch downloads nothing. "
            f"Where there is a network, run: hf download {repository} "
            "(or set the folder of a copy of it)."
        ) from error


def stated_prompts(folder: Path) -> tuple[str, str]:
    """Return what a model's settings put in front of a question and a passage, or empty text."""
    path = folder / "config_sentence_transformers.json"
    try:
        own = json.loads(path.read_text("utf-8"))
        prompts = own.get("prompts") or {}
        usual = prompts.get(own.get("default_prompt_name")) or ""
        question = next((prompts[key] for key in _QUESTION_KEYS if prompts.get(key)), usual)
        passage = next((prompts[key] for key in _PASSAGE_KEYS if prompts.get(key)), usual)
    except FileNotFoundError:
        return "", ""
    except (OSError, ValueError, AttributeError) as error:
        raise EncoderError(f"Cannot read the prompts in {path}: {error}.") from error
    return str(question), str(passage)


def offline() -> None:
    """Keep the libraries from the network and from talking; call it before they are imported.

    Their threads sleep while they wait for each other. By default they keep their processors busy,
    which others need: on two cores with 14 busy processes, 48 chunks took 13 to 26 s, now 0.4 to
    1.4 s.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    logging.getLogger("sentence_transformers").setLevel(logging.WARNING)


def fingerprint(folder: Path, *, known: Mapping[str, str] | None = None) -> str:
    """Return a SHA-256 over the names and contents of all files that decide a model's output.

    `known` gives hashes of files, by path in the folder, that need not be read for it.
    """
    total = hashlib.sha256()
    for path in _deciding_files(folder):
        name = path.relative_to(folder).as_posix()
        total.update(f"{name}\0{(known or {}).get(name) or sha256(path)}\n".encode())
    return total.hexdigest()


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise EncoderError(f"Cannot read {path}: {error.strerror}.") from error


def _deciding_files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.suffix not in _DECIDING or not path.is_file():
            continue
        if any(part.startswith(".") or part in _OTHER_FORMATS for part in parts):
            continue
        if path.suffix == ".bin" and path.parent.joinpath("model.safetensors").exists():
            continue  # the same weights in the older format, which are then not read
        yield path
