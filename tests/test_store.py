import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from nksearch.datamodels import Article, Caption
from nksearch.errors import BusyError, StoreError, UnknownArticleError
from nksearch.revisions import History
from nksearch.schema import HASHED
from nksearch.store import Store

FIRST = Article(title="First", text="First text.", address="https://a.example/1", raw=b"raw first")


def put(store: Store, *articles: Article) -> list[str]:
    """Put these articles as one source file would."""
    touched: set[str] = set()
    with store.transaction():
        return [store.put(article, touched=touched) for article in articles]


def test_an_article_comes_back_as_it_went_in(store: Store) -> None:
    article = replace(FIRST, captions=(Caption(text="A map.", credit="X"),), published="2024-05-27")
    assert put(store, article) == ["added"]
    [stored] = store.articles()
    assert (stored.title, stored.text, stored.captions) == (
        "First",
        "First text.",
        article.captions,
    )
    assert store.get(stored.article_id) == stored
    assert store.raw(stored.article_id, 1) == b"raw first"


def test_reading_the_same_again_changes_nothing(store: Store) -> None:
    put(store, FIRST)
    before = store.summary()
    assert put(store, FIRST) == ["unchanged"]
    assert store.summary() == before


def test_a_copy_elsewhere_is_a_further_address_and_stays_one(store: Store) -> None:
    put(store, FIRST)
    copy = replace(FIRST, title="Other title", address="https://b.example/2")
    assert put(store, copy) == ["duplicate"]
    assert put(store, copy) == ["unchanged"]
    [stored] = store.articles()
    found = [place.address for place in store.places(stored.article_id)]
    assert found == ["https://a.example/1", "https://b.example/2"]
    assert stored.title == "First"


def test_copies_within_one_file_are_duplicates_every_time(store: Store) -> None:
    assert put(store, FIRST, FIRST) == ["added", "duplicate"]
    assert put(store, FIRST, FIRST) == ["unchanged", "duplicate"]


def test_another_text_at_a_known_address_is_a_revision_and_the_old_one_stays(store: Store) -> None:
    put(store, FIRST)
    assert put(store, replace(FIRST, text="Corrected text.")) == ["changed"]
    [stored] = store.articles()
    assert (stored.revision, stored.text) == (2, "Corrected text.")
    assert store.get(stored.article_id, 1).text == "First text."
    assert put(store, FIRST) == ["unchanged"]  # an old dump, read again, takes nothing back


def test_two_days_of_a_list_in_the_same_words_are_two_articles(store: Store) -> None:
    events = [
        replace(
            FIRST,
            external_id=str(day),
            published=f"1968-11-{day:02}",
            address=f"file:///events.jsonl#{day}",
            raw=str(day).encode(),
        )
        for day in (1, 2, 3)
    ]
    assert put(store, *events) == ["added"] * 3
    assert put(store, *events) == ["unchanged"] * 3
    assert put(store, replace(events[0], address="file:///other.jsonl#1")) == ["duplicate"]
    assert put(store, events[0], replace(events[0], external_id="9")) == ["unchanged", "duplicate"]
    assert sorted(each.published or "" for each in store.articles()) == [
        *("1968-11-01", "1968-11-02", "1968-11-03")
    ]


def test_two_texts_at_one_address_in_one_file_are_two_articles(store: Store) -> None:
    other = replace(FIRST, text="Another text.")
    assert put(store, FIRST, other) == ["added", "added"]
    assert put(store, FIRST, other) == ["unchanged", "unchanged"]
    assert store.count() == 2


def test_a_corrected_date_at_the_own_address_is_a_revision(store: Store) -> None:
    put(store, FIRST)
    dated = replace(FIRST, published="2024-05-27", raw=b"raw with a date")
    assert put(store, dated) == ["changed"]
    assert put(store, dated) == ["unchanged"]


def test_what_a_better_reading_of_the_same_bytes_finds_is_filled_in(store: Store) -> None:
    put(store, FIRST)
    better = replace(FIRST, published="2024-05-27", published_from="page", tags=("flood",))
    assert put(store, better) == ["unchanged"]
    [stored] = store.articles()
    assert (stored.revision, stored.published, stored.tags) == (1, "2024-05-27", ("flood",))
    assert put(store, better, FIRST) == ["unchanged", "duplicate"]
    assert [stored] == list(store.articles())


