"""A rebuild with its progress on the terminal: of `rebuild`, and of `ingest --rebuild`."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from nksearch.cli.program import SURE_SECONDS, duration, say, spinner
from nksearch.errors import NksearchError, NoIndexError

if TYPE_CHECKING:
    from nksearch.indexing import Progress, RebuildReport

_STOPPED = "Stopped. What was published stays; run the same command to go on."


def run_rebuild(indexes: Path, *, full: bool = False, tell: bool = False) -> "RebuildReport":
    """Rebuild the indexes in this directory; `full` takes nothing over from the generation before.
    With `tell`, a line of JSON on standard error says how far it is, at every percent.

    Raises:
        NoIndexError: there is no article yet.
        NksearchError: it was stopped with Ctrl-C, or could not be done.
    """
    from nksearch.config import exports_path, load_settings, store_path
    from nksearch.indexing import rebuild
    from nksearch.models.encoder import load_encoder
    from nksearch.store import Store

    if not store_path(indexes).exists():
        raise NoIndexError(f"No article in {indexes} yet. Run: nksearch ingest PATH")
    try:
        encoder = load_encoder(load_settings(indexes), exports=exports_path(indexes))
        with Store(store_path(indexes)) as store, spinner("Indexing") as show:
            count = store.count()
            progress = _in_json(count) if tell else _teller(show, count)
            return rebuild(indexes, store, encoder, progress=progress, full=full)
    except KeyboardInterrupt:
        raise NksearchError(_STOPPED) from None


def _in_json(total: int) -> "Callable[[Progress], None]":
    """Return what tells how many articles are done whenever that is another percent."""
    told = 0

    def tell(progress: "Progress") -> None:
        nonlocal told
        if progress.articles * 100 // total > told:
            told = progress.articles * 100 // total
            say(json.dumps({"done": progress.articles, "total": total}), err=True)

    return tell


def _teller(tell: Callable[[str], None], count: int) -> "Callable[[Progress], None]":
    """Return what shows how far a rebuild of `count` articles is, how fast, and the time left."""
    begun = time.monotonic()

    def show(progress: "Progress") -> None:
        seconds = time.monotonic() - begun
        told = f"article {progress.articles} of {count}"
        if progress.tokens:
            told += f", {progress.tokens / max(progress.seconds, 1e-3):.0f} tokens a second"
        if progress.articles and seconds > SURE_SECONDS:
            left = seconds / progress.articles * (count - progress.articles)
            told += f", {duration(left)} left"
        tell(told)

    return show
