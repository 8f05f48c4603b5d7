import gzip
import json
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nksearch.datamodels import Article, Rejected
from nksearch.readers import files, read, read_with_format

KOREAN = "회령시에서 강연회가 열렸다고 소식통이 전했다. 주민들은 휴대전화를 바치라는 말을 들었다."


def reason(path: Path) -> str:
    (rejected,) = read(path)
    assert isinstance(rejected, Rejected)
    assert (rejected.path, rejected.line) == (str(path), None)
    return rejected.reason


def write(tmp_path: Path, data: bytes, name: str = "page.txt") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "data",
    [
        KOREAN.encode(),
        KOREAN.encode("utf-8-sig"),
        KOREAN.encode("utf-16"),
        b"\xfe\xff" + KOREAN.encode("utf-16-be"),
        KOREAN.encode("utf-32"),
        KOREAN.encode("cp949"),
        KOREAN.encode("euc-kr"),
        gzip.compress(KOREAN.encode()),
    ],
)
def test_korean_text_is_read_in_every_common_encoding(tmp_path, data):
    (article,) = read(write(tmp_path, data))
    assert isinstance(article, Article)
    assert (article.text, article.language) == (KOREAN, "ko")
    assert article.address == (tmp_path / "page.txt").resolve().as_uri()


@pytest.mark.parametrize(
    "data",
    [
        "The leader’s “visit” to the café in Pyongyang was short.".encode("cp1252"),
        "Señor Kim visitó la ciudad.".encode("latin-1"),
        "北朝鮮が弾道ミサイルを発射した。".encode("shift-jis"),
        "朝鲜昨天发射了一枚弹道导弹。".encode("gb2312"),
        KOREAN.encode()[:-2],
        KOREAN.encode("utf-16")[:-1],
        b"\xff\xfe\x00",
    ],
)
def test_other_encodings_and_cut_ones_are_rejected(tmp_path, data):
    assert reason(write(tmp_path, data)).startswith("Not ")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "Empty"),
        (b" \n\t\n", "Empty"),
        ("\ufeff".encode(), "No text"),
        (b"text\0text", "Binary"),
        (b"a" * 70_000 + b"\0", "Binary"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "Binary"),
        (b"%PDF-1.7 ...", "The PDF file is broken"),
        (b"PK\x03\x04...", "The ZIP archive is broken"),
        (b"PK\x03\x04" + b"\0" * 26 + b"[Content_Types].xml", "Office documents are not read"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office documents are not read"),
        (b"<!DOCTYPE html><p></p>", "No text"),
        (b" <!-- a -->\n<HTML lang=ko>", "No text"),
        (gzip.compress(b"<html><p></p>"), "No text"),
        (gzip.compress(gzip.compress(b"text")), "Packed with gzip twice"),
        (gzip.compress(KOREAN.encode() * 50)[:-20], "The gzip stream is broken"),
        (b"\x1f\x8b\x08garbage that is no deflate stream", "The gzip stream is broken"),
        (b"word " * 4_100_000, "Larger than 20 MB"),
    ],
)
def test_what_is_no_text_says_what_it_is(tmp_path, data, expected):
    assert reason(write(tmp_path, data)).startswith(expected)


@pytest.mark.parametrize("name", ["style.css", "code.js", "font.woff", "logo.svg"])
def test_parts_of_pages_are_not_taken_for_articles(tmp_path, name):
    assert reason(write(tmp_path, b"text of a file.", name)).startswith("Part of a page")


FORMATS = {
    "Markdown": "---\ntitle: A\n---\nText.",
    "HTML": "<!-- a -->\n<HTML><body><p>Text of a page without a suffix.</p></body></HTML>",
    "JSON": '{"text": "Text."}',
    "JSON Lines": '{"text": "Text."}\n{"text": "More."}',
    "CSV": "title;text\nA;Text.",
    "feed": "<?xml version='1.0'?>\n<rss><channel><item><description>A.</description></item>"
    "</channel></rss>",
    "text": "A title\n\nText.",
}


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("suffix", ["", ".txt", ".html", ".gz"])
def test_the_format_is_told_by_the_content(tmp_path, kind, suffix):
    data = FORMATS[kind].encode()
    path = write(tmp_path, gzip.compress(data) if suffix == ".gz" else data, f"file{suffix}")
    found = list(read_with_format(path))
    assert {reading.format for reading in found} == {kind}
    assert all(isinstance(reading.item, Article) for reading in found)


