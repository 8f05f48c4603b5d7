"""Answers and articles as the templates show them: text cut into segments, never into HTML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from nksearch.datamodels import Answer, Citation, Passage
from nksearch.formatting import agreeing, brief_line, marked
from nksearch.text import Span, paragraph_spans

from .filters import readable_date

Segments = list[tuple[str, bool]]  # text, and whether it is quoted


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text of a passage that one citation quotes, or none; parts that are the brief answer."""

    marker: int | None
    parts: Segments


@dataclass(frozen=True, slots=True)
class CitedPassage:
    """A passage with the citations that quote it, its paragraphs cut at the quotes.

    `newest` is the newest revision of its article, as far as that is known.
    """

    passage: Passage
    citations: tuple[Citation, ...]
    paragraphs: list[list[Stretch]]
    newest: int

    @property
    def is_brief(self) -> bool:
        """Whether the brief answer is taken from here."""
        return any(each.brief for each in self.citations)


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer with the passages it cites, in the order of their first marker, and the others."""

    answer: Answer
    cited: list[CitedPassage]
    other: list[CitedPassage]
    languages: dict[str, str]  # by chunk id

    @property
    def articles(self) -> int:
        """The number of articles that are quoted."""
        return len({citation.article_id for citation in self.answer.quoted})

    @property
    def brief(self) -> str:
        """The brief answer or what the articles differ in, empty where there is none."""
        return brief_line(self.answer)

    def context(self, citation: Citation) -> str:
        """Return the sentence before a quote that refers to it, if it is not quoted itself."""
        before = citation.context.quote if citation.context else ""
        quoted = {(each.article_id, each.quote) for each in self.answer.quoted}
        return before if (citation.article_id, before) not in quoted else ""

    def agreeing(self, marker: int) -> tuple[Citation, ...]:
        """Return the citations that confirm the quote with this marker."""
        return agreeing(self.answer, marker)


def view_of(answer: Answer, newest: Mapping[str, int]) -> AnswerView:
    """Return `answer` with its passages split into cited and other ones.

    `newest` has the newest revision of every article that is cited.
    """
    views = [_cited_passage(passage, answer, newest) for passage in answer.passages]
    cited = [view for view in views if view.citations]
    return AnswerView(
        answer=answer,
        cited=sorted(cited, key=lambda view: view.citations[0].marker),
        other=[view for view in views if not view.citations],
        languages={passage.chunk_id: passage.language for passage in answer.passages},
    )


def cited_as(citation: Citation) -> str:
    """Return a citation as it is pasted into a text: the quote, and where it stands."""
    day = readable_date(citation.date) if citation.date else "undated"
    known = (citation.title, citation.source, day, citation.url)
    where = ", ".join(each for each in known if each)
    note = f" (translated by {citation.translated_by})" if citation.translated_by else ""
    return f"“{citation.quote}” {where}{note}"


def _cited_passage(passage: Passage, answer: Answer, newest: Mapping[str, int]) -> CitedPassage:
    citations = tuple(each for each in answer.citations if each.chunk_id == passage.chunk_id)
    paragraphs = [
        _stretches(passage, border, citations) for border in paragraph_spans(passage.text)
    ]
    last = newest.get(passage.article_id, passage.revision)
    return CitedPassage(passage, citations, paragraphs, last)


def _stretches(passage: Passage, border: Span, citations: Sequence[Citation]) -> list[Stretch]:
    """Return a paragraph, cut where a quote or a brief answer begins or ends."""
    left, right = border[0] + passage.start, border[1] + passage.start
    briefs = [each.brief for each in citations if each.brief]
    ends = [(each.start, each.end) for each in citations]
    ends += [(each.start, each.end) for each in briefs]
    cuts = {left, right} | {min(max(at, left), right) for span in ends for at in span}
    pieces = []
    for start, end in pairwise(sorted(cuts)):
        text = passage.text[start - passage.start : end - passage.start]
        quoting = (each.marker for each in citations if each.start <= start and end <= each.end)
        is_brief = any(each.start <= start and end <= each.end for each in briefs)
        pieces.append((next(quoting, None), (text, is_brief)))
    return [
        Stretch(marker, [part for _, part in group])
        for marker, group in groupby(pieces, key=lambda piece: piece[0])
    ]


def paragraphs_of(text: str, spans: list[Span]) -> list[Segments]:
    """Return the paragraphs of `text`, each cut where the characters of a span begin and end."""
    return [_paragraph(text, border, spans) for border in paragraph_spans(text)]


def _paragraph(text: str, border: Span, spans: list[Span]) -> Segments:
    left, right = border
    inside = [
        (max(start, left) - left, min(end, right) - left)
        for start, end in spans
        if start < right and end > left
    ]
    return marked(text[left:right], inside)
