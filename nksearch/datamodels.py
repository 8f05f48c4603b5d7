"""The frozen records that move between the parts of nksearch; behaviour lives in functions."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Mode = Literal["hybrid", "lexical", "semantic"]
EntityKind = Literal["person", "place", "term"]
Outcome = Literal["added", "changed", "unchanged", "duplicate"]
# Where a date of publication was found; metadata is JSON-LD and meta tags, page a line of its text.
DateOrigin = Literal["metadata", "record", "page", "title", "dateline", "address", "file name"]
DateState = Literal["unknown", "conflict"]
EXTRA = (  # fields of an article that few sources fill; the store keeps those that are
    *("subtitle", "byline", "place_line", "tags", "original_url", "page_starts"),
    *("published_from", "date_conflict"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """A photo caption and, where the page names one, its credit."""

    text: str
    credit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One news item as a reader found it; the unit of the store.

    `published` is ISO 8601, as precise as the source is (`2024-05-27` or `2024-05-27T10:57`).
    `language` is a BCP 47 code, `und` when it cannot be told. `address` names where the item was
    found: its URL, else a file URI; None when it has no address that could be met again.
    `external_id` is the id that the source itself gives the item. `raw` holds the bytes read.

    `place_line` is the place of the dateline ("Pyongyang"), `original_url` the same text in the
    language it was written in. `page_starts` are the characters of `text` at which the pages of a
    document begin. `published_from` says where the date was found, and `date_conflict` which other
    day stands where: `2024-05-27 (address)`.
    """

    title: str
    text: str
    published: str | None = None
    source: str | None = None
    url: str | None = None
    language: str = "und"
    topic: str | None = None
    translated_by: str | None = None
    translation_notice: str | None = None
    captions: tuple[Caption, ...] = ()
    external_id: str | None = None
    address: str | None = None
    subtitle: str | None = None
    byline: str | None = None
    place_line: str | None = None
    tags: tuple[str, ...] = ()
    original_url: str | None = None
    page_starts: tuple[int, ...] = ()
    published_from: DateOrigin | None = None
    date_conflict: str | None = None
    raw: bytes = field(default=b"", repr=False)

    @property
    def extra(self) -> dict[str, Any]:
        """Those of the fields `EXTRA` that say something."""
        return {name: value for name in EXTRA if (value := getattr(self, name))}


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredArticle(Article):
    """An article as the store holds it: the id never changes, each new text is a new revision."""

    article_id: str
    revision: int
    ingested: str


@dataclass(frozen=True, slots=True)
class Address:
    """A place where an article was found, the id that its source gave it there, the bytes read."""

    address: str
    external_id: str | None
    raw: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class ExportedArticle:
    """An article as `nksearch export` writes it: every revision, the oldest first, and address."""

    article_id: str
    revisions: tuple[StoredArticle, ...]
    addresses: tuple[Address, ...]


@dataclass(frozen=True, slots=True)
class Revision:
    """Which text of an article it is; `fingerprint` is a hash of everything that is shown."""

    article_id: str
    revision: int
    fingerprint: int  # 64 bits


@dataclass(frozen=True, slots=True)
class Rejected:
    """Something that did not become an article: the file, the line or record number, the reason.

    `format` is the one it was read as, `unknown` when that could not be told.
    """

    path: str
    line: int | None
    reason: str
    format: str = "unknown"


Item = Article | ExportedArticle | Rejected


@dataclass(frozen=True, slots=True)
class Chunk:
    """Consecutive characters of one revision of an article; the unit of both indexes."""

    article_id: str
    revision: int
    start: int
    end: int
    text: str
    title: str

    @property
    def chunk_id(self) -> str:
        """An id made from content: article, revision and characters."""
        return f"{self.article_id}.{self.revision}:{self.start}-{self.end}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a search is limited to; both days are included, None means no limit.

    An article without a date is outside every range of dates. `date_state` keeps only articles
    without a date, or with one that another in their source contradicts.
    """

    since: date | None = None
    until: date | None = None
    source: str | None = None
    language: str | None = None
    date_state: DateState | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """A spelling as it is printed, with the number of articles that have it."""

    spelling: str
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One person, place or term; `articles` counts those that have it in any spelling.

    `name` is the most frequent spelling and `hangul` is None where nothing tells it. Places of the
    gazetteer have coordinates in degrees. `first` and `last` are days of publication.
    """

    kind: EntityKind
    name: str
    hangul: str | None
    articles: int
    spellings: tuple[Spelling, ...]
    first: date | None
    last: date | None
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question with what was quoted in answer to it, which may be nothing."""

    question: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something that a search did beyond the words of the question; `kind` says how to undo it."""

    kind: Literal["damage", "empty_period", "language", "period", "phrase", "reranker", "variants"]
    text: str


@dataclass(frozen=True, slots=True)
class Respelling:
    """A name or word of a question as it is `asked`, and what is searched besides."""

    asked: str
    spellings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: passages, best first, and what it did to find them.

    `question` is what was searched, complete where it goes on from others; `encoded` is it as the
    encoder got it, `fusion` says how the scores were made of those of both indexes. `respellings`
    are those of names, `other_words` those of Korean words.
    """

    passages: tuple["Passage", ...]
    notes: tuple[Note, ...] = ()
    fusion: str = ""
    encoded: str = ""
    respellings: tuple[Respelling, ...] = ()
    other_words: tuple[Respelling, ...] = ()
    question: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What each index says of an article, and how many articles it puts before it, plus one.

    Lexical scores are shares of the question, semantic ones cosines; None where the index was not
    asked.
    """

    lexical: float | None
    lexical_rank: int | None
    semantic: float | None
    semantic_rank: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A hit with its text and article data, as shown.

    `before` is the sentence that the article has before the text, with the space between the two.
    """

    rank: int
    chunk_id: str
    article_id: str
    revision: int
    start: int
    end: int
    text: str
    title: str
    date: str | None
    source: str | None
    url: str | None
    language: str
    translated_by: str | None
    score: float
    copies: tuple[str, ...] = ()  # ids of the other articles that tell the same story
    evidence: Evidence | None = None
    before: str = ""


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
    few characters of the quote that answer the question. `agrees_with` is the marker of the quote
    that this one, of another article, confirms; it is shown, but not part of the answer's text.
    `page` is the page of a document on which the quote begins, counted from 1.
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
