import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner

from nksearch.cli import main
from nksearch.datamodels import Article
from nksearch.exports import from_record, to_line
from nksearch.ingest import ingest
from nksearch.store import Store


def page(path: Path, text: str) -> Path:
    path.write_text(f"Flood in Sinuiju\n\n{text}\n", "utf-8")
    return path


def export(indexes: Path) -> bytes:
    result = CliRunner().invoke(main, ["--indexes", str(indexes), "export"])
    assert result.exit_code == 0, result.output
    return result.stdout_bytes


@pytest.fixture
def history(tmp_path: Path, indexes: Path) -> Path:
    """An archive with a revised page, a copy of it, Korean bytes and a page of odd characters."""
    with Store(indexes / "articles.db") as store:
        for text in ("The river rose.", "The river rose by three metres.", "The river fell 👩‍🚒."):
            ingest([page(tmp_path / "page.txt", text)], store)
        ingest([page(tmp_path / "copy.txt", "The river fell 👩‍🚒.")], store)
        korean = tmp_path / "korean.txt"
        korean.write_bytes(
            "회령시 강연회\n\n주민들은 휴대전화를 바치라는 말을 들었다고 한다.".encode("cp949")
        )
        records = [
            {"id": "1", "text": 'A "quoted" \u2028 line\\n \\ud800.', "caption": "Boat / Photo: AP"}
        ]
        (tmp_path / "records.json").write_text(json.dumps(records))
        ingest([korean, tmp_path / "records.json"], store)
    return indexes


def test_a_round_trip_loses_nothing(history: Path, tmp_path: Path) -> None:
    first = export(history)
    dump = tmp_path / "dump.jsonl"
    dump.write_bytes(first)
    other = tmp_path / "other"
    other.mkdir()
    with Store(other / "articles.db") as store:
        report = ingest([dump], store)
        assert (report.added, report.total, report.rejected) == (3, 3, [])
        again = ingest([dump], store)
        assert (again.unchanged, again.total) == (3, 3)
    assert export(other) == first
    with Store(history / "articles.db") as one, Store(other / "articles.db") as two:
        assert list(one.articles()) == list(two.articles())
        assert one.summary() == two.summary()
        for article in one.articles():
            assert one.revisions(article.article_id) == two.revisions(article.article_id)
            assert one.places(article.article_id) == two.places(article.article_id)


def test_a_restored_archive_knows_its_files_again(history: Path, tmp_path: Path) -> None:
    dump = tmp_path / "dump.jsonl"
    dump.write_bytes(export(history))
    with Store(tmp_path / "other.db") as store:
        ingest([dump], store)
        report = ingest([tmp_path / "page.txt", tmp_path / "korean.txt"], store)
        assert (report.unchanged, report.total) == (2, 2)


def test_an_older_export_changes_nothing_and_a_newer_one_adds(
    history: Path, tmp_path: Path, store: Store
) -> None:
    older, newer = tmp_path / "older.jsonl", tmp_path / "newer.jsonl"
    older.write_bytes(export(history))
    ingest([page(tmp_path / "page.txt", "The river is dry.")], store)
    newer.write_bytes(export(history))
    assert ingest([older], store).unchanged == 3
    with Store(tmp_path / "other.db") as other:
        ingest([older], other)
        report = ingest([newer], other)
        assert (report.changed, report.unchanged) == (1, 2)


