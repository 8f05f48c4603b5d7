"""Articles as readers find them and as the store holds them, and the chunks of their text."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal

_TIME_ZONES = timedelta(days=1)

Outcome = Literal["added", "changed", "unchanged", "duplicate"]
# Where a date of publication was found; metadata is JSON-LD and meta tags, page a line of its text.
DateOrigin = Literal["metadata", "record", "page", "title", "dateline", "address", "file name"]
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

    `published` is ISO 8601: a day, with the time where the source has it (`2024-05-27T10:57`).
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

    @property
    def other_day(self) -> str | None:
        """A day that contradicts that of publication: one of its source, else that of ingest.

        It may be published a day after it was ingested, in another time zone.
        """
        if self.date_conflict or self.published is None:
            return self.date_conflict
        ingested = date.fromisoformat(self.ingested[:10])
        late = date.fromisoformat(self.published[:10]) - ingested > _TIME_ZONES
        return f"{ingested} (day of ingest)" if late else None


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
