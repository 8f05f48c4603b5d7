"""Every format is read back with a reader of its own, from whatever titles and quotes there are."""

import csv
import io
import json
import re
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nksearch.datamodels import Answer, Citation
from nksearch.references import FORMATS, key_of, to_bibtex, to_csl_json, to_csv, to_markdown, to_ris
from nksearch.text import STEERING

TODAY = date(2026, 11, 24)


def citation(
    quote: str = "A flood hit Sinuiju.",
    title: str = "Flood in Sinuiju",
    *,
    marker: int = 1,
    published: str | None = "2024-07-31",
    source: str | None = "River Post",
    url: str | None = "https://example.org/flood",
    page: int | None = None,
) -> Citation:
    return Citation(
        marker=marker, article_id="8fd8d39ff59ddc3b", revision=2, chunk_id="c", start=10 * marker,
        end=10 * marker + len(quote), quote=quote, title=title, date=published, source=source,
        url=url, translated_by="Google", page=page,
    )  # fmt: skip


def answer(*citations: Citation, reason: str | None = None) -> Answer:
    return Answer(
        question="?", abstained=reason is not None, reason=reason, citations=citations, passages=()
    )


def line(text: str) -> str:
    return " ".join(STEERING.sub("", text).split())


# --- small readers, made after the descriptions of the formats -----------------------------------


def read_markdown(text: str) -> tuple[list[str], dict[str, str]]:
    """Return the quotes and the footnotes by label, without the escapes."""
    hidden = re.sub(r"\\([!-/:-@\[-`{-~])", lambda escaped: chr(_HIDDEN + ord(escaped[1])), text)
    body, _, notes = hidden.partition("\n\n")
    labels = re.findall(r"\[\^([\w.-]+)\]", body)
    quotes = re.split(r"\[\^[\w.-]+\] ?", body)[: len(labels)]
    found = dict(re.findall(r"^\[\^([\w.-]+)\]: (.*)$", notes, re.M))
    assert list(found) == labels
    plain = [
        "".join(chr(ord(c) - _HIDDEN) if _HIDDEN < ord(c) < _HIDDEN + 128 else c for c in each)
        for each in (*quotes, *found.values())
    ]
    return plain[: len(quotes)], dict(zip(labels, plain[len(quotes) :], strict=True))


_HIDDEN = 0xDC00  # lone surrogates, which no text has, stand for escaped characters


NAMES = {
    r"{\textbackslash}": "\\", r"{\textbraceleft}": "{", r"{\textbraceright}": "}",
    r"{\textasciitilde}": "~", r"{\textasciicircum}": "^", r"{\textless}": "<",
    r"{\textgreater}": ">", r"{\textbar}": "|",
    **{f"\\{each}": each for each in "$&#%_"},
}  # fmt: skip


def read_bibtex(text: str) -> list[dict[str, str]]:
    """Read entries by counting braces, as BibTeX does, and undo LaTeX's names and escapes."""
    entries = []
    for block in re.findall(r"^@misc\{(.*?)^\}$", text, re.M | re.S):
        key, _, rest = block.partition(",\n")
        entry = {"key": key}
        for field in rest.splitlines():
            matched = re.fullmatch(r"  (\w+) = (.*),", field)
            assert matched, field
            entry[matched[1]] = without_braces(matched[2])
        entries.append(entry)
    return entries


def without_braces(value: str) -> str:
    depth = 0
    for place, character in enumerate(value):
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth > 0 or place == len(value) - 1 or value.isalpha(), value
    assert depth == 0, value
    while value.startswith("{") and value.endswith("}") and not value.startswith("{\\text"):
        value = value[1:-1]
    return re.sub("|".join(map(re.escape, NAMES)), lambda match: NAMES[match[0]], value)


def read_ris(text: str) -> list[list[tuple[str, str]]]:
    records: list[list[tuple[str, str]]] = []
    assert text.endswith("\r\n")
    for each in text.removesuffix("\r\n").split("\r\n"):
        assert re.match(r"[A-Z][A-Z0-9]  - ", each), each
        assert each.splitlines() == [each]
        if each.startswith("TY"):
            records.append([])
        records[-1].append((each[:2], each[6:]))
    assert all(record[-1] == ("ER", "") for record in records)
    return records