def test_another_history_of_an_article_is_refused(
    history: Path, tmp_path: Path, store: Store
) -> None:
    lines = export(history).decode().splitlines()
    record = next(record for record in map(json.loads, lines) if len(record["revisions"]) > 1)
    record["revisions"][-1]["text"] = "The river never rose."
    forged = tmp_path / "forged.jsonl"
    forged.write_text(json.dumps(record) + "\n")
    before = export(history)
    (rejected,) = ingest([forged], store).rejected
    assert "has another history" in rejected.reason
    assert rejected.path == str(forged)
    assert export(history) == before


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["article_id"], "../../x"),
        (["article_id"], None),
        (["nksearch_export"], 3),
        (["revisions"], []),
        (["revisions", 0, "text"], ""),
        (["revisions", 0, "text"], "a \ud800"),
        (["revisions", 0, "title"], 3),
        (["revisions", 0, "title"], "a \ud800"),
        (["revisions", 0, "captions"], "x"),
        (["revisions", 0, "published"], "soon"),
        (["revisions", 0, "published"], "May 27, 2024"),
        (["revisions", 0, "published"], "2024-05"),
        (["revisions", 0, "ingested"], "yesterday"),
        (["revisions", 0, "ingested"], "20240527T100000"),
        (["revisions", 0, "extra"], "x"),
        (["revisions", 0, "extra"], {"colour": "red"}),
        (["revisions", 0, "extra"], {"byline": 3}),
        (["revisions", 0, "extra"], {"tags": "flood"}),
        (["revisions", 0, "extra"], {"page_starts": [0, True]}),
        (["revisions", 0, "extra"], {"published_from": "a dream"}),
        (["revisions", 0, "extra"], {"byline": "a \ud800"}),
        (["revisions", 0, "raw"], 99),
        (["raws", 0], {"base64": "%%%"}),
        (["addresses", 0, "address"], None),
        (["addresses", 0, "external_id"], 0),
        (["revisions", 0, "captions"], [["A boat", 5]]),
    ],
)
def test_a_damaged_export_is_a_reason(history, tmp_path, store, path, value):
    record = json.loads(export(history).splitlines()[0])
    place = record
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    damaged = tmp_path / "damaged.jsonl"
    damaged.write_text(json.dumps(record) + "\n")
    count = store.count()
    (rejected,) = ingest([damaged], store).rejected
    assert "export" in rejected.reason
    assert store.count() == count


def test_fields_that_few_articles_have_make_the_round_trip(tmp_path: Path, store: Store) -> None:
    article = Article(
        title="The river",
        text="The river rose.\nIt fell.",
        published="2024-05-27",
        subtitle="By three metres",
        byline="홍길동",
        place_line="Sinuiju",
        tags=("flood", "river"),
        original_url="https://a.example/ko/1",
        page_starts=(0, 16),
        published_from="page",
        date_conflict="2024-05-20 (address)",
        address="https://a.example/1",
    )
    with store.transaction():
        store.put(article, touched=set())
    [stored] = store.articles()
    dump = tmp_path / "dump.jsonl"
    dump.write_bytes(export(tmp_path / "indexes"))
    with Store(tmp_path / "other.db") as other:
        ingest([dump], other)
        assert list(other.articles()) == [stored]
    assert stored.extra == article.extra


def test_an_export_of_the_first_version_goes_in_and_a_newer_one_fills_it(
    tmp_path: Path, store: Store
) -> None:
    article = Article(title="The river", text="The river rose.", address="https://a.example/1")
    with store.transaction():
        store.put(article, touched=set())
    first = json.loads(export(tmp_path / "indexes"))
    old = first | {"nksearch_export": 1}
    del old["revisions"][0]["extra"]
    dump = tmp_path / "old.jsonl"
    dump.write_text(json.dumps(old) + "\n")
    with store.transaction():
        store.put(replace(article, byline="A Reporter"), touched=set())
    newer = tmp_path / "newer.jsonl"
    newer.write_bytes(export(tmp_path / "indexes"))
    with Store(tmp_path / "other.db") as other:
        assert [ingest([each], other).total for each in (dump, newer, dump)] == [1, 1, 1]
        [stored] = other.articles()
        assert (stored.byline, stored.revision, other.summary()["revisions"]) == (
            "A Reporter",
            1,
            1,
        )


def test_raw_bytes_that_stand_twice_are_written_once(history: Path) -> None:
    with Store(history / "articles.db") as store:
        for article in store.articles():
            revisions = store.revisions(article.article_id)
            places = store.places(article.article_id)
            record = json.loads(to_line(revisions, places))
            assert len(record["raws"]) == len({each.raw for each in (*revisions, *places)})
            assert from_record(record).revisions == revisions
    assert BytesIO(export(history)).readline().endswith(b"}\n")
