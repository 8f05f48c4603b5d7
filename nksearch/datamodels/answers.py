"""What an archive answers, with its citations."""

from dataclasses import dataclass

from nksearch.datamodels.searching import Note, Passage, Respelling


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Exact characters of the article that a citation names: its `text[start:end]` is `quote`."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """The link from a marker to exact characters: the article's `text[start:end]` is `quote`.

    `context` is the sentence before, where the quote refers back to it ("He said"). `brief` are the
    few characters of the quote that answer the question; `brief_date` is the day, month or year
    (2024-05) that they mean, where only the day of publication tells it ("last April").
    `agrees_with` is the marker of the quote that this one, of another article, confirms; it is
    shown, but not part of the answer's text. `page` is the page of a document on which the quote
    begins, counted from 1.
    """

    marker: int
    article_id: str
    revision: int
    chunk_id: str
    start: int
    end: int
    quote: str
    title: str
    date: str | None
    source: str | None
    url: str | None
    translated_by: str | None
    context: Excerpt | None = None
    brief: Excerpt | None = None
    agrees_with: int | None = None
    page: int | None = None
    brief_date: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the archive says to a question, or why it says nothing.

    `citations` are in the order in which they are quoted; `reason` is set when `abstained` is.
    In a conversation `asked_as` is the question that was really asked; None outside of one.
    `differing` are the markers of quotes whose brief answers contradict each other. `support`, from
    0 to 1, is what the best sentence reaches; below a threshold nothing is quoted.
    """

    question: str
    abstained: bool
    reason: str | None
    citations: tuple[Citation, ...]
    passages: tuple[Passage, ...]
    notes: tuple[Note, ...] = ()
    fusion: str = ""
    asked_as: str | None = None
    support: float | None = None
    differing: tuple[int, ...] = ()
    respellings: tuple[Respelling, ...] = ()

    @property
    def quoted(self) -> tuple[Citation, ...]:
        """The citations whose quotes are the answer, without those that only agree with one."""
        return tuple(each for each in self.citations if each.agrees_with is None)

    @property
    def text(self) -> str:
        """The quoted sentences, each followed by its marker; empty when the archive is silent."""
        return " ".join(f"{citation.quote} [{citation.marker}]" for citation in self.quoted)
