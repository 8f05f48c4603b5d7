"""Files of many kinds, one in ten broken, each in another way: for tests of a whole ingest."""

import gzip
import io
import json
import os
import tarfile
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

RECORDS = 20  # in each file of JSON Lines


def _zip(members: dict[str, bytes]) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return output.getvalue()


def _tar(members: dict[str, bytes]) -> bytes:
    output = io.BytesIO()
    with tarfile.open(fileobj=output, mode="w:gz") as archive:
        for name, data in members.items():
            header = tarfile.TarInfo(name)
            header.size = len(data)
            archive.addfile(header, io.BytesIO(data))
    return output.getvalue()


def _mhtml(page: bytes) -> bytes:
    message = EmailMessage()
    message["MIME-Version"] = "1.0"
    message.make_related()
    part = EmailMessage()
    part.set_content(page, "text", "html", cte="base64")
    message.attach(part)
    return message.as_bytes()


def _page(n: int, text: str) -> bytes:
    head = "<!DOCTYPE html><html><head><meta charset=utf-8></head><body><nav>Home</nav>"
    return f"{head}<article><h1>Title {n}</h1><p>{text}</p></article></body></html>".encode()


def _feed(n: int, text: str) -> bytes:
    item = f"<item><title>Title {n}</title><description>{text}</description></item>"
    return f"<?xml version='1.0'?><rss><channel><title>Post</title>{item}</channel></rss>".encode()


def _lines(n: int, text: str) -> bytes:
    rows = ({"title": f"Title {n} {m}", "text": f"{m}: {text}"} for m in range(RECORDS))
    return gzip.compress("\n".join(map(json.dumps, rows)).encode(), mtime=0)


GOOD: tuple[tuple[str, Callable[[int, str], bytes]], ...] = (
    (".txt", lambda n, text: f"Title {n}\n\n{text}".encode()),
    (".html", _page),
    (".jsonl.gz", _lines),
    (".csv", lambda n, text: f"title,text\nTitle {n},{text}\n".encode()),
    (".zip", lambda n, text: _zip({"a.txt": f"Title {n}\n\n{text}".encode()})),
    (".md", lambda n, text: f"# Title {n}\n\n{text}".encode()),
    (".mhtml", lambda n, text: _mhtml(_page(n, text))),
    (".xml", _feed),
    (".tar.gz", lambda n, text: _tar({"a.json": json.dumps({"text": text}).encode()})),
)
# Broken files, each with the beginning of its reason.
BROKEN: tuple[tuple[str, bytes, str], ...] = (
    (".txt", b"", "Empty"),
    (".txt", b"text\0with NUL", "Binary"),
    (".txt", "朝鲜发射导弹。".encode("gb2312"), "Not text in UTF-8"),
    (".txt", "Text.".encode("utf-16")[:-1], "Not valid UTF-16"),
    (".gz", b"\x1f\x8b\x08broken", "The gzip stream is broken"),
    (".gz", gzip.compress(b"text " * 999)[:-9], "The gzip stream is broken"),
    (".gz", gzip.compress(gzip.compress(b"text")), "Packed with gzip twice"),
    (".zip", b"PK\x03\x04broken", "The ZIP archive is broken"),
    (".zip", _zip({"../x.txt": b"Title\n\nText."}), "Its name leads out"),
    (".zip", _zip({"a": _zip({"b": _zip({"c": b"T"})})}), "An archive in an archive"),
    (".tar", _tar({"a.txt": b"Title\n\nText."})[:-20], "The gzip stream is broken"),
    (".json", b'{"text": ', "Not valid JSON"),
    (".json", b"[" * 100_000, "Nested too deeply"),
    (".json", b'{"text": NaN}', "No text"),
    (".json", b"[]", "Empty"),
    (".csv", b"name,age\nKim,3\n", "No text"),
    (".html", b"<html><body></body></html>", "No text"),
    (".html", b"<html>" + b"<div>" * 50_000 + b"text", "No text"),
    (".xml", b"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'b'>]><rss/>", "The feed defines"),
    (".xml", b"<?xml version='1.0'?><note/>", "XML that is neither"),
    (".mhtml", b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n", "No page"),
    (".pdf", b"%PDF-1.4 broken", "The PDF file is broken"),
    (".docx", _zip({"[Content_Types].xml": b"<x/>"}), "Office documents"),
    (".md", b"# Only a title", "No text"),
    (".css", b"p { color: red }", "Part of a page"),
    (".png", b"\x89PNG\r\n\x1a\n", "Binary"),
    ("pipe", b"", "Not a regular file"),
    ("link", b"", "Cannot be opened"),
)


def fill(folder: Path, count: int) -> dict[str, str]:
    """Write `count` files below `folder`; return the reasons expected, by path."""
    expected = {}
    for n in range(count):
        place = folder / f"{n // 500:03}"
        place.mkdir(parents=True, exist_ok=True)
        text = f"Report {n} says that the market of town {n} was closed on Monday. " * (n % 7 + 1)
        if n % 10 < 9:
            suffix, make = GOOD[n % 10]
            (place / f"{n:06}{suffix}").write_bytes(make(n, text.strip()))
            continue
        suffix, data, reason = BROKEN[n // 10 % len(BROKEN)]
        path = place / f"{n:06}{suffix}"
        if suffix == "pipe":
            os.mkfifo(path)
        elif suffix == "link":
            path.symlink_to(path)
        else:
            path.write_bytes(data)
        expected[str(path)] = reason
    return expected


def articles_in(count: int) -> int:
    """Return how many articles the good ones of `count` files hold."""
    return sum(RECORDS if n % 10 == 2 else 1 for n in range(count) if n % 10 < 9)
