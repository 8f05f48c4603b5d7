"""Hostile files: each is rejected with a reason or read, nothing blocks, and the rest goes in."""

import gc
import gzip
import io
import json
import os
import socket
import tarfile
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from nksearch.chunking import chunk
from nksearch.datamodels import Rejected, StoredArticle
from nksearch.datelines import find_dateline
from nksearch.indexing import rebuild
from nksearch.ingest import ingest
from nksearch.language import detect_language
from nksearch.mentions import find_mentions
from nksearch.periods.events import event_dates
from nksearch.readers import read
from nksearch.repair import repair
from nksearch.store import Store
from nksearch.text import normalise, sentence_spans
from nksearch.vocabulary.loading import load_vocabulary

from ..conftest import WordEncoder

pytestmark = pytest.mark.security

Record = Callable[[str, object], None]
KOREAN = "신의주에서 회의를 열었다고 주민들이 전했다. 사람들은 그 말을 믿지 않았다."
SECRET = "what no article may say"  # noqa: S105 (nobody's)


def feed(inside: str, before: str = "") -> bytes:
    item = f"<item><title>T</title><description>Flood {inside} came.</description></item>"
    return f"<?xml version='1.0'?>{before}<rss><channel>{item}</channel></rss>".encode()


def zipped(*members: tuple[str, bytes, int]) -> bytes:
    """Return a ZIP archive of names, contents and file modes of Unix."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data, mode in members:
            header = zipfile.ZipInfo(name)
            header.external_attr = mode << 16
            archive.writestr(header, data)
    return output.getvalue()


def tarred(*members: tuple[str, bytes, bytes, str]) -> bytes:
    """Return a tar archive of names, contents, kinds and targets of links."""
    output = io.BytesIO()
    with tarfile.open(fileobj=output, mode="w") as archive:
        for name, data, kind, target in members:
            header = tarfile.TarInfo(name)
            header.size, header.type, header.linkname = len(data), kind, target
            archive.addfile(header, io.BytesIO(data))
    return output.getvalue()


LAUGHS = "<!DOCTYPE r [<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)
)
TEXT = b"Title\n\nA text of some words."
FILES: dict[str, bytes] = {
    # feeds that name files, other hosts, or grow
    "file.xml": feed("&e;", "<!DOCTYPE r [<!ENTITY e SYSTEM 'file://{secret}'>]>"),
    "host.xml": feed("&e;", "<!DOCTYPE r [<!ENTITY e SYSTEM 'http://127.0.0.1:{port}/'>]>"),
    "dtd.xml": feed("x", "<!DOCTYPE r SYSTEM 'http://127.0.0.1:{port}/r.dtd'>"),
    "parameter.xml": feed("x", "<!DOCTYPE r [<!ENTITY % e SYSTEM 'file://{secret}'> %e;]>"),
    "laughs.xml": feed("&a11;", f"{LAUGHS}]>"),
    "quadratic.xml": feed("&a;" * 10_000, f"<!DOCTYPE r [<!ENTITY a '{'a' * 10_000}'>]>"),
    "include.xml": feed("<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' parse='text' "
                        "href='file://{secret}'/>"),
    "utf16.xml": feed("&e;", "<!DOCTYPE r [<!ENTITY e SYSTEM 'file://{secret}'>]>").decode()
    .replace("'1.0'", "'1.0' encoding='UTF-16'").encode("utf-16"),
    "style.xml": feed("x", "<?xml-stylesheet href='http://127.0.0.1:{port}/x.xsl'?>"),
    "page.html": b"<html><body><article><h1>T</h1><p>Flood came to the town of the river.</p>"
    b"<img src='http://127.0.0.1:{port}/x'><iframe src='file://{secret}'></iframe>"
    b"<link rel=import href='http://127.0.0.1:{port}/y'></article></body></html>",
    # archives that lead out, or are not what they say
    "up.zip": zipped(("../up.txt", TEXT, 0o100644), ("good.txt", TEXT + b" 1", 0o100644)),
    "root.zip": zipped(("/etc/cron.d/x.txt", TEXT, 0o100644)),
    "windows.zip": zipped(("..\\..\\x.txt", TEXT, 0o100644), ("C:\\x.txt", TEXT, 0o100644)),
    "link.zip": zipped(("link.txt", b"{secret}", 0o120777)),
    "same.zip": zipped(("a.txt", TEXT + b" 2", 0o100644), ("a.txt ", TEXT + b" 3", 0o100644)),
    "bomb.zip": zipped(("bomb.txt", b"\0" * 300_000_000, 0o100644)),
    "up.tar": tarred(("../../up.txt", TEXT, tarfile.REGTYPE, "")),
    "link.tar": tarred(("l.txt", b"", tarfile.SYMTYPE, "{secret}")),
    "hard.tar": tarred(("h.txt", b"", tarfile.LNKTYPE, "{secret}")),
    "device.tar": tarred(("d.txt", b"", tarfile.CHRTYPE, ""), ("f.txt", b"", tarfile.FIFOTYPE, "")),
    "long.tar": tarred(("n" * 300 + ".txt", TEXT + b" 4", tarfile.REGTYPE, "")),
    "bomb.gz": gzip.compress(gzip.compress(b"a" * 10_000_000)),
    # JSON and tables
    "deep.json": b"[" * 200_000,
    "deep2.json": b'{"text":' * 50_000 + b"1" + b"}" * 50_000,
    "twice.json": b'{"text": "One.", "text": "Two.", "id": NaN, "date": -1e999}',
    "number.json": b'{"text": "A text.", "id": ' + b"9" * 10_000 + b"}",
    "half.jsonl": b'{"text": "\\ud800 half", "title": "\\udfff"}\n',
    "wide.csv": b"title,text" + b"," * 100_000 + b"\nA,B\n",
    "quote.csv": b'title,text\nA,"' + b"x" * 100_000,
    # letters
    "cut.txt": KOREAN.encode()[:-2],
    "cut16.txt": KOREAN.encode("utf-16")[:-1],
    "overlong.txt": b"Title\n\n\xc0\xaf\xe0\x80\xaf text",
    "nul.txt": b"a\0b",
    "controls.txt": b"Title\x1b[2J\n\n" + bytes(range(1, 32)) + b" text \x7f\xc2\x9b",
    "marks.txt": "Title\u202e\n\n\ufeff\u200b\u2066text\u2069 of it".encode(),
    "combining.txt": ("Title\n\na" + "\u0301" * 50_000).encode(),
    "one.txt": b"Title\n\n" + b"word " * 100_000,
    "line.txt": b"Title\n\n" + b"a" * 1_000_000,
    "tags.html": b"<html><body>" + b"<b>" * 100_000 + b"text",
    "attributes.html": b"<html><body><p " + b"a=b " * 50_000 + b">text",
    "comments.html": b"<html><body>" + b"<!--" * 50_000,
    "entities.html": b"<html><body><p>" + b"&#" * 50_000 + b"&amp" * 50_000,
    "empty.txt": b"",
    "spaces.txt": b" \n" * 100_000,
}  # fmt: skip
FILES |= {
    f"{codec}.html": f"<html><body><p>{KOREAN * 3}</p></body></html>".encode(codec, "ignore")
    for codec in ("utf-8-sig", "utf-16", "utf-32", "cp949", "euc-kr", "shift-jis", "latin-1")
}


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


@pytest.mark.slow
def test_no_file_reads_what_it_must_not_or_stops_the_rest(
    tmp_path: Path, store: Store, listening: socket.socket, record_property: Record
) -> None:
    secret, folder = tmp_path / "secret", tmp_path / "in"
    secret.write_text(SECRET)
    folder.mkdir()
    port = str(listening.getsockname()[1]).encode()
    for name, data in FILES.items():
        made = data.replace(b"{secret}", bytes(secret)).replace(b"{port}", port)
        (folder / name).write_bytes(made)
    os.mkfifo(folder / "pipe.txt")
    (folder / "loop").symlink_to(folder)
    (folder / "itself.txt").symlink_to(folder / "itself.txt")
    (folder / "zero.txt").symlink_to("/dev/zero")
    (folder / "tty.txt").symlink_to("/dev/tty")
    (folder / "gone.txt").symlink_to(folder / "nowhere")
    with socket.socket(socket.AF_UNIX) as local:
        local.bind(str(folder / "socket.txt"))
        (folder / "zz last.txt").write_bytes(TEXT + b" And it came last.")
        report = ingest([folder], store)
        again = ingest([folder], store)
    held = " ".join(f"{each.title} {each.text}" for each in store.articles())
    assert SECRET not in held
    assert "came last" in held
    assert (again.added, again.changed) == (0, 0)
    for each in report.rejected:
        assert each.reason and "\n" not in each.reason and len(each.reason) < 300, each
    with pytest.raises(BlockingIOError):  # nobody called
        listening.accept()
    assert not (tmp_path / "up.txt").exists()
    record_property("kind", "hostile ingest")
    record_property("files", len(FILES) + 7)
    record_property("rejected", len(report.rejected))


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_rejected(tmp_path: Path, store: Store) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT)
    path.chmod(0)
    (rejected,) = ingest([path], store).rejected
    assert rejected.reason.startswith("Cannot be")


# What many of again and again make a pattern slow that is not written with care.
PUMPS = (
    'a|A |A.|1|1,|1-|2020. 1. 1.|. |."|" |(|[|<b>|<!--|](|**a** |`|--- |\n|a\n|A\n|가|가\n|다.|'
    "김정은|평양 |Kim |Kim Jong Un|ComradeKim Il Sung|May |May 1, 2024 |in |the |last |http://|"
    "a@b.c |(서울=연합뉴스)|7월 3일 |Photo: |By A |\u0301|\u202e|\t|\u00a0|Sinuiju|S. |-dong|"
    "from 2019 to |&#|=|' "
).split("|")
SIZE = 160_000  # characters; eight times fewer are the measure


@pytest.mark.slow
@pytest.mark.parametrize(
    "what", "normalise repair sentences dateline chunks mentions events language".split()
)
def test_reading_an_article_takes_time_in_proportion_to_its_length(
    what: str, record_property: Record
) -> None:
    vocabulary, encoder = load_vocabulary(None), WordEncoder()

    def chunks(text: str) -> object:
        stored = _stored(text)
        return chunk(stored, count_tokens=encoder.count_tokens, max_tokens=24)

    do: Callable[[str], object] = {
        "normalise": normalise,
        "repair": repair,
        "sentences": sentence_spans,
        "dateline": find_dateline,
        "chunks": chunks,
        "mentions": lambda text: find_mentions(text, vocabulary),
        "events": lambda text: event_dates(text, date(2024, 5, 5)),
        "language": detect_language,
    }[what]
    do("A text, so that everything is loaded.")
    slow = [piece for piece in PUMPS if _grows_faster_than_its_length(do, piece)]
    assert not slow
    record_property("kind", "hostile ingest")
    record_property("texts", len(PUMPS))


# Files of a format around a piece that comes again and again.
READ: dict[str, tuple[str, str]] = {
    "txt": ("The dam was opened.\n\n", " end"),
    "md": ("The dam was opened.\n\n", " end"),
    "csv": ('title,text\nT,"Flood came. ', '"\n'),
    "jsonl": ('{"text": "Flood came.", "author": "', '"}\n'),
}
PIECES = (" ", "x", "a\n", "# ", "#", "![](", "<http://a", "<b ", "<!--", "A. ", "-")


@pytest.mark.slow
@pytest.mark.parametrize("suffix", READ)
def test_reading_a_file_takes_time_in_proportion_to_its_length(
    suffix: str, tmp_path: Path, record_property: Record
) -> None:
    before, behind = READ[suffix]
    path = tmp_path / f"a.{suffix}"

    def reading(text: str) -> object:
        text = json.dumps(text)[1:-1] if suffix == "jsonl" else text
        path.write_text(f"{before}# a{text}{behind}", "utf-8")
        return list(read(path))

    reading("A text, so that everything is loaded.")
    assert not [piece for piece in PIECES if _grows_faster_than_its_length(reading, piece)]
    record_property("kind", "hostile ingest")
    record_property("texts", len(PIECES))


def test_a_page_of_too_many_tags_is_rejected_before_it_is_parsed(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(f"<html><body>{'<p>a' * 100_000}</body></html>")
    (rejected,) = read(path)
    assert isinstance(rejected, Rejected)
    assert rejected.reason == "More than 100,000 tags: a page must have fewer."


def _stored(text: str) -> StoredArticle:
    names = {"article_id": "0" * 16, "revision": 1, "ingested": "2024-05-05"}
    return StoredArticle(title="T", text=text, language="en", **names)


def _grows_faster_than_its_length(do: Callable[[str], object], piece: str) -> bool:
    """Tell whether eight times the text takes much more than eight times the work, each time.

    Time is all there is to see how far a regular expression went, and another program may take
    it: one round of nine that is in proportion is proof enough, as what is quadratic (64 times)
    never gets below 24.
    """
    long, short = (piece * (SIZE // parts // len(piece)) for parts in (1, 8))
    for _ in range(9):
        seconds = _seconds(do, long)
        if seconds < 0.2:  # what is so quick for so much text is no danger
            return False
        if seconds < 24 * max(_seconds(do, short), 0.005):
            return False
    return True


def _seconds(do: Callable[[str], object], text: str) -> float:
    gc.collect()
    gc.disable()  # it goes through all that other tests left in memory
    try:
        begun = time.process_time()
        do(text)
        return time.process_time() - begun
    finally:
        gc.enable()


@pytest.mark.slow
def test_hostile_articles_are_indexed_and_found(
    tmp_path: Path, store: Store, record_property: Record
) -> None:
    rows = [{"title": piece * 50, "text": (piece + " ") * 2_000 + "end."} for piece in PUMPS]
    path = tmp_path / "a.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    report = ingest([path], store)
    assert report.added + report.duplicates + len(report.rejected) == len(rows)
    directory = tmp_path / "indexes"
    rebuild(directory, store, WordEncoder())
    record_property("kind", "hostile ingest")
    record_property("articles", report.added)
