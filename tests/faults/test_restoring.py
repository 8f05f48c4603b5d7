"""An archive is saved, destroyed and put back: everything is as it was."""

import os
import random
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from nksearch.archive import Archive
from nksearch.backups import back_up, restore
from nksearch.checking import check
from nksearch.exports import to_line
from nksearch.indexing import rebuild
from nksearch.ingest import ingest
from nksearch.request import Request
from nksearch.store import Store
from tests.conftest import WordEncoder, write_lines

pytestmark = [pytest.mark.fault, pytest.mark.slow]

ARTICLES = 3000 if "NKSEARCH_SOAK" in os.environ else 300
REVISED = ARTICLES // 10
LINES = 12  # of an article
PLACES = ("Sinuiju", "Hyesan", "Wonsan", "신의주", "혜산", "Nampo", "Rason", "Kaesong")


def fill(path: Path, numbers: range, seed: int) -> None:
    """Write articles on markets and floods, other ones for each seed."""
    chance = random.Random(seed)  # noqa: S311 (no secret)

    def line() -> str:
        place, amount = chance.choice(PLACES), chance.randrange(10_000)
        return f"The market of {place} sold {amount} phones after the flood at the border."

    rows = [
        {
            "title": f"Market report {number}",
            "text": " ".join(line() for _ in range(LINES)),
            "url": f"https://example.org/{number}",
            "date": f"{2000 + number % 25}-03-{1 + number % 28:02d}",
        }
        for number in numbers
    ]
    write_lines(path, rows)


def everything(indexes: Path) -> list[str]:
    """Return all articles with every revision, its bytes and addresses, and what was rejected."""
    with Store(indexes / "articles.db", read_only=True) as store:
        ids = [each.article_id for each in store.current_revisions()]
        lines = [to_line(store.revisions(each), store.places(each)) for each in ids]
        return [*lines, *map(repr, store.rejections)]


def test_a_destroyed_archive_comes_back_identical(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    indexes, file = tmp_path / "indexes", tmp_path / "backup.zip"
    indexes.mkdir()
    (indexes / "terms.tsv").write_text("moon\tMoonlight bureau|달빛국\tour own\n", "utf-8")
    (tmp_path / "bad.json").write_text("{")
    encoder = WordEncoder()
    with Store(indexes / "articles.db") as store:
        for seed, numbers in enumerate((range(ARTICLES), range(REVISED))):
            fill(tmp_path / "in.jsonl", numbers, seed)
            ingest([tmp_path / "in.jsonl", tmp_path / "bad.json"], store)
        rebuild(indexes, store, encoder)
        assert store.summary()["revisions"] == ARTICLES + REVISED
    requests = [Request(question=f"phones sold in {place}", k=20) for place in PLACES]
    before = everything(indexes)
    answers = [Archive(indexes, encoder).ask(each) for each in requests]

    begun = time.monotonic()
    back_up(indexes, file)
    saved = time.monotonic() - begun
    shutil.rmtree(indexes)
    begun = time.monotonic()
    restore(file, indexes)
    restored = time.monotonic() - begun
    with Store(indexes / "articles.db") as store:
        rebuild(indexes, store, encoder)
    assert everything(indexes) == before
    assert [Archive(indexes, encoder).ask(each) for each in requests] == answers
    assert list(check(indexes)) == []
    record_property("kind", "saved, destroyed and restored")
    record_property("articles", ARTICLES)
    record_property("revisions", ARTICLES + REVISED)
    record_property("seconds to save", round(saved, 2))
    record_property("seconds to restore", round(restored, 2))
