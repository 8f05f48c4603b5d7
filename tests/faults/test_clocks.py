"""The clock is wrong: it runs back an hour, ten years ahead, and through a leap day."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from nksearch.archive import Archive
from nksearch.checking import check
from nksearch.indexing import rebuild
from nksearch.ingest import ingest
from nksearch.request import Request
from nksearch.store import Store
from tests.conftest import WordEncoder

from .harness import QUESTION, articles

pytestmark = [pytest.mark.fault, pytest.mark.slow]

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
CLOCKS = [
    NOW,
    NOW - timedelta(hours=1),
    NOW.replace(year=NOW.year + 10),
    datetime(2028, 2, 29, 23, 59, 59, tzinfo=UTC),
    datetime(1970, 1, 1, tzinfo=UTC),
    NOW,
]


def stopped(at: datetime) -> type[datetime]:
    """Return a `datetime` for which it is always this time."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return at

    return Clock


def test_generations_follow_each_other_and_dates_stay_whatever_the_clock_says(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
) -> None:
    indexes, path = tmp_path / "indexes", tmp_path / "new.jsonl"
    indexes.mkdir()
    for number, now in enumerate(CLOCKS, 1):
        monkeypatch.setattr("nksearch.indexing.datetime", stopped(now))
        articles(path, [number])
        with Store(indexes / "articles.db", clock=lambda now=now: now) as store:  # type: ignore[misc]
            ingest([path], store)
            assert rebuild(indexes, store, WordEncoder()).generation == f"{number:06d}"
            dates = {article.published for article in store.articles()}
        assert dates == {"2024-07-31"}
        archive = Archive(indexes, WordEncoder())
        manifest = archive.manifest()
        assert (manifest.generation, manifest.articles) == (f"{number:06d}", number)
        assert manifest.created == now.isoformat(timespec="seconds")
        answer = archive.ask(Request(question=QUESTION, k=20, all_copies=True))
        assert {passage.date for passage in answer.passages} == {"2024-07-31"}
        assert len(answer.passages) == number
        assert list(check(indexes)) == []
    record_property("kind", "wrong clocks")
    record_property("clocks", len(CLOCKS))
