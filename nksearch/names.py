"""The names of a generation: every spelling that its articles have, under shared keys.

A form is a spelling as the words of the index are: Jong Un and Jong-un are one form, Jong-eun is
another. What the forms of a name have in common are keys; a form with several readings has
several. The file is an SQLite database, because a question needs a few of many forms.

Beside it stands what each article prints, from which a later build counts again.
"""

import json
import os
import shutil
import sqlite3
import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from nksearch.arrays import ArrayFile
from nksearch.datamodels import EntityKind
from nksearch.errors import DamagedIndexError, NksearchError
from nksearch.generations import REMEDY
from nksearch.mentions import find_mentions, form_of
from nksearch.vocabulary import Vocabulary, load_vocabulary

_FILE = "names.db"
_TERMS = "terms.tsv"
_SCHEMA = """
CREATE TABLE forms (
    form     TEXT NOT NULL,
    kind     TEXT NOT NULL,
    spelling TEXT NOT NULL,      -- as it is printed most often
    articles INTEGER NOT NULL,
    keys     TEXT NOT NULL,      -- with spaces between them
    PRIMARY KEY (form, kind)
) WITHOUT ROWID;
CREATE TABLE printed (
    number   INTEGER PRIMARY KEY,  -- from 0, in the order in which articles print them
    form     TEXT NOT NULL,
    kind     TEXT NOT NULL,
    spelling TEXT NOT NULL,
    keys     TEXT NOT NULL
);
CREATE TABLE keys (key TEXT NOT NULL, form TEXT NOT NULL, kind TEXT NOT NULL);
CREATE INDEX forms_by_key ON keys (key);
"""

_PRINTED = "SELECT form, kind, spelling, keys FROM printed ORDER BY number"
_ALL = "SELECT * FROM forms ORDER BY articles DESC, form, kind"
_SHARING = """
SELECT DISTINCT forms.* FROM keys JOIN forms USING (form, kind)
WHERE key IN (SELECT value FROM json_each(?)) ORDER BY articles DESC, form, kind
"""

_MENTIONED = np.dtype([("number", "<u4"), ("count", "<u4")])  # a row of `printed`, how often
Mentioned = np.ndarray  # of _MENTIONED: what an article names, in the order of its text
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Form:
    """A spelling of a name, with the number of articles that have it."""

    form: str
    kind: EntityKind
    spelling: str
    articles: int
    keys: frozenset[str]

    @property
    def term(self) -> str:
        """The term under which postings hold this form."""
        return term_of(self.form, self.kind)


def term_of(form: str, kind: EntityKind) -> str:
    """Return the term under which postings hold a form; no word of a text is spelled like it."""
    return f"{kind}\x1f{form}"


@dataclass(frozen=True, slots=True)
class _Printed:
    """A form as a text prints it; its keys are those found in that text, with spaces between."""

    form: str
    kind: EntityKind
    spelling: str
    keys: str


