"""The commands `nksearch ingest` and `nksearch rejected`: what went in, and what did not."""

import os
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nksearch.cli.program import SURE_SECONDS, duration, json_option, print_json, say, spinner
from nksearch.cli.rebuilding import run_rebuild
from nksearch.datamodels import Rejected
from nksearch.errors import NksearchError, NoIndexError
from nksearch.text import one_line

if TYPE_CHECKING:
    from nksearch.fetching import Fetch
    from nksearch.ingest import IngestReport, Place, Preview, Progress

_SHOWN_REJECTIONS = 20
_SHOWN_BLOCKS = 20
_STOPPED = "Stopped. What was acknowledged is in the archive; run the same command to go on."


class _PlaceType(click.Path):
    """A path that exists, or an address on the web."""

    def convert(self, value: Any, param: Any, ctx: Any) -> "Place":
        from nksearch.ingest.places import is_address

        if isinstance(value, str) and is_address(value):
            return value
        return Path(os.fsdecode(super().convert(value, param, ctx)))


@click.command(short_help="Read articles from files and folders into the archive.")
@click.argument(
    "places",
    metavar="PATH...",
    nargs=-1,
    required=True,
    type=_PlaceType(exists=True, readable=False, path_type=Path),
)
@click.option("--fetch", "may_fetch", is_flag=True,
              help="Let PATH be an address on the web, and fetch it.")  # fmt: skip
