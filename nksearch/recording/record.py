"""The record of an answer: everything that says why it was this one, and nothing that it quotes."""

import hashlib
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from nksearch.answering.model import MODEL_FILE
from nksearch.archive import Archive
from nksearch.config import Settings
from nksearch.datamodels import Answer, Citation, Excerpt, Passage
from nksearch.errors import UsageError
from nksearch.generations import Manifest
from nksearch.request import Request, parse_request, request_values
from nksearch.text import Span

_NO_NUMBER = 2**63  # what a database cannot hold
FORMAT = 2  # of a record; raise it with every change of what one holds


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedPassage:
    """A passage that was shown; its place in the record is its rank."""

    chunk_id: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedSpan:
    """A citation without its words: SHA-256 of the quote and of the whole text of the revision.

    `brief` and `context` are the offsets of these in the text. `agrees_with` is a marker: the place
    of another citation in the record, from 1.
    """

    article_id: str
    revision: int
    start: int
    end: int
    quote_sha256: str
    text_sha256: str
    brief: Span | None
    context: Span | None
    agrees_with: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """The generation that was asked, with the encoder, the rules and the tables that made it.

    The rest is what answers it: SHA-256 of the weights of answers, and what is set.
    """

    generation: str
    created: str
    encoder: str
    encoder_revision: str
    precision: str
    analyzer_version: int
    chunker_version: int
    vocabulary: str
    answer_model: str
    answer_threshold: float | None
    answer_precision: float | None = None  # was not there at first
    reranker: str | None
    reranker_seconds: float
    reranker_depth: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """An answer with what it was an answer to.

    `request` holds the values from which `parse_request` makes the same request again;
    in a conversation, `asked_as` is the question that was really asked.
    `recorded` is a moment in UTC; notes are (kind, text); `differing` are markers.
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
    differing: tuple[int, ...]


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
        build=build_of(manifest, archive.settings),
        abstained=answer.abstained,
        reason=answer.reason,
        notes=tuple((note.kind, note.text) for note in answer.notes),
        passages=ranked(answer.passages),
        citations=tuple(_cited_span(each, archive) for each in answer.citations),
        differing=answer.differing,
    )
    return answer, record


def build_of(manifest: Manifest, settings: Settings) -> Build:
    """Return what a record says of a generation and of the settings with which it is asked."""
    own = {"answer_model": sha256(MODEL_FILE.read_text("utf-8"))}
    known = {
        each.name: getattr(manifest if hasattr(manifest, each.name) else settings, each.name)
        for each in fields(Build)
        if each.name not in own
    }
    known["encoder"] = manifest.encoder
    return Build(**known | own)


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
        brief=_place(citation.brief),
        context=_place(citation.context),
        agrees_with=citation.agrees_with,
    )


def _place(excerpt: Excerpt | None) -> Span | None:
    return (excerpt.start, excerpt.end) if excerpt else None


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
    if type(values["format"]) is not int or values["format"] != FORMAT:
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
            "differing": tuple(values["differing"]),
        })  # fmt: skip
        parse_request(record.request)
        datetime.fromisoformat(record.recorded)
        sound = isinstance(record.abstained, bool) and all(
            isinstance(each, str | None) for each in (record.reason, record.asked_as)
        )
        agreeing = [each.agrees_with for each in record.citations if each.agrees_with is not None]
        markers = range(1, len(record.citations) + 1)
        sound &= all(
            type(each) is int and each in markers for each in (*agreeing, *record.differing)
        )
    except (TypeError, KeyError, ValueError, AttributeError, ArithmeticError, UsageError):
        sound = False
    if not sound:
        raise UsageError("is incomplete or was changed by hand")
    return record


def _made(kind: type[Any], values: Any) -> Any:
    """Return a dataclass of these values, each of the type and size that it can have."""
    types = get_type_hints(kind)
    return kind(**{name: _checked(types[name], value) for name, value in values.items()})


def _checked(wanted: Any, value: Any) -> Any:
    """Return a value of JSON as what is wanted; offsets and numbers are none that nothing has."""
    if isinstance(wanted, UnionType):
        wanted, _ = get_args(wanted)
        return None if value is None else _checked(wanted, value)
    if get_origin(wanted) is tuple:
        start, end = (
            _checked(each, part) for each, part in zip(get_args(wanted), value, strict=True)
        )
        return start, end
    sound = type(value) is wanted or (wanted is float and type(value) is int)
    if sound and wanted is float:
        sound = math.isfinite(value)
    elif sound and wanted is int:
        sound = 0 <= value < _NO_NUMBER
    if not sound:
        raise TypeError(f"{value!r} is no {wanted}")
    return value
