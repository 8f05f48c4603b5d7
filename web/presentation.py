"""Answers and articles as the templates show them: text cut into segments, never into HTML."""

from dataclasses import dataclass

from nksearch.datamodels import Answer, Citation, Passage
from nksearch.formatting import agreeing, brief_line, marked
from nksearch.text import Span, paragraph_spans

Segments = list[tuple[str, bool]]  # text, and whether it is quoted


@dataclass(frozen=True, slots=True)
class CitedPassage:
    """A passage with the citations that quote it, its paragraphs cut at the quotes."""

    passage: Passage
    citations: tuple[Citation, ...]
    paragraphs: list[Segments]


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

    def agreeing(self, marker: int) -> tuple[Citation, ...]:
        """Return the citations that confirm the quote with this marker."""
        return agreeing(self.answer, marker)


def view_of(answer: Answer) -> AnswerView:
    """Return `answer` with its passages split into cited and other ones."""
    views = [_cited_passage(passage, answer) for passage in answer.passages]
    cited = [view for view in views if view.citations]
    return AnswerView(
        answer=answer,
        cited=sorted(cited, key=lambda view: view.citations[0].marker),
        other=[view for view in views if not view.citations],
        languages={passage.chunk_id: passage.language for passage in answer.passages},
    )


def _cited_passage(passage: Passage, answer: Answer) -> CitedPassage:
    citations = tuple(each for each in answer.citations if each.chunk_id == passage.chunk_id)
    spans = [(each.start - passage.start, each.end - passage.start) for each in citations]
    return CitedPassage(passage, citations, paragraphs_of(passage.text, spans))


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
