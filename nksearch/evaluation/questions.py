"""Judged questions to an archive: are the right articles shown, and the right answers given?"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nksearch.archive import Archive
from nksearch.datamodels import Answer
from nksearch.errors import UnknownArticleError, UsageError
from nksearch.evaluation.collection import read_objects, strings
from nksearch.request import Request, parse_request
from nksearch.text import HANGUL

DEPTHS = (1, 5, 10)  # articles among which the right one has to be

_ARTICLES_OF_SPEECH = re.compile(r"\b(?:a|an|the)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedAnswer:
    """One line of the file: a question, the articles that answer it and strings that do."""

    request: Request
    article_ids: tuple[str, ...]
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionOutcome:
    """What became of one question.

    `article_rank` is the place of the first right article among those shown, from 1; None where
    none was shown or none is named. The last two are None where no answer string is given.
    """

    question: str
    abstained: bool
    article_rank: int | None
    in_cited_passage: bool | None
    in_answer: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionsEvaluation:
    """What became of all questions; shares are None where no question was judged that way."""

    outcomes: tuple[QuestionOutcome, ...]
    with_articles: int
    with_answers: int
    unknown_articles: int
    hits: dict[int, float | None]
    in_cited_passage: float | None
    in_answer: float | None
    abstained: float


def evaluate_questions(file: Path, archive: Archive) -> QuestionsEvaluation:
    """Ask the archive every question of `file` (JSON Lines) and judge passages and answers.

    A line is {"question", "article_ids"?, "answers"?} and may limit the question as a batch does
    (k, since, until, source, lang). An article is found when one of its passages is shown.

    Raises:
        UsageError: the file cannot be read, or a line is not such an object.
        NoIndexError: nothing has been published.
    """
    expected = _read(file)
    outcomes: list[QuestionOutcome] = []
    for each in expected:
        outcomes.append(_outcome(each, archive.ask(each.request)))
    ranks = [outcome.article_rank for each, outcome in zip(expected, outcomes) if each.article_ids]
    return QuestionsEvaluation(
        outcomes=tuple(outcomes),
        with_articles=len(ranks),
        with_answers=sum(bool(each.answers) for each in expected),
        unknown_articles=_unknown(expected, archive),
        hits={k: _share([rank is not None and rank <= k for rank in ranks]) for k in DEPTHS},
        in_cited_passage=_share([outcome.in_cited_passage for outcome in outcomes]),
        in_answer=_share([outcome.in_answer for outcome in outcomes]),
        abstained=_share([outcome.abstained for outcome in outcomes]) or 0.0,
    )


def normalise_answer(text: str) -> str:
    """Return `text` as SQuAD compares answers (Rajpurkar et al., 2016), in any script.

    NFC and case folded, without punctuation and English articles, single spaces; a dash, bracket
    or slash between words becomes a space.
    """
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    kept = (_without_punctuation(character) for character in folded)
    return " ".join(_ARTICLES_OF_SPEECH.sub(" ", "".join(kept)).split())


def stands_in(answer: str, text: str) -> bool:
    """Tell whether the words of `answer` stand in `text` in one piece, both normalised.

    A word of Hangul may go on, with a particle for example; others must end where the answer does.
    """
    words = normalise_answer(answer)
    if not words:
        return False
    pattern = rf"(?<!\w){re.escape(words)}(?:(?!\w)|(?=[{HANGUL}]))"
    return re.search(pattern, normalise_answer(text)) is not None


def _without_punctuation(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Pd" or character in "/()[]":
        return " "
    return "" if category.startswith("P") else character


def _read(file: Path) -> list[ExpectedAnswer]:
    expected = []
    for number, values in read_objects(file):
        where = f"{file}:{number}"
        article_ids = strings(values.pop("article_ids", None), "article_ids", where)
        answers = strings(values.pop("answers", None), "answers", where)
        try:
            request = parse_request(values)
        except UsageError as error:
            raise UsageError(f"{where}: {error}") from error
        expected.append(ExpectedAnswer(request=request, article_ids=article_ids, answers=answers))
    if not expected:
        raise UsageError(f"{file}: no question in it.")
    return expected


def _outcome(expected: ExpectedAnswer, answer: Answer) -> QuestionOutcome:
    cited = {citation.chunk_id for citation in answer.citations}
    passages = [each.text for each in answer.passages if each.chunk_id in cited]
    quotes = [citation.quote for citation in answer.citations]
    return QuestionOutcome(
        question=answer.question,
        abstained=answer.abstained,
        article_rank=_article_rank(expected.article_ids, answer),
        in_cited_passage=_any_stands_in(expected.answers, passages),
        in_answer=_any_stands_in(expected.answers, quotes),
    )


def _article_rank(article_ids: Sequence[str], answer: Answer) -> int | None:
    shown = dict.fromkeys(passage.article_id for passage in answer.passages)
    ranks = (rank for rank, found in enumerate(shown, 1) if found in article_ids)
    return next(ranks, None)


def _any_stands_in(answers: Sequence[str], texts: Sequence[str]) -> bool | None:
    if not answers:
        return None
    return any(stands_in(answer, text) for answer in answers for text in texts)


def _unknown(expected: Sequence[ExpectedAnswer], archive: Archive) -> int:
    return sum(
        not _is_known(article_id, archive)
        for article_id in {article_id for each in expected for article_id in each.article_ids}
    )


def _is_known(article_id: str, archive: Archive) -> bool:
    try:
        archive.article(article_id)
    except UnknownArticleError:
        return False
    return True


def _share(judged: Sequence[bool | None]) -> float | None:
    known = [each for each in judged if each is not None]
    return sum(known) / len(known) if known else None
