"""Fits nksearch/answering/model.toml to folders of judged answers.

    python tests/benchmarks/fit_answers.py WORK FOLDER...

WORK keeps the vectors between runs, as `--indexes` does for `nksearch eval`. The result is printed.
"""

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from nksearch.answering import Evidence
from nksearch.answering.evidence import Sentence
from nksearch.answering.model import AnswerModel, Weights
from nksearch.answering.selection import select
from nksearch.answering.support import FEATURES
from nksearch.archive import Archive
from nksearch.config import Settings
from nksearch.datamodels import Found, Mode
from nksearch.evaluation.answer_judging import Judge
from nksearch.evaluation.answer_sets import AnswerSet, AskedQuestion, load_answer_set
from nksearch.evaluation.answers import asking, request_of
from nksearch.evaluation.fitting import (
    JudgedSupport,
    empty_model,
    figures,
    fit_sentences,
    fit_support,
    judged_sentences,
    precisions,
    threshold_of,
)
from nksearch.models.encoder import Encoder, load_encoder
from nksearch.request import Request

HEAD = """\
# Weights of nksearch.answering, made by tests/benchmarks/fit_answers.py from folders of judged
# answers. `figures` are of refusals at the threshold, without the higher one for names that are
# missing: on what was fitted, and in five folds. Where all questions of a folder have an answer
# (xquad, korquad), those without are the same ones asked without the articles that have it.
# `precision` are pairs of a support and the share of right answers among those with at least it,
# as a mean over the folders: in an archive with fewer answers to what is asked, it is lower.

"""
MODES: dict[str, Mode] = {"meaning": "hybrid", "words": "lexical"}


@dataclass
class Asked:
    """A question with what was found for it."""

    question: AskedQuestion
    request: Request
    found: Found
    without: Found  # without the articles that answer


@dataclass
class Opened:
    """A set with an open archive."""

    answer_set: AnswerSet
    archive: Archive
    judge: Judge
    asked: list[Asked]


def main(work: Path, folders: list[Path]) -> None:
    encoder = load_encoder(Settings())
    with ExitStack() as stack:
        opened = {}
        for folder in folders:
            answer_set = load_answer_set(folder)
            say = stack.enter_context(asking(answer_set, encoder, work, lambda _: None))
            opened[answer_set.name] = (answer_set, *say)
            print(f"# indexed {answer_set.name}", file=sys.stderr)  # noqa: T201 (a script)
        parts = [fitted(name, opened, encoder) for name in MODES]
    body = "\n".join(parts).rstrip()
    print(f'{HEAD}encoder = "{encoder.name}"\n\n{body}')  # noqa: T201 (a script)


def fitted(name: str, opened: dict, encoder: Encoder) -> str:
    """Fit one way to answer; return its part of the file."""
    sets = {key: ask_all(*values, encoder, MODES[name]) for key, values in opened.items()}
    empty = empty_model(encoder.name)
    sentences = {}
    for key, each in sets.items():
        rows = []
        for asked in each.asked:
            if asked.question.answerable and (
                asked.question.answers or asked.question.gold_sentences
            ):
                found = evidence(each, asked, asked.found, empty)
                if found.sentences and (found.by_words == (name == "words")):
                    pairs = [(one.passage, one.span) for one in found.sentences]
                    rows.append(judged_sentences(found, each.judge.right(asked.question, pairs)))
        if rows:
            sentences[key] = rows
    weights = Weights(fit_sentences(sentences), {"constant": 0.0}, 0.0)
    model = AnswerModel(encoder.name, weights, weights)
    judged = {}
    for key, each in sets.items():
        rows = support_rows(each, model, by_words=name == "words")
        if rows is not None:
            judged[key] = rows
    support = fit_support(judged)
    threshold = threshold_of(support, judged)
    weights = Weights(weights.sentences, support, threshold)
    model = AnswerModel(encoder.name, weights, weights)
    right = {key: judged_answers(sets[key], model) for key in sentences}
    return written(name, weights, precisions(right), figures(support, threshold, judged))


def ask_all(answer_set, indexes, judge, _, encoder, mode) -> Opened:
    archive = Archive(indexes, encoder)
    asked = []
    for question in answer_set.questions:
        request = request_of(question, mode)
        found = archive.search(request)
        articles = judge.articles(question)
        rest = tuple(each for each in found.passages if each.article_id not in articles)
        asked.append(Asked(question, request, found, replace(found, passages=rest)))
    return Opened(answer_set, archive, judge, asked)


def evidence(opened: Opened, asked: Asked, found: Found, model: AnswerModel) -> Evidence:
    return opened.archive.evidence(asked.request, found, model=model)


def support_rows(opened: Opened, model: AnswerModel, *, by_words: bool) -> JudgedSupport | None:
    made = all(each.question.answerable for each in opened.asked)
    rows, answerable, right = [], [], []
    given = [(each, each.found, each.question.answerable) for each in opened.asked]
    if made:
        given += [(each, each.without, False) for each in opened.asked]
    for asked, found, has in given:
        one = evidence(opened, asked, found, model)
        if one.sentences and one.by_words != by_words:
            return None
        rows.append(np.zeros(len(FEATURES)) if one.features is None else one.features)
        answerable.append(has)
        best = one.best
        right.append(bool(best) and has and id(best) in (_right(opened.judge, asked, [best]) or ()))
    return JudgedSupport(
        np.array(rows),
        np.array(answerable),
        np.array(right),
        made,
        opened.answer_set.refusals,
    )


def judged_answers(opened: Opened, model: AnswerModel) -> list[tuple[float, bool]]:
    """Return the support of each question, and whether what would be quoted answers it.

    A question whose answer stands in no sentence that was found is left out: in other words than
    the judge's it may well be there.
    """
    found = []
    for asked in opened.asked:
        one = evidence(opened, asked, asked.found, model)
        right = _right(opened.judge, asked, one.sentences)
        if one.sentences and right is not None:
            chosen = select(one.question, one.sentences, one.scores).chosen
            quoted = {id(each.sentence) for each in chosen}
            found.append((one.support, not quoted.isdisjoint(right)))
    return found


def _right(judge: Judge, asked: Asked, sentences: Sequence[Sentence]) -> set[int] | None:
    """Return the ids of the right sentences, None where there is an answer but no such sentence."""
    if not asked.question.answerable:
        return set()
    judged = judge.right(asked.question, [(each.passage, each.span) for each in sentences])
    return {id(each) for each, right in zip(sentences, judged) if right} or None


def written(name, weights, precision, reached) -> str:
    rows = ", ".join(f"[{step:.2f}, {value:.3f}]" for step, value in precision.items())
    lines = [f"[{name}]", f"threshold = {weights.threshold:.3f}", f"precision = [{rows}]", ""]
    for part, values in (("sentences", weights.sentences), ("support", weights.support)):
        lines += [
            f"[{name}.{part}]",
            *(f"{key} = {value:.3f}" for key, value in values.items()),
            "",
        ]
    for key, values in reached.items():
        lines += [
            f"[{name}.figures.{key}]",
            *(f"{one} = {value:.3f}" for one, value in values.items()),
            "",
        ]
    return "\n".join(lines)


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(each) for each in sys.argv[2:]])
