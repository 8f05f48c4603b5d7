"""What is published: opened anew after a rebuild, without making other threads wait for it."""

import threading
from pathlib import Path

import pytest

from nksearch.indexing import rebuild
from nksearch.ingest import ingest
from nksearch.published import Published
from nksearch.search import Searcher
from nksearch.store import Store

from .conftest import WordEncoder
from .faults.harness import articles


@pytest.fixture
def store(tmp_path: Path):
    with Store(tmp_path / "articles.db") as store:
        yield store


def publish(store: Store, indexes: Path, number: int) -> None:
    articles(indexes / "new.jsonl", [number])
    ingest([indexes / "new.jsonl"], store)
    rebuild(indexes, store, WordEncoder())


def test_others_have_the_last_generation_while_one_opens_the_next(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(store, tmp_path, 1)
    published = Published(tmp_path, WordEncoder())
    first = published.searcher()
    publish(store, tmp_path, 2)
    opening, may_go_on = threading.Event(), threading.Event()
    refresh = Searcher.refresh

    def slowly(searcher: Searcher) -> Searcher:
        opening.set()
        assert may_go_on.wait(10)
        return refresh(searcher)

    monkeypatch.setattr(Searcher, "refresh", slowly)
    found: list[Searcher] = []
    one = threading.Thread(target=lambda: found.append(published.searcher()))
    one.start()
    assert opening.wait(10)
    assert first is published.searcher()
    may_go_on.set()
    one.join()
    assert ["000002"] == [each.manifest.generation for each in found]
    assert found[0] is published.searcher()
