"""Evaluations of answers as a table for a terminal, as JSON, and as a plot."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from nksearch.errors import NksearchError
from nksearch.evaluation.answer_measures import (
    Refusals,
    area_under_risk,
    refusals,
    risk_coverage,
)
from nksearch.evaluation.answers import AnswerOutcome, AnswersEvaluation

Curve = list[tuple[float, float]]  # coverage, risk

_SIZE = 480  # width and height of the plot in pixels
_EDGE = 56  # of it around the axes


@dataclass(frozen=True, slots=True)
class AnswerFigures:
    """The figures of a set; None where nothing of it can be judged that way.

    Those of `given` count a refusal of an answerable question as an answer without quotes; the
    others judge what would be quoted without a threshold.
    """

    cited_precision: float | None
    cited_recall: float | None
    cited_f1: float | None
    cited_f1_given: float | None
    gold_in_first_three: float | None
    gold_in_first_three_given: float | None
    in_first_quote: float | None
    in_first_quote_given: float | None
    in_quotes: float | None
    in_passages: float | None
    brief_answers: int
    brief_right: float | None
    refused_answerable: float | None
    refusals: Refusals | None
    curve: Curve
    area_under_risk: float | None
    search_p50_ms: float
    answer_p50_ms: float
    answer_p95_ms: float


def figures_of(evaluation: AnswersEvaluation) -> AnswerFigures:
    """Return the figures of an evaluation."""
    outcomes = evaluation.outcomes
    judged = [each for each in outcomes if each.right is not None]
    curve = risk_coverage([each.support for each in judged], [bool(each.right) for each in judged])
    answer_ms = [each.answer_ms for each in outcomes]

    def mean(
        value: Callable[[AnswerOutcome], float | None], *, given: bool = False
    ) -> float | None:
        pairs = [(value(each), each.refused) for each in outcomes if each.answerable]
        found = [0.0 if given and refused else one for one, refused in pairs if one is not None]
        return float(np.mean(found)) if found else None

    return AnswerFigures(
        cited_precision=mean(_cited("precision")),
        cited_recall=mean(_cited("recall")),
        cited_f1=mean(_cited("f1")),
        cited_f1_given=mean(_cited("f1"), given=True),
        gold_in_first_three=mean(lambda each: each.gold_in_first),
        gold_in_first_three_given=mean(lambda each: each.gold_in_first, given=True),
        in_first_quote=mean(lambda each: each.in_first_quote),
        in_first_quote_given=mean(lambda each: each.in_first_quote, given=True),
        in_quotes=mean(lambda each: each.in_quotes),
        in_passages=mean(lambda each: each.in_passages),
        brief_answers=sum(each.brief is not None for each in outcomes),
        brief_right=mean(lambda each: each.brief),
        refused_answerable=mean(lambda each: each.refused),
        refusals=refusals(
            [each.answerable for each in outcomes],
            [each.support for each in outcomes],
            [each.refused for each in outcomes],
        ),
        curve=curve,
        area_under_risk=area_under_risk(curve) if judged else None,
        search_p50_ms=float(np.percentile([each.search_ms for each in outcomes], 50)),
        answer_p50_ms=float(np.percentile(answer_ms, 50)),
        answer_p95_ms=float(np.percentile(answer_ms, 95)),
    )


def answers_to_json(evaluation: AnswersEvaluation) -> dict[str, Any]:
    """Return figures and what became of every question, ready for JSON."""
    return {
        "collection": evaluation.answer_set.name,
        "articles": evaluation.articles,
        "questions": len(evaluation.outcomes),
        "answerable": sum(each.answerable for each in evaluation.outcomes),
        "encoder": evaluation.encoder,
        "mode": evaluation.mode,
        **asdict(figures_of(evaluation)),
        "follow_ups": evaluation.follow_ups and asdict(evaluation.follow_ups),
        "outcomes": [asdict(each) for each in evaluation.outcomes],
    }


def answers_to_text(evaluation: AnswersEvaluation) -> str:
    """Return a line for each figure that the set gives; in a second column, with refusals."""
    found = figures_of(evaluation)
    answerable = sum(each.answerable for each in evaluation.outcomes)
    lines = [
        f"{evaluation.answer_set.name}: {answerable} questions with an answer, "
        f"{len(evaluation.outcomes) - answerable} without, {evaluation.articles} articles",
        f"Encoder {evaluation.encoder}, {evaluation.mode} search",
        "",
    ]
    rows: list[tuple[str, float | None, float | None]] = [
        ("gold sentences cited, precision", found.cited_precision, None),
        ("gold sentences cited, recall", found.cited_recall, None),
        ("gold sentences cited, F1", found.cited_f1, found.cited_f1_given),
        ("gold among the first three", found.gold_in_first_three, found.gold_in_first_three_given),
        ("answer in the first quote", found.in_first_quote, found.in_first_quote_given),
        ("answer in a quote", found.in_quotes, None),
        ("answer in a passage", found.in_passages, None),
        (f"brief answers right, of {found.brief_answers}", found.brief_right, None),
        ("refused, of those with an answer", found.refused_answerable, None),
    ]
    if found.refusals:
        rows += [
            ("refused, of those without", found.refusals.refused_unanswerable, None),
            ("refusals, F1", found.refusals.f1, None),
            ("refusals, AUROC", found.refusals.auroc, None),
        ]
    if follow_ups := evaluation.follow_ups:
        counted = f"nDCG@10 of {follow_ups.questions} follow-ups"
        rows += [
            (f"{counted}, as typed", follow_ups.alone, None),
            (f"the same, {follow_ups.rewritten} rewritten", follow_ups.completed, None),
        ]
    rows.append(("area under risk and coverage", found.area_under_risk, None))
    lines += [_row(*row) for row in rows if row[1] is not None]
    return "\n".join(
        [
            *lines,
            f"Search {found.search_p50_ms:.1f} ms, answer {found.answer_p50_ms:.1f} ms (p95 "
            f"{found.answer_p95_ms:.1f}) at the median.",
            "Judged is what would be quoted without a threshold; in brackets, a refusal counts as",
            "an answer without quotes.",
        ]
    )


def write_plot(path: Path, evaluations: Sequence[AnswersEvaluation]) -> None:
    """Write risk against coverage of each set as SVG.

    Raises:
        NksearchError: the file cannot be written.
    """
    curves = {each.answer_set.name: figures_of(each).curve for each in evaluations}
    try:
        path.write_text(risk_plot(curves), "utf-8")
    except OSError as error:
        raise NksearchError(f"{path}: cannot be written: {error.strerror}.") from error


def risk_plot(curves: dict[str, Curve]) -> str:
    """Return an SVG picture of curves of (coverage, risk), each with its name at its end."""
    inner = _SIZE - 2 * _EDGE

    def at(coverage: float, risk: float) -> str:
        return f"{_EDGE + coverage * inner:.1f},{_SIZE - _EDGE - risk * inner:.1f}"

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SIZE + 80} {_SIZE}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{_SIZE + 80}" height="{_SIZE}" fill="white"/>',
        f'<polyline points="{at(0, 1)} {at(0, 0)} {at(1, 0)}" fill="none" stroke="black"/>',
    ]
    for tick in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        x, y = at(tick, tick).split(",")
        parts.append(f'<text x="{x}" y="{_SIZE - _EDGE + 18}" text-anchor="middle">{tick:g}</text>')
        parts.append(f'<text x="{_EDGE - 8}" y="{y}" text-anchor="end">{tick:g}</text>')
    middle = _SIZE / 2
    parts.append(
        f'<text x="{middle}" y="{_SIZE - 12}" text-anchor="middle">questions answered</text>'
    )
    parts.append(
        f'<text x="16" y="{middle}" text-anchor="middle" transform="rotate(-90 16 {middle})">'
        "of them wrong</text>"
    )
    for number, (name, curve) in enumerate(curves.items()):
        colour = f"hsl({number * 137 % 360} 65% 40%)"  # the golden angle keeps hues apart
        if not curve:
            continue
        points = " ".join(at(*point) for point in curve)
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'
        )
        x, y = at(*curve[-1]).split(",")
        parts.append(
            f'<text x="{float(x) + 6:.1f}" y="{y}" fill="{colour}">{_escaped(name)}</text>'
        )
    return "\n".join([*parts, "</svg>", ""])


def _cited(name: str) -> Callable[[AnswerOutcome], float | None]:
    def value(outcome: AnswerOutcome) -> float | None:
        return getattr(outcome.cited, name) if outcome.cited else None

    return value


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _row(name: str, value: float | None, given: float | None) -> str:
    figure = f"{value:.3f}".removeprefix("0") if value is not None else ""
    brackets = f"  ({given:.3f})".replace("(0.", "(.") if given is not None else ""
    return f"{name:<36}{figure:>6}{brackets}"
