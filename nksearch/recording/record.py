"""The record of an answer: everything that says why it was this one, and nothing that it quotes."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any

from nksearch.archive import Archive
from nksearch.datamodels import Answer, Citation, Passage
from nksearch.errors import UsageError
from nksearch.generations import Manifest
from nksearch.request import Request, parse_request, request_values

FORMAT = 1  # of a record; raise it with every change of what one holds


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedPassage:
    """A passage that was shown; its place in the record is its rank."""

    chunk_id: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedSpan:
    """A citation without its words: SHA-256 of the quote and of the whole text of the revision."""

    article_id: str
    revision: int
    start: int
    end: int
    quote_sha256: str
    text_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """The generation that was asked, with the encoder and the rules that made it."""

    generation: str
    created: str
    encoder: str
    encoder_revision: str
    precision: str
    analyzer_version: int
    chunker_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """An answer with what it was an answer to.

    `request` holds the values from which `parse_request` makes the same request again;
    in a conversation, `asked_as` is the question that was really asked.
    `recorded` is a moment in UTC; notes are (kind, text).
    """

    request: Mapping[str, Any]
    asked_as: str | None
    recorded: str
    build: Build
    abstained: bool
    reason: str | None
    notes: tuple[tuple[str, str], ...]
    passages: tuple[RankedPassage, ...]
    citations: tuple[CitedSpan, ...]


def ask_and_record(archive: Archive, request: Request) -> tuple[Answer, Record]:
    """Answer a question and make the record of that, both from one generation."""
    while True:
        manifest = archive.manifest()
        answer = archive.ask(request)
        if archive.manifest() == manifest:  # nothing was published meanwhile
            break
    record = Record(
        request=request_values(request),
        asked_as=answer.asked_as,
        recorded=datetime.now(UTC).isoformat(timespec="seconds"),
        build=build_of(manifest),
        abstained=answer.abstained,
        reason=answer.reason,
        notes=tuple((note.kind, note.text) for note in answer.notes),
        passages=ranked(answer.passages),
        citations=tuple(_cited_span(each, archive) for each in answer.citations),
    )
    return answer, record


def build_of(manifest: Manifest) -> Build:
    """Return what a record says of a generation."""
    return Build(**{each.name: getattr(manifest, each.name) for each in fields(Build)})


def ranked(passages: tuple[Passage, ...]) -> tuple[RankedPassage, ...]:
    """Return what a record says of the passages that were shown."""
    return tuple(RankedPassage(chunk_id=each.chunk_id, score=each.score) for each in passages)


def sha256(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _cited_span(citation: Citation, archive: Archive) -> CitedSpan:
    return CitedSpan(
        article_id=citation.article_id,
        revision=citation.revision,
        start=citation.start,
        end=citation.end,
        quote_sha256=sha256(citation.quote),
        text_sha256=sha256(archive.article(citation.article_id, citation.revision).text),
    )


# --- JSON ------------------------------------------------------------------------------------


def record_to_json(record: Record) -> dict[str, Any]:
    """Return the record as a JSON object."""
    return {"format": FORMAT, **asdict(record)}


def record_from_json(values: Any) -> Record:
    """Return the record that `record_to_json` wrote.

    Raises:
        UsageError: it is none, or of another format; the message goes on from "This record ".
    """
    if not isinstance(values, dict) or "format" not in values:
        raise UsageError("is not one of an answer")
    if values["format"] != FORMAT:
        raise UsageError(
            f"has format {str(values['format'])[:20]!r} and this nksearch reads {FORMAT}"
        )
    values = {name: value for name, value in values.items() if name != "format"}
    try:
        record = Record(**values | {
            "build": _made(Build, values["build"]),
            "notes": tuple((str(kind), str(text)) for kind, text in values["notes"]),
            "passages": tuple(_made(RankedPassage, each) for each in values["passages"]),
            "citations": tuple(_made(CitedSpan, each) for each in values["citations"]),
        })  # fmt: skip
        parse_request(record.request)
        datetime.fromisoformat(record.recorded)
        sound = isinstance(record.abstained, bool) and all(
            isinstance(each, str | None) for each in (record.reason, record.asked_as)
        )
    except (TypeError, KeyError, ValueError, AttributeError, UsageError):
        sound = False
    if not sound:
        raise UsageError("is incomplete or was changed by hand")
    return record


def _made(kind: type[Any], values: Any) -> Any:
    """Return a dataclass of these values, each of the type that it must have."""
    made = kind(**values)
    for each in fields(made):
        value, wanted = getattr(made, each.name), each.type
        numeric = wanted is float and type(value) is int
        if type(value) is not wanted and not numeric:
            raise TypeError(f"{each.name} is {value!r}")
    return made
