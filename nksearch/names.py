"""The names of a generation: every spelling that its articles have, under shared keys.

A form is a spelling as the words of the index are: Jong Un and Jong-un are one form, Jong-eun is
another. What the forms of a name have in common are keys; a form with several readings has
several. The file is an SQLite database, because a question needs a few of many forms.
"""

import json
import os
import shutil
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nksearch.datamodels import EntityKind
from nksearch.errors import NksearchError
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
CREATE TABLE keys (key TEXT NOT NULL, form TEXT NOT NULL, kind TEXT NOT NULL);
CREATE INDEX forms_by_key ON keys (key);
"""

_ALL = "SELECT * FROM forms ORDER BY articles DESC, form, kind"
_SHARING = """
SELECT DISTINCT forms.* FROM keys JOIN forms USING (form, kind)
WHERE key IN (SELECT value FROM json_each(?)) ORDER BY articles DESC, form, kind
"""


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


@dataclass(slots=True)
class _Counted:
    keys: frozenset[str]
    spellings: Counter[str] = field(default_factory=Counter)
    articles: int = 0


class NamesWriter:
    """Collects the forms of one article after another, for a generation in `directory`.

    `own_terms` is a file of the user's own terms, kept with the generation that was built with it.
    """

    def __init__(self, directory: Path, own_terms: Path) -> None:
        self._directory = directory
        own = own_terms if os.path.lexists(own_terms) else None
        self._vocabulary = load_vocabulary(own)  # errors name the user's own file
        if own:
            shutil.copyfile(own, directory / _TERMS)
        self.version = self._vocabulary.version
        self._forms: dict[tuple[str, EntityKind], _Counted] = {}

    def add(self, parts: Sequence[str]) -> list[list[str]]:
        """Count what the parts of an article name; return for each part the terms of its names."""
        forms = [self._counted(part) for part in parts]
        for each in set().union(*forms):
            self._forms[each].articles += 1
        return [[term_of(form, kind) for form, kind in part] for part in forms]

    def _counted(self, text: str) -> list[tuple[str, EntityKind]]:
        """Count the spellings of what a text surely names; return their forms in order."""
        forms = []
        for mention in find_mentions(text, self._vocabulary):
            if mention.sure:
                spelling = " ".join(text[mention.start : mention.end].split())
                form = form_of(spelling), mention.kind
                counted = self._forms.setdefault(form, _Counted(mention.keys))
                counted.spellings[spelling] += 1
                forms.append(form)
        return forms

    def save(self) -> None:
        """Write the file.

        Raises:
            NksearchError: it cannot be written.
        """
        try:
            self._write()
        except sqlite3.Error as error:
            raise NksearchError(f"Cannot write {self._directory / _FILE}: {error}.") from error

    def _write(self) -> None:
        connection = sqlite3.connect(self._directory / _FILE, isolation_level=None)
        try:
            connection.executescript(f"PRAGMA journal_mode = OFF;{_SCHEMA}BEGIN;")
            for (form, kind), counted in sorted(self._forms.items()):
                # The most frequent spelling, of equally frequent ones the first in the alphabet.
                spelling = min(counted.spellings, key=lambda each: (-counted.spellings[each], each))
                keys = sorted(counted.keys)
                row = (form, kind, spelling, counted.articles, " ".join(keys))
                connection.execute("INSERT INTO forms VALUES (?, ?, ?, ?, ?)", row)
                connection.executemany(
                    "INSERT INTO keys VALUES (?, ?, ?)", [(key, form, kind) for key in keys]
                )
            connection.execute("COMMIT")
        finally:
            connection.close()


def _vocabulary(directory: Path) -> Vocabulary:
    own = directory / _TERMS
    return load_vocabulary(own if own.exists() else None, checked=True)


class Names:
    """The open names of a generation; usable from several threads."""

    def __init__(self, directory: Path) -> None:
        self.vocabulary = _vocabulary(directory)
        address = f"{(directory / _FILE).resolve().as_uri()}?mode=ro&immutable=1"
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(address, uri=True, check_same_thread=False)

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
        with self._lock:
            rows = self._connection.execute(query, values).fetchall()
        return [
            Form(form, kind, spelling, articles, frozenset(keys.split(" ")))
            for form, kind, spelling, articles, keys in rows
        ]
