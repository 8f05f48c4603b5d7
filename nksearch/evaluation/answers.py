"""Evaluation of answers: are the right sentences quoted, and the right questions refused?"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from nksearch.archive import Archive
from nksearch.config import Settings
from nksearch.datamodels import Answer, Mode
from nksearch.evaluation.answer_judging import Judge
from nksearch.evaluation.answer_measures import Cited, cited_sentences
from nksearch.evaluation.answer_sets import AnswerSet, AskedQuestion, load_answer_set
from nksearch.evaluation.building import Tell, build, counting
from nksearch.evaluation.follow_ups import FollowUps, evaluate_follow_ups
from nksearch.evaluation.measures import require_libraries
from nksearch.evaluation.questions import stands_in
from nksearch.models.encoder import Encoder
from nksearch.request import MAX_QUESTION, Request, plain_question

FIRST = 3  # quotes among which a gold sentence has to be


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerOutcome:
    """What became of one question.

    `cited`, `gold_in_first` and `right` are of the answer that is given or, where it is refused,
    would be given without a threshold. `right` is None where nothing tells; shares that do not
    apply are None.
    """

    question_id: str
    answerable: bool
    refused: bool
    support: float
    right: bool | None
    cited: Cited | None
    gold_in_first: bool | None
    in_first_quote: bool | None
    in_quotes: bool | None
    in_passages: bool | None
    brief: bool | None
    search_ms: float
    answer_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersEvaluation:
    """What became of all questions of a set, and how its follow-ups are found, if it has any."""

    answer_set: AnswerSet
    encoder: str
    mode: Mode
    articles: int
    outcomes: tuple[AnswerOutcome, ...]
    follow_ups: FollowUps | None = None


def evaluate_answers(
    folder: Path,
    *,
    encoder: Encoder,
    work: Path,
    settings: Settings | None = None,
    mode: Mode = "hybrid",
    progress: Tell = lambda _: None,
) -> AnswersEvaluation:
    """Index the corpus in `folder`, ask all its questions and judge the answers.

    See `answer_sets` for what a folder may hold. Vectors are kept in `work`. Only the
    `answer_threshold` of the settings is used. Questions are answered without earlier turns.

    Raises:
        UsageError: the folder is not such a set.
        NksearchError: it has follow-ups, and the extra `eval` is not installed.
    """
    answer_set = load_answer_set(folder)
    if any(each.turns for each in answer_set.questions):
        require_libraries()  # now rather than after the work
    threshold = settings.answer_threshold if settings else None
    asked = [(each, request_of(each, mode)) for each in answer_set.questions]
    outcomes = []
    with asking(answer_set, encoder, work, progress) as (indexes, judge, articles):
        archive = Archive(indexes, encoder, settings=Settings(answer_threshold=threshold))
        bold = Archive(indexes, encoder, settings=Settings(answer_threshold=0.0))
        archive.prepare()
        step = counting("asking", len(answer_set.questions), progress)
        for question, request in asked:
            outcomes.append(_outcome(question, request, archive, bold, judge))
            step(1)
        follow_ups = evaluate_follow_ups(
            asked, indexes=indexes, encoder=encoder, judge=judge, progress=progress
        )
    return AnswersEvaluation(
        answer_set=answer_set,
        encoder=encoder.name,
        mode=mode,
        articles=articles,
        outcomes=tuple(outcomes),
        follow_ups=follow_ups,
    )


@contextmanager
def asking(
    answer_set: AnswerSet, encoder: Encoder, work: Path, progress: Tell
) -> Iterator[tuple[Path, Judge, int]]:
    """Index the corpus of a set for a while; gives the indexes, their judge and their size."""
    with TemporaryDirectory(prefix="nksearch-eval-") as directory:
        indexes = Path(directory)
        built, article_ids = build(
            answer_set.corpus, indexes, encoder, work, only=answer_set.only, progress=progress
        )
        texts = Archive(indexes, encoder)
        judge = Judge(article_ids, lambda article_id: texts.article(article_id).text)
        yield indexes, judge, built.articles


def request_of(question: AskedQuestion, mode: Mode) -> Request:
    """Return the request of a judged question, on the day on which it was asked."""
    request = Request(question=plain_question(question.text)[:MAX_QUESTION], mode=mode)
    return replace(request, asked_on=question.asked_on) if question.asked_on else request


def _outcome(
    question: AskedQuestion, request: Request, archive: Archive, bold: Archive, judge: Judge
) -> AnswerOutcome:
    started = time.perf_counter()
    searched = archive.search(request)
    found = time.perf_counter()
    answer = archive.answer_from(request, searched)
    done = time.perf_counter()
    full = bold.answer_from(request, searched) if answer.abstained else answer
    gold = judge.gold(question) if question.gold_sentences else None
    wanted = len(question.gold_sentences)
    cited = [(each.article_id, (each.start, each.end)) for each in full.quoted]
    strings = question.answers if question.answerable and gold is None else ()
    quotes = [each.quote for each in full.quoted]
    briefs = [each.brief.quote for each in full.quoted[:1] if each.brief]
    return AnswerOutcome(
        question_id=question.question_id,
        answerable=question.answerable,
        refused=answer.abstained,
        support=answer.support or 0.0,
        right=_right(question, full, judge),
        cited=None if gold is None else cited_sentences(cited, gold, wanted=wanted),
        gold_in_first=None
        if gold is None
        else cited_sentences(cited[:FIRST], gold, wanted=wanted).recall > 0,
        in_first_quote=_any(strings, quotes[:1]),
        in_quotes=_any(strings, quotes),
        in_passages=_any(strings, [each.text for each in full.passages]),
        brief=_agrees(strings, briefs[0]) if briefs and strings else None,
        search_ms=1000 * (found - started),
        answer_ms=1000 * (done - found),
    )


def _right(question: AskedQuestion, answer: Answer, judge: Judge) -> bool | None:
    """Tell whether the quotes answer: a gold sentence, else the answer's string or its article."""
    if not question.answerable:
        return False
    if question.gold_sentences or question.answers:
        passages = {each.chunk_id: each for each in answer.passages}
        quoted = [
            (passage, (each.start - passage.start, each.end - passage.start))
            for each in answer.quoted
            for passage in [passages[each.chunk_id]]
        ]
        if question.gold_sentences:
            return any(judge.right(question, quoted))
        return bool(_any(question.answers, [each.quote for each in answer.quoted]))
    articles = judge.articles(question)
    return any(each.article_id in articles for each in answer.quoted) if articles else None


def _any(answers: Sequence[str], texts: Sequence[str]) -> bool | None:
    if not answers:
        return None
    return any(stands_in(answer, text) for answer in answers for text in texts)


def _agrees(answers: Sequence[str], brief: str) -> bool:
    """Tell whether a brief answer is in an answer string, or has it."""
    return any(stands_in(each, brief) or stands_in(brief, each) for each in answers)
