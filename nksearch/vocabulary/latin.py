"""Find listed Latin forms in running text, with one regular expression made as a tree of letters.

A tree and not a list of alternatives: `re` tries alternatives one after the other, and there are
hundreds; in a tree each letter of the text leaves few of them.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from nksearch.vocabulary.entries import Form, identity
from nksearch.vocabulary.hangul import Found

_LETTERS = {"o": "[OoŏŎ]", "u": "[UuŭŬ]", "ŏ": "[ŏŎ]", "ŭ": "[ŭŬ]"}
_JOINTS = {"'": "['’ʼ]?", " ": r"[\s‐‑–-]{1,2}", "-": r"[\s‐‑–-]?", "#": r"\d{1,3}"}
_WORD = "A-Za-z0-9À-ɏ"
# First letters, the frequent ones of English first: `re` looks at one group, not at all of them.
_FREQUENT = ("taoiswcb", "phfmdrelnguvyjkqxz")
_GROUPS = (*_FREQUENT, *(group.upper() for group in _FREQUENT))
_ONE_LETTER = re.compile(r"\[?[A-Za-z]{1,2}\]?")

Tree = dict[str, Any]


class LatinForms:
    """Forms with a Latin letter or a digit.

    Acronyms match in capitals, other forms in any case; a plural or possessive may follow.
    """

    def __init__(self, forms: Iterable[Form]) -> None:
        tree: Tree = {}
        self._keys: dict[str, str] = {}
        for form in forms:
            node = tree
            for piece in _pieces(form.text):
                node = node.setdefault(piece, {})
            node[_boundary(form.text[-1])] = {}
            self._keys[identity(form.text)] = form.key
        # A class first: `re` skips to it quickly, and not to a look-behind.
        self._pattern = re.compile(f"[^{_WORD}]({_grouped(tree)})") if tree else None

    def find(self, text: str) -> Iterator[Found]:
        """Yield the forms in a text, left to right, without overlaps."""
        if self._pattern is None:
            return
        for match in self._pattern.finditer("\n" + text):
            yield match.start(1) - 1, match.end() - 1, self._key(match[1])

    def _key(self, matched: str) -> str:
        written = identity(matched)
        if written in self._keys:
            return self._keys[written]
        return self._keys[re.sub(r"\d+", "#", written)]


def _pieces(form: str) -> Iterator[str]:
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


def _grouped(tree: Tree) -> str:
    """Write the whole tree, its first letters in groups."""
    ways = []
    for group in _GROUPS:
        places = {piece: match.start() for piece in tree if (match := re.search(piece, group))}
        part = sorted(places, key=lambda piece: (places[piece], piece[0] != "["))
        if part:
            begun = "|".join(piece + _expression(tree[piece]) for piece in part)
            ways.append(f"(?=[{group}])(?:{begun})")
    rest = {piece: tree[piece] for piece in tree if not _ONE_LETTER.fullmatch(piece)}
    return "|".join([*ways, _expression(rest)] if rest else ways)


def _expression(tree: Tree) -> str:
    """Write a tree as an expression that tries to go on before it ends."""
    ends = [piece for piece in tree if piece.startswith("(?")]
    on = sorted((piece for piece in tree if piece not in ends), key=lambda p: p[0] != "[")
    ways = [piece + _expression(tree[piece]) for piece in on] + ends
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"
