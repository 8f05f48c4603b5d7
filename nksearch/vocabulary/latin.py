"""Find listed Latin forms in running text: by their first letters, then by a tree of letters.

A tree and not a list of alternatives: `re` tries alternatives one after the other, and there are
hundreds; in a tree each letter of the text leaves few of them. One tree of all forms takes most
of a second to compile, so each first letters have their own, compiled when a text has them.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from nksearch.vocabulary.entries import PLAIN, Form, identity
from nksearch.vocabulary.hangul import Found

_LETTERS = {"o": "[OoŏŎ]", "u": "[UuŭŬ]", "ŏ": "[ŏŎ]", "ŭ": "[ŭŬ]"}
_JOINTS = {"'": "['’ʼ]?", " ": r"[\s‐‑–-]{1,2}", "-": r"[\s‐‑–-]?", "#": r"\d{1,3}"}
_WORD = "A-Za-z0-9À-ɏ"
_LETTER = r"[^\W\d_]"
_INITIAL = re.compile(r"[A-Z]\.? ")
_NUMBER = re.compile(r"\d+")
_SIZE = 6  # first letters of a form by which it is found
_START = re.compile(f"{_LETTER}{{0,{_SIZE}}}")
_FREQUENT = ("the", "and", "for", "that", "with")  # every eighth word of English
_LONG = 3  # letters that every third word of English does not have
_LEFT_OUT = ("", "'", "-")  # what need not stand in a text after the first letters

Tree = dict[str, Any]


class LatinForms:
    """Forms with a Latin letter or a digit.

    Acronyms match in capitals, other forms in any case; a plural or possessive may follow. A
    letter that stands for a word (S. Korea) is a capital that belongs to nothing before it.
    """

    def __init__(self, forms: Iterable[Form]) -> None:
        self._closed: dict[str, list[str]] = defaultdict(list)
        self._open: dict[str, list[str]] = defaultdict(list)
        self._keys: dict[str, str] = {}
        for form in forms:
            start = _start(form.text)
            after = form.text[len(start) : len(start) + 1]
            begun = self._open if len(start) < _SIZE and after in _LEFT_OUT else self._closed
            begun[start].append(form.text)
            self._keys[identity(form.text)] = form.key
        self._pattern = lru_cache(maxsize=None)(_pattern)
        self._expected = lru_cache(maxsize=65536)(self._expected_at)
        self._words = self._scanner()

    def _scanner(self) -> re.Pattern[str]:
        """Return what finds words that may begin a form, and their first letters."""
        starts = (*self._open, *self._closed)
        short = _firsts(start for start in starts if len(start) < _LONG)
        idle = "|".join(word for word in _FREQUENT if not self._beginning(word)) or "(?!)"
        # A class first: `re` skips to it quickly, and not to a look-behind.
        return re.compile(
            f"[^{_WORD}](?!(?:{idle})[ \\n])(?=("
            f"{_firsts(starts)}{_LETTER}{{{_LONG - 1},{_SIZE - 1}}}"
            f"|{short}{_LETTER}{{0,{_LONG - 2}}}(?!{_LETTER})))"
        )

    def find(self, text: str) -> Iterator[Found]:
        """Yield the forms in a text, left to right, without overlaps.

        A form with a number has it behind its key: Hwasong-17 is "term:hwasong#17".
        """
        if not self._keys:
            return
        text, free = "\n" + text, 0
        expected = self._expected
        for word in self._words.finditer(text):
            pattern = expected(word[1])
            if pattern is None:
                continue
            start = word.end()
            if start > free and (match := pattern.match(text, start)):
                free = match.end()
                yield start - 1, free - 1, self._key(match[0])

    def _expected_at(self, letters: str) -> re.Pattern[str] | None:
        """Return the tree of the forms that a word with these first letters may begin."""
        forms = self._beginning(letters)
        return self._pattern(forms) if forms else None

    def _beginning(self, letters: str) -> tuple[str, ...]:
        start = _start(letters)
        forms = list(self._closed.get(start, ()))
        for size in range(1, len(start) + 1):
            forms += self._open.get(start[:size], ())
        return tuple(forms)

    def _key(self, matched: str) -> str:
        written = identity(matched)
        if written in self._keys:
            return self._keys[written]
        numbered = self._keys[_NUMBER.sub("#", written)]
        return f"{numbered}#{_NUMBER.findall(written)[0]}"


def _start(text: str) -> str:
    """Return the first letters, at most `_SIZE`, in one case and without marks."""
    match = _START.match(text.lower().translate(PLAIN))
    return match[0] if match else ""


def _firsts(starts: Iterable[str]) -> str:
    """Return a class of what words begin with that have one of these starts."""
    firsts = {start[:1] or r"\d" for start in starts}
    marked = {"o": "oOŏŎ", "u": "uUŭŬ", r"\d": r"\d"}
    found = "".join(sorted(marked.get(first, first + first.upper()) for first in firsts))
    return f"[{found}]" if found else "(?!)"


def _pattern(forms: Iterable[str]) -> re.Pattern[str]:
    tree: Tree = {}
    for form in forms:
        node = tree
        for piece in _pieces(form):
            node = node.setdefault(piece, {})
        node[_boundary(form[-1])] = {}
    return re.compile(_expression(tree))


def _pieces(form: str) -> Iterator[str]:
    if _INITIAL.match(form):
        # Not people's Korea, nor the U.S. Korea policy.
        yield rf"{form[0]}(?<!['’ʼ.]{form[0]})(?<![A-Z]\.\s{form[0]})"
        form = form[1:]
    acronym = not any(c.islower() for c in form) and sum(c.isalpha() and c < "가" for c in form) > 1
    for character in form:
        if character in _JOINTS:
            yield _JOINTS[character]
        elif acronym or character.lower() == character.upper():
            yield re.escape(character)
        else:
            lower = character.lower()
            yield _LETTERS.get(lower, f"[{lower.upper()}{lower}]")


def _boundary(last: str) -> str:
    """Return what must follow a form; Korean particles may follow Latin letters."""
    if last.isalpha() and last >= "가":
        return "(?:)"
    suffix = "(?:['’]s|s['’]?|es)?" if last.isalpha() else "(?:['’]s)?"
    return f"(?={suffix}(?![{_WORD}]))"


def _expression(tree: Tree) -> str:
    """Write a tree as an expression that tries to go on before it ends."""
    ends = [piece for piece in tree if piece.startswith("(?")]
    on = sorted((piece for piece in tree if piece not in ends), key=lambda p: p[0] != "[")
    ways = [piece + _expression(tree[piece]) for piece in on] + ends
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"
