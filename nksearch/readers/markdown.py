"""Notes in Markdown: the front matter as fields, the text without its marks."""

import re
from collections.abc import Callable
from dataclasses import replace

from nksearch.datamodels import Article
from nksearch.readers.fields import to_article
from nksearch.readers.files import UnreadableError, decode
from nksearch.readers.publication import dated_by_name
from nksearch.text import normalise

_FRONT = re.compile(r"\A\s*---[ \t]*\n(?P<fields>.*?\n)---[ \t]*\n", re.DOTALL)
_FIELD = re.compile(
    r"^(?P<name>[\w-]+):[ \t]*(?P<value>[^\n]*(?:\n[ \t]+-?[^\n]*|\n- [^\n]*)*)", re.M
)
_TITLE = re.compile(r"^#[ \t]+(?P<title>[^\n]+)$|^(?P<under>[^\n]+)\n=+[ \t]*$", re.M)
_FENCE = re.compile(r"^[ \t]*(?:```|~~~)[^\n]*$", re.M)
_TAGS = "b|i|em|strong|br|p|div|span|u|sup|sub|center"
_LINE = re.compile(r"^[ \t]*(?:[-*_][ \t]*){3,}$|^[=-]{2,}[ \t]*$", re.M)
_LONGEST_COMMENT = 2_000


def _if_closed(match: re.Match[str]) -> str:
    """Return what is kept; what nothing closes was taken to its end, so that it is read once."""
    return match["kept"] if match["closed"] else match[0]


def _without_closing(match: re.Match[str]) -> str:
    """Return a heading without the marks behind it."""
    return match[1].rstrip("#").rstrip(" \t") or match[1][0]


_RULES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"^[ \t]*\[[^\]\n]+\]:[ \t]+\S+[^\n]*$", re.M), ""),  # targets of links
    (re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+([^\n]+)$", re.M), _without_closing),
    (re.compile(r"^[ \t]{0,3}(?:>[ \t]?)+", re.M), ""),
    (re.compile(r"!\[[^\[\]\n]*\]\((?P<kept>)[^)\n]*+(?P<closed>\)?)"), _if_closed),  # pictures
    (re.compile(r"(?<!\\)\[([^\[\]\n]+)\](?:\([^()\n]*\)|\[[^\[\]\n]*\])"), r"\1"),
    (re.compile(r"<(?P<kept>https?://[^>\s]++)(?P<closed>>?)"), _if_closed),
    (re.compile(rf"</?(?:{_TAGS})\b(?P<kept>)[^>\n]*+(?P<closed>>?)", re.I), _if_closed),
    (re.compile(r"(?<![\w\\*])(\*\*\*|\*\*|\*)(?=\S)([^*\n]+?)(?<=\S)\1(?![\w*])"), r"\2"),
    (re.compile(r"(?<![\w\\])(___|__|_)(?=\S)([^_\n]+?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"(?<!`)(`{1,3})([^`\n]+)\1"), r"\2"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!>~|-])"), r"\1"),
)
_WRAPPED = re.compile(r"(?<=\S)\n(?=[^\s\-*+>|#\d])")


def read_markdown(raw: bytes, uri: str) -> Article:
    """Return the note as an article; `uri` is the address of the file.

    Raises:
        UnreadableError: not text, too large, or no text in it.
    """
    text = normalise(decode(raw)[0])
    front = _FRONT.match(text)
    record = dict(_fields(front["fields"])) if front else {}
    body = text[front.end() :] if front else text
    heading = _TITLE.search(body)
    if heading and not body[: heading.start()].strip():
        record.setdefault("title", _plain(heading["under"] or _without_closing(heading)))
        body = body[heading.end() :]
    body = _WRAPPED.sub(" ", _plain(body))
    if not body.strip():
        raise UnreadableError("No text: the note has a heading, but no paragraphs.")
    article = to_article({**record, "text": body}, raw=raw, uri=uri)
    return dated_by_name(article if article.address else replace(article, address=uri), uri)


def _fields(front: str) -> list[tuple[str, str | list[str]]]:
    found: list[tuple[str, str | list[str]]] = []
    for match in _FIELD.finditer(front):
        value = match["value"]
        items = [item.strip(" \t-'\"") for item in value.split("\n") if item.strip()]
        found.append((match["name"], items if "\n" in value else value.strip().strip("'\"")))
    return found


def _plain(text: str) -> str:
    """Return `text` without marks; what stands in fences stays as it is."""
    pieces = _FENCE.split(text)
    for number in range(0, len(pieces), 2):
        pieces[number] = _without_comments(_LINE.sub("", pieces[number]))
        for pattern, kept in _RULES:
            pieces[number] = pattern.sub(kept, pieces[number])
    return normalise("".join(pieces))


def _without_comments(text: str) -> str:
    """Return `text` without comments; what is longer than one may be is none."""
    kept: list[str] = []
    end = 0
    for match in re.finditer("<!--", text):
        closed = text.find("-->", match.end(), match.end() + _LONGEST_COMMENT + len("-->"))
        if match.start() >= end and closed >= 0:
            kept.append(text[end : match.start()])
            end = closed + len("-->")
    return "".join([*kept, text[end:]])
