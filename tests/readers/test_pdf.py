import sys
from io import BytesIO

import pytest

from nksearch.readers import read

pypdf = pytest.importorskip("pypdf")

LINES = (
    "Heavy rain flooded the river town of Sinuiju on Satur-",
    "day, state media reported. Soldiers rescued more than",
    "four thousand people before dark.",
    "The water was three metres deep in the lower streets,",
    "witnesses told the agency on Monday.",
)


def document(*pages: tuple[str, ...], title: str = "", password: str = "") -> bytes:
    """A PDF file with these lines on its pages, written by hand."""
    writer = pypdf.PdfWriter()
    font = pypdf.generic.DictionaryObject()
    for key, value in (("Type", "Font"), ("Subtype", "Type1"), ("BaseFont", "Helvetica")):
        font[pypdf.generic.NameObject(f"/{key}")] = pypdf.generic.NameObject(f"/{value}")
    fonts = pypdf.generic.DictionaryObject({pypdf.generic.NameObject("/F1"): font})
    for lines in pages:
        page = writer.add_blank_page(600, 800)
        page[pypdf.generic.NameObject("/Resources")] = pypdf.generic.DictionaryObject(
            {pypdf.generic.NameObject("/Font"): fonts}
        )
        shown = " T* ".join(f"({line}) Tj" for line in lines)
        stream = pypdf.generic.DecodedStreamObject()
        stream.set_data(f"BT /F1 12 Tf 14 TL 50 750 Td {shown} ET".encode())
        page[pypdf.generic.NameObject("/Contents")] = writer._add_object(stream)
    if title:
        writer.add_metadata({"/Title": title, "/CreationDate": "D:20240101000000Z"})
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def article(tmp_path, data):
    path = tmp_path / "report.bin"
    path.write_bytes(data)
    (row,) = read(path)
    return row


def test_lines_are_joined_to_paragraphs(tmp_path):
    found = article(tmp_path, document(LINES, title="Flood in Sinuiju"))
    assert (found.title, found.published, found.language) == ("Flood in Sinuiju", None, "en")
    assert found.text == (
        "Heavy rain flooded the river town of Sinuiju on Saturday, state media reported. Soldiers "
        "rescued more than four thousand people before dark.\n\nThe water was three metres deep in "
        "the lower streets, witnesses told the agency on Monday."
    )


def test_pages_begin_where_their_first_words_stand(tmp_path):
    first, last = LINES[:1], LINES[1:]
    found = article(tmp_path, document((), first, last, (), ("End of it.",), ()))
    assert found.text.startswith("Heavy rain flooded the river town of Sinuiju on Saturday, state")
    begins = [found.text[start : start + 4] for start in found.page_starts]
    assert begins == ["Heav", "Heav", "day,", "End ", "End ", ""]


def test_margins_and_numbers_of_pages_are_dropped(tmp_path):
    pages = [("River Post Weekly", f"{LINES[0][:-1]}{n},", LINES[4], str(n)) for n in range(1, 5)]
    text = article(tmp_path, document(*pages)).text
    assert "River Post Weekly" not in text
    assert text.count("witnesses told the agency on Monday.") == 4
    assert not text.rstrip().endswith("4")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (lambda: document((), ()), "No text in its 2 pages: they are pictures."),
        (lambda: document(LINES, password="secret"), "Encrypted"),  # noqa: S106 (of this file)
        (lambda: document(LINES)[:300], "The PDF file is broken"),
        (lambda: b"%PDF-1.4\n" + b"garbage " * 100, "The PDF file is broken"),
    ],
)
def test_what_holds_no_text_says_so(tmp_path, data, reason):
    assert article(tmp_path, data()).reason.startswith(reason)


def test_a_missing_package_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pypdf", None)
    assert "nksearch[pdf]" in article(tmp_path, document(LINES)).reason
