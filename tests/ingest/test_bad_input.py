"""What may come in: hostile sizes and shapes under a limit of memory, odd characters, odd files."""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from nksearch.ingest import ingest
from nksearch.store import Store

MB = 10**6
MEMORY = 1_000 * MB  # bytes of address space: more than all of these need, less than a leak
CHILD = """
import json, resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
from nksearch.ingest import ingest
from nksearch.store import Store
with Store(Path(sys.argv[2])) as store:
    report = ingest([Path(sys.argv[3])], store)
reasons = {Path(each.path).name: each.reason for each in report.rejected}
print(json.dumps({"added": report.added, "reasons": reasons}))
"""
TOO_LARGE, TOO_LONG = "Larger than 20 MB", "The text is longer than 5 MB"
NESTED = 100_000
# Name, what it begins with, what is repeated and how often, what it ends with, the reason.
HUGE = (
    ("line.txt", "", "a", 100 * MB, "", TOO_LARGE),
    ("line.html", "<html><body><p>", "a", 100 * MB, "", TOO_LARGE),
    ("line.md", "# Title\n\n", "a", 100 * MB, "", TOO_LARGE),
    ("line.csv", "title,text\nA,", "a", 100 * MB, "\n", "A row is longer than 20 MB"),
    ("line.jsonl", '{"text": "A."}\n{"text": "', "a", 100 * MB, '"}\n', "The line is longer than"),
    ("line.xml", "<?xml version='1.0'?><rss><channel>", "a", 100 * MB, "", TOO_LARGE),
    ("line.json", '{"text": "', "a", 100 * MB, '"}', TOO_LONG),
    ("article.json", '[{"text": "', "word ", 10 * MB, '"}]', TOO_LONG),
    ("article.txt", "Title\n\n", "A sentence. ", 4 * MB, "", TOO_LARGE),
    ("page.html", "<html><body>", "<p>A sentence.</p>", MB, "", "Larger than 5 MB"),
    ("bomb.bin", "", "\0", 900 * MB, "", "Binary"),
    ("nested.html", "<html><body>", "<div>", NESTED, "text", "More than 100,000 tags"),
    ("nested.xml", "<?xml version='1.0'?><rss>", "<a>", NESTED, "", "Not a valid feed"),
    ("nested.json", "", "[", 10 * NESTED, "", "Nested too deeply"),
    ("objects.json", "", '{"text":', 10 * NESTED, "", "Nested too deeply"),
    ("attributes.html", "<html><body ", "a=b ", 10 * NESTED, ">", "Not a page: one tag"),
    ("titles.txt", "", "Title\n\n", 500_000, "", None),
    ("words.txt", "", "word ", MB, "", None),
)  # fmt: skip


