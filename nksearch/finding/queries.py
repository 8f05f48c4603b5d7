"""The query language of search: words, phrases, AND, OR, NOT, parentheses and fields, parsed.

Parsing takes time in proportion to the length of a query, which is bounded, as are its words and
how deep parentheses stand in each other.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeGuard

from nksearch.days import Days, parse_days
from nksearch.errors import UsageError

MAX_QUERY = 512  # characters
MAX_TERMS = 32  # words, phrases and fields
MAX_DEPTH = 8  # parentheses in parentheses
OPERATORS = ("AND", "OR", "NOT")
SHORTEST_PREFIX = 3  # letters before *

FieldName = Literal["title", "source", "lang", "topic", "date"]


@dataclass(frozen=True, slots=True)
class Words:
    """A word or, in quotes, several in this order, at query[start:end]; `text` is without quotes.

    With `prefix`, any word that begins like this one. With `title`, only in titles.
    """

    start: int
    end: int
    text: str
    phrase: bool = False
    prefix: bool = False
    title: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """What an article's source, language, topic or date must be."""

    field: FieldName
    value: str
    days: Days | None = None


@dataclass(frozen=True, slots=True)
class Not:
    """What an article must not match."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class Both:
    """Several parts, all of which must match."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Several parts, one of which must match."""

    parts: tuple["Node", ...]


Node = Words | Limit | Not | Both | Either


@dataclass(frozen=True, slots=True)
class Query:
    """A query as it was understood; `tree` is None where it asks for nothing.

    `trouble` says what was wrong with it if only its words are searched.
    """

    text: str
    tree: Node | None
    trouble: str | None = None

    def words(self, *, wanted: bool = False) -> list[Words]:
        """Return its words and phrases in order; only those not behind NOT if `wanted`."""
        return list(_words_of(self.tree, wanted)) if self.tree else []


def parse_query(text: str) -> Query:
    """Understand a query; one that is not well-formed is read as its words alone.

    Raises:
        UsageError: it is too long, or a field has a value that it cannot have.
    """
    if len(text) > MAX_QUERY:
        raise UsageError(
            f"The query has {len(text)} characters; at most {MAX_QUERY} are read. Shorten it."
        )
    tokens = [
        _Token(match.lastgroup or "", match[0], match.start())
        for match in _TOKEN.finditer(text)
        if match.lastgroup != "space"
    ]
    if sum(_is_words(token) and token.text not in OPERATORS for token in tokens) > MAX_TERMS:
        raise UsageError(f"The query has more than {MAX_TERMS} words. Leave some out.")
    try:
        return Query(text, _Parser(tokens).parse())
    except _MalformedError as error:
        return Query(text, _plain(tokens), str(error))


def _words_of(node: Node, wanted: bool) -> Iterator[Words]:
    if isinstance(node, Words):
        yield node
    elif isinstance(node, Both | Either):
        for part in node.parts:
            yield from _words_of(part, wanted)
    elif isinstance(node, Not) and not wanted:
        yield from _words_of(node.part, wanted)


class _MalformedError(Exception):
    """Why a query is none."""


class _Token(NamedTuple):
    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


_QUOTES = '"“”„'
_TOKEN = re.compile(
    rf"(?P<space>\s+)|(?P<open>\()|(?P<close>\))"
    rf"|(?P<phrase>[{_QUOTES}][^{_QUOTES}]*[{_QUOTES}])|(?P<quote>[{_QUOTES}])"
    rf"|(?P<minus>(?<![^\s(])-(?=[^\s)-]))"
    rf"|(?P<field>(?<![^\s(\-])(?i:title|source|lang|topic|date):)"
    rf"|(?P<word>[^\s(){_QUOTES}]+)"
)


class _Parser:
    """Reads tokens from left to right: OR binds least, then what stands side by side, then NOT."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._next = 0
        self._depth = 0

    def parse(self) -> Node | None:
        if not self._tokens:
            return None
        tree = self._either()
        if self._next < len(self._tokens):
            raise _MalformedError("a parenthesis is closed that was not opened")
        return tree

    def _peek(self) -> _Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _took(self, word: str) -> bool:
        token = self._peek()
        taken = token is not None and token.kind == "word" and token.text == word
        self._next += taken
        return taken

    def _either(self) -> Node:
        parts = [self._both()]
        while self._took("OR"):
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _both(self) -> Node:
        parts = [self._not()]
        while (token := self._peek()) and token.kind != "close" and token[:2] != ("word", "OR"):
            self._took("AND")
            parts.append(self._not())
        return parts[0] if len(parts) == 1 else Both(tuple(parts))

    def _not(self) -> Node:
        negated = False
        while self._took("NOT") or self._minus():
            negated = not negated
        part = self._part()
        return Not(part) if negated else part

    def _minus(self) -> bool:
        token = self._peek()
        taken = token is not None and token.kind == "minus"
        self._next += taken
        return taken

    def _part(self) -> Node:
        token = self._peek()
        self._next += 1
        if token is None or token[:2] in (("word", "OR"), ("word", "AND")):
            raise _MalformedError("AND, OR or NOT has nothing beside it")
        if token.kind == "open":
            return self._parenthesis()
        if token.kind == "field":
            return self._field(token)
        if _is_words(token):
            return _words(token)
        if token.kind == "quote":
            raise _MalformedError("a quotation mark is not closed")
        raise _MalformedError("a parenthesis is empty or closed that was not opened")

    def _parenthesis(self) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise _MalformedError(f"parentheses stand deeper than {MAX_DEPTH} in each other")
        tree = self._either()
        token = self._peek()
        if token is None or token.kind != "close":
            raise _MalformedError("a parenthesis is not closed")
        self._next += 1
        self._depth -= 1
        return tree

    def _field(self, field: _Token) -> Node:
        token = self._peek()
        if not _is_words(token) or token.start != field.end:
            raise _MalformedError(f"{field.text} has nothing behind it")
        self._next += 1
        return _limited(field, token)


def _is_words(token: _Token | None) -> TypeGuard[_Token]:
    return token is not None and token.kind in ("word", "phrase")


def _words(token: _Token, *, title: bool = False) -> Words:
    phrase = token.kind == "phrase"
    prefix = not phrase and token.text.endswith("*")
    text = token.text[1:-1] if phrase else token.text.rstrip("*") if prefix else token.text
    letters = sum(each.isalnum() for each in text)
    if prefix and letters < SHORTEST_PREFIX and text.isascii():
        raise UsageError(
            f"{token.text[:40]} would be too many words: give {SHORTEST_PREFIX} letters before *."
        )
    return Words(token.start, token.end, text, phrase=phrase, prefix=prefix, title=title)


def _limited(field: _Token, token: _Token) -> Node:
    name, value = field.text[:-1].lower(), _words(token).text
    if name == "title":
        return _words(token, title=True)
    if name == "date":
        return Limit("date", value, parse_days(value))
    for known in ("source", "lang", "topic"):
        if name == known:
            return Limit(known, value)
    raise ValueError(f"{name} is no field")


def _plain(tokens: list[_Token]) -> Node | None:
    """Return the words of a query without what joins them."""
    words = [_words(token) for token in tokens if _is_words(token) and token.text not in OPERATORS]
    return Both(tuple(words)) if words else None
