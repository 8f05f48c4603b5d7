"""The command `nksearch eval`: how good the search is, in the field's measures."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

import click

from nksearch.cli.program import json_option, print_json, say, spinner
from nksearch.datamodels import Mode
from nksearch.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class _Options:
    """What `eval` was called with, by the names of its options."""

    indexes: Path
    folder: Path | None
    questions: Path | None
    answers: bool
    plot: Path | None
    fields: str
    modes: tuple[Mode, ...]
    reranker: str | None
    trec: Path | None
    as_json: bool


@click.command("eval")
@click.argument("folder", required=False, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--questions",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Ask the published index these questions instead (JSON Lines with article_ids, answers).",
)
@click.option("--answers", is_flag=True, help="Measure answers and refusals, not the ranking.")
@click.option(
    "--plot",
    type=click.Path(dir_okay=False, path_type=Path),
    help="With --answers: draw risk against coverage into this SVG file.",
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
def evaluate(indexes: Path, /, **given: Any) -> None:
    """Measure search on a collection of judged questions, or on your own questions.

    FOLDER holds corpus.jsonl (or .gz), queries.jsonl and qrels.tsv. Its documents are indexed in a
    temporary place exactly as ingest and rebuild do it; vectors are kept in the indexes directory,
    so that the next run is quick.

    With --answers, FOLDER's questions are answered, and quotes are compared with gold_sentences or
    answers of queries.jsonl; questions with "unanswerable": true, and all of
    refusal_queries.jsonl, should be refused. Questions with a "conversation" before them are also
    searched as they are rewritten. A file archive*_ids.txt names the only documents that
    are indexed.
    """
    options = _Options(indexes=indexes, **given)
    if options.folder is not None and options.questions is None:
        _evaluate(options.folder, options)
    elif options.questions is not None and options.folder is None:
        _refuse({**_of_ranking(options), **_of_answers(options)}, "--questions")
        _evaluate_questions(options.questions, options)
    else:
        raise UsageError("Name either a FOLDER or --questions FILE. See: nksearch eval --help")


def _evaluate(folder: Path, options: _Options) -> None:
    if options.answers:
        _refuse(_of_ranking(options), "--answers")
        _evaluate_answers(folder, options)
    elif options.plot:
        raise UsageError("--plot needs --answers. See: nksearch eval --help")
    else:
        _evaluate_ranking(folder, options)


def _of_ranking(options: _Options) -> dict[str, object]:
    """Return what only a measured ranking takes, by the names of the options."""
    return {
        "--fields": options.fields != "all",
        "--reranker": options.reranker,
        "--trec": options.trec,
    }


def _of_answers(options: _Options) -> dict[str, object]:
    return {"--answers": options.answers, "--plot": options.plot, "--mode": options.modes}


def _refuse(given: Mapping[str, object], beside: str) -> None:
    """Raise UsageError when options are given that would change nothing."""
    idle = [name for name, value in given.items() if value]
    if idle:
        raise UsageError(f"{beside} cannot go with {' or '.join(idle)}. Leave one of them out.")


def _evaluate_questions(questions: Path, options: _Options) -> None:
    from nksearch.archive import Archive
    from nksearch.evaluation import report
    from nksearch.evaluation.questions import evaluate_questions

    answered = evaluate_questions(questions, Archive.open(options.indexes))
    if options.as_json:
        print_json(report.questions_to_json(answered))
    else:
        say(report.questions_to_text(answered))


def _evaluate_ranking(folder: Path, options: _Options) -> None:
    from nksearch.config import exports_path, load_settings, prepare_indexes
    from nksearch.evaluation import report
    from nksearch.evaluation.retrieval import evaluate_retrieval, write_trec
    from nksearch.models.encoder import load_encoder
    from nksearch.models.reranker import load_reranker

    settings = replace(load_settings(options.indexes), reranker=options.reranker)
    with spinner("Evaluating:") as tell:
        found = evaluate_retrieval(
            folder,
            encoder=load_encoder(settings, exports=exports_path(options.indexes)),
            work=prepare_indexes(options.indexes),
            titles=options.fields == "all",
            modes=options.modes or get_args(Mode),
            reranker=load_reranker(settings),
            progress=tell,
        )
    if options.trec:
        for path in write_trec(found, options.trec):
            say(f"Wrote {path}", err=True)
    if options.as_json:
        print_json(report.evaluation_to_json(found))
    else:
        say(report.evaluation_to_text(found))


def _evaluate_answers(folder: Path, options: _Options) -> None:
    from nksearch.config import exports_path, load_settings, prepare_indexes
    from nksearch.evaluation import answers_report as report
    from nksearch.evaluation.answers import evaluate_answers
    from nksearch.models.encoder import load_encoder

    if len(options.modes) > 1:
        raise UsageError("Answers are measured in one mode. Name --mode once.")
    settings = load_settings(options.indexes)
    with spinner("Evaluating:") as tell:
        found = evaluate_answers(
            folder,
            encoder=load_encoder(settings, exports=exports_path(options.indexes)),
            work=prepare_indexes(options.indexes),
            settings=settings,
            mode=options.modes[0] if options.modes else "hybrid",
            progress=tell,
        )
    if options.plot:
        report.write_plot(options.plot, [found])
        say(f"Wrote {options.plot}", err=True)
    if options.as_json:
        print_json(report.answers_to_json(found))
    else:
        say(report.answers_to_text(found))
