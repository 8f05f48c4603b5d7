"""A rebuild with its progress on the terminal: of `rebuild`, and of `ingest --rebuild`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nksearch.errors import NoIndexError

if TYPE_CHECKING:
    from nksearch.indexing import RebuildReport


def run_rebuild(indexes: Path, *, full: bool = False) -> "RebuildReport":
    """Rebuild the indexes in this directory; `full` takes nothing over from the generation before.

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
    with (
        Store(store_path(indexes)) as store,
        click.progressbar(
            length=store.count(),
            label="Indexing articles",
            file=sys.stderr,
            hidden=not sys.stderr.isatty(),
        ) as bar,
    ):
        return rebuild(indexes, store, encoder, progress=bar.update, full=full)
