"""Load the vocabulary from the package's tables and the user's own."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from nksearch.errors import UsageError
from nksearch.vocabulary.entries import Entry, Form, identity
from nksearch.vocabulary.gazetteer import HEADER, read_places
from nksearch.vocabulary.lookup import Vocabulary
from nksearch.vocabulary.rows import Row, read_rows
from nksearch.vocabulary.terms import COLUMNS, extend, read_terms

GAZETTEER = "gazetteer.tsv"
TERMS = "terms.tsv"


def load_vocabulary(own: Path | None = None) -> Vocabulary:
    """Return the vocabulary; `own` is a table like terms.tsv whose rows are added.

    A row with an id that is there adds its forms to that entry. The result is kept until the
    file changes.

    Raises:
        UsageError: the file cannot be read, a row is wrong, or two entries claim one form; the
            message names the file and the line.
    """
    if own is None:
        return _load(None, 0)
    try:
        changed = own.stat().st_mtime_ns
    except OSError as error:
        raise UsageError(f"Cannot read the table {own}: {error.strerror}.") from error
    return _load(own, changed)


@lru_cache(maxsize=4)
def _load(own: Path | None, _changed: int) -> Vocabulary:
    entries: dict[str, Entry] = {}
    forms: list[Form] = []
    keys: set[str] = set()
    package = files("nksearch.vocabulary")
    rows = read_rows(package / GAZETTEER, GAZETTEER, least=7, most=len(HEADER))
    for place, spellings, anywhere in read_places(rows):
        old = entries.get(place.key)
        entries[place.key] = _merged(old, place) if old else place
        forms += spellings
        if anywhere:
            keys.add(place.key)
    claims = {identity(form.text): form.key for form in forms if form.rule != "asked"}
    for term, listed, row in read_terms(_term_rows(own)):
        for form in listed:
            if claims.setdefault(identity(form.text), form.key) != form.key:
                owner = claims[identity(form.text)] or "an exception"
                row.refuse(f"'{form.text}' belongs to {owner} already; leave it to one of them.")
        if term:
            known = entries.get(term.key)
            entries[term.key] = extend(known, term) if known else term
        forms += listed
    return Vocabulary(entries, forms, frozenset(keys))


def _term_rows(own: Path | None) -> Iterator[Row]:
    package = files("nksearch.vocabulary")
    yield from read_rows(package / TERMS, TERMS, least=2, most=COLUMNS)
    if own:
        yield from read_rows(own, str(own), least=2, most=COLUMNS)


def _merged(first: Entry, second: Entry) -> Entry:
    """Return the first of two places with one key, with the second's forms and a word on it."""
    also = f"also {second.hangul} in {second.province}"
    return replace(
        first,
        forms=tuple(dict.fromkeys(first.forms + second.forms)),
        note="; ".join(filter(None, (first.note, also))),
    )
