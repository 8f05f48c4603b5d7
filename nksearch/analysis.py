"""From text to the terms of the lexical index: one analysis for articles and for questions.

English words are lower-cased, freed of diacritics and possessives and stemmed; acronyms lose
their dots; numbers their thousands separators. Runs of Hangul, Han or kana become overlapping
pairs of syllables, because Korean particles make whole words useless, and a word of one syllable
(핵, "nuclear") stays a term.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import Stemmer
from whoosh.analysis import Analyzer, Token

ANALYZER_VERSION = 2  # raise it with every change of the terms: it stands in the manifest

_SYLLABLES = "\uac00-\ud7a3\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_TERM = re.compile(
    r"(?P<acronym>(?<!\w)(?:[^\W\d_]\.){2,}(?:[^\W\d_](?!\w))?)"
    r"|(?P<number>\d+(?:[.,]\d+)*(?:[^\W_" + _SYLLABLES + r"]+)?)"
    rf"|(?P<syllables>[{_SYLLABLES}]+)"
    rf"|(?P<word>[^\W\d_{_SYLLABLES}](?:[^\W_{_SYLLABLES}\u0300]|[\u0300-\u036f]|['’](?=[^\W\d_]))*)"
)
_POSSESSIVE = re.compile(r"['’]s?\Z")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


@dataclass(frozen=True, slots=True)
class Term:
    """A term with the characters of the text that it stands for."""

    text: str
    start: int
    end: int


def terms(text: str) -> Iterator[Term]:
    """Yield the terms of `text` in order, each with its offsets in `text`."""
    for match in _TERM.finditer(text):
        if match.lastgroup == "syllables":
            yield from _pairs(match[0], match.start())
        else:
            yield Term(_normal_form(match[0], match.lastgroup), match.start(), match.end())


def content(text: str) -> Iterator[Term]:
    """Yield the terms of `text` that carry meaning, in order.

    English function words are left out, unless capitals make them names (WHO, IT); "us" and "may"
    stay, because they are U.S. and the month as well.
    """
    shouted = text.upper() == text
    for term in terms(text):
        named = not shouted and term.end - term.start > 1 and text[term.start : term.end].isupper()
        if named or term.text not in _FUNCTION_WORDS:
            yield term


def is_function_word(term: str) -> bool:
    """Tell whether a term may be left out of the content of a text."""
    return term in _FUNCTION_WORDS


def content_terms(text: str) -> list[str]:
    """Return the terms that carry meaning as words, in order: what scores are made of."""
    return [term.text for term in content(text)]


def _pairs(run: str, offset: int) -> Iterator[Term]:
    if len(run) == 1:
        yield Term(run, offset, offset + 1)
    for index in range(len(run) - 1):
        yield Term(run[index : index + 2], offset + index, offset + index + 2)


def _normal_form(word: str, kind: str | None) -> str:
    return (_kept_form if len(word) <= _LONGEST_KEPT else _made_form)(word, kind)


def _made_form(word: str, kind: str | None) -> str:
    word = fold(word)
    if kind == "acronym":
        return word.replace(".", "")
    if kind == "number":
        return _THOUSANDS.sub("", word)
    word = _POSSESSIVE.sub("", word).replace("'", "").replace("’", "")
    return _stem(word)


_LONGEST_KEPT = 64  # characters of a word that is remembered: hostile ones have millions
_kept_form = lru_cache(maxsize=100_000)(_made_form)


def fold(word: str) -> str:
    """Return `word` in compatibility form, lower case and without diacritics (hoeryong)."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    plain = "".join(each for each in decomposed if not unicodedata.combining(each))
    return unicodedata.normalize("NFC", plain)


def _stem(word: str) -> str:
    stemmed: str = _STEMMER.stemWord(word)
    return stemmed


_STEMMER = Stemmer.Stemmer("english")


_FUNCTION_WORDS = frozenset(
    _normal_form(word, "word")
    for word in (
        "a about after all also am an and any are as at be been before being but by can could did "
        "do does doing done during each for from had has have having he her him his how i if in "
        "into is it its just me might must my no not of off on or our out over s shall she should "
        "so some such t than that the their them then there these they this those through to too "
        "under up very was we were what when where which while who whom whose why will with would "
        "you your"
    ).split()
)


class NewsAnalyzer(Analyzer):  # type: ignore[misc] # Whoosh has no types
    """The same terms as a Whoosh analyzer."""

    def __call__(
        self,
        value: str,
        positions: bool = False,
        chars: bool = False,
        start_pos: int = 0,
        start_char: int = 0,
        mode: str = "",
        **options: Any,
    ) -> Iterator[Token]:
        """Yield Whoosh tokens; Whoosh wants one token object, changed from term to term."""
        token = Token(positions, chars, removestops=True, mode=mode)
        for position, term in enumerate(terms(value), start_pos):
            token.text = term.text
            token.boost = 1.0
            token.stopped = False
            if positions:
                token.pos = position
            if chars:
                token.startchar = start_char + term.start
                token.endchar = start_char + term.end
            yield token
