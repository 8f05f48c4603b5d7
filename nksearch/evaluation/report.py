"""Evaluations as tables for a terminal and as JSON."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from nksearch.evaluation.measures import MAIN, MEASURES
from nksearch.evaluation.questions import QuestionsEvaluation
from nksearch.evaluation.retrieval import Evaluation, ModeResult

_OTHERS = tuple(name for name in MEASURES if name != MAIN)


def evaluation_to_json(evaluation: Evaluation) -> dict[str, Any]:
    """Return counts and measures, unrounded, without runs and qrels; ready for JSON."""
    collection, built = evaluation.collection, evaluation.built
    return {
        "collection": collection.name,
        "documents": len(collection.documents),
        "articles": built.articles,
        "chunks": built.chunks,
        "encoded": built.encoded,
        "reused": built.reused,
        "questions": len(collection.questions),
        "unjudged": collection.unjudged,
        "unknown_questions": collection.unknown_questions,
        "unknown_documents": collection.unknown_documents,
        "lost": evaluation.lost,
        "encoder": evaluation.encoder,
        "titles": evaluation.titles,
        "modes": {result.mode: _mode_to_json(result) for result in evaluation.modes},
    }


def evaluation_to_text(evaluation: Evaluation) -> str:
    """Return a table with a line for each mode, and what one must know to read it."""
    collection, built = evaluation.collection, evaluation.built
    others = "".join(f"  {name:>{_width(name)}}" for name in _OTHERS)
    return "\n".join(
        [
            f"{collection.name}: {len(collection.questions)} questions, {built.articles} articles "
            f"of {len(collection.documents)} documents, {built.chunks} chunks",
            f"Encoder {evaluation.encoder}, titles {'' if evaluation.titles else 'not '}searched",
            "",
            f"{'':<8}  {MAIN} {'95 %':<9}{others}  {'p50':>5}  {'p95':>5}  to hybrid",
            *(_row(result) for result in evaluation.modes),
            *_notes(evaluation),
        ]
    )


def questions_to_json(evaluation: QuestionsEvaluation) -> dict[str, Any]:
    """Return the shares and what became of every question, ready for JSON."""
    return {
        "questions": len(evaluation.outcomes),
        "with_articles": evaluation.with_articles,
        "with_answers": evaluation.with_answers,
        "unknown_articles": evaluation.unknown_articles,
        **{f"hit@{k}": share for k, share in evaluation.hits.items()},
        "in_cited_passage": evaluation.in_cited_passage,
        "in_answer": evaluation.in_answer,
        "abstained": evaluation.abstained,
        "outcomes": [asdict(outcome) for outcome in evaluation.outcomes],
    }


def questions_to_text(evaluation: QuestionsEvaluation) -> str:
    """Return the shares, a line each."""
    lines = [
        f"{len(evaluation.outcomes)} questions, {evaluation.with_articles} with the articles that "
        f"answer them, {evaluation.with_answers} with answer strings",
        "",
        *(f"{f'article hit@{k}':<24}{_share(share)}" for k, share in evaluation.hits.items()),
        f"{'answer in cited passage':<24}{_share(evaluation.in_cited_passage)}",
        f"{'answer in answer':<24}{_share(evaluation.in_answer)}",
        f"{'abstained':<24}{_share(evaluation.abstained)}",
    ]
    if evaluation.unknown_articles:
        lines.append(f"{evaluation.unknown_articles} of the article ids are not in the archive.")
    return "\n".join(lines)


def _mode_to_json(result: ModeResult) -> dict[str, Any]:
    return {
        **result.means,
        f"{MAIN} 95%": [result.interval.low, result.interval.high],
        "p50_ms": round(result.p50_ms, 2),
        "p95_ms": round(result.p95_ms, 2),
        "versus_hybrid": result.versus_hybrid and asdict(result.versus_hybrid),
    }


def _row(result: ModeResult) -> str:
    versus = result.versus_hybrid
    compared = f"{_signed(versus.difference)} {_p_value(versus.p_value)}" if versus else ""
    others = "".join(f"  {_figure(result.means[name]):>{_width(name)}}" for name in _OTHERS)
    return (
        f"{result.mode:<8}  {_figure(result.means[MAIN]):>{len(MAIN)}} "
        f"{_figure(result.interval.low):>4}-{_figure(result.interval.high):<4}{others}  "
        f"{result.p50_ms:>5.1f}  {result.p95_ms:>5.1f}  {compared}"
    ).rstrip()


def _notes(evaluation: Evaluation) -> Iterator[str]:
    collection = evaluation.collection
    counts = {
        "Questions without a positive grade, not asked": collection.unjudged,
        "Questions that qrels name and queries do not have": collection.unknown_questions,
        "Documents that qrels name and the corpus does not have": collection.unknown_documents,
        "Judged documents that became no article, counted as missed": evaluation.lost,
    }
    yield from (f"{what}: {number}" for what, number in counts.items() if number)
    yield "p50 and p95: milliseconds a question, encoding included. 95 %: bootstrap interval."
    if any(result.versus_hybrid for result in evaluation.modes):
        yield f"To hybrid: difference in {MAIN} and the two-sided p of a randomisation test."


def _width(name: str) -> int:
    return max(len(name), 5)


def _figure(value: float) -> str:
    """Return three places, without the zero before the point as the field writes it."""
    return f"{value:.3f}".removeprefix("0")


def _signed(value: float) -> str:
    return f"{value:+.3f}".replace("0.", ".", 1)


def _p_value(value: float) -> str:
    return f"p={_figure(value)}" if value >= 0.001 else "p<.001"


def _share(value: float | None) -> str:
    return "not judged" if value is None else _figure(value)
