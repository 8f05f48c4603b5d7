"""The catalogue of a generation: which chunk is row n of both indexes, and what filters allow.

A row stands for one chunk. Rows follow the articles' ids and, within an article, its text, so the
order of rows is the order of chunk ids that breaks ties.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal, Self, TypeVar, get_args

import numpy as np
import numpy.typing as npt

from nksearch.arrays import ArrayFile, save
from nksearch.datamodels import Chunk, Filters, Revision, StoredArticle
from nksearch.stories import StoryFinder

Mask = npt.NDArray[np.bool_]  # shape (rows,) unless said otherwise
Numbers = npt.NDArray[np.int64]
T = TypeVar("T", bound=np.generic)

Column = Literal["source", "language", "topic"]

_STORIES = "stories"

_UNKNOWN = 0  # as a date: before every day there is; as a code: no name
_NONE = 2**32 - 1  # a code that no name has
_ARTICLE = np.dtype(
    [
        ("id", "S16"),
        ("fingerprint", "<u8"),
        ("revision", "<u4"),
        ("day", "<u4"),
        ("conflict", "?"),
        ("added", "<u4"),  # seconds since 1970
        ("source", "<u4"),
        ("language", "<u4"),
        ("topic", "<u4"),
    ]
)
_NAMED = get_args(Column)  # the last columns: codes of names
_CHUNK = np.dtype([("article", "<u4"), ("start", "<u4"), ("end", "<u4")])


@dataclass(frozen=True, slots=True)
class Place:
    """Where the text of a row stands in the store."""

    article_id: str
    revision: int
    start: int
    end: int

    @property
    def chunk_id(self) -> str:
        """The id of the chunk; the same as `Chunk.chunk_id`."""
        return f"{self.article_id}.{self.revision}:{self.start}-{self.end}"


class Catalogue:
    """Arrays over articles and chunks, memory-mapped when opened from disk."""

    def __init__(
        self, articles: np.ndarray, chunks: np.ndarray, stories: np.ndarray, names: list[str]
    ) -> None:
        self._articles = articles
        self._stories = stories
        self.stories = len(np.unique(stories))  # articles that tell the same count once
        self._chunks = chunks
        self._names = names
        self._codes: dict[str, int] = {}  # of a name without regard to case, the first of its codes
        codes = [self._codes.setdefault(_folded(name), n) for n, name in enumerate(names)]
        self._first_codes = np.array(codes, np.int64)
        numbers = chunks["article"]
        self.first_rows: Numbers = np.flatnonzero(np.append(True, numbers[1:] != numbers[:-1]))
        self.rows_of_articles = np.diff(np.append(self.first_rows, len(numbers)))

    @classmethod
    def open(cls, directory: Path) -> Self:
        """Open what `CatalogueWriter.save` wrote."""
        articles, chunks, stories = (
            np.load(directory / f"{name}.npy", mmap_mode="r", allow_pickle=False)
            for name in ("articles", "chunks", "stories")
        )
        return cls(
            articles, chunks, stories, json.loads((directory / "names.json").read_text("utf-8"))
        )

    def __len__(self) -> int:
        return len(self._chunks)

    @property
    def articles(self) -> int:
        """The number of articles."""
        return len(self._articles)

    @property
    def article_of_row(self) -> npt.NDArray[np.uint32]:
        """The number of the article of every row, shape (rows,)."""
        numbers: npt.NDArray[np.uint32] = self._chunks["article"]
        return numbers

    @property
    def days(self) -> npt.NDArray[np.uint32]:
        """The day of publication of every article as `date.toordinal`, 0 where it is not known."""
        days: npt.NDArray[np.uint32] = self._articles["day"]
        return days

    @property
    def added(self) -> npt.NDArray[np.uint32]:
        """When the text of every article came into the archive, in seconds since 1970."""
        added: npt.NDArray[np.uint32] = self._articles["added"]
        return added

    @property
    def story_of_article(self) -> npt.NDArray[np.uint32]:
        """The number of the first article that tells the story of each, shape (articles,)."""
        return self._stories

    def codes(self, column: Column) -> Numbers:
        """Return for every article the code of its source, language or topic, as `name` reads it.

        Names that differ in case and spacing only have one code; 0 stands for none.
        """
        codes: Numbers = self._first_codes[self._articles[column]]
        return codes

    def codes_with(self, letters: str) -> list[int]:
        """Return the codes of all names that have these letters."""
        wanted = _folded(letters)
        return [code for name, code in self._codes.items() if wanted in name]

    def code_of(self, name: str) -> int:
        """Return the code of a name; one that stands for nothing if no article has it."""
        return self._codes.get(_folded(name), _NONE)

    def number_of(self, article_id: str) -> int | None:
        """Return the number of an article, None where it is not in this generation."""
        wanted = article_id.encode(errors="replace")
        number = int(np.searchsorted(self._articles["id"], wanted))
        found = number < self.articles and bytes(self._articles["id"][number]) == wanted
        return number if found else None

    def story(self, article: int) -> int:
        """Return the number of the first article that tells the story of this one."""
        return int(self._stories[article])

    def copies(self, article: int) -> list[int]:
        """Return the other articles that tell the same story."""
        same = np.flatnonzero(self._stories == self._stories[article]).tolist()
        return [other for other in same if other != article]

    def published(self, since: date | None, until: date | None) -> Mask:
        """Return which articles were published on these days, both included; shape (articles,)."""
        days = self._articles["day"]
        found: Mask = days != _UNKNOWN
        if since:
            found &= days >= since.toordinal()
        if until:
            found &= days <= until.toordinal()
        return found

    def first_and_last(self, articles: npt.NDArray[np.uint32]) -> tuple[date | None, date | None]:
        """Return the days on which the first and the last of these articles were published.

        Articles without a date do not count; None if none has one.
        """
        days = self._articles["day"][articles]
        days = days[days != _UNKNOWN]
        if not len(days):
            return None, None
        return date.fromordinal(int(days.min())), date.fromordinal(int(days.max()))

    def revisions(self) -> list[Revision]:
        """Return which revision every article is in."""
        columns = (self._articles[name].tolist() for name in ("id", "revision", "fingerprint"))
        return [Revision(each[0].decode(), *each[1:]) for each in zip(*columns, strict=True)]

    def article_id(self, article: int) -> str:
        """Return the id of the article with this number."""
        found: bytes = self._articles["id"][article]
        return found.decode()

    def best_of_articles(self, values: npt.NDArray[T]) -> npt.NDArray[T]:
        """Return for every article the highest of the values of its rows, shape (articles,)."""
        return np.maximum.reduceat(values, self.first_rows)

    def row_ranges(self, articles: Numbers) -> tuple[Numbers, Numbers]:
        """Return the first row of each of these articles, and the one behind its last."""
        first = self.first_rows[articles]
        return first, first + self.rows_of_articles[articles]

    def rows_of(self, article: int) -> range:
        """Return the rows of an article."""
        first = int(self.first_rows[article])
        return range(first, first + int(self.rows_of_articles[article]))

    def records(self, article: int) -> tuple[np.void, np.ndarray]:
        """Return what the files have of an article and of its chunks."""
        rows = self.rows_of(article)
        return self._articles[article], self._chunks[rows.start : rows.stop]

    def name(self, code: int) -> str:
        """Return the source, language or topic for which a code stands."""
        return self._names[code]

    def row_of(self, article_id: str, start: int) -> int:
        """Return the row of the chunk of this article that begins at `start`."""
        article = int(np.searchsorted(self._articles["id"], article_id.encode()))
        first = int(self.first_rows[article])
        last = first + int(self.rows_of_articles[article])
        return first + int(np.searchsorted(self._chunks["start"][first:last], start))

    def place(self, row: int) -> Place:
        """Return where the text of a row stands."""
        chunk = self._chunks[row]
        article = self._articles[chunk["article"]]
        return Place(
            article["id"].decode(), int(article["revision"]), int(chunk["start"]), int(chunk["end"])
        )

    def mask(self, filters: Filters) -> Mask:
        """Return which articles the filters allow, shape (articles,)."""
        allowed: Mask = np.ones(len(self._articles), dtype=bool)
        if filters.since or filters.until:
            allowed &= self.published(filters.since, filters.until)
        if filters.date_state == "unknown":
            allowed &= ~self.published(None, None)
        elif filters.date_state == "conflict":
            allowed &= self._articles["conflict"]
        if filters.source is not None:
            allowed &= self.codes("source") == self.code_of(filters.source)
        if filters.language is not None:
            allowed &= self.codes("language") == self.code_of(filters.language)
        return allowed

    def in_languages(self, languages: frozenset[str]) -> Mask:
        """Return which articles are in one of these languages, or in one that nobody could tell.

        The shape is (articles,).
        """
        codes = [self.code_of(name) for name in ("", "und", *languages)]
        return np.isin(self.codes("language"), codes)


class CatalogueWriter:
    """Takes articles and their chunks in the order of rows, and tells stories apart.

    It writes into `directory`; from `before`, the directory of an earlier build, articles can be
    taken over.
    """

    def __init__(self, directory: Path, before: Path | None = None) -> None:
        self._directory = directory
        self._articles = ArrayFile(directory / "articles.npy", _ARTICLE)
        self._chunks = ArrayFile(directory / "chunks.npy", _CHUNK)
        self._codes = {"": _UNKNOWN}
        (directory / _STORIES).mkdir()
        self._finder = StoryFinder(directory / _STORIES, before and before / _STORIES)

    def add(self, article: StoredArticle, chunks: Sequence[Chunk], *, fingerprint: int = 0) -> None:
        """Append the rows of one article, which must have some; `fingerprint` as in `Revision`."""
        number = len(self._articles)
        record = (
            article.article_id.encode(),
            fingerprint,
            article.revision,
            _day(article.published),
            article.other_day is not None,
            _seconds(article.ingested),
            *(self._code(n or "") for n in (article.source, article.language, article.topic)),
        )
        self._articles.append(np.array([record], dtype=_ARTICLE))
        self._chunks.append(
            np.array([(number, chunk.start, chunk.end) for chunk in chunks], dtype=_CHUNK)
        )
        self._finder.add(article.title, article.text, published=article.published)

    def take(self, before: Catalogue, article: int) -> None:
        """Append an article of the earlier build, whose catalogue this is."""
        record, chunks = before.records(article)
        values = record.item()
        codes = (self._code(before.name(code)) for code in values[-len(_NAMED) :])
        chunks = chunks.copy()
        chunks["article"] = len(self._articles)
        renamed = (*values[: -len(_NAMED)], *codes)
        self._articles.append(np.array([renamed], dtype=_ARTICLE))
        self._chunks.append(chunks)
        self._finder.take(article)

    def save(self) -> None:
        """Finish the arrays."""
        save(self._directory / "stories.npy", self._finder.stories())
        names = json.dumps(list(self._codes), ensure_ascii=False)
        (self._directory / "names.json").write_text(names, "utf-8")
        self.close()

    def close(self) -> None:
        """Release the files, also when nothing was saved."""
        self._articles.close()
        self._chunks.close()
        self._finder.close()

    def _code(self, name: str) -> int:
        return self._codes.setdefault(" ".join(name.split()), len(self._codes))


def _day(published: str | None) -> int:
    return date.fromisoformat(published[:10]).toordinal() if published else _UNKNOWN


def _seconds(ingested: str) -> int:
    return int(datetime.fromisoformat(ingested).timestamp())


def _folded(name: str) -> str:
    """Names of sources and languages are told apart without regard to case and spacing."""
    return " ".join(name.casefold().split())
