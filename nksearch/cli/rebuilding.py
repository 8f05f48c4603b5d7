"""A rebuild with its progress on the terminal: of `rebuild`, and of `ingest --rebuild`."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nksearch.errors import NoIndexError

if TYPE_CHECKING:
    from nksearch.indexing import RebuildReport


def run_rebuild(indexes: Path, *, full: bool = False, tell: bool = False) -> "RebuildReport":
    """Rebuild the indexes in this directory; `full` takes nothing over from the generation before.
    With `tell`, a line of JSON on standard error says how far it is, at every percent.

    Raises:
        NoIndexError: there is no article yet.
    """
    from nksearch.config import exports_path, load_settings, store_path
    from nksearch.indexing import rebuild
    from nksearch.models.encoder import load_encoder
    from nksearch.store import Store

    if not store_path(indexes).exists():
        raise NoIndexError(f"No article in {indexes} yet. Run: nksearch ingest PATH")
    encoder = load_encoder(load_settings(indexes), exports=exports_path(indexes))
    with Store(store_path(indexes)) as store:
        if tell:
            return rebuild(indexes, store, encoder, progress=_teller(store.count()), full=full)
        with click.progressbar(
            length=store.count(),
            label="Indexing articles",
            file=sys.stderr,
            hidden=not sys.stderr.isatty(),
        ) as bar:
            return rebuild(indexes, store, encoder, progress=bar.update, full=full)


def _teller(total: int) -> Callable[[int], None]:
    """Return what tells how many articles are done whenever that is another percent."""
    done = told = 0

    def progress(finished: int) -> None:
        nonlocal done, told
        done += finished
        if done * 100 // total > told:
            told = done * 100 // total
            click.echo(json.dumps({"done": done, "total": total}), err=True)

    return progress
