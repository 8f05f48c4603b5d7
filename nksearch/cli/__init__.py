"""The command line: results on stdout, talk on stderr, `--json` on every command.

What needs numpy, Whoosh or the encoder is imported inside the commands, so that `--help` is quick.
"""

import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from nksearch import __version__
from nksearch.cli.chatting import chat
from nksearch.cli.evaluating import evaluate
from nksearch.cli.history import diff, export
from nksearch.cli.ingesting import ingest, rejected
from nksearch.cli.keeping import backup, check, restore
from nksearch.cli.naming import names
from nksearch.cli.options import option_values, record_options, request_options
from nksearch.cli.printing import print_answer, print_citations
from nksearch.cli.program import Program, check_answered, json_option, print_json, say, width
from nksearch.cli.rebuilding import run_rebuild
from nksearch.cli.replaying import replay
from nksearch.cli.searching import search
from nksearch.cli.users import user
from nksearch.errors import UsageError
from nksearch.references import FORMATS
from nksearch.request import parse_request


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

    \b
    Exit codes:
      0   done; a refusal to answer is an answer
      1   something failed, also of one of many questions
      2   it must be asked otherwise
      3   replay: not the same answers any more
      75  another process is writing; try again
    """
    ctx.obj = indexes
    if "NO_COLOR" in os.environ:
        ctx.color = False
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # names of files may hold bytes that are no text
            stream.reconfigure(errors="backslashreplace")


@main.command()
@click.option("--full", is_flag=True, help="Take nothing over from the generation before.")
@click.option("--progress", is_flag=True, help="Tell on standard error how far it is, as JSON.")
@json_option
@click.pass_obj
def rebuild(indexes: Path, full: bool, progress: bool, as_json: bool) -> None:
    """Build both indexes from all articles and publish them at once.

    Questions go on being answered from the old indexes meanwhile. Articles that have not changed
    are taken over from them, and what was encoded before is not encoded again.
    """
    report = run_rebuild(indexes, full=full, tell=progress)
    if as_json:
        print_json(asdict(report))
    else:
        say(
            f"Generation {report.generation}: {report.articles} articles ({report.taken} taken "
            f"over), {report.chunks} chunks ({report.encoded} encoded, {report.reused} reused) "
            f"in {report.seconds:.1f} s"
        )
        if report.anew:
            say(f"All was built anew: {report.anew}", err=True)


@main.command(short_help="Answer a question with cited sentences of the archive.")
@click.argument("question")
@request_options
@click.option("--explain", is_flag=True, help="Say what each index thinks of each passage.")
@click.option("--cite", type=click.Choice(list(FORMATS)),
              help="Print only the citations, in this format, as UTF-8.")  # fmt: skip
@record_options
@json_option
@click.pass_obj
def query(
    indexes: Path,
    /,
    question: str,
    as_json: bool,
    explain: bool,
    cite: str | None,
    record: Path | None,
    overwrite: bool,
    **options: Any,
) -> None:
    """Answer a question with sentences of the archive, each with its source.

    With - as the question, reads one question a line from standard input, or one JSON object a
    line with "question" and names of options (k, mode, since, until, date, source, lang, asked_on,
    "dates": "off", "variants": "off", "without": a list of spellings, "all": "on",
    "conversation": a list of earlier questions),
    and prints JSON Lines in the same order; the exit code is 1 when one could not be answered. With
    --record, the file then has one record a line, of the questions that could be answered.
    """
    from nksearch.archive import Archive
    from nksearch.cli.batch import answer_lines
    from nksearch.cli.recording import recorded

    if cite and (as_json or explain or question == "-"):
        raise UsageError("--cite wants one question, and no --json or --explain beside it.")
    archive = Archive.open(indexes)
    values = option_values(options)
    with recorded(archive, record, overwrite=overwrite) as ask:
        if question == "-":
            failed = answer_lines(ask, values, explain=explain)
        else:
            answer = ask(parse_request({**values, "question": question}))
    if question == "-":
        check_answered(failed)
    elif cite:
        print_citations(answer, FORMATS[cite])
    else:
        print_answer(answer, as_json=as_json, explain=explain)


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
    from nksearch.articles import article_to_json, article_to_text

    archive = Archive.open(indexes)
    article = archive.article(article_id, revision)
    if as_json:
        print_json(article_to_json(article))
    else:
        newest, history = archive.article(article_id), archive.history(article_id)
        say(article_to_text(article, newest, history, width=width()))


@main.command(short_help="Say what the archive holds and what is published.")
@json_option
@click.pass_obj
def status(indexes: Path, as_json: bool) -> None:
    """Say what the archive holds and which generation of the indexes is published."""
    from nksearch.accounts.users import Users
    from nksearch.archive import Archive
    from nksearch.config import users_path
    from nksearch.formatting import status_to_text

    found = Archive.open(indexes).status()
    users = len(Users(users_path(indexes)).all())
    if as_json:
        print_json({**found, "users": users})
    else:
        to = f"{users} with a login" if users else "this machine only, without login"
        say(f"{status_to_text(found)}\nServed to    {to}")


for command in (
    *(ingest, search, rejected, export, diff, names, evaluate, replay, chat),
    *(backup, restore, check, user),
):
    main.add_command(command)