def test_only_regular_files_are_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "dangling").symlink_to(tmp_path / "nothing")
    for name in ("pipe", "", "/dev/zero"):
        assert reason(tmp_path / name).startswith("Not a regular file")
    for name in ("loop", "dangling", "nothing", "a\0b", "x" * 300):
        assert reason(tmp_path / name).startswith("Cannot be opened")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_rejected(tmp_path):
    path = write(tmp_path, b"text")
    path.chmod(0)
    assert reason(path) == "Cannot be opened: Permission denied."


def test_a_link_to_a_file_is_followed(tmp_path):
    (tmp_path / "link").symlink_to(write(tmp_path, KOREAN.encode()))
    (article,) = read(tmp_path / "link")
    assert isinstance(article, Article)
    assert article.address == (tmp_path / "page.txt").resolve().as_uri()


def test_packed_json_lines_are_read_up_to_the_break(tmp_path):
    lines = "".join(json.dumps({"text": f"{n} {os.urandom(40).hex()}"}) + "\n" for n in range(4000))
    packed = gzip.compress(lines.encode())
    whole = list(read(write(tmp_path, packed, "a.jsonl.gz")))
    assert len([row for row in whole if isinstance(row, Article)]) == 4000
    *articles, last = read(write(tmp_path, packed[: len(packed) // 2], "a.jsonl.gz"))
    assert articles == whole[: len(articles)]
    assert isinstance(last, Rejected)
    assert (last.line, last.reason[:25]) == (len(articles) + 1, "The gzip stream is broken")


def test_a_gzip_bomb_is_stopped_at_the_limit(tmp_path, monkeypatch):
    packed = write(tmp_path, gzip.compress(b'{"text": "a"}\n' * 100_000), "a.gz")
    monkeypatch.setattr(files, "MAX_UNPACKED", 1_000_000)
    with packed.open("rb") as stream, pytest.raises(files.UnreadableError, match="more than 1 GiB"):
        files.unpack(stream, spend=lambda _: None).read()


def test_json_lines_in_utf_16_are_read(tmp_path):
    lines = f'{{"text": "{KOREAN}"}}\n{{"text": "둘째 글이다."}}\n'
    rows = list(read(write(tmp_path, lines.encode("utf-16"), "a.jsonl")))
    assert [row.text for row in rows if isinstance(row, Article)] == [KOREAN, "둘째 글이다."]


def test_json_in_a_korean_encoding_is_read(tmp_path):
    record = f'{{"text": "{KOREAN}"}}'
    for text in (f"[{record}]", f"{record}\n{record}\n"):
        first = next(iter(read(write(tmp_path, text.encode("cp949"), "a.json"))))
        assert isinstance(first, Article)
        assert (first.text, first.raw) == (KOREAN, record.encode("cp949"))


def test_a_page_that_opens_with_a_bracket_is_a_page(tmp_path):
    (article,) = read(write(tmp_path, "[공동사설] 원문\n\n시장이 다시 열렸다.".encode()))
    assert isinstance(article, Article)
    assert (article.title, article.text) == ("[공동사설] 원문", "시장이 다시 열렸다.")


def check_any(data: bytes, suffix: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"file{suffix}")
        path.write_bytes(data)
        for row in read(path):
            assert isinstance(row, Article | Rejected)
            if isinstance(row, Article):
                assert row.text.encode()
                assert row.title


SUFFIXES = st.sampled_from(
    ["", ".txt", ".json", ".jsonl", ".jsonl.gz", ".html", ".csv", ".md", ".tar", ".zip"]
)


@given(st.binary(max_size=400), SUFFIXES)
@settings(deadline=None)
def test_any_bytes_are_articles_or_rejected(data, suffix):
    check_any(data, suffix)
    check_any(gzip.compress(data), suffix)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["text", "Title", "date", "url", "id", "lang", "body", "source"]), inner
        )
    ),
    max_leaves=12,
)


@given(VALUES, SUFFIXES, st.integers(0, 200))
@settings(deadline=None)
def test_any_json_is_articles_or_rejected(value, suffix, cut):
    data = json.dumps(value).encode()
    check_any(data, suffix)
    check_any(data[:cut] + b"\n" + data[cut:], suffix)
