"""Say what an entry of the vocabulary is, a form that leads to it, and a mention in a text."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from nksearch.romanisation import southern
from nksearch.romanisation.spellings import fold

Kind = Literal["place", "term"]
NOTHING = ""
"""The key of a form that only keeps others from matching (조선소 is not 조선)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A place or a term.

    `key` is "place:" and the key of the Hangul stem (`places.place_key`), or "term:" and
    the id; it is unique. `name` is the English name shown, `forms` are all spellings the files
    have, the name of a term first; the romanisations of a place are not among them. Degrees are
    north and east, None for a term. In a text `whole` terms name nothing besides themselves.
    """

    key: str
    kind: Kind
    name: str
    hangul: str
    forms: tuple[str, ...]
    note: str = ""
    latitude: float | None = None
    longitude: float | None = None
    province: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """An entry is named at text[start:end]; one of a series has its number behind the entry's key.

    Hwasong-17 has "term:hwasong#17".
    """

    start: int
    end: int
    key: str

    @property
    def entry(self) -> str:
        """The key of the entry."""
        return self.key.partition("#")[0]


@dataclass(frozen=True, slots=True)
class Form:
    """A spelling that stands for an entry.

    "loose": a Hangul form matches where a run of Hangul begins, with three syllables inside one
    too. "name": it matches where a run begins and only what follows a place may follow. "asked":
    it does not match in texts, it is only an answer to `Vocabulary.keys_of`.
    """

    text: str
    key: str
    rule: Literal["loose", "name", "asked"] = "loose"


_JOINTS = re.compile(r"[\s'ʼ’‐‑–-]+")
PLAIN = str.maketrans("ŏŭ", "ou")


@lru_cache(maxsize=16384)
def identity(form: str) -> str:
    """Return what all ways to write one form have in common."""
    compact = _JOINTS.sub("", fold(form)).translate(PLAIN)
    return southern(compact)
