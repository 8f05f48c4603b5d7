"""Judged collections: documents, questions and which documents answer which question."""

import gzip
import json
import re
import zlib
from collections.abc import Container, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, Any

from nksearch.dates import parse_date
from nksearch.errors import UsageError

Qrels = Mapping[str, Mapping[str, int]]  # question id -> document or article id -> grade

_FORM = "A collection is a folder with corpus.jsonl, queries.jsonl and qrels.tsv (or .gz of each)."
_INTEGER = re.compile(r"[-+]?\d{1,9}")


@dataclass(frozen=True, slots=True)
class Document:
    """One line of `corpus.jsonl`."""

    document_id: str
    title: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class JudgedQuestion:
    """One line of `queries.jsonl` that has a document with a positive grade."""

    question_id: str
    text: str
    answers: tuple[str, ...]
    asked_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """A folder in the common form.

    `questions` are those with a positive grade in `qrels`, which holds no others. Grades of
    documents that the corpus does not have stay in: what cannot be found counts as missed.
    """

    folder: Path
    corpus: Path
    documents: tuple[Document, ...] = field(repr=False)
    questions: tuple[JudgedQuestion, ...] = field(repr=False)
    qrels: Qrels = field(repr=False)
    unjudged: int
    unknown_questions: int
    unknown_documents: int

    @property
    def name(self) -> str:
        """The name of the folder."""
        return self.folder.resolve().name


def load_collection(folder: Path) -> Collection:
    """Read the collection in `folder`, in the order of its files.

    Raises:
        UsageError: a file is missing or cannot be read, or a line is not what it should be; the
            message names the file and the line.
    """
    corpus = file_of(folder, "corpus.jsonl")
    documents = _documents(corpus)
    asked = _questions(file_of(folder, "queries.jsonl"))
    grades = read_grades(file_of(folder, "qrels.tsv"))
    positive = {key for key, row in grades.items() if any(grade > 0 for grade in row.values())}
    questions = tuple(each for key, each in asked.items() if key in positive)
    if not questions:
        raise UsageError(f"{folder}: no question of queries.jsonl has a positive grade in qrels.")
    named = {document_id for row in grades.values() for document_id in row}
    return Collection(
        folder=folder,
        corpus=corpus,
        documents=tuple(documents.values()),
        questions=questions,
        qrels={each.question_id: grades[each.question_id] for each in questions},
        unjudged=len(asked) - len(questions),
        unknown_questions=len(grades.keys() - asked.keys()),
        unknown_documents=len(named - documents.keys()),
    )


def read_objects(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the line number and the object of every line of JSON Lines that is not empty.

    Raises:
        UsageError: the file cannot be read, or a line is not a JSON object.
    """
    with _opened(path) as stream:
        for number, line in enumerate(stream, 1):
            if not line.strip():
                continue
            try:
                value = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise UsageError(f"{path}:{number}: not JSON: {error}.") from error
            if not isinstance(value, dict):
                raise UsageError(f"{path}:{number}: not a JSON object.")
            yield number, value


def strings(value: Any, name: str, where: str) -> tuple[str, ...]:
    """Return a list of strings as a tuple, an empty one for None.

    Raises:
        UsageError: `value` is something else; the message begins with `where`.
    """
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise UsageError(f"{where}: {name} must be a list of strings.")
    return tuple(value)


def file_of(folder: Path, name: str) -> Path:
    """Return the file of this name in the folder, packed or not.

    Raises:
        UsageError: there is none.
    """
    for path in (folder / name, folder / f"{name}.gz"):
        if path.is_file():
            return path
    raise UsageError(f"{folder}: no file {name}. {_FORM}")


@contextmanager
def _opened(path: Path) -> Iterator[IO[str]]:
    """Open a text file, packed or not, and tell what fails while it is read."""
    try:
        with (
            gzip.open(path, "rt", encoding="utf-8", newline="\n")
            if path.suffix == ".gz"
            else path.open(encoding="utf-8", newline="\n")
        ) as stream:
            yield stream
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read: {error}.") from error


def _documents(path: Path) -> dict[str, Document]:
    documents: dict[str, Document] = {}
    for number, values in read_objects(path):
        where = f"{path}:{number}"
        document = Document(
            new_id(values, documents, where),
            text_of(values.get("title") or "", "title", where),
            text_of(values.get("text"), "text", where),
        )
        documents[document.document_id] = document
    return documents


def _questions(path: Path) -> dict[str, JudgedQuestion]:
    questions: dict[str, JudgedQuestion] = {}
    for number, values in read_objects(path):
        where = f"{path}:{number}"
        question = JudgedQuestion(
            new_id(values, questions, where),
            text_of(values.get("text"), "text", where),
            strings(values.get("answers"), "answers", where),
            day(values.get("date")),
        )
        questions[question.question_id] = question
    return questions


def day(value: Any) -> date | None:
    """Return the day of a date in any form, None where there is none."""
    moment = parse_date(value)
    return date.fromisoformat(moment[:10]) if moment else None


def new_id(values: Mapping[str, Any], known: Container[str], where: str) -> str:
    """Return the `_id` of a line.

    Raises:
        UsageError: it has none, or another line has it.
    """
    value = text_of(values.get("_id"), "_id", where)
    if value in known:
        raise UsageError(f"{where}: the _id {value!r} was there before.")
    return value


def text_of(value: Any, name: str, where: str) -> str:
    """Return a value that must be a string.

    Raises:
        UsageError: it is something else.
    """
    if not isinstance(value, str):
        raise UsageError(f"{where}: {name} must be a string.")
    return value


def read_grades(path: Path) -> dict[str, dict[str, int]]:
    """Read the grades; a first line without one is the header."""
    grades: dict[str, dict[str, int]] = {}
    with _opened(path) as stream:
        for number, line in enumerate(stream, 1):
            if not line.strip():
                continue
            match line.rstrip("\r\n").split("\t"):
                case [question_id, document_id, grade] if _INTEGER.fullmatch(grade.strip()):
                    grades.setdefault(question_id, {})[document_id] = int(grade)
                case _ if number > 1:
                    raise UsageError(
                        f"{path}:{number}: not a question id, a document id and a whole number "
                        "with tabs between."
                    )
    return grades