@click.option("--rebuild", "and_rebuild", is_flag=True, help="Rebuild the indexes afterwards.")
@click.option("--dry-run", is_flag=True, help="Only say what each file would become.")
@json_option
@click.pass_obj
def ingest(
    indexes: Path,
    places: "tuple[Place, ...]",
    may_fetch: bool,
    and_rebuild: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Read articles from files and folders into the archive.

    Reads web pages in HTML and MHTML, pages saved as text, Markdown, JSON and JSON Lines, tables
    in CSV, feeds in RSS and Atom, crawls in WARC, PDF, and ZIP, tar and gzip archives of any of
    these. Reading something again changes nothing; what cannot be read is listed with the reason
    and never stops the rest. Blocks that repeat over the pages of a site, such as menus, are left
    out and listed.

    With --fetch, PATH may be an address that begins with http:// or https://: of a public server
    only, at most 20 MB, within a minute, over at most 5 redirects. Proxies are not used.
    """
    from nksearch.fetching import fetch
    from nksearch.ingest import preview
    from nksearch.ingest.places import check_fetched

    fetching = fetch if may_fetch else None
    check_fetched(places, fetching)
    if dry_run:
        _print_previews(preview(places, fetch=fetching), as_json)
        return
    report = _ingested(indexes, places, fetching)
    if not as_json:
        _print_ingested(report)
    rebuilt, failed = _rebuilt(indexes) if and_rebuild else ({}, None)
    if as_json:
        print_json(asdict(report) | rebuilt)
    elif not and_rebuild:
        say("Next: nksearch rebuild", err=True)
    if failed:
        raise failed
    if report.rejected and len(report.rejected) == report.total:
        raise NksearchError("Nothing could be read.")


def _ingested(
    indexes: Path, places: "tuple[Place, ...]", fetching: "Fetch | None"
) -> "IngestReport":
    from nksearch.config import prepare_indexes, store_path
    from nksearch.ingest import files
    from nksearch.ingest import ingest as ingest_files
    from nksearch.store import Store

    with Store(store_path(prepare_indexes(indexes))) as store, spinner("Reading") as tell:
        count = sum(1 for _ in files(places))
        try:
            return ingest_files(places, store, fetch=fetching, progress=_teller(tell, count))
        except KeyboardInterrupt:
            raise NksearchError(_STOPPED) from None


def _rebuilt(indexes: Path) -> tuple[dict[str, Any], NksearchError | None]:
    """Return what a rebuild gave, or its failure: the report is not lost with it."""
    try:
        return {"rebuild": asdict(run_rebuild(indexes))}, None
    except NksearchError as error:
        return {"rebuild": {"error": str(error)}}, error


@click.command()
@json_option
@click.pass_obj
def rejected(indexes: Path, as_json: bool) -> None:
    """List what could not be read, with the reasons.

    A file stays in the list until it is read again.
    """
    from nksearch.config import store_path
    from nksearch.store import Store

    if not store_path(indexes).exists():
        raise NoIndexError(f"No article in {indexes} yet. Run: nksearch ingest PATH")
    with Store(store_path(indexes)) as store:
        found = list(store.rejections)
    if as_json:
        print_json({"rejected": [asdict(each) for each in found]})
        return
    for each in found:
        say(_line(each))
    say(f"{len(found)} rejected" if found else "Nothing was rejected.", err=True)


def _teller(tell: Callable[[str], None], count: int) -> "Callable[[Progress], None]":
    """Return what shows files, rate and the time that is left."""
    begun = time.monotonic()

    def show(progress: "Progress") -> None:
        nonlocal begun
        if progress.compared:
            tell(f"file {progress.files} to compare pages: {progress.path.name}")
            begun = time.monotonic()
            return
        seconds = time.monotonic() - begun
        told = f"file {progress.files} of {count}"
        if seconds > SURE_SECONDS:
            left = seconds / progress.files * (count - progress.files)
            told += f", {progress.items / seconds:.0f} items a second, {duration(left)} left"
        tell(f"{told}: {progress.path.name}")

    return show


def _print_ingested(report: "IngestReport") -> None:
    say(
        f"{report.added} added, {report.changed} changed, {report.unchanged} unchanged, "
        f"{report.duplicates} duplicates, {len(report.rejected)} rejected"
    )
    if len(report.formats) > 1:
        names = ("added", "changed", "unchanged", "duplicates", "rejected")
        rows = [[form, *map(str, counts.values())] for form, counts in report.formats.items()]
        say(_table([["format", *names], *sorted(rows)]))
    if report.furniture:
        blocks = [
            [one_line(each.site), str(each.pages), str(each.characters), one_line(each.words)]
            for each in report.furniture[:_SHOWN_BLOCKS]
        ]
        say("Left out, because it repeats over the pages of a site:")
        say(_table([["site", "pages", "characters", "begins with"], *blocks]))
    if len(report.rejected) > _SHOWN_REJECTIONS:
        reasons = [[form, str(count), reason] for form, reason, count in report.reasons()]
        say(_table([["format", "rejected", "reason"], *reasons]))
    for each in report.rejected[:_SHOWN_REJECTIONS]:
        say(f"  rejected {_line(each)}")
    more = len(report.rejected) - _SHOWN_REJECTIONS
    if more > 0:
        say(f"  ... and {more} more; nksearch rejected lists them all")


def _line(each: Rejected) -> str:
    path = one_line(each.path)  # a name may hold line feeds and escape sequences
    return f"{path if each.line is None else f'{path}:{each.line}'}: {one_line(each.reason)}"


def _table(rows: list[list[str]]) -> str:
    """Return rows as columns, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*rows)]
    lines = [
        "  ".join(
            cell.rjust(width) if row[n].isdigit() or rows[-1][n].isdigit() else cell.ljust(width)
            for n, (cell, width) in enumerate(zip(row, widths))
        )
        for row in rows
    ]
    return "\n".join(f"  {line.rstrip()}" for line in lines)


def _print_previews(previews: "Iterable[Preview]", as_json: bool) -> None:
    for each in previews:
        if as_json:
            print_json(asdict(each))
            continue
        count = "1 article" if each.articles == 1 else f"{each.articles} articles"
        kinds = ", ".join(each.formats) or "unknown"
        titles = "; ".join(f"“{title}”" for title in each.titles)
        more = "; ..." if each.articles > len(each.titles) else ""
        say(f"{one_line(each.path)}: {kinds}, {count} {titles}{more}".rstrip())
        for one in each.rejected[:_SHOWN_REJECTIONS]:
            say(f"  rejected {_line(one)}")
        if len(each.rejected) > _SHOWN_REJECTIONS:
            say(f"  ... and {len(each.rejected) - _SHOWN_REJECTIONS} more")
