"""PDF documents that hold text: its lines joined to paragraphs again."""

import logging
import re
from collections import Counter
from io import BytesIO
from typing import Any

from nksearch.datamodels import Article
from nksearch.language import detect_language
from nksearch.readers.files import UnreadableError, check_article_size, read_whole
from nksearch.readers.furniture import ends_sentence
from nksearch.readers.sources import Source
from nksearch.readers.titles import cut_title, title_from_text
from nksearch.repair import repair
from nksearch.text import normalise, one_line

_MAX_FILE = 64 * 2**20  # bytes
_MOST_PAGES = 2_000
_FEWEST_LETTERS = 20  # a page; below, all pages together are pictures
_FULL = 0.75  # share of the usual width from which a line runs on into the next
_REPEATED = 0.5  # share of the pages whose first or last line is the same
_FEW_PAGES = 3
_NUMBER = re.compile(r"\W*(?:page )?\d{1,4}(?: ?(?:/|of) ?\d{1,4})?\W*", re.IGNORECASE)
_HYPHEN = re.compile(r"(?<=[a-z])-\Z")
_NO_TITLE = re.compile(r"untitled|microsoft word|\.(?:docx?|hwpx?|pdf|indd)\b", re.IGNORECASE)
_MISSING = "PDF files need the package pypdf: pip install 'nksearch[pdf]'"


def read_pdf(source: Source) -> Article:
    """Return the document as one article; its date is unknown, for a file's own is another.

    Raises:
        UnreadableError: the extra `pdf` is not installed; the file is broken, encrypted or too
            large; or its pages are pictures.
    """
    raw = read_whole(source.stream, _MAX_FILE, "split it")
    pages, title = _texts(raw)
    text, page_starts = _flowing(_without_margins(pages), len(pages))
    if sum(map(str.isalpha, text)) < min(_FEWEST_LETTERS * len(pages), 200):
        raise UnreadableError(
            f"No text in its {len(pages)} pages: they are pictures. Recognise the text first (OCR)."
        )
    check_article_size(text)
    return Article(
        title=title or title_from_text(text),
        text=text,
        language=detect_language(text),
        address=source.uri,
        page_starts=page_starts,
        raw=raw,
    )


def _texts(raw: bytes) -> tuple[list[list[str]], str | None]:
    """Return the lines of every page, and the title that the document names."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError:
        raise UnreadableError(_MISSING) from None
    logging.getLogger("pypdf").addHandler(logging.NullHandler())  # reasons are ours to give
    try:
        reader = PdfReader(BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableError("Encrypted: save it without a password.")
        if len(reader.pages) > _MOST_PAGES:
            raise UnreadableError(f"More than {_MOST_PAGES:,} pages: split it.")
        pages = [_lines(page.extract_text()) for page in reader.pages]
        return pages, _title(reader)
    except UnreadableError:
        raise
    except (PyPdfError, ArithmeticError, AttributeError, LookupError, OSError, RecursionError,
            TypeError, ValueError, NotImplementedError, ImportError) as error:  # fmt: skip
        raise UnreadableError(f"The PDF file is broken: {error}.") from None


def _title(reader: Any) -> str | None:
    title = one_line(str((reader.metadata or {}).get("/Title") or ""))
    return cut_title(title) if len(title) > 2 and not _NO_TITLE.search(title) else None


def _lines(text: str) -> list[str]:
    return [line.strip() for line in normalise(repair(text)).split("\n")]


def _without_margins(pages: list[list[str]]) -> list[tuple[int, str]]:
    """Return all lines with their page, counted from 0, without what frames most pages.

    That are the numbers of pages, and what most pages begin or end with.
    """
    filled = [[line for line in page if line] for page in pages]
    ends = Counter(line for page in filled if page for line in {page[0], page[-1]})
    repeated = {line for line, count in ends.items()
                if len(pages) >= _FEW_PAGES and count > _REPEATED * len(pages)}  # fmt: skip
    return [
        (number, line)
        for number, page in enumerate(pages)
        for at, line in enumerate(page)
        if not (at in (0, len(page) - 1) and (line in repeated or _NUMBER.fullmatch(line)))
    ]


def _flowing(lines: list[tuple[int, str]], pages: int) -> tuple[str, tuple[int, ...]]:
    """Join the lines to paragraphs; return the text and at which character each page begins.

    A paragraph ends at an empty or short line. A page without text begins where the next does.
    """
    lengths = sorted(len(line) for _, line in lines if line)
    width = lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0
    pieces: list[str] = []
    starts: dict[int, int] = {}
    length, previous = 0, ""
    for page, line in lines:
        if line:
            kept, border = _border(previous, line, width) if pieces else (0, "")
            if kept < len(previous):
                pieces[-1] = previous[:kept]
            length += kept - len(previous) + len(border)
            starts.setdefault(page, length)
            length += len(line)
            pieces += [border, line]
        previous = line
    page_starts = [length] * (pages + 1)
    for page in reversed(range(pages)):
        page_starts[page] = starts.get(page, page_starts[page + 1])
    text = "".join(pieces)
    return normalise(text), tuple(page_starts[:-1]) if normalise(text) == text else ()


def _border(previous: str, line: str, width: int) -> tuple[int, str]:
    """Return how much of the previous line is kept before this one, and what is between them."""
    ended = len(previous) < _FULL * width and (ends_sentence(previous) or not line[:1].islower())
    if not previous or ended:
        return len(previous), "\n\n"
    if _HYPHEN.search(previous) and line[:1].islower():
        return len(previous) - 1, ""
    return len(previous), " "
