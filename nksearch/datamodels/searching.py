"""What a search is asked and limited to, and what it finds."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Mode = Literal["hybrid", "lexical", "semantic"]
EntityKind = Literal["person", "place", "term"]
DateState = Literal["unknown", "conflict"]


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
    are those of names, `other_words` those of Korean words; `unknown_names` are in no article,
    however spelled.
    """

    passages: tuple["Passage", ...]
    notes: tuple[Note, ...] = ()
    fusion: str = ""
    encoded: str = ""
    respellings: tuple[Respelling, ...] = ()
    other_words: tuple[Respelling, ...] = ()
    unknown_names: tuple[str, ...] = ()
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

    `before` is the sentence that the article has before the text, with the space between the two;
    `date_conflict` is another day that its source has, or that of ingest if that is earlier.
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
    date_conflict: str | None = None
