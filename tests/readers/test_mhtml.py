from email.message import EmailMessage

import pytest

from nksearch.readers import read

from .test_html import KOREAN, page


def saved(markup: bytes, charset: str, encoding: str) -> bytes:
    message = EmailMessage()
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = "https://example.org/lecture"
    message["MIME-Version"] = "1.0"
    message.make_related()
    part = EmailMessage()
    part.set_content(markup, "text", "html", cte=encoding)
    part.set_param("charset", charset)
    part["Content-Location"] = "https://example.org/lecture"
    message.attach(part)
    picture = EmailMessage()
    picture.set_content(b"\x89PNG", "image", "png")
    message.attach(picture)
    return message.as_bytes()


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
def test_the_page_is_read_without_its_pictures(tmp_path, encoding):
    markup = page("", "회령시 강연회", KOREAN).encode("cp949")
    path = tmp_path / "saved.mhtml"
    path.write_bytes(saved(markup, "euc-kr", encoding))
    (article,) = read(path)
    assert (article.title, article.text) == ("회령시 강연회", "\n\n".join(KOREAN))
    assert (article.address, article.raw) == ("https://example.org/lecture", markup)


HEAD = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (HEAD + b"--x\n\n--x--", "No page"),
        (HEAD, "No page"),
        (HEAD + b"--x\nContent-Type: text/html\n\n\n--x--", "Empty"),
        (b"From: a@example.org\nMIME-Version: 1.0\nContent-Type: text/plain\n\nhi", "Mail is"),
    ],
)
def test_what_holds_no_page_says_so(tmp_path, data, reason):
    path = tmp_path / "saved.mht"
    path.write_bytes(data)
    (row,) = read(path)
    assert row.reason.startswith(reason)
