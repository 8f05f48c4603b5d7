"""Encoding: what is read again for each chunk stays small."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from nksearch.indexing import rebuild
from nksearch.ingest import ingest
from nksearch.store import Store

from .conftest import WordEncoder


def test_what_a_title_costs_does_not_grow_with_the_chunks_of_its_article(
    tmp_path: Path, store: Store
) -> None:
    path = tmp_path / "a.jsonl"
    row = {"title": "word " * 20_000, "text": "The flood came to the town. " * 200}
    path.write_text(json.dumps(row))
    ingest([path], store)
    (article,) = store.articles()
    assert len(article.title) <= 1_000
    with store.transaction():  # as an earlier version kept it, or an export brings it
        store.put(replace(article, title="word " * 20_000, text="A flood."), touched=set())
    encoder = _Counting()
    rebuild(tmp_path / "indexes", store, encoder)
    assert encoder.counted < 1_000_000  # characters; one title alone, cut word by word, has more


class _Counting(WordEncoder):
    """Sums up how much text it was given to count."""

    counted = 0

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        self.counted += sum(map(len, texts))
        return super().count_tokens(texts)
