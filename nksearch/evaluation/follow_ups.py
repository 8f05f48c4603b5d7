"""Evaluation of follow-up questions: found by their last turn alone, and as they are rewritten."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from nksearch.evaluation.answer_judging import Judge
from nksearch.evaluation.answer_sets import AskedQuestion
from nksearch.evaluation.building import Tell, counting
from nksearch.evaluation.measures import MAIN, measure
from nksearch.models.encoder import Encoder
from nksearch.request import Request
from nksearch.search import Searcher, completed


@dataclass(frozen=True, slots=True)
class FollowUps:
    """The mean nDCG@10 of follow-ups as typed and as rewritten; `rewritten` of them were changed.

    Every article that answers has the same grade.
    """

    questions: int
    rewritten: int
    alone: float
    completed: float


def evaluate_follow_ups(
    asked: Sequence[tuple[AskedQuestion, Request]],
    *,
    indexes: Path,
    encoder: Encoder,
    judge: Judge,
    progress: Tell,
) -> FollowUps | None:
    """Search for every answerable question that has earlier turns; None where there is none."""
    follow_ups = [
        (question.question_id, replace(request, conversation=question.turns), articles)
        for question, request in asked
        if question.turns and question.answerable and (articles := judge.articles(question))
    ]
    if not follow_ups:
        return None
    searcher = Searcher.open(indexes, encoder)
    alone: dict[str, list[str]] = {}
    complete: dict[str, list[str]] = {}
    changed = 0
    step = counting("follow-ups", len(follow_ups), progress)
    for question_id, request, _ in follow_ups:
        full = completed(request, searcher)
        changed += full.question != request.question
        alone[question_id] = [article for article, _ in searcher.rank(request)]
        complete[question_id] = [article for article, _ in searcher.rank(full)]
        step(1)
    qrels = {each: dict.fromkeys(articles, 1) for each, _, articles in follow_ups}
    before, after = (measure(run, qrels)[MAIN] for run in (alone, complete))
    return FollowUps(
        questions=len(follow_ups),
        rewritten=changed,
        alone=sum(before) / len(before),
        completed=sum(after) / len(after),
    )
