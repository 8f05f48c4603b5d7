"""The command line: results on stdout, talk on stderr, `--json` on every command.

What needs numpy, Whoosh or the encoder is imported inside the commands, so that `--help` is quick.
"""

import os
import sys
from dataclasses import asdict
from pathlib import Path

import click

from nksearch import __version__
from nksearch.cli.evaluating import evaluate
from nksearch.cli.history import diff, export
from nksearch.cli.ingesting import ingest, rejected
from nksearch.cli.program import Program, json_option, print_json, styled, width
from nksearch.cli.rebuilding import run_rebuild
from nksearch.request import DEFAULT_K, MAX_K, MODES, parse_request


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
@json_option
@click.pass_obj
def rebuild(indexes: Path, as_json: bool) -> None:
    """Build both indexes from all articles and publish them at once.

    Questions go on being answered from the old indexes meanwhile. What was encoded before is not
    encoded again.
    """
    report = run_rebuild(indexes)
    if as_json:
        print_json(asdict(report))
    else:
        click.echo(
            f"Generation {report.generation}: {report.articles} articles, {report.chunks} chunks "
            f"({report.encoded} encoded, {report.reused} reused) in {report.seconds:.1f} s"
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
    every: bool,
    **options: str | None,
) -> None:
    """Answer a question with sentences of the archive, each with its source.

    With - as the question, reads one question a line from standard input, or one JSON object a
    line with "question" and names of options (k, mode, since, until, source, lang, asked_on,
    "dates": "off", "all": "on"), and prints JSON Lines in the same order.
    """
    from nksearch.archive import Archive
    from nksearch.cli.batch import answer_lines
    from nksearch.formatting import answer_to_json, answer_to_text

    archive = Archive.open(indexes)
    values = {**options, "dates": not no_dates, "all": every}
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


for command in (ingest, rejected, export, diff, evaluate):
    main.add_command(command)
