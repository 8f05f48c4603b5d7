"""The command line: results on stdout, talk on stderr, `--json` on every command.

What needs numpy, Whoosh or the encoder is imported inside the commands, so that `--help` is quick.
"""

import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nksearch import __version__
from nksearch.cli.evaluating import evaluate
from nksearch.cli.naming import names
from nksearch.cli.program import Program, json_option, print_json, spinner, styled, width
from nksearch.errors import NksearchError, NoIndexError
from nksearch.request import DEFAULT_K, MAX_K, MODES, parse_request
from nksearch.text import one_line

if TYPE_CHECKING:
    from nksearch.indexing import RebuildReport
    from nksearch.ingest import IngestReport

_SHOWN_REJECTIONS = 20


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--indexes",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("indexes"),
    show_default=True,
    envvar="NKSEARCH_INDEXES",
    show_envvar=True,
    help="Directory of the article store and the indexes.",
)
@click.version_option(__version__, prog_name="nksearch")
@click.pass_context
def main(ctx: click.Context, indexes: Path) -> None:
    """Ask an archive of news in plain language; every sentence of an answer is cited.

    \b
    Begin with:
      nksearch ingest PATH...    read articles into the archive
      nksearch rebuild           make them searchable
      nksearch query "Who visited Sinuiju?"
    """
    ctx.obj = indexes
    if "NO_COLOR" in os.environ:
        ctx.color = False
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # names of files may hold bytes that are no text
            stream.reconfigure(errors="backslashreplace")


@main.command()
@click.argument(
    "paths",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, readable=False, path_type=Path),
)
@click.option("--rebuild", "and_rebuild", is_flag=True, help="Rebuild the indexes afterwards.")
@json_option
@click.pass_obj
def ingest(indexes: Path, paths: tuple[Path, ...], and_rebuild: bool, as_json: bool) -> None:
    """Read articles from files and folders into the archive.

    Reads saved pages as plain text, JSON and JSON Lines, also gzipped. Reading something again
    changes nothing; what cannot be read is listed with the reason and never stops the rest.
    """
    from nksearch.config import prepare_indexes, store_path
    from nksearch.ingest import ingest as ingest_files
    from nksearch.store import Store

    with Store(store_path(prepare_indexes(indexes))) as store, spinner("Reading") as tell:
        report = ingest_files(paths, store, progress=lambda path: tell(path.name))
    result, failed = asdict(report), None
    if not as_json:
        _print_ingested(report)
    if and_rebuild:
        try:
            result["rebuild"] = asdict(_rebuild(indexes))
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


@main.command()
@click.option("--full", is_flag=True, help="Take nothing over from the generation before.")
@json_option
@click.pass_obj
def rebuild(indexes: Path, full: bool, as_json: bool) -> None:
    """Build both indexes from all articles and publish them at once.

    Questions go on being answered from the old indexes meanwhile. Articles that have not changed
    are taken over from them, and what was encoded before is not encoded again.
    """
    report = _rebuild(indexes, full=full)
    if as_json:
        print_json(asdict(report))
    else:
        click.echo(
            f"Generation {report.generation}: {report.articles} articles ({report.taken} taken "
            f"over), {report.chunks} chunks ({report.encoded} encoded, {report.reused} reused) "
            f"in {report.seconds:.1f} s"
        )


@main.command(short_help="Answer a question with cited sentences of the archive.")
@click.argument("question")
@click.option(
    "-k",
    default=str(DEFAULT_K),
    metavar="NUMBER",
    show_default=True,
    help=f"Passages, 1 to {MAX_K}.",
)
@click.option("--mode", type=click.Choice(MODES), default="hybrid", show_default=True,
              help="Search by words and meaning, by words only, or by meaning only.")  # fmt: skip
