"""The citations of an answer for other programs: Markdown, BibTeX, RIS, CSL-JSON and CSV.

Every format says of each citation: the quote, title, source, date as far as it is known, address,
page of a document, article, revision and characters, who translated the text, and the day on which
it was read. Keys are made of what is cited, so that they are the same in every answer.
"""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from nksearch.datamodels import Answer, Citation
from nksearch.dates import MONTHS
from nksearch.text import STEERING


@dataclass(frozen=True, slots=True)
class Format:
    """A form of references: its name for people, of files and on the web, and what writes it."""

    label: str
    suffix: str
    media_type: str
    write: Callable[[Answer, date], str]


def key_of(citation: Citation) -> str:
    """Return an id of letters, digits, full stops and hyphens: article, revision, characters."""
    where = f"{citation.revision}.{citation.start}-{citation.end}"
    return f"nksearch-{citation.article_id}.{where}"


# --- Markdown --------------------------------------------------------------------------------

_MARKDOWN_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~&$^@]")
# What makes a list, a heading or a definition, but only where a line begins.
_MARKDOWN_OPENING = re.compile(r"\A(?:(\(?)(\d+|[a-z]|[ivxlcdm]+)([.)])|([-+=:%]))", re.IGNORECASE)


def to_markdown(answer: Answer, accessed: date) -> str:
    """Return the quotes as one paragraph with a footnote for each, or why there is no answer."""
    if answer.abstained:
        return f"{_markdown(f'The archive does not say. {answer.reason}')}\n"
    quotes = (f"{_markdown(each.quote)}[^{key_of(each)}]" for each in answer.citations)
    notes = (f"[^{key_of(each)}]: {_markdown_note(each, accessed)}\n" for each in answer.citations)
    return f"{' '.join(quotes)}\n\n{''.join(notes)}"


def _markdown_note(citation: Citation, accessed: date) -> str:
    known = (citation.title, citation.source, citation.date or "undated")
    parts = [", ".join(_markdown(each) for each in known if each)]
    if address := _web_address(citation):
        parts.append(f"<{address}>")
    if citation.page:
        parts.append(f"P. {citation.page}")
    parts += [_markdown(each) for each in _remarks(citation)]
    return ". ".join([*parts, f"Accessed {accessed}."])


def _markdown(text: str) -> str:
    escaped = _MARKDOWN_SPECIAL.sub(r"\\\g<0>", _line(text))
    return _MARKDOWN_OPENING.sub(_escaped_opening, escaped)


def _escaped_opening(match: re.Match[str]) -> str:
    bracket, label, stop, mark = match.groups()
    return f"\\{mark}" if mark else "".join(["\\(" if bracket else "", label, "\\", stop])


# --- BibTeX ----------------------------------------------------------------------------------

_LATEX = {
    # Braces count for BibTeX even behind a backslash, so they are written as names.
    "\\": r"{\textbackslash}", "{": r"{\textbraceleft}", "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}", "^": r"{\textasciicircum}", "<": r"{\textless}",
    ">": r"{\textgreater}", "|": r"{\textbar}",
    **{character: f"\\{character}" for character in "$&#%_"},
}  # fmt: skip


def to_bibtex(answer: Answer, accessed: date) -> str:
    """Return an `@misc` entry for each citation, for BibTeX and biblatex; UTF-8 stays UTF-8."""
    return "\n".join(_bibtex_entry(each, accessed) for each in answer.citations)


def _bibtex_entry(citation: Citation, accessed: date) -> str:
    parts = _date_parts(citation.date)
    fields = {
        "title": f"{{{_latex(citation.title)}}}",  # braced once more: capitals stay
        "howpublished": _latex(citation.source or ""),
        "date": "-".join(f"{part:02}" for part in parts),
        "year": str(parts[0]) if parts else "",
        "pages": str(citation.page or ""),
        "url": _web_address(citation) or "",
        "urldate": accessed.isoformat(),
        "annote": _latex(citation.quote),
        "note": _latex(". ".join(_remarks(citation))),
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value.strip("{}")]
    if len(parts) > 1:
        lines.append(f"  month = {MONTHS[parts[1] - 1]},\n")
    return f"@misc{{{key_of(citation)},\n{''.join(lines)}}}\n"


def _latex(text: str) -> str:
    return "".join(_LATEX.get(character, character) for character in _line(text))


# --- RIS -------------------------------------------------------------------------------------


def to_ris(answer: Answer, accessed: date) -> str:
    """Return a NEWS record for each citation; its first note is the quote."""
    return "".join(_ris_record(each, accessed) for each in answer.citations)