def test_another_byline_is_a_revision_and_a_first_one_is_not(store: Store) -> None:
    put(store, FIRST)
    other = replace(FIRST, raw=b"other bytes")
    assert put(store, replace(other, byline="A Reporter")) == ["unchanged"]
    assert put(store, replace(other, byline="B Reporter")) == ["changed"]
    assert [each.byline for each in store.revisions(next(store.articles()).article_id)] == [
        "A Reporter",
        "B Reporter",
    ]


def test_an_old_dump_read_by_a_better_reader_takes_no_text_back(store: Store) -> None:
    put(store, FIRST)
    put(store, replace(FIRST, text="Corrected text.", raw=b"raw second"))
    assert put(store, replace(FIRST, byline="A Reporter")) == ["unchanged"]
    [stored] = store.articles()
    assert (stored.revision, stored.text) == (2, "Corrected text.")
    assert store.get(stored.article_id, 1).byline == "A Reporter"


def test_what_is_not_committed_is_not_there(store: Store) -> None:
    with pytest.raises(RuntimeError), store.transaction():
        store.put(FIRST, touched=set())
        raise RuntimeError
    assert store.count() == 0


def test_an_unknown_article_is_an_error_that_names_it(store: Store) -> None:
    put(store, FIRST)
    [stored] = store.articles()
    with pytest.raises(UnknownArticleError, match="0123"):
        store.get("0123")
    with pytest.raises(UnknownArticleError, match="revision 7"):
        store.get(stored.article_id, 7)


def test_the_summary_counts_what_people_ask_for(filled: Store) -> None:
    summary = filled.summary()
    assert summary.pop("last_ingested") == max(each.ingested for each in filled.articles())
    assert summary == {
        "articles": 3,
        "damaged": 0,
        "undated": 1,
        "date_conflicts": 0,
        "dates_from": {},
        "first_date": "2023-05-02",
        "last_date": "2024-07-31",
        "revisions": 3,
        "addresses": 3,
        "sources": {"Border Desk": 2, "River Post": 1},
        "languages": {"en": 2, "ko": 1},
        "topics": {},
        "months": {"2023-05": 1, "2024-07": 1},
    }


def test_the_summary_says_where_dates_were_found(store: Store) -> None:
    for n, origin in enumerate(("page", "page", "record", None)):
        article = replace(FIRST, text=f"Text {n}.", address=f"https://a.example/{n}")
        conflict = "2024-05-27 (page)" if origin == "record" else None
        put(store, replace(article, published_from=origin, date_conflict=conflict))
    found = store.summary()
    assert found["dates_from"] == {"page": 2, "record": 1}
    assert found["date_conflicts"] == 1


@pytest.mark.parametrize(
    ("published", "conflicts"), [("2026-02-04T23:00", 0), ("2026-02-05", 1), (None, 0)]
)
def test_a_date_after_the_day_of_ingest_is_a_conflict(
    tmp_path: Path, published: str | None, conflicts: int
) -> None:
    moment = datetime(2026, 2, 3, 4, 5, tzinfo=UTC)
    with Store(tmp_path / "a.db", clock=lambda: moment) as store:
        put(store, replace(FIRST, published=published))
        put(store, replace(FIRST, published=published))
        (stored,) = store.articles()
        assert store.summary()["date_conflicts"] == conflicts
    assert stored.revision == 1
    assert stored.other_day == ("2026-02-03 (day of ingest)" if conflicts else None)


def test_the_time_of_ingest_is_kept(tmp_path: Path) -> None:
    moment = datetime(2026, 2, 3, 4, 5, tzinfo=UTC)
    with Store(tmp_path / "a.db", clock=lambda: moment) as store:
        put(store, FIRST)
        assert [each.ingested for each in store.articles()] == ["2026-02-03T04:05:00.000000+00:00"]


def test_a_second_writer_is_told_to_wait(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nksearch.database._BUSY_SECONDS", 0.05)
    path = Path(str(store._path))
    with (
        Store(path) as other,
        store.transaction(),
        pytest.raises(BusyError, match="Another process"),
        other.transaction(),
    ):
        pass


@pytest.mark.parametrize("content", [b"no database at all, but long enough to be read " * 30, b"x"])
def test_what_is_no_store_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "articles.db"
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"articles\.db"):
        Store(path)
    assert path.read_bytes() == content


