"""The recipe of a generation: everything but the articles that decides what it holds."""

import json
import sys
import unicodedata
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import nksearch
from nksearch.models.encoder import Encoder

_LIBRARIES = ("numpy", "PyStemmer", "tokenizers", "transformers", "Whoosh")


def recipe(encoder: Encoder, own_terms: Path, *, titles: bool) -> str:
    """Return a hash that two builds share if they make the same of the same article.

    The files of nksearch itself are part of it, so that no article is taken over from a version
    that found other names in it, even if nobody thought of raising a version number.
    """
    ingredients = [
        *(encoder.name, encoder.revision, encoder.precision),
        *(encoder.dimension, encoder.max_tokens, titles),
        own_terms.read_bytes().hex() if own_terms.exists() else None,
        *(sys.version, unicodedata.unidata_version),
        *(version(library) for library in _LIBRARIES),
        _own_files(),
    ]
    return sha256(json.dumps(ingredients).encode()).hexdigest()


def _own_files() -> str:
    """Return a hash of the code and the tables of nksearch."""
    folder = Path(nksearch.__path__[0])
    total = sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".py", ".tsv"):
            content = sha256(path.read_bytes()).hexdigest()
            total.update(f"{path.relative_to(folder).as_posix()}\0{content}\n".encode())
    return total.hexdigest()