class NamesWriter:
    """Collects the forms of one article after another, for a generation in `directory`.

    `own_terms` is a file of the user's own terms, kept with the generation that was built with it.
    From `before`, the directory of an earlier build, articles can be taken over.
    """

    def __init__(self, directory: Path, own_terms: Path, before: Path | None = None) -> None:
        self._directory = directory
        own = own_terms if os.path.lexists(own_terms) else None
        self._vocabulary = load_vocabulary(own)  # errors name the user's own file
        if own:
            shutil.copyfile(own, directory / _TERMS)
        self.version = self._vocabulary.version
        self._numbers: dict[_Printed, int] = {}
        self._mentioned = ArrayFile(directory / "mentioned.npy", _MENTIONED)
        self._ends = ArrayFile(directory / "ends.npy", "<u8")
        self._before = _Before.open(before) if before else _NOTHING

    def add(self, parts: Sequence[str]) -> list[list[str]]:
        """Count what the parts of an article name; return for each part the terms of its names."""
        found = [self._printed(part) for part in parts]
        counts = Counter(each for part in found for each in part)  # in the order of the text
        self._append(np.array([(self._number(each), n) for each, n in counts.items()], _MENTIONED))
        return [[term_of(each.form, each.kind) for each in part] for part in found]

    def take(self, article: int) -> None:
        """Append an article of the earlier build."""
        mentioned = self._before.mentioned(article).copy()
        mentioned["number"] = [
            self._number(self._before.printed[each]) for each in mentioned["number"].tolist()
        ]
        self._append(mentioned)

    def _append(self, mentioned: Mentioned) -> None:
        self._mentioned.append(mentioned)
        self._ends.append(np.array([len(self._mentioned)]))

    def _number(self, printed: _Printed) -> int:
        return self._numbers.setdefault(printed, len(self._numbers))

    def _printed(self, text: str) -> list[_Printed]:
        """Return what a text surely names, in order."""
        found = []
        for mention in find_mentions(text, self._vocabulary):
            if mention.sure:
                spelling = " ".join(text[mention.start : mention.end].split())
                keys = " ".join(sorted(mention.keys))
                found.append(_Printed(form_of(spelling), mention.kind, spelling, keys))
        return found

    def save(self) -> None:
        """Write the files.

        Raises:
            NksearchError: names.db cannot be written.
        """
        self.close()
        try:
            self._write()
        except sqlite3.Error as error:
            raise NksearchError(f"Cannot write {self._directory / _FILE}: {error}.") from error

    def close(self) -> None:
        """Release the files, also when nothing was saved."""
        self._mentioned.close()
        self._ends.close()

    def _write(self) -> None:
        connection = sqlite3.connect(self._directory / _FILE, isolation_level=None)
        try:
            connection.executescript(f"PRAGMA journal_mode = OFF;{_SCHEMA}BEGIN;")
            connection.executemany(
                "INSERT INTO printed VALUES (?, ?, ?, ?, ?)",
                ((n, *astuple(printed)) for printed, n in self._numbers.items()),
            )
            for row in self._forms():
                connection.execute("INSERT INTO forms VALUES (?, ?, ?, ?, ?)", row)
                connection.executemany(
                    "INSERT INTO keys VALUES (?, ?, ?)", [(key, *row[:2]) for key in row[4].split()]
                )
            connection.execute("COMMIT")
        finally:
            connection.close()

    def _forms(self) -> Iterator[tuple[str, EntityKind, str, int, str]]:
        """Yield the rows of the table of forms, in order."""
        all_printed = list(self._numbers)
        form_of_printed: dict[tuple[str, EntityKind], list[int]] = defaultdict(list)
        for number, printed in enumerate(all_printed):
            form_of_printed[printed.form, printed.kind].append(number)
        articles, counts = self._totals(form_of_printed.values())
        for form, number in sorted((form, n) for n, form in enumerate(form_of_printed)):
            ways = form_of_printed[form]
            spellings: Counter[str] = Counter()
            for way in ways:
                spellings[all_printed[way].spelling] += int(counts[way])
            # The most frequent spelling, of equally frequent ones the first in the alphabet.
            spelling = min(spellings, key=lambda each: (-spellings[each], each))
            yield (*form, spelling, int(articles[number]), all_printed[ways[0]].keys)

    def _totals(self, forms: Iterable[list[int]]) -> tuple[Numbers, Numbers]:
        """Return in how many articles each form is, and how often each way of printing one."""
        form_numbers = np.empty(len(self._numbers), np.int64)
        total = 0
        for total, ways in enumerate(forms, 1):
            form_numbers[ways] = total - 1
        articles = np.zeros(total, np.int64)
        counts = np.zeros(len(self._numbers), np.int64)
        for mentioned in _by_article(*_arrays(self._directory)):
            counts[mentioned["number"]] += mentioned["count"]
            articles[np.unique(form_numbers[mentioned["number"]])] += 1
        return articles, counts


@dataclass(frozen=True, slots=True)
class _Before:
    """What the articles of an earlier build mention."""

    printed: list[_Printed]
    all_mentioned: Mentioned
    ends: Numbers

    @classmethod
    def open(cls, directory: Path) -> Self:
        with _reading(directory), closing(_connection(directory)) as connection:
            rows = connection.execute(_PRINTED).fetchall()
        return cls([_Printed(*row) for row in rows], *_arrays(directory))

    def mentioned(self, article: int) -> Mentioned:
        """Return what one article mentions."""
        start = self.ends[article - 1] if article else 0
        return self.all_mentioned[start : self.ends[article]]


def _arrays(directory: Path) -> tuple[Mentioned, Numbers]:
    """Return what all articles mention, and where that of each ends."""
    mentioned, ends = (
        np.load(directory / f"{name}.npy", mmap_mode="r", allow_pickle=False)
        for name in ("mentioned", "ends")
    )
    return mentioned, ends.astype(np.int64)


def _by_article(mentioned: Mentioned, ends: Numbers) -> Iterator[Mentioned]:
    for start, end in pairwise([0, *ends.tolist()]):
        yield mentioned[start:end]


_NOTHING = _Before([], np.empty(0, _MENTIONED), np.empty(0, np.int64))


def _connection(directory: Path) -> sqlite3.Connection:
    address = f"{(directory / _FILE).resolve().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(address, uri=True, check_same_thread=False)


@contextmanager
def _reading(directory: Path) -> Iterator[None]:
    """Turn SQLite's errors into one that says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise DamagedIndexError(f"Cannot read {directory / _FILE}: {error}. {REMEDY}") from error


def _vocabulary(directory: Path) -> Vocabulary:
    own = directory / _TERMS
    return load_vocabulary(own if own.exists() else None, checked=True)


class Names:
    """The open names of a generation; usable from several threads."""

    def __init__(self, directory: Path) -> None:
        self.vocabulary = _vocabulary(directory)
        self._lock = threading.Lock()
        with _reading(directory):
            self._connection = _connection(directory)
        self._directory = directory

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def sharing(self, keys: Iterable[str]) -> list[Form]:
        """Return the forms that have one of these keys, the most frequent first."""
        return self._forms(_SHARING, (json.dumps(sorted(keys)),))

    def all_forms(self) -> list[Form]:
        """Return every form, the most frequent first."""
        return self._forms(_ALL, ())

    def _forms(self, query: str, values: Sequence[str]) -> list[Form]:
        with self._lock, _reading(self._directory):
            rows = self._connection.execute(query, values).fetchall()
        return [
            Form(form, kind, spelling, articles, frozenset(keys.split(" ")))
            for form, kind, spelling, articles, keys in rows
        ]
