import gzip
import sys

import pytest

from nksearch.datamodels import Article, Rejected
from nksearch.readers import read

from .test_html import KOREAN, TEXT, page

pytest.importorskip("warcio")


def record(kind: str, url: str, block: bytes) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\n"
        "WARC-Date: 2024-08-01T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        f"Content-Type: application/http\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def crawl(*, packed: bool) -> bytes:
    def answer(name: str, body: bytes, kind: str, status: str = "200 OK") -> bytes:
        head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n"
        return record("response", f"https://example.org/{name}", head.encode() + body)

    korean = page("", "강연회", KOREAN).encode("cp949")
    records = (
        record("request", "https://example.org/1", b"GET /1 HTTP/1.1\r\n\r\n"),
        answer("1", page().encode(), "text/html; charset=utf-8"),
        answer("a.png", b"\x89PNG", "image/png"),
        answer("gone", page().encode(), "text/html", "404 Not Found"),
        answer("2", korean, "text/html;charset=EUC-KR"),
        answer("3", b"<html><body></body></html>", "text/html"),
    )
    return b"".join(map(gzip.compress, records) if packed else records)


@pytest.mark.parametrize("packed", [False, True])
def test_pages_of_a_crawl_are_articles_with_their_addresses(tmp_path, packed):
    path = tmp_path / "a.warc.gz"
    path.write_bytes(crawl(packed=packed))
    first, second, third = read(path)
    assert (first.text, first.address) == ("\n\n".join(TEXT), "https://example.org/1")
    assert (second.text, second.address) == ("\n\n".join(KOREAN), "https://example.org/2")
    assert (third.line, third.reason[:7]) == (6, "No text")


def test_a_cut_crawl_keeps_what_was_whole(tmp_path):
    path = tmp_path / "a.warc"
    whole = crawl(packed=False)
    path.write_bytes(whole[: whole.index("덧붙였다".encode("cp949"))])
    first, last = read(path)
    assert isinstance(first, Article)
    assert isinstance(last, Rejected)
    assert (last.line, last.reason) == (5, "The crawl ends within this page.")


def test_a_missing_package_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "warcio.archiveiterator", None)
    path = tmp_path / "a.warc"
    path.write_bytes(crawl(packed=False))
    (row,) = read(path)
    assert "nksearch[warc]" in row.reason
