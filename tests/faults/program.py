"""Ingest and rebuild as programs that can be killed, with an encoder that costs nothing.

Each article is written to standard output once the store has acknowledged it, in small
transactions, so that whoever killed the program knows what must not be lost.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import nksearch.cli
import nksearch.ingest as ingesting
import nksearch.models.encoder
import nksearch.store
from nksearch.config import prepare_indexes, store_path
from nksearch.datamodels import Article, Outcome
from nksearch.errors import NksearchError
from nksearch.indexing import rebuild
from nksearch.store import Store
from tests.conftest import WordEncoder

ITEMS_A_TRANSACTION = 2


class Ledger(Store):
    """A store that says what it has acknowledged."""

    def put(self, article: Article, *, touched: set[str]) -> Outcome:
        outcome = super().put(article, touched=touched)
        self._put.append(article.title)
        return outcome

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self._put: list[str] = []
        with super().transaction():
            yield
        with suppress(OSError):  # the fault may be ours to meet
            os.write(1, "".join(f"{title}\n" for title in self._put).encode())


def main(indexes: Path, path: Path) -> int:
    """Do what `nksearch ingest PATH --rebuild` does."""
    ingesting._COMMIT_EVERY = ITEMS_A_TRANSACTION
    try:
        with Ledger(store_path(prepare_indexes(indexes))) as store:
            ingesting.ingest([path], store)
            rebuild(indexes, store, WordEncoder())
    except NksearchError as error:
        print(f"Error: {error}", file=sys.stderr)  # noqa: T201 (a program)
        return 1
    return 0


def command(indexes: Path, *arguments: str | Path) -> int:
    """Run a command of nksearch as a shell does; only in a process of its own."""
    ingesting._COMMIT_EVERY = ITEMS_A_TRANSACTION
    nksearch.store.Store = Ledger  # type: ignore[misc]
    nksearch.models.encoder.load_encoder = lambda *_, **__: WordEncoder()  # type: ignore[assignment]
    nksearch.cli.main(["--indexes", str(indexes), *map(str, arguments)])
    return 0
