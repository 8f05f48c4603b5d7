"""Judged answers: questions with answer strings, gold sentences, or no answer at all.

What a folder holds tells how it is judged, not its name:

- `queries.jsonl`: `answers` (strings), `gold_sentences`, `unanswerable`, `date`, and
  `conversation`, what was said before: objects with `text` and `speaker`, who asks as "user";
- `qrels.tsv`: the documents that answer;
- `refusal_queries.jsonl`: further questions that the archive cannot answer;
- `archive*_ids.txt`: the only documents of the corpus that are indexed, an id a line. Questions
  whose documents are not among them are left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from nksearch.datamodels import Turn
from nksearch.errors import UsageError
from nksearch.evaluation.collection import (
    day,
    file_of,
    new_id,
    read_grades,
    read_objects,
    strings,
    text_of,
)
from nksearch.request import MAX_ANSWER, MAX_QUESTION, MAX_TURNS
from nksearch.text import one_line


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question and what is known of its answer; `documents` are the ids of those that have it.

    `turns` are the questions before it with their answers, oldest first.
    """

    question_id: str
    text: str
    answerable: bool
    answers: tuple[str, ...]
    gold_sentences: tuple[str, ...]
    documents: frozenset[str]
    asked_on: date | None
    turns: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerSet:
    """The questions of a folder; `only` are the ids of the documents to index, None for all.

    `refusals` tells whether the folder has questions of its own that must be refused.
    """

    folder: Path
    corpus: Path
    questions: tuple[AskedQuestion, ...] = field(repr=False)
    only: frozenset[str] | None = field(repr=False)
    refusals: bool

    @property
    def name(self) -> str:
        """The name of the folder."""
        return self.folder.resolve().name


def load_answer_set(folder: Path) -> AnswerSet:
    """Read the questions in `folder`, in the order of its files.

    Raises:
        UsageError: a file is missing or cannot be read, or a line is not what it should be.
    """
    corpus = file_of(folder, "corpus.jsonl")
    only = _only(folder)
    grades = read_grades(file_of(folder, "qrels.tsv"))
    asked = _read(file_of(folder, "queries.jsonl"), grades, {})
    refusals = folder / "refusal_queries.jsonl"
    if refusals.is_file():
        asked = _read(refusals, {}, asked, refused=True)
    questions = tuple(
        each
        for each in asked.values()
        if only is None or not each.answerable or each.documents & only
    )
    if not questions:
        raise UsageError(f"{folder}: no question whose answer is judged.")
    return AnswerSet(folder, corpus, questions, only, refusals.is_file())


def _only(folder: Path) -> frozenset[str] | None:
    files = sorted(folder.glob("archive*_ids.txt"))
    if len(files) > 1:
        raise UsageError(f"{folder}: more than one file archive*_ids.txt.")
    return frozenset(files[0].read_text("utf-8").split()) if files else None


def _read(
    path: Path,
    grades: Mapping[str, Mapping[str, int]],
    known: Mapping[str, AskedQuestion],
    *,
    refused: bool = False,
) -> dict[str, AskedQuestion]:
    """Return the known questions and those of a file; one without a document has no answer."""
    asked = dict(known)
    for number, values in read_objects(path):
        where = f"{path}:{number}"
        question_id = new_id(values, asked, where)
        graded = grades.get(question_id, {})
        asked[question_id] = AskedQuestion(
            question_id=question_id,
            text=text_of(values.get("text"), "text", where),
            answerable=not (refused or values.get("unanswerable")),
            answers=strings(values.get("answers"), "answers", where),
            gold_sentences=strings(values.get("gold_sentences"), "gold_sentences", where),
            documents=frozenset(each for each, grade in graded.items() if grade > 0),
            asked_on=day(values.get("date")),
            turns=_turns(values.get("conversation"), where),
        )
    return asked


def _turns(value: Any, where: str) -> tuple[Turn, ...]:
    """Return the last turns of a conversation, as many as can be asked with a question."""
    if not isinstance(value or [], list):
        raise UsageError(f"{where}: conversation must be a list.")
    turns: list[Turn] = []
    for said in value or []:
        if not isinstance(said, dict):
            raise UsageError(f"{where}: conversation must hold objects with speaker and text.")
        text = one_line(text_of(said.get("text"), "text of conversation", where))
        if said.get("speaker") == "user":
            turns.append(Turn(text[:MAX_QUESTION]))
        elif turns:
            turns[-1] = Turn(turns[-1].question, text[:MAX_ANSWER])
    return tuple(turns[-MAX_TURNS:])