def test_somebody_elses_database_and_a_newer_one_are_refused(tmp_path: Path) -> None:
    foreign, newer = tmp_path / "foreign.db", tmp_path / "newer.db"
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE songs (name)")
    connection.close()
    with pytest.raises(StoreError, match="not an article store"):
        Store(foreign)
    Store(newer).close()
    with sqlite3.connect(newer) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreError, match="newer nksearch"):
        Store(newer)


def test_an_old_text_of_one_article_is_a_new_article_elsewhere(store: Store) -> None:
    put(store, FIRST)
    put(store, replace(FIRST, text="Corrected text.", url=FIRST.address))
    assert put(store, replace(FIRST, address="https://b.example/2")) == ["added"]
    assert sorted(each.text for each in store.articles()) == ["Corrected text.", "First text."]


def test_another_story_under_the_name_of_a_file_is_another_article(store: Store) -> None:
    page = Article(title="Border", text="Guards closed the border.", address="file:///today.txt")
    put(store, page)
    other = replace(page, title="Missile", text="A missile flew far over the sea.")
    assert put(store, other) == ["added"]
    revised = replace(other, title="Missiles", text="A missile flew far over the eastern sea.")
    assert put(store, revised) == ["changed"]
    assert sorted(each.title for each in store.articles()) == ["Border", "Missiles"]


def test_a_text_that_was_tampered_with_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "articles.db"
    with Store(path) as store:
        put(store, FIRST)
        [stored] = store.articles()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE revisions SET text = 'First test.'")
    connection.close()
    with Store(path) as store, pytest.raises(StoreError, match="is not what was stored"):
        store.get(stored.article_id)


WHOLE = replace(
    FIRST,
    **{"published": "2024-05-27", "source": "River Post", "url": "https://a.example/1"},
    **{"topic": "Society", "translated_by": "Google", "translation_notice": "By machine."},
    **{"external_id": "7", "byline": "A Reporter", "captions": (Caption(text="A map."),)},
)


@pytest.mark.parametrize("column", HASHED)
def test_a_row_of_which_anything_is_not_what_was_stored_is_refused(
    tmp_path: Path, column: str
) -> None:
    path = tmp_path / "articles.db"
    with Store(path) as store:
        put(store, WHOLE, replace(FIRST, text="Another.", address="https://a.example/2"))
        ids = {each.title: each.article_id for each in store.articles() if each.published}
    changed = {
        "article_id": "'0123456789abcdef'",
        "revision": "7",
        "captions": """'[{"text": "A cap.", "credit": null}]'""",
        "extra": """'{"byline": "B Reporter"}'""",
    }.get(column, f"CAST(substr({column}, 2) || 'x' AS {'BLOB' if 'hash' in column else 'TEXT'})")
    with sqlite3.connect(path) as connection:
        connection.execute(
            f"UPDATE revisions SET {column} = {changed} WHERE topic IS NOT NULL"  # noqa: S608
        )
    connection.close()
    with Store(path, read_only=True) as store:
        for read in (store.get, store.history, store.revisions):
            with pytest.raises(StoreError, match=r"nksearch restore FILE"):
                read(ids["First"])
        with pytest.raises(StoreError, match=r"is damaged"):
            list(store.articles())
        assert store.summary()["damaged"] == 1
        assert store.summary()["sources"] == {}
        assert store.summary()["undated"] == 1


@pytest.mark.parametrize("value", ["CAST('First' AS BLOB)", "5", "CAST(x'46ff' AS TEXT)", "NULL"])
def test_a_value_of_another_kind_is_damage_too(tmp_path: Path, value: str) -> None:
    path = tmp_path / "articles.db"
    with Store(path) as store:
        put(store, WHOLE)
        [stored] = store.articles()
    for column in ("source", "text") if value != "NULL" else ("source",):
        damaged = path.with_name(f"{column}.db")
        damaged.write_bytes(path.read_bytes())
        with sqlite3.connect(damaged) as connection:
            connection.execute(f"UPDATE revisions SET {column} = {value}")  # noqa: S608
        connection.close()
        with Store(damaged, read_only=True) as store, pytest.raises(StoreError, match="damaged"):
            store.get(stored.article_id)


