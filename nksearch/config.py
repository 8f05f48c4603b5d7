"""Where things are in the indexes directory, and the settings kept there."""

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from nksearch.durable import flush
from nksearch.errors import NksearchError

STORE_FILE = "articles.db"
SETTINGS_FILE = "nksearch.toml"
DEFAULT_ENCODER = "all-MiniLM-L6-v2"


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set of an archive, in `nksearch.toml` of its indexes directory.

    `encoder` and `reranker` are names of sentence-transformers models or their folders. A prompt
    that is None, and languages that are None, are those that the encoder itself declares.
    `answer_threshold` is the least support, from 0 to 1, with which the archive answers; None is
    what was measured: see `nksearch.answering.model`. `answer_precision` sets it by the share of
    answers that are right: the least support from which answers to the judged questions were that
    often right, which is looked up in `nksearch/answering/model.toml`. One of both can be set.
    With `allow_rebuild`, the page of the archive has a button that rebuilds the indexes.
    """

    encoder: str = DEFAULT_ENCODER
    encoder_languages: tuple[str, ...] | None = None
    question_prompt: str | None = None
    passage_prompt: str | None = None
    reranker: str | None = None
    reranker_seconds: float = 0.5
    reranker_depth: int = 20
    answer_threshold: float | None = None
    answer_precision: float | None = None
    allow_rebuild: bool = False


def load_settings(indexes: Path, *, environ: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of this indexes directory; without a file, the default ones.

    `NKSEARCH_ENCODER` and `NKSEARCH_RERANKER` win over the file, and an empty `NKSEARCH_RERANKER`
    turns reranking off. Prompts and languages in the file belong to the encoder in the file: they
    are not given to another one. A relative folder in the file starts from the indexes directory.

    Raises:
        NksearchError: the file cannot be read, or a key or its value is not a setting.
    """
    settings = _from_file(indexes / SETTINGS_FILE)
    encoder = environ.get("NKSEARCH_ENCODER") or settings.encoder
    if encoder != settings.encoder:
        settings = replace(
            settings,
            encoder=encoder,
            encoder_languages=None,
            question_prompt=None,
            passage_prompt=None,
        )
    if "NKSEARCH_RERANKER" in environ:
        settings = replace(settings, reranker=environ["NKSEARCH_RERANKER"] or None)
    return settings


def prepare_indexes(indexes: Path) -> Path:
    """Make the directory, for its owner only (Whoosh's files must not be written by others).

    Its name is brought to the disk: what is acknowledged later shall not be lost with it.

    Raises:
        NksearchError: it cannot be made.
    """
    missing = [path for path in (indexes, *indexes.parents) if not path.exists()]
    try:
        indexes.mkdir(mode=0o700, parents=True, exist_ok=True)
        indexes.chmod(0o700)
        for path in missing:
            flush(path.parent)
    except OSError as error:
        raise NksearchError(f"Cannot make the directory {indexes}: {error.strerror}.") from error
    return indexes


def store_path(indexes: Path) -> Path:
    """Return where the article store of this indexes directory is."""
    return indexes / STORE_FILE


def terms_path(indexes: Path) -> Path:
    """Return where the user's own terms are, if there are any: see `nksearch.vocabulary`."""
    return indexes / "terms.tsv"


def cache_path(indexes: Path) -> Path:
    """Return where vectors are kept between builds."""
    return indexes / "vectors.db"


def users_path(indexes: Path) -> Path:
    """Return where those are kept who may log in to the page: see `nksearch.accounts`."""
    return indexes / "users.json"


def sessions_path(indexes: Path) -> Path:
    """Return where it is kept who is logged in to the page, and which logins failed."""
    return indexes / "sessions.db"


def exports_path(indexes: Path) -> Path:
    """Return where encoders of this indexes directory are kept in the form that questions need."""
    return indexes / "encoders"


def _from_file(path: Path) -> Settings:
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise NksearchError(f"Cannot read the settings in {path}: {error}.") from error
    for key, value in values.items():
        if key not in _EXPECTED:
            raise NksearchError(
                f"{path}: there is no setting '{key}'. Settings are: {', '.join(_EXPECTED)}."
            )
        expected, holds = _EXPECTED[key]
        if not holds(value):
            raise NksearchError(f"{path}: '{key}' must be {expected}, not {value!r}.")
    if {"answer_threshold", "answer_precision"} <= values.keys():
        raise NksearchError(
            f"{path}: answer_precision sets the threshold. Leave out it or answer_threshold."
        )
    if "encoder_languages" in values:
        values["encoder_languages"] = tuple(values["encoder_languages"])
    for key in ("encoder", "reranker"):
        folder = path.parent / values.get(key, "")
        if key in values and values[key] != DEFAULT_ENCODER and folder.is_dir():
            values[key] = str(folder)
    return Settings(**values)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_languages(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_name, value))


def _is_seconds(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= 60


def _is_threshold(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


def _is_share(value: Any) -> bool:
    return _is_threshold(value) and 0 < value < 1


def _is_switch(value: Any) -> bool:
    return isinstance(value, bool)


def _is_depth(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 100


_MODEL = "the name or the folder of a sentence-transformers model, in quotes"
_EXPECTED: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "encoder": (_MODEL, _is_name),
    "encoder_languages": ('a list of language codes, as ["en", "ko"]', _is_languages),
    "question_prompt": ("text in quotes", _is_text),
    "passage_prompt": ("text in quotes", _is_text),
    "reranker": (_MODEL, _is_name),
    "reranker_seconds": ("a number of seconds over 0, at most 60", _is_seconds),
    "reranker_depth": ("a whole number from 1 to 100", _is_depth),
    "allow_rebuild": ("true or false", _is_switch),
    "answer_threshold": ("a number from 0, which always answers, to 1", _is_threshold),
    "answer_precision": ("a share of right answers between 0 and 1, as 0.8", _is_share),
}
