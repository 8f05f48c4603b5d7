"""The command `nksearch eval`: how good the search is, in the field's measures."""

from dataclasses import replace
from pathlib import Path
from typing import get_args

import click

from nksearch.cli.program import json_option, print_json, spinner
from nksearch.datamodels import Mode
from nksearch.errors import UsageError


@click.command("eval")
@click.argument("folder", required=False, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--questions",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Ask the published index these questions instead (JSON Lines with article_ids, answers).",
)
@click.option(
    "--fields",
    type=click.Choice(["all", "text"]),
    default="all",
    show_default=True,
    help="What is searched: titles and text, or text alone.",
)
@click.option(
    "--mode",
    "modes",
    type=click.Choice(get_args(Mode)),
    multiple=True,
    help="Only this mode; may be given several times.  [default: all]",
)
@click.option("--reranker", metavar="NAME", help="Try this CrossEncoder, a name or folder.")
@click.option(
    "--trec",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write runs and qrels in TREC form into this folder.",
)
@json_option
@click.pass_obj
def evaluate(
    indexes: Path,
    folder: Path | None,
    questions: Path | None,
    fields: str,
    modes: tuple[Mode, ...],
    reranker: str | None,
    trec: Path | None,
    as_json: bool,
) -> None:
    """Measure search on a collection of judged questions, or on your own questions.

    FOLDER holds corpus.jsonl (or .gz), queries.jsonl and qrels.tsv. Its documents are indexed in a
    temporary place exactly as ingest and rebuild do it; vectors are kept in the indexes directory,
    so that the next run is quick.
    """
    if (folder is None) == (questions is None):
        raise UsageError("Name either a FOLDER or --questions FILE. See: nksearch eval --help")
    from nksearch.evaluation import report

    if questions:
        from nksearch.archive import Archive
        from nksearch.evaluation.questions import evaluate_questions

        answered = evaluate_questions(questions, Archive.open(indexes))
        if as_json:
            print_json(report.questions_to_json(answered))
        else:
            click.echo(report.questions_to_text(answered))
        return
    _evaluate_folder(indexes, Path(str(folder)), fields, modes, reranker, trec, as_json)


def _evaluate_folder(
    indexes: Path,
    folder: Path,
    fields: str,
    modes: tuple[Mode, ...],
    reranker: str | None,
    trec: Path | None,
    as_json: bool,
) -> None:
    from nksearch.config import exports_path, load_settings, prepare_indexes
    from nksearch.evaluation import report
    from nksearch.evaluation.retrieval import evaluate_retrieval, write_trec
    from nksearch.models.encoder import load_encoder
    from nksearch.models.reranker import load_reranker

    settings = load_settings(indexes)
    with spinner("Evaluating:") as tell:
        found = evaluate_retrieval(
            folder,
            encoder=load_encoder(settings, exports=exports_path(indexes)),
            work=prepare_indexes(indexes),
            titles=fields == "all",
            modes=modes or get_args(Mode),
            reranker=load_reranker(replace(settings, reranker=reranker)) if reranker else None,
            progress=tell,
        )
    if trec:
        for path in write_trec(found, trec):
            click.echo(f"Wrote {path}", err=True)
    if as_json:
        print_json(report.evaluation_to_json(found))
    else:
        click.echo(report.evaluation_to_text(found))
