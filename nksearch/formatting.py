"""Answers, names and counts as JSON, as text for a terminal, and as marked segments of text."""

import textwrap
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from nksearch.datamodels import (
    Answer,
    Citation,
    Entity,
    Note,
    Passage,
)
from nksearch.text import Span

Style = tuple[str, str]  # what is written before and after words that stand out

_UNDO = {"period": "--no-dates", "variants": "--no-variants"}  # options of `query`
SHOWN_WHEN_SILENT = 3  # nearest passages in a terminal
_INDENT = "    "
_MOST_COUNTS = 20  # sources or languages in a terminal


def answer_to_json(answer: Answer, *, explain: bool = False) -> dict[str, Any]:
    """Return the answer as the shell, the web API and a batch give it.

    In a conversation it has `asked_as`. With `explain`, each passage has its `evidence`, and
    `fusion` says how scores were made.
    """
    passages = [asdict(each) | {"copies": list(each.copies)} for each in answer.passages]
    for passage in passages if not explain else ():
        del passage["evidence"]
    return {
        "question": answer.question,
        **({"asked_as": answer.asked_as} if answer.asked_as is not None else {}),
        "answer": answer.text,
        "abstained": answer.abstained,
        "reason": answer.reason,
        "support": answer.support,
        "differing": list(answer.differing),
        "notes": [asdict(note) for note in answer.notes],
        **({"fusion": answer.fusion} if explain else {}),
        "citations": [asdict(citation) for citation in answer.citations],
        "passages": passages,
    }


def marked(text: str, spans: Sequence[Span]) -> list[tuple[str, bool]]:
    """Return `text` cut into segments, each with whether one of the spans covers it."""
    segments: list[tuple[str, bool]] = []
    done = 0
    for start, end in sorted(spans):
        start, end = max(start, done), min(end, len(text))
        if start >= end:
            continue
        if start > done:
            segments.append((text[done:start], False))
        segments.append((text[start:end], True))
        done = end
    if done < len(text):
        segments.append((text[done:], False))
    return segments


def answer_to_text(
    answer: Answer, *, width: int, style: Style = ("", ""), explain: bool = False
) -> str:
    """Return the answer with its markers, what the search did, and the passages that it cites.

    `style` is written before and after quotes and titles, for a terminal that shows them.
    """
    notes = [wrapped(_note(note), width) for note in answer.notes]
    if answer.asked_as not in (None, answer.question):
        notes.insert(0, wrapped(f"Asked as: {answer.asked_as}", width))
    if explain and answer.fusion:
        notes.append(wrapped(f"{answer.fusion[0].upper()}{answer.fusion[1:]}.", width))
    if answer.abstained:
        nearest = answer.passages[:SHOWN_WHEN_SILENT]
        said = wrapped(f"The archive does not say. {answer.reason}", width)
        shown = [_passage(each, (), width, style, explain) for each in nearest]
        return "\n\n".join([said, *notes, *(["Nearest passages:"] if nearest else []), *shown])
    brief = brief_line(answer)
    head = [wrapped(brief, width)] if brief else []
    sentences = [_quoted(each, answer, width) for each in answer.quoted]
    cited = {citation.chunk_id: citation.marker for citation in reversed(answer.citations)}
    passages = {passage.chunk_id: passage for passage in answer.passages}
    shown = [
        _passage(passages[chunk_id], answer.citations, width, style, explain)
        for chunk_id in sorted(cited, key=lambda each: cited[each])
    ]
    return "\n\n".join([*head, *sentences, *notes, *shown])


def brief_line(answer: Answer) -> str:
    """Return the brief answers with their markers, and whether the articles surely differ."""
    briefs = [(each.marker, _brief(each)) for each in answer.quoted if each.brief]
    if answer.differing:
        said = "; ".join(f"{text} [{mark}]" for mark, text in briefs if mark in answer.differing)
        return f"The articles differ: {said}."
    return "; ".join(f"{text} [{mark}]" for mark, text in briefs)


def _brief(citation: Citation) -> str:
    """Return a brief answer as it is quoted, with what it means where only its article tells."""
    said = citation.brief.quote if citation.brief else ""
    if not citation.brief_date:
        return said
    year, *rest = map(int, citation.brief_date.split("-"))
    day = date(year, *[*rest, 1, 1][:2])
    form = ("%Y", "%B %Y", f"{day.day} %B %Y")[len(rest)]
    return f"{day:{form}} (“{said}”)"


def agreeing(answer: Answer, marker: int) -> tuple[Citation, ...]:
    """Return the citations of other articles that confirm the quote with this marker."""
    return tuple(each for each in answer.citations if each.agrees_with == marker)


def _quoted(citation: Citation, answer: Answer, width: int) -> str:
    """Return a quote with what a reader needs to understand it, and who else says it."""
    page = f" (p. {citation.page})" if citation.page else ""
    lines = [wrapped(f"{citation.quote} [{citation.marker}]{page}", width)]
    if citation.context:
        lines.insert(0, _indented(f"Before this: {citation.context.quote}", width))
    for other in agreeing(answer, citation.marker):
        data = data_line(other.date, other.source, None)
        data += f", p. {other.page}" if other.page else ""
        lines.append(_indented(f"Also said in: {other.title} ({data}) [{other.marker}]", width))
    return "\n".join(lines)


def _indented(text: str, width: int) -> str:
    return textwrap.fill(
        " ".join(text.split()), width, initial_indent=_INDENT, subsequent_indent=_INDENT
    )


def _note(note: Note) -> str:
    undo = f" ({_UNDO[note.kind]} searches without this.)" if note.kind in _UNDO else ""
    return f"Searched {note.text}.{undo}"