def _ris_record(citation: Citation, accessed: date) -> str:
    parts = _date_parts(citation.date)
    tags = [
        ("TY", "NEWS"),
        ("ID", key_of(citation)),
        ("TI", citation.title),
        ("T2", citation.source or ""),
        ("PY", str(parts[0]) if parts else ""),
        ("DA", _ris_date(parts)),
        ("SP", str(citation.page or "")),
        ("UR", _web_address(citation) or ""),
        ("Y2", _ris_date(_date_parts(accessed.isoformat()))),
        *(("N1", note) for note in (citation.quote, *_remarks(citation))),
    ]
    lines = [f"{tag}  - {line}\r\n" for tag, value in tags if (line := _line(value))]
    return "".join([*lines, "ER  - \r\n"])


def _ris_date(parts: list[int]) -> str:
    """Return year/month/day/ with what is not known left empty."""
    year, *rest = parts or [0]
    known = [f"{year:04}", *(f"{part:02}" for part in rest)]
    return "/".join([*known, *[""] * (4 - len(known))]) if parts else ""


# --- CSL-JSON --------------------------------------------------------------------------------


def to_csl_json(answer: Answer, accessed: date) -> str:
    """Return the items that citeproc, Zotero and pandoc read; `annote` is the quote."""
    items = [_csl_item(each, accessed) for each in answer.citations]
    return f"{json.dumps(items, ensure_ascii=False, indent=1)}\n"


def _csl_item(citation: Citation, accessed: date) -> dict[str, Any]:
    parts = _date_parts(citation.date)
    item = {
        "id": key_of(citation),
        "type": "article-newspaper",
        "title": _line(citation.title),
        "container-title": _line(citation.source or ""),
        "issued": {"date-parts": [parts]} if parts else None,
        "accessed": {"date-parts": [[accessed.year, accessed.month, accessed.day]]},
        "page": str(citation.page or ""),
        "URL": _web_address(citation) or "",
        "annote": STEERING.sub("", citation.quote),
        "note": _line(". ".join(_remarks(citation))),
        "custom": {
            "article_id": citation.article_id,
            "revision": citation.revision,
            "start": citation.start,
            "end": citation.end,
            "translated_by": citation.translated_by and _line(citation.translated_by),
        },
    }
    return {name: value for name, value in item.items() if value}


# --- CSV -------------------------------------------------------------------------------------

_COLUMNS = (
    *("marker", "quote", "title", "date", "source", "url", "article_id", "revision"),
    *("start", "end", "page", "translated_by"),
)
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")


def to_csv(answer: Answer, accessed: date) -> str:
    """Return a table as RFC 4180 has it, with a header.

    Spreadsheets run cells that begin like a formula: such text gets an apostrophe before it.
    """
    table = io.StringIO(newline="")
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow(["key", *_COLUMNS, "accessed"])
    for citation in answer.citations:
        cells = (safe_cell(getattr(citation, name)) for name in _COLUMNS)
        writer.writerow([key_of(citation), *cells, accessed.isoformat()])
    return table.getvalue()


def safe_cell(value: str | float | None) -> str:
    """Return a cell of a table, which no spreadsheet runs as a formula."""
    text = STEERING.sub("", str(value)) if value is not None else ""
    return f"'{text}" if _FORMULA.match(text) else text


# --- what they share -------------------------------------------------------------------------

FORMATS = {
    "markdown": Format("Markdown", "md", "text/markdown", to_markdown),
    "bibtex": Format("BibTeX", "bib", "application/x-bibtex", to_bibtex),
    "ris": Format("RIS", "ris", "application/x-research-info-systems", to_ris),
    "csl-json": Format("CSL-JSON", "json", "application/vnd.citationstyles.csl+json", to_csl_json),
    "csv": Format("CSV", "csv", "text/csv", to_csv),
}
_UNSAFE = re.compile(r"[\s<>\"{}|\\^`]")


def _remarks(citation: Citation) -> list[str]:
    where = f"revision {citation.revision}, characters {citation.start}-{citation.end}"
    remarks = [f"nksearch article {citation.article_id}, {where}"]
    if citation.url and not _web_address(citation):
        remarks.append(f"Address {citation.url}")
    if citation.translated_by:
        remarks.append(f"Translated by {citation.translated_by}")
    return remarks


def _line(text: str) -> str:
    """Return `text` with every run of white space made one space, without what steers readers."""
    return " ".join(STEERING.sub("", text).split())


def _date_parts(value: str | None) -> list[int]:
    """Return year, month and day of an ISO 8601 date as far as they are known and can be."""
    known = re.match(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?(?!\d)", value or "")
    parts = [int(part) for part in known.groups() if part] if known else []
    try:
        date(*(parts + [1, 1, 1][len(parts) :]))
    except ValueError:
        return parts[:2] if parts[0] else []
    return parts


def _web_address(citation: Citation) -> str | None:
    """Return an address that programs may open, with what no address may hold percent-encoded."""
    address = STEERING.sub("", citation.url or "").strip()
    if not re.match(r"https?://\S", address, re.IGNORECASE):
        return None
    return _UNSAFE.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), address)
