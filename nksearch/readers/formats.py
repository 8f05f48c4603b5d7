"""Formats, told by what a file begins with, and by its suffix where the content says nothing."""

import re
from typing import Literal

from nksearch.readers.fields import is_header
from nksearch.readers.files import HEAD, UnreadableError, as_korean, bom_codec
from nksearch.readers.records import is_object

Format = Literal[
    "text", "Markdown", "HTML", "MHTML", "JSON", "JSON Lines", "CSV", "feed", "PDF", "WARC",
    "ZIP", "tar",
]  # fmt: skip

_GZIP = b"\x1f\x8b"
_PDF_REACH = 1024  # bytes in which a PDF file must say that it is one
_TAR_MARK = slice(257, 262)
_OFFICE = (b"[Content_Types].xml", b"mimetypeapplication/", b"META-INF/MANIFEST.MF")
_OFFICE_REACH = 4096
# What a file begins with, and why it is not read.
_UNREAD = (
    (b"{\\rtf", "RTF documents are not read: save as text."),
    (b"\xd0\xcf\x11\xe0", "Office documents are not read: save as text or HTML."),
    (b"BZh", "bzip2 files are not read: unpack it, or pack it with gzip."),
    (b"\xfd7zXZ", "xz files are not read: unpack it, or pack it with gzip."),
    (b"\x28\xb5\x2f\xfd", "zstd files are not read: unpack it, or pack it with gzip."),
    (b"7z\xbc\xaf\x27\x1c", "7z archives are not read: pack it as ZIP or tar."),
    (b"Rar!", "RAR archives are not read: pack it as ZIP or tar."),
    (b"\x89PNG", "Binary, not text: a picture."),
    (b"\xff\xd8\xff", "Binary, not text: a picture."),
    (b"GIF8", "Binary, not text: a picture."),
)
_PARTS_OF_PAGES = frozenset(".css .js .mjs .map .woff .woff2 .ttf .eot .svg .ico".split())
_PAGE = re.compile(
    r"\s*+(?:<!--(?:(?!-->).)*+-->\s*+)*+(?:<\?xml[^>]*>\s*+)?(?:<!--(?:(?!-->).)*+-->\s*+)*+"
    r"<(?:!doctype\s+html|html|head|body)\b",
    re.I | re.S,
)
_TAG = re.compile(r"<(?:p|div|article|section|main|h1|br|span|table)\b[^>]{0,2000}>", re.I)
_FEED = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*|<\?[^>]*>\s*|<!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?>\s*)*"
    r"<(?:rss|feed|rdf:RDF)\b",
    re.I | re.S,
)
_XML = re.compile(r"\s*<\?xml\b", re.I)
_MAIL_HEAD = re.compile(r"(?:From |[A-Za-z][\w-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)+")
_MHTML = re.compile(r"^Content-Type:\s*multipart/related\b", re.I | re.M)
_MAIL = re.compile(r"^MIME-Version:", re.I | re.M)
_JSON_START = re.compile(r'\s*(?:\{\s*["}]|\[\s*[{\]])')
_JSON_SUFFIXES = frozenset({".json", ".jsonl", ".ndjson"})
_LINES_SUFFIXES = frozenset({".jsonl", ".ndjson"})
_FRONT_MATTER = re.compile(r"---[ \t]*\n(?:[\w-]+:[^\n]*\n|[ \t]+[^\n]*\n|- [^\n]*\n)+---[ \t]*\n")


def tell_format(head: bytes, suffix: str) -> Format:
    """Return the format of a file that begins with `head`, at most HEAD bytes of it.

    Raises:
        UnreadableError: it is empty, or in a format that is not read.
    """
    if len(head) < HEAD and not head.strip():
        raise UnreadableError("Empty: there is nothing in the file.")
    if head.startswith(_GZIP):
        raise UnreadableError("Packed with gzip twice: unpack it once.")
    binary = _binary_format(head)
    if binary:
        return binary
    for magic, reason in _UNREAD:
        if head.startswith(magic):
            raise UnreadableError(reason)
    codec, skipped = bom_codec(head)
    if not codec and b"\0" in head:
        raise UnreadableError("Binary, not text: it has NUL bytes.")
    if suffix in _PARTS_OF_PAGES:
        raise UnreadableError("Part of a page, such as its style or code: no article.")
    text = head[skipped:].decode(codec or "utf-8", errors="replace")
    if not codec and "\ufffd" in text:
        text = as_korean(head[: len(head) - len(head) % 2]) or text
    return _markup_format(text, suffix) or _text_format(text, suffix)


def _binary_format(head: bytes) -> Format | None:
    if b"%PDF-" in head[:_PDF_REACH]:
        return "PDF"
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        if any(mark in head[:_OFFICE_REACH] for mark in _OFFICE):
            raise UnreadableError("Office documents are not read: save as text or HTML.")
        return "ZIP"
    if head[_TAR_MARK] == b"ustar":
        return "tar"
    return "WARC" if head.startswith(b"WARC/") else None


def _markup_format(text: str, suffix: str) -> Format | None:
    if _PAGE.match(text) or (suffix in (".html", ".htm", ".xhtml") and _TAG.search(text)):
        return "HTML"
    if _FEED.match(text):
        return "feed"
    if _XML.match(text):
        raise UnreadableError("XML that is neither a page nor a news feed is not read.")
    mail = _MAIL_HEAD.match(text.replace("\r\n", "\n"))
    if mail and _MHTML.search(mail[0]):
        return "MHTML"
    if mail and _MAIL.search(mail[0]):
        raise UnreadableError("Mail is not read: save its text.")
    return None


def _text_format(text: str, suffix: str) -> Format:
    if _JSON_START.match(text) or suffix in _JSON_SUFFIXES:
        return "JSON Lines" if _is_lines(text, suffix) else "JSON"
    if suffix in (".csv", ".tsv") or is_header(text.partition("\n")[0]):
        return "CSV"
    if suffix in (".md", ".markdown") or _FRONT_MATTER.match(text.replace("\r\n", "\n")):
        return "Markdown"
    return "text"


def _is_lines(start: str, suffix: str) -> bool:
    """Tell JSON Lines from a document: several lines, of which one of the first two is a record."""
    if start.lstrip().startswith("["):
        return False
    lines = [line for line in start.splitlines() if line.strip()]
    if suffix in _LINES_SUFFIXES:
        return True
    return len(lines) > 1 and (lines[1].startswith("{") or is_object(lines[0]))