# --- what a journalist's file could meet ---------------------------------------------------------

words = st.text(min_size=1, max_size=40).filter(lambda text: line(text))
HARD = r"""=cmd|' /C calc'!A0 \input{x} {unbalanced $5 & 50% #1 a_b ~ ^ <b>[x](y) `c` "q",; é"""


@given(words, words)
@example(HARD, HARD)
@example("ER  - \r\nTY  - NEWS", "@misc{x,\n}\n")
@example("1. First", "}}")
@example("\x1b[31mred\u2028\u2029\x85line", "한글 NFD \u1112\u1161\u11ab 🇰🇵\u00ad")
def test_every_format_reads_back_to_the_same_title_and_quote(title: str, quote: str) -> None:
    one = answer(citation(quote, title), citation(title, quote, marker=2))
    key = key_of(one.citations[0])

    quotes, notes = read_markdown(to_markdown(one, TODAY))
    assert quotes == [line(quote), line(title)]
    assert notes[key].startswith(f"{line(title)}, River Post, 2024-07-31. <https://example.org/")

    first, second = read_bibtex(to_bibtex(one, TODAY))
    assert (first["title"], first["annote"]) == (line(title), line(quote))
    assert (second["title"], second["annote"]) == (line(quote), line(title))

    record = read_ris(to_ris(one, TODAY))[0]
    assert dict(record)["TI"] == line(title)
    assert next(value for tag, value in record if tag == "N1") == line(quote)

    items = json.loads(to_csl_json(one, TODAY))
    assert (items[0]["title"], items[0]["annote"]) == (line(title), STEERING.sub("", quote))

    rows = list(csv.DictReader(io.StringIO(to_csv(one, TODAY), newline="")))
    for name, value in (("title", title), ("quote", quote)):
        assert rows[0][name].removeprefix("'") == STEERING.sub("", value).removeprefix("'")
        assert not rows[0][name].lstrip().startswith(("=", "+", "-", "@"))
        assert not rows[0][name].startswith(("\t", "\n"))


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_lets_a_terminal_be_steered(name: str) -> None:
    written = FORMATS[name].write(
        answer(citation("\x1b]0;owned\x07 red", "\x9b31m", source="\x1b[2J", url="http://a/\x1b")),
        TODAY,
    )
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", written)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_says_where_the_quote_stands_and_when_it_was_read(name: str) -> None:
    written = FORMATS[name].write(answer(citation()), TODAY)
    for fact in ("8fd8d39ff59ddc3b", "Flood in Sinuiju", "River Post", "Google", "10", "30"):
        assert fact in written
    assert re.search(r"2026-11-24|2026/11/24|2026,\s+11,\s+24", written)
    assert "https://example.org/flood" in written


def test_a_page_of_a_document_stands_where_each_format_has_it() -> None:
    one = answer(citation(page=3))
    assert ". P. 3. " in to_markdown(one, TODAY)
    assert read_bibtex(to_bibtex(one, TODAY))[0]["pages"] == "3"
    assert ("SP", "3") in read_ris(to_ris(one, TODAY))[0]
    assert json.loads(to_csl_json(one, TODAY))[0]["page"] == "3"
    assert next(csv.DictReader(io.StringIO(to_csv(one, TODAY))))["page"] == "3"


@pytest.mark.parametrize("name", FORMATS)
def test_what_has_no_pages_names_none(name: str) -> None:
    written = FORMATS[name].write(answer(citation()), TODAY)
    assert not re.search(r"P\. |pages =|SP  -|\"page\":", written)


CSL_NAMES = {
    "id": str, "type": str, "title": str, "container-title": str, "issued": dict,
    "accessed": dict, "URL": str, "annote": str, "note": str, "custom": dict,
}  # fmt: skip


