"""The commands `nksearch ingest` and `nksearch rejected`: what went in, and what did not."""

import time
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nksearch.cli.program import SURE_SECONDS, duration, json_option, print_json, spinner
from nksearch.cli.rebuilding import run_rebuild
from nksearch.datamodels import Rejected
from nksearch.errors import NksearchError, NoIndexError
from nksearch.text import one_line

if TYPE_CHECKING:
    from nksearch.ingest import IngestReport, Preview, Progress

_SHOWN_REJECTIONS = 20


@click.command(short_help="Read articles from files and folders into the archive.")
@click.argument(
    "paths",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, readable=False, path_type=Path),
)
@click.option("--rebuild", "and_rebuild", is_flag=True, help="Rebuild the indexes afterwards.")
@click.option("--dry-run", is_flag=True, help="Only say what each file would become.")
@json_option
@click.pass_obj
def ingest(
    indexes: Path, paths: tuple[Path, ...], and_rebuild: bool, dry_run: bool, as_json: bool
) -> None:
    """Read articles from files and folders into the archive.

    Reads web pages in HTML and MHTML, pages saved as text, Markdown, JSON and JSON Lines, tables
    in CSV, feeds in RSS and Atom, crawls in WARC, PDF, and ZIP, tar and gzip archives of any of
    these. Reading something again changes nothing; what cannot be read is listed with the reason
    and never stops the rest.
    """
    from nksearch.config import prepare_indexes, store_path
    from nksearch.ingest import files, preview
    from nksearch.ingest import ingest as ingest_files
    from nksearch.store import Store

    if dry_run:
        _print_previews(preview(paths), as_json)
        return
    with Store(store_path(prepare_indexes(indexes))) as store, spinner("Reading") as tell:
        count = sum(1 for _ in files(paths))
        report = ingest_files(paths, store, progress=_teller(tell, count))
    result, failed = asdict(report), None
    if not as_json:
        _print_ingested(report)
    if and_rebuild:
        try:
            result["rebuild"] = asdict(run_rebuild(indexes))
        except NksearchError as error:  # the report is not lost with it
            result["rebuild"], failed = {"error": str(error)}, error
    elif not as_json:
        click.echo("Next: nksearch rebuild", err=True)
    if as_json:
        print_json(result)
    if failed:
        raise failed
    if report.rejected and len(report.rejected) == report.total:
        raise NksearchError("Nothing could be read.")


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
        click.echo(_line(each))
    click.echo(f"{len(found)} rejected" if found else "Nothing was rejected.", err=True)


def _teller(tell: Callable[[str], None], count: int) -> "Callable[[Progress], None]":
    """Return what shows files, rate and the time that is left."""
    begun = time.monotonic()

    def show(progress: "Progress") -> None:
        seconds = time.monotonic() - begun
        told = f"file {progress.files} of {count}"
        if seconds > SURE_SECONDS:
            left = seconds / progress.files * (count - progress.files)
            told += f", {progress.items / seconds:.0f} items a second, {duration(left)} left"
        tell(f"{told}: {progress.path.name}")

    return show


def _print_ingested(report: "IngestReport") -> None:
    click.echo(
        f"{report.added} added, {report.changed} changed, {report.unchanged} unchanged, "
        f"{report.duplicates} duplicates, {len(report.rejected)} rejected"
    )
    if len(report.formats) > 1:
        names = ("added", "changed", "unchanged", "duplicates", "rejected")
        rows = [[form, *map(str, counts.values())] for form, counts in report.formats.items()]
        click.echo(_table([["format", *names], *sorted(rows)]))
    if len(report.rejected) > _SHOWN_REJECTIONS:
        reasons = [[form, str(count), reason] for form, reason, count in report.reasons()]
        click.echo(_table([["format", "rejected", "reason"], *reasons]))
    for each in report.rejected[:_SHOWN_REJECTIONS]:
        click.echo(f"  rejected {_line(each)}")
    more = len(report.rejected) - _SHOWN_REJECTIONS
    if more > 0:
        click.echo(f"  ... and {more} more; nksearch rejected lists them all")


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
        click.echo(f"{one_line(each.path)}: {kinds}, {count} {titles}{more}".rstrip())
        for one in each.rejected[:_SHOWN_REJECTIONS]:
            click.echo(f"  rejected {_line(one)}")
        if len(each.rejected) > _SHOWN_REJECTIONS:
            click.echo(f"  ... and {len(each.rejected) - _SHOWN_REJECTIONS} more")