def _passage(
    passage: Passage, citations: Sequence[Citation], width: int, style: Style, explain: bool
) -> str:
    bold, plain = style
    own = [each for each in citations if each.chunk_id == passage.chunk_id]
    markers = "".join(f"[{each.marker}]" for each in own) or f"{passage.rank}."
    spans = [(each.start - passage.start, each.end - passage.start) for each in own]
    text = "".join(
        f"{bold}{segment}{plain}" if quoted else segment
        for segment, quoted in marked(passage.text, spans)
    )
    data = data_line(passage.date, passage.source, passage.url)
    if passage.translated_by:
        data += f" (translated by {passage.translated_by})"
    lines = [f"{markers} {bold}{passage.title}{plain}", f"{_INDENT}{data}"]
    lines += [_indented(line, width) for line in text.split("\n") if line.strip()]
    if passage.copies:
        lines.append(f"{_INDENT}Also told by: {', '.join(passage.copies)}")
    if explain:
        lines.append(_INDENT + _evidence(passage))
    address = f"{passage.article_id} --revision {passage.revision}"
    return "\n".join([*lines, f"{_INDENT}nksearch show {address}"])


def _evidence(passage: Passage) -> str:
    """Return the score of a passage, and of its article in each index."""
    found = passage.evidence
    parts = [f"Score {passage.score:.3f}."]
    if found and found.lexical is not None:
        parts.append(f"By words {found.lexical:.3f}, number {found.lexical_rank}.")
    if found and found.semantic is not None:
        parts.append(f"By meaning {found.semantic:.3f}, number {found.semantic_rank}.")
    return " ".join(parts)


def data_line(published: str | None, source: str | None, url: str | None) -> str:
    """Return who published an article, when and where, in a line."""
    day = published.replace("T", " ") if published else "no date"
    return ", ".join(filter(None, (source, day, url)))


def wrapped(text: str, width: int) -> str:
    """Return `text` in lines of at most `width`, cut at spaces only."""
    return textwrap.fill(text, width, break_long_words=False, break_on_hyphens=False)


def entities_to_json(entities: Sequence[Entity]) -> dict[str, Any]:
    """Return persons, places and terms, with days as text."""
    days = ("first", "last")
    return {
        "names": [
            asdict(each)
            | {"spellings": [asdict(spelling) for spelling in each.spellings]}
            | {name: str(day) if (day := getattr(each, name)) else None for name in days}
            for each in entities
        ]
    }


def entities_to_text(entities: Sequence[Entity], *, width: int) -> str:
    """Return persons, places and terms, each with its articles, days and spellings."""
    return "\n".join(_entity(each, width) for each in entities) or "No such name."


def _entity(entity: Entity, width: int) -> str:
    name = f"{entity.name} {entity.hangul}" if entity.hangul else entity.name
    articles = "1 article" if entity.articles == 1 else f"{entity.articles} articles"
    days = f", {entity.first} to {entity.last}" if entity.first else ""
    lines = [f"{name} ({entity.kind}): {articles}{days}"]
    if len(entity.spellings) > 1:
        spelled = ", ".join(f"{each.spelling} ({each.articles})" for each in entity.spellings)
        lines.append(
            textwrap.fill(spelled, width, initial_indent=_INDENT, subsequent_indent=_INDENT)
        )
    return "\n".join(lines)


def status_to_text(status: dict[str, Any]) -> str:
    """Return what the archive holds, a line for each fact."""
    generation = status["generation"]
    lines = [f"Archive      {status['indexes']}", f"Articles     {status['articles']}"]
    if status["damaged"]:
        lines.append(f"Damaged      {status['damaged']} of them. Run: nksearch check")
    if status["articles"]:
        lines += [
            f"Dates        {status['first_date']} to {status['last_date']}, "
            f"{status['undated']} without a date, "
            f"{status['date_conflicts']} with another day elsewhere",
            f"Dates from   {_counts(status['dates_from'])}",
            f"Revisions    {status['revisions']}, at {status['addresses']} addresses",
            f"Sources      {_counts(status['sources'])}",
            f"Languages    {_counts(status['languages'])}",
        ]
    if generation:
        lines.append(
            f"Generation   {generation['name']}, built {generation['created']}: "
            f"{generation['articles']} articles ({generation['stories']} stories), "
            f"{generation['chunks']} chunks, "
            f"{generation['encoder']}"
        )
        lines.append(f"Questions    encoded by {status['questions_by']}")
        if status["index_error"]:
            lines.append(f"Damaged      {status['index_error']}")
    else:
        lines.append(f"Generation   {status['index_error'] or 'none published'}")
    lines.append(f"Disk         {_sizes(status['disk'])}")
    if status["memory"]:
        lines.append(f"Memory       {_sizes(status['memory'])}, of this process")
    if status["rebuild_needed"] and not status["index_error"]:
        lines.append("The store has articles that are not searchable yet. Run: nksearch rebuild")
    return "\n".join(lines)


def _sizes(sizes: dict[str, int]) -> str:
    """Return named numbers of bytes, and their sum, in words."""
    named = ", ".join(f"{name} {_size(size)}" for name, size in sizes.items())
    return f"{_size(sum(sizes.values()))} ({named})"


def _size(size: int) -> str:
    for unit, least in (("GB", 10**9), ("MB", 10**6)):
        if size >= least:
            return f"{size / least:.1f} {unit}"
    return f"{size / 1000:.0f} kB"


def _counts(counts: dict[str, int]) -> str:
    named = [f"{name} ({number})" for name, number in list(counts.items())[:_MOST_COUNTS]]
    more = len(counts) - len(named)
    return ", ".join([*named, *([f"{more} more"] if more else [])]) or "none named"
