"""The command line: results on stdout, talk on stderr, `--json` on every command.

What needs numpy, Whoosh or the encoder is imported inside the commands, so that `--help` is quick.
"""

import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nksearch import __version__
from nksearch.errors import BusyError, NksearchError, UsageError
from nksearch.request import DEFAULT_K, MAX_K, MODES, parse_request

if TYPE_CHECKING:
    from nksearch.archive import Archive
    from nksearch.indexing import RebuildReport
    from nksearch.ingest import IngestReport

_FAILURE, _USAGE, _BUSY = 1, 2, 75  # exit codes
_WIDEST = 100  # columns of text that are comfortable to read
_SHOWN_REJECTIONS = 20


class Program(click.Group):
    """The root command: our errors become one line and an exit code, a bug keeps its traceback.

    Other packages add commands through entry points of the group `nksearch.commands`.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of our commands and of those that other packages add."""
        return [*self.commands, *(entry.name for entry in _added_commands())]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command; those of other packages are imported when they are asked for."""
        for entry in _added_commands():
            if entry.name == cmd_name:
                command: click.Command = entry.load()
                return command
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except NksearchError as error:
            click.echo(f"Error: {error}", err=True)
            ctx.exit(_exit_code(error))


def _added_commands() -> Iterable[Any]:
    return sorted(entry_points(group="nksearch.commands"), key=lambda entry: entry.name)


def _exit_code(error: NksearchError) -> int:
    if isinstance(error, UsageError):
        return _USAGE
    return _BUSY if isinstance(error, BusyError) else _FAILURE


_as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


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
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--rebuild", "and_rebuild", is_flag=True, help="Rebuild the indexes afterwards.")
@_as_json
@click.pass_obj
def ingest(indexes: Path, paths: tuple[Path, ...], and_rebuild: bool, as_json: bool) -> None:
    """Read articles from files and folders into the archive.

    Reads saved pages as plain text, JSON and JSON Lines, also gzipped. Reading something again
    changes nothing; what cannot be read is listed with the reason and never stops the rest.
    """
    from nksearch.config import prepare_indexes, store_path
    from nksearch.ingest import ingest as ingest_files
    from nksearch.store import Store

    with Store(store_path(prepare_indexes(indexes))) as store, _spinner("Reading") as tell:
        report = ingest_files(paths, store, progress=lambda path: tell(path.name))
    result = asdict(report)
    if and_rebuild:
        result["rebuild"] = asdict(_rebuild(indexes))
    if as_json:
        _print_json(result)
    else:
        _print_ingested(report)
        if not and_rebuild:
            click.echo("Next: nksearch rebuild", err=True)


@main.command()
@_as_json
@click.pass_obj
def rebuild(indexes: Path, as_json: bool) -> None:
    """Build both indexes from all articles and publish them at once.

    Questions go on being answered from the old indexes meanwhile. What was encoded before is not
    encoded again.
    """
    report = _rebuild(indexes)
    if as_json:
        _print_json(asdict(report))
    else:
        click.echo(
            f"Generation {report.generation}: {report.articles} articles, {report.chunks} chunks "
            f"({report.encoded} encoded, {report.reused} reused) in {report.seconds:.1f} s"
        )


@main.command()
@click.argument("question")
@click.option("-k", default=str(DEFAULT_K), show_default=True, help=f"Passages, 1 to {MAX_K}.")
@click.option("--mode", type=click.Choice(MODES), default="hybrid", show_default=True,
              help="Search by words and meaning, by words only, or by meaning only.")  # fmt: skip
@click.option("--since", metavar="DAY", help="Only articles of this day or later (2024-05-27).")
@click.option("--until", metavar="DAY", help="Only articles of this day or earlier.")
@click.option("--source", metavar="NAME", help="Only articles of this source.")
@click.option("--lang", metavar="CODE", help="Only articles in this language (en, ko).")
@_as_json
@click.pass_obj
def query(indexes: Path, /, question: str, as_json: bool, **options: str | None) -> None:
    """Answer a question with sentences of the archive, each with its source.

    With - as the question, reads one question a line from standard input, or one JSON object a
    line with "question" and names of options (k, mode, since, until, source, lang), and prints
    JSON Lines in the same order.
    """
    from nksearch.archive import Archive
    from nksearch.formatting import answer_to_json, answer_to_text

    archive = Archive.open(indexes)
    if question == "-":
        _answer_lines(archive, options)
        return
    answer = archive.ask(parse_request({**options, "question": question}))
    if as_json:
        _print_json(answer_to_json(answer))
    else:
        bold, plain = ("\x1b[1m", "\x1b[0m") if _styled() else ("", "")
        click.echo(answer_to_text(answer, width=_width(), bold=bold, plain=plain))


@main.command()
@click.argument("article_id")
@click.option("--revision", type=click.IntRange(min=1), help="An earlier revision.")
@_as_json
@click.pass_obj
def show(indexes: Path, article_id: str, revision: int | None, as_json: bool) -> None:
    """Print an article as it is stored."""
    from nksearch.archive import Archive
    from nksearch.formatting import article_to_json, article_to_text

    article = Archive.open(indexes).article(article_id, revision)
    if as_json:
        _print_json(article_to_json(article))
    else:
        click.echo(article_to_text(article, width=_width()))


@main.command()
@_as_json
@click.pass_obj
def status(indexes: Path, as_json: bool) -> None:
    """Say what the archive holds and which generation of the indexes is published."""
    from nksearch.archive import Archive
    from nksearch.formatting import status_to_text

    found = Archive.open(indexes).status()
    if as_json:
        _print_json(found)
    else:
        click.echo(status_to_text(found))


def _rebuild(indexes: Path) -> "RebuildReport":
    from nksearch.config import prepare_indexes, store_path
    from nksearch.encoder import MiniLM
    from nksearch.indexing import rebuild as rebuild_indexes
    from nksearch.store import Store

    with (
        Store(store_path(prepare_indexes(indexes))) as store,
        click.progressbar(
            length=store.count(),
            label="Indexing articles",
            file=sys.stderr,
            hidden=not sys.stderr.isatty(),
        ) as bar,
    ):
        return rebuild_indexes(indexes, store, MiniLM(), progress=bar.update)


def _answer_lines(archive: "Archive", options: Mapping[str, Any]) -> None:
    """Answer the questions on standard input; one that cannot be answered gets an `error`."""
    from nksearch.formatting import answer_to_json

    failed = 0
    for line in sys.stdin:
        if not line.strip():
            continue
        values: dict[str, Any] = {"question": line.strip()}
        try:
            values = _line_values(line)
            result = answer_to_json(archive.ask(parse_request({**options, **values})))
        except UsageError as error:
            failed += 1
            result = {"question": values.get("question"), "error": str(error)}
        _print_json(result)
    if failed:
        raise NksearchError(f"{failed} of the questions could not be answered; see `error` there.")


def _line_values(line: str) -> dict[str, Any]:
    if not line.lstrip().startswith("{"):
        return {"question": line.strip()}
    try:
        values: dict[str, Any] = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"This line is not a JSON object: {error}.") from error
    return values


def _print_ingested(report: "IngestReport") -> None:
    click.echo(
        f"{report.added} added, {report.changed} changed, {report.unchanged} unchanged, "
        f"{report.duplicates} duplicates, {len(report.rejected)} rejected"
    )
    for each in report.rejected[:_SHOWN_REJECTIONS]:
        where = each.path if each.line is None else f"{each.path}:{each.line}"
        click.echo(f"  rejected {where}: {each.reason}")
    more = len(report.rejected) - _SHOWN_REJECTIONS
    if more > 0:
        click.echo(f"  ... and {more} more; --json lists them all")


@contextmanager
def _spinner(label: str) -> Iterator[Any]:
    """Show on one line of a terminal what is being done."""
    terminal = sys.stderr.isatty()

    def tell(what: str) -> None:
        if terminal:
            click.echo(f"\r\x1b[2K{label} {what[: _WIDEST - len(label)]}", nl=False, err=True)

    try:
        yield tell
    finally:
        if terminal:
            click.echo("\r\x1b[2K", nl=False, err=True)


def _print_json(value: Mapping[str, Any]) -> None:
    click.echo(json.dumps(value, ensure_ascii=False))


def _styled() -> bool:
    context = click.get_current_context()
    return sys.stdout.isatty() and context.find_root().color is not False


def _width() -> int:
    return min(shutil.get_terminal_size().columns, _WIDEST)
