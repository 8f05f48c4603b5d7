"""Evaluation: how well every mode finds the judged articles of a collection, and how fast."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from nksearch.archive import Archive
from nksearch.config import Settings
from nksearch.datamodels import Mode
from nksearch.evaluation.building import Tell, build, counting
from nksearch.evaluation.collection import Collection, JudgedQuestion, Qrels, load_collection
from nksearch.evaluation.measures import (
    MAIN,
    MEASURES,
    Interval,
    PairedTest,
    Run,
    interval,
    measure,
    paired_test,
    require_libraries,
    write_qrels,
    write_run,
)
from nksearch.indexing import RebuildReport
from nksearch.models.encoder import Encoder
from nksearch.models.reranker import Reranker
from nksearch.request import MODES, Request, plain_question
from nksearch.search import Searcher
from nksearch.text import one_line

DEPTH = 100  # articles ranked for each question
RERANKED = "reranked"

Ask = Callable[[JudgedQuestion], list[str]]  # article ids, best first


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeResult:
    """What one mode reached: the mean of every measure, and milliseconds a question.

    `versus_hybrid` is this mode less hybrid in nDCG@10; None for hybrid itself and without it.
    """

    mode: str
    means: Mapping[str, float]
    interval: Interval
    versus_hybrid: PairedTest | None
    p50_ms: float
    p95_ms: float
    run: Run = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What every mode reached on one collection, at the level of articles.

    `qrels` are the judgements as article ids; `lost` judged documents became no article (they are
    not in the corpus or have no text) and count as missed.
    """

    collection: Collection
    encoder: str
    titles: bool
    built: RebuildReport
    lost: int
    qrels: Qrels = field(repr=False)
    modes: tuple[ModeResult, ...]


@dataclass(frozen=True, slots=True)
class _Ranked:
    run: Run
    seconds: Sequence[float]


def evaluate_retrieval(
    folder: Path,
    *,
    encoder: Encoder,
    work: Path,
    titles: bool = True,
    modes: Sequence[Mode] = MODES,
    reranker: Reranker | None = None,
    progress: Tell = lambda _: None,
) -> Evaluation:
    """Index the collection in `folder` as `ingest` and `rebuild` do, and ask all its questions.

    The index is thrown away; the vectors stay in `work`, so that a second run encodes only
    questions. Without `titles` only texts are searched. With a `reranker`, hybrid search with it
    is one more mode. A question's own date is the day on which it is asked.

    Raises:
        UsageError: the folder is not a collection.
        NksearchError: the extra `eval` is not installed, or no document has text.
    """
    collection = load_collection(folder)
    require_libraries()  # now rather than after the work
    with TemporaryDirectory(prefix="nksearch-eval-") as directory:
        indexes = Path(directory)
        built, article_ids = build(
            collection.corpus, indexes, encoder, work, titles=titles, progress=progress
        )
        ranked: dict[str, _Ranked] = {
            mode: _ranked(collection, _asking(indexes, encoder, mode), mode, progress)
            for mode in modes
        }
        if reranker:
            ask = _asking_again(indexes, encoder, reranker)
            ranked[RERANKED] = _ranked(collection, ask, RERANKED, progress)
    qrels, lost = _article_qrels(collection.qrels, article_ids)
    return Evaluation(
        collection=collection,
        encoder=encoder.name,
        titles=titles,
        built=built,
        lost=lost,
        qrels=qrels,
        modes=_results(ranked, qrels),
    )


def write_trec(evaluation: Evaluation, folder: Path) -> tuple[Path, ...]:
    """Write `qrels.txt` and a run for each mode into `folder`; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    qrels = folder / "qrels.txt"
    write_qrels(qrels, evaluation.qrels)
    runs = [folder / f"{result.mode}.run" for result in evaluation.modes]
    for path, result in zip(runs, evaluation.modes):
        write_run(path, f"nksearch-{result.mode}", result.run)
    return qrels, *runs


def _article_qrels(
    qrels: Qrels, article_ids: Mapping[str, str]
) -> tuple[dict[str, dict[str, int]], int]:
    """Return the qrels of articles and how many judged documents became none.

    Copies of one text are one article, which has the best of their grades.
    """
    found: dict[str, dict[str, int]] = {}
    lost: set[str] = set()
    for question_id, grades in qrels.items():
        row = found.setdefault(question_id, {})
        for document_id, grade in grades.items():
            article_id = article_ids.get(one_line(document_id))
            if article_id is None:
                lost.add(document_id)
                article_id = f"lost:{document_id}"
            row[article_id] = max(grade, row.get(article_id, grade))
    return found, len(lost)


def _request(question: JudgedQuestion, mode: Mode) -> Request:
    request = Request(question=plain_question(question.text), mode=mode)
    return replace(request, asked_on=question.asked_on) if question.asked_on else request


def _asking(indexes: Path, encoder: Encoder, mode: Mode) -> Ask:
    """Return the search of one mode, with a searcher that has met no question yet."""
    searcher = Searcher.open(indexes, encoder)

    def ask(question: JudgedQuestion) -> list[str]:
        ranking = searcher.rank(_request(question, mode), depth=DEPTH)
        return [article_id for article_id, _ in ranking]

    return ask


def _asking_again(indexes: Path, encoder: Encoder, reranker: Reranker) -> Ask:
    """Return hybrid search with a reranker over its first passages; the rest keeps its order."""
    # No time limit: what is measured is the reranker, not this machine.
    archive = Archive(indexes, encoder, reranker, Settings(reranker_seconds=float("inf")))
    archive.prepare()
    hybrid = _asking(indexes, encoder, "hybrid")

    def ask(question: JudgedQuestion) -> list[str]:
        request = replace(_request(question, "hybrid"), k=DEPTH, all_copies=True)
        first = [passage.article_id for passage in archive.search(request).passages]
        return list(dict.fromkeys([*first, *hybrid(question)]))[:DEPTH]

    return ask


def _ranked(collection: Collection, ask: Ask, mode: str, progress: Tell) -> _Ranked:
    """Ask every question.

    The time of the first question is not counted: it loads what all others find loaded.
    """
    run: dict[str, list[str]] = {}
    seconds: list[float] = []
    step = counting(mode, len(collection.questions), progress)
    for question in collection.questions:
        started = time.perf_counter()
        run[question.question_id] = ask(question)
        seconds.append(time.perf_counter() - started)
        step(1)
    return _Ranked(run, seconds[1:] or seconds)


def _results(ranked: Mapping[str, _Ranked], qrels: Qrels) -> tuple[ModeResult, ...]:
    values = {mode: measure(each.run, qrels) for mode, each in ranked.items()}
    main = {mode: of_mode[MAIN] for mode, of_mode in values.items()}
    versus: dict[str, PairedTest] = {
        mode: paired_test(main[mode], main["hybrid"])
        for mode in main
        if "hybrid" in main and mode != "hybrid"
    }
    return tuple(
        ModeResult(
            mode=mode,
            means={name: float(np.mean(values[mode][name])) for name in MEASURES},
            interval=interval(main[mode]),
            versus_hybrid=versus.get(mode),
            p50_ms=1000 * float(np.percentile(each.seconds, 50)),
            p95_ms=1000 * float(np.percentile(each.seconds, 95)),
            run=each.run,
        )
        for mode, each in ranked.items()
    )