def pieces(begin: str, each: str, count: int, end: str) -> Iterator[bytes]:
    yield begin.encode()
    block = max(1, MB // len(each))
    for done in range(0, count, block):
        yield each.encode() * min(block, count - done)
    yield end.encode()


@pytest.mark.slow
def test_nothing_of_any_size_or_depth_takes_much_memory(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, begin, each, count, end, _ in HUGE:
        with gzip.open(folder / f"{name}.gz", "wb", compresslevel=1) as packed:
            for piece in pieces(begin, each, count, end):
                packed.write(piece)
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(MEMORY), tmp_path / "articles.db", folder],
        capture_output=True,
        check=False,
        env=os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    told = json.loads(done.stdout)
    for name, *_, reason in HUGE:
        found = told["reasons"].get(f"{name}.gz")
        assert (found or "").startswith(reason or "") and bool(found) == bool(reason), (name, found)
    assert told["added"] == 3  # two files of many small words, and the line before the long one


# --- letters ----------------------------------------------------------------------------------

KOREAN = "똠방각하가 신의주에서 회의를 열었다고 주민들이 전했다. 사람들은 그 말을 믿지 않았다."
JAPANESE = (
    "北朝鮮は日本海に向けて弾道ミサイルを発射したと防衛省が発表した。詳しいことは分からない。"
)
PAGE = "<!DOCTYPE html><html><head>{}<title>{}</title></head><body><article><p>{}</p></article>"


@pytest.mark.parametrize(
    ("text", "codec", "declared"),
    [
        *((KOREAN, codec, "") for codec in ("utf-8-sig", "utf-16", "utf-32", "cp949")),
        *((KOREAN, codec, codec) for codec in ("cp949", "johab", "utf-8")),
        (KOREAN.replace("똠방각하", "간부"), "euc-kr", "euc-kr"),
        *((JAPANESE, codec, codec) for codec in ("shift-jis", "euc-jp", "iso-2022-jp")),
        ("朝鲜昨天发射了一枚弹道导弹，韩国联合参谋本部说。" * 2, "gb2312", "gb2312"),
    ],
)
def test_pages_in_the_encodings_of_the_region_are_read(
    tmp_path: Path, store: Store, text: str, codec: str, declared: str
) -> None:
    meta = f"<meta charset={declared}>" if declared else ""
    (tmp_path / "page.html").write_bytes(PAGE.format(meta, "Page", text * 3).encode(codec))
    report = ingest([tmp_path / "page.html"], store)
    assert [each.text for each in store.articles()] == [text * 3], report.rejected


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl", "a.csv", "a.md", "a.xml"])
def test_wide_letters_without_a_mark_are_rejected(
    tmp_path: Path, store: Store, codec: str, name: str
) -> None:
    (tmp_path / name).write_bytes(f"title,text\n{KOREAN}".encode(codec))
    (rejected,) = ingest([tmp_path / name], store).rejected
    assert rejected.reason.startswith("Binary, not text")


def test_characters_that_nobody_sees_do_not_get_in(tmp_path: Path, store: Store) -> None:
    odd = "The\u202e river\u202c ro\u200bse\x1b[2J\x07 to\x85day\ud800, \ufeffthey\u2066 said."
    (tmp_path / "a.jsonl").write_text(json.dumps({"title": odd, "text": odd}))
    ingest([tmp_path / "a.jsonl"], store)
    (article,) = store.articles()
    assert article.text == "The river rose[2J to\nday, they said."
    assert article.title == "The river rose[2J to day, they said."


def test_odd_values_and_names_given_twice_stop_nothing(tmp_path: Path, store: Store) -> None:
    lines = (
        '{"text": "One.", "date": NaN, "id": Infinity}',
        '{"text": "Not this one.", "text": "Two."}',
        '{"text": "Three.", "date": -1e999, "url": {"a": []}, "title": [[]]}',
        '{"text": "Four.", "id": 12345678901234567890123456789012345678901234567890}',
    )
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    assert ingest([tmp_path / "a.jsonl"], store).rejected == []
    assert {each.text for each in store.articles()} == {"One.", "Two.", "Three.", "Four."}


# --- files that are not what they were ----------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        lambda path: os.truncate(path, 0),
        lambda path: os.truncate(path, path.stat().st_size // 2 + 7),
        lambda path: path.write_bytes(b"\0" * 100),
        lambda path: path.write_text(path.read_text() * 2),
        lambda path: path.unlink(),
    ],
    ids=["emptied", "cut", "overwritten", "longer", "deleted"],
)
def test_a_file_that_changes_while_it_is_read_stops_nothing(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None]
) -> None:
    monkeypatch.setattr("nksearch.ingest._COMMIT_EVERY", 10)
    path = tmp_path / "in" / "a.jsonl"
    path.parent.mkdir()
    text = "The market of the town was closed on Monday, traders said. " * 20
    path.write_text("".join(f'{{"text": "{n}: {text}"}}\n' for n in range(300)))
    (tmp_path / "in" / "b.txt").write_text("A title\n\nWhat comes behind it.")
    changed = []

    def once(progress: object) -> None:
        if store.count() > 50 and not changed:
            changed.append(change(path))

    report = ingest([tmp_path / "in"], store, progress=once)
    assert changed and report.formats["text"]["added"] == 1
    assert report.added == store.count() > 50


def test_one_id_with_two_texts_is_two_articles_in_a_file_and_a_revision_in_the_next(
    tmp_path: Path, store: Store
) -> None:
    path = tmp_path / "a.jsonl"
    rows = [{"id": "7", "title": "A", "text": f"Text {n} of the row."} for n in range(2)]
    path.write_text("\n".join(map(json.dumps, rows)))
    first = ingest([path], store)
    assert (first.added, first.changed) == (2, 0)
    path.write_text(json.dumps({"id": "7", "title": "A", "text": "Text 2 of the row."}))
    second = ingest([path], store)
    assert (second.added, second.changed) == (0, 1)