@pytest.mark.parametrize("newest", [0, 1, 3])
def test_a_damaged_number_of_the_newest_revision_is_refused(tmp_path: Path, newest: int) -> None:
    path = tmp_path / "articles.db"
    with Store(path) as store:
        put(store, FIRST)
        put(store, replace(FIRST, text="Second text."))
        [stored] = store.articles()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE articles SET revision = ?", [newest])
    connection.close()
    refused = pytest.raises(StoreError, match=f"newest revision of article {stored.article_id}")
    with Store(path) as store:
        with refused:
            store.get(stored.article_id)
        with refused:
            store.newest_revisions([stored.article_id])
        with refused:
            store.current_revisions()
        assert store.get(stored.article_id, 1).text == "First text."


@pytest.mark.parametrize("table", ["addresses", "raw"])
def test_a_damaged_address_or_what_was_read_there_is_refused(tmp_path: Path, table: str) -> None:
    path = tmp_path / "articles.db"
    with Store(path) as store:
        put(store, WHOLE)
        [stored] = store.articles()
    column = {"addresses": "external_id", "raw": "compressed"}[table]
    with sqlite3.connect(path) as connection:
        connection.execute(f"UPDATE {table} SET {column} = '8'")  # noqa: S608
    connection.close()
    with Store(path) as store, pytest.raises(StoreError, match="nksearch restore FILE"):
        store.places(stored.article_id)


def test_what_is_damaged_is_not_made_whole_by_reading_it_again(tmp_path: Path) -> None:
    path = tmp_path / "articles.db"
    with Store(path) as store:
        put(store, FIRST)
        [stored] = store.articles()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE revisions SET ingested = '1999-01-01'")
    connection.close()
    with Store(path) as store:
        with pytest.raises(StoreError, match="is damaged"):
            put(store, replace(FIRST, byline="A Reporter"))
        with pytest.raises(StoreError, match="is damaged"):
            store.get(stored.article_id)


def test_damaged_pages_are_said_to_be_damaged(tmp_path: Path) -> None:
    path = tmp_path / "articles.db"
    with Store(path) as store:
        for number in range(50):
            put(store, replace(FIRST, text=f"Text {number}. " * 50, address=f"https://a/{number}"))
    content = bytearray(path.read_bytes())
    content[5000:40000] = bytes(range(256)) * 136 + bytes(184)
    path.write_bytes(content)
    with pytest.raises(StoreError, match="nothing is written to it"):
        Store(path)
    with Store(path, read_only=True) as store, pytest.raises(StoreError, match="backup"):
        [store.summary(), *store.articles()]


def test_a_store_can_be_read_where_nothing_may_be_written(tmp_path: Path) -> None:
    path = tmp_path / "articles.db"
    with Store(path) as store:
        put(store, FIRST)
    with Store(path, read_only=True) as store:
        assert [each.title for each in store.articles()] == ["First"]
        with pytest.raises(StoreError), store.transaction():
            store.put(replace(FIRST, text="More."), touched=set())
    with pytest.raises(StoreError):
        Store(tmp_path / "nothing.db", read_only=True)


@pytest.mark.parametrize("article_id", ["\udcff", "'; DROP TABLE articles; --", ""])
def test_ids_that_cannot_be_are_unknown(store: Store, article_id: str) -> None:
    with pytest.raises(UnknownArticleError):
        store.get(article_id)


def test_the_newest_revisions_are_those_of_the_articles_asked_for(store: Store) -> None:
    put(store, FIRST, replace(FIRST, address="https://a.example/2", text="Another text."))
    put(store, replace(FIRST, text="Changed."))
    one, other = sorted(store.articles(), key=lambda each: each.address)
    asked = {one.article_id, "unknown"}
    assert store.newest_revisions(asked) == {one.article_id: 2}
    assert store.newest_revisions(asked | {other.article_id})[other.article_id] == 1
    assert store.newest_revisions([]) == {}


def test_the_history_tells_changes_of_the_source_from_better_readings(store: Store) -> None:
    put(store, FIRST)
    [stored] = store.articles()
    assert store.history(stored.article_id) == History(0, None, None)
    put(store, replace(FIRST, text="First text, read better."))
    history = store.history(stored.article_id)
    assert (history.changes, history.last_change) == (0, None)
    assert history.read_anew == store.get(stored.article_id).ingested
    put(store, replace(FIRST, text="Second text.", raw=b"raw second"))
    history = store.history(stored.article_id)
    assert (history.changes, history.last_change) == (1, store.get(stored.article_id).ingested)
    assert history.read_anew == store.get(stored.article_id, 2).ingested