@click.option("--since", metavar="DAY", help="Only articles of this day or later (2024-05-27).")
@click.option("--until", metavar="DAY", help="Only articles of this day or earlier.")
@click.option("--source", metavar="NAME", help="Only articles of this source.")
@click.option("--lang", metavar="CODE", help="Only articles in this language (en, ko).")
@click.option(
    "--asked-on", metavar="DAY", help="The day from which “last month” is meant.  [default: today]"
)
@click.option("--no-dates", is_flag=True, help="Do not let dates in the question limit the search.")
@click.option(
    "--no-variants", is_flag=True, help="Search names and terms only as the question spells them."
)
@click.option("--all", "every", is_flag=True, help="Show every copy of a story, not only the best.")
@click.option("--explain", is_flag=True, help="Say what each index thinks of each passage.")
@json_option
@click.pass_obj
def query(
    indexes: Path,
    /,
    question: str,
    as_json: bool,
    explain: bool,
    no_dates: bool,
    no_variants: bool,
    every: bool,
    **options: str | None,
) -> None:
    """Answer a question with sentences of the archive, each with its source.

    With - as the question, reads one question a line from standard input, or one JSON object a
    line with "question" and names of options (k, mode, since, until, source, lang, asked_on,
    "dates": "off", "variants": "off", "all": "on"), and prints JSON Lines in the same order.
    """
    from nksearch.archive import Archive
    from nksearch.cli.batch import answer_lines
    from nksearch.formatting import answer_to_json, answer_to_text

    archive = Archive.open(indexes)
    values = {**options, "dates": not no_dates, "variants": not no_variants, "all": every}
    if question == "-":
        answer_lines(archive, values, explain=explain)
        return
    answer = archive.ask(parse_request({**values, "question": question}))
    if as_json:
        print_json(answer_to_json(answer, explain=explain))
        return
    style = ("\x1b[1m", "\x1b[0m") if styled() else ("", "")
    click.echo(answer_to_text(answer, width=width(), style=style, explain=explain))


@main.command()
@click.argument("article_id")
@click.option("--revision", type=click.IntRange(1, 10**9), help="An earlier revision.")
@json_option
@click.pass_obj
def show(indexes: Path, article_id: str, revision: int | None, as_json: bool) -> None:
    """Print an article as it is stored.

    Offsets of a citation count characters of the revision that it names; without --revision the
    newest one is printed.
    """
    from nksearch.archive import Archive
    from nksearch.formatting import article_to_json, article_to_text

    article = Archive.open(indexes).article(article_id, revision)
    if as_json:
        print_json(article_to_json(article))
    else:
        click.echo(article_to_text(article, width=width()))


@main.command(short_help="Say what the archive holds and what is published.")
@json_option
@click.pass_obj
def status(indexes: Path, as_json: bool) -> None:
    """Say what the archive holds and which generation of the indexes is published."""
    from nksearch.archive import Archive
    from nksearch.formatting import status_to_text

    found = Archive.open(indexes).status()
    if as_json:
        print_json(found)
    else:
        click.echo(status_to_text(found))


def _rebuild(indexes: Path, *, full: bool = False) -> "RebuildReport":
    from nksearch.config import exports_path, load_settings, store_path
    from nksearch.indexing import rebuild as rebuild_indexes
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
        return rebuild_indexes(indexes, store, encoder, progress=bar.update, full=full)


def _print_ingested(report: "IngestReport") -> None:
    click.echo(
        f"{report.added} added, {report.changed} changed, {report.unchanged} unchanged, "
        f"{report.duplicates} duplicates, {len(report.rejected)} rejected"
    )
    for each in report.rejected[:_SHOWN_REJECTIONS]:
        path = one_line(each.path)  # a name may hold line feeds and escape sequences
        where = path if each.line is None else f"{path}:{each.line}"
        click.echo(f"  rejected {where}: {each.reason}")
    more = len(report.rejected) - _SHOWN_REJECTIONS
    if more > 0:
        click.echo(f"  ... and {more} more; --json lists them all")


main.add_command(names)
main.add_command(evaluate)