@pytest.mark.parametrize(
    ("published", "parts", "ris", "bibtex"),
    [
        ("2024-05-27T10:57", [2024, 5, 27], "2024/05/27/", ("2024-05-27", "2024", "may")),
        ("2024-05", [2024, 5], "2024/05//", ("2024-05", "2024", "may")),
        ("2024", [2024], "2024///", ("2024", "2024", None)),
        ("2024-05-99", [2024, 5], "2024/05//", ("2024-05", "2024", "may")),
        ("2023-02-29", [2023, 2], "2023/02//", ("2023-02", "2023", "feb")),
        ("0000-01-01", None, None, (None, None, None)),
        ("2024-13-45", [2024], "2024///", ("2024", "2024", None)),
        (None, None, None, (None, None, None)),
        ("spring", None, None, (None, None, None)),
    ],
)
def test_dates_are_as_precise_as_they_are_known(
    published: str | None, parts: list[int] | None, ris: str | None, bibtex: tuple[Any, ...]
) -> None:
    one = answer(citation(published=published))
    [item] = json.loads(to_csl_json(one, TODAY))
    assert item.get("issued") == ({"date-parts": [parts]} if parts else None)
    assert all(isinstance(value, CSL_NAMES[name]) for name, value in item.items())
    assert {"id", "type"} <= item.keys()
    [record] = read_ris(to_ris(one, TODAY))
    assert dict(record).get("DA") == ris
    [entry] = read_bibtex(to_bibtex(one, TODAY))
    assert tuple(entry.get(name) for name in ("date", "year", "month")) == bibtex
    assert ("undated" in to_markdown(one, TODAY)) == (published is None)


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://a.org/x?y=1&z=2#p", "https://a.org/x?y=1&z=2#p"),
        ("https://a.org/a b{c}\\d<e>", "https://a.org/a%20b%7Bc%7D%5Cd%3Ce%3E"),
        ("https://a.org/평양\r\nER  - ", "https://a.org/평양%0AER%20%20-"),
    ],
)
def test_addresses_stay_addresses(url: str, safe: str) -> None:
    one = answer(citation(url=url))
    assert f"<{safe}>" in to_markdown(one, TODAY)
    assert read_bibtex(to_bibtex(one, TODAY))[0]["url"] == safe
    assert dict(read_ris(to_ris(one, TODAY))[0])["UR"] == safe
    assert json.loads(to_csl_json(one, TODAY))[0]["URL"] == safe


@pytest.mark.parametrize(
    ("quote", "written"),
    [
        ("1. First", "1\\. First"),
        ("iv. Fourth", "iv\\. Fourth"),
        ("(2) Second", "\\(2\\) Second"),
        ("a) First", "a\\) First"),
        ("- Dash", "\\- Dash"),
        ("Both. So", "Both. So"),
    ],
)
def test_no_quote_opens_a_list(quote: str, written: str) -> None:
    assert to_markdown(answer(citation(quote)), TODAY).startswith(f"{written}[^")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///a.txt", "https://"])
def test_only_web_addresses_become_links(url: str) -> None:
    one = answer(citation(url=url))
    written = [FORMATS[name].write(one, TODAY) for name in FORMATS]
    assert all(url in each for each in written)
    assert f"<{url}" not in to_markdown(one, TODAY)
    assert "url" not in read_bibtex(to_bibtex(one, TODAY))[0]
    assert "UR" not in dict(read_ris(to_ris(one, TODAY))[0])
    [item] = json.loads(to_csl_json(one, TODAY))
    assert "URL" not in item and f"Address {url}" in item["note"]


def test_keys_are_the_same_in_every_answer() -> None:
    one, two = citation(marker=1), citation(marker=2)
    alone = answer(two)
    for written in (FORMATS[name].write(alone, TODAY) for name in FORMATS):
        assert key_of(two) in written and key_of(one) not in written
    assert key_of(one) == "nksearch-8fd8d39ff59ddc3b.2.10-30"


def test_a_table_has_the_line_ends_of_rfc_4180_and_a_header() -> None:
    written = to_csv(answer(citation('She said "no",\nand left.')), TODAY)
    header, row = written.split("\r\n", 1)
    assert header.startswith("key,marker,quote,title,date")
    assert '"She said ""no"",\nand left."' in row and row.endswith("2026-11-24\r\n")


def test_a_refusal_has_no_citations() -> None:
    refused = answer(reason="No article mentions *Elvis*.")
    assert to_markdown(refused, TODAY) == (
        "The archive does not say. No article mentions \\*Elvis\\*.\n"
    )
    assert [to_bibtex(refused, TODAY), to_ris(refused, TODAY)] == ["", ""]
    assert json.loads(to_csl_json(refused, TODAY)) == []
    assert len(to_csv(refused, TODAY).splitlines()) == 1
