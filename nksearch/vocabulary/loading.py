"""Load the vocabulary from the package's tables and the user's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import NoReturn

from nksearch.errors import UsageError
from nksearch.romanisation import VERSION as ROMANISATION_VERSION
from nksearch.romanisation import Gazetteer, all_hangul
from nksearch.vocabulary.entries import Entry, Form, identity
from nksearch.vocabulary.gazetteer import HEADER, read_places
from nksearch.vocabulary.lookup import Vocabulary, gazetteer_of
from nksearch.vocabulary.rows import Row, read_rows
from nksearch.vocabulary.terms import COLUMNS, extend, read_terms

GAZETTEER = "gazetteer.tsv"
TERMS = "terms.tsv"
_PACKAGE = files("nksearch.vocabulary")
_DIGITS = 12  # of the hash


def load_vocabulary(own: Path | None = None, *, checked: bool = False) -> Vocabulary:
    """Return the vocabulary; `own` is a table like terms.tsv whose rows are added.

    A row with an id that is there adds its forms to that entry. A form that another entry has is
    refused, unless the file was `checked` when an older shipped table was current: then it is the
    own row's. The result is kept until the file changes.

    Raises:
        UsageError: the file cannot be read, a row is wrong, or two entries claim one form; the
            message names the file and the line.
    """
    if own is None:
        return _load(None, 0, checked)
    try:
        changed = own.stat().st_mtime_ns
    except OSError as error:
        raise UsageError(f"Cannot read the table {own}: {error.strerror}.") from error
    return _load(own, changed, checked)


@lru_cache(maxsize=4)
def _load(own: Path | None, _changed: int, checked: bool) -> Vocabulary:
    shipped = _shipped()
    entries, forms, claims = dict(shipped.entries), list(shipped.forms), dict(shipped.claims)
    if own:
        rows = read_rows(own, str(own), least=2, most=COLUMNS)
        for term, listed, row in read_terms(rows):
            for form in listed:
                owner = _owner(form, claims, shipped)
                if owner not in (None, form.key):
                    if not checked:
                        _refuse(row, form, owner)
                    forms = [each for each in forms if identity(each.text) != identity(form.text)]
                claims[identity(form.text)] = form.key
            _add(entries, term)
            forms += listed
    return Vocabulary(entries, forms, shipped.places, _version(own))


@dataclass(frozen=True, slots=True)
class _Shipped:
    """What the package's tables say; `claims` are the keys of forms by their `identity`."""

    entries: Mapping[str, Entry]
    forms: Sequence[Form]
    claims: Mapping[str, str]
    places: Gazetteer


@cache
def _shipped() -> _Shipped:
    entries: dict[str, Entry] = {}
    forms: list[Form] = []
    keys: set[str] = set()
    rows = read_rows(_PACKAGE / GAZETTEER, GAZETTEER, least=7, most=len(HEADER))
    for place, spellings, anywhere in read_places(rows):
        old = entries.get(place.key)
        entries[place.key] = _merged(old, place) if old else place
        forms += spellings
        if anywhere:
            keys.add(place.key)
    claims = {identity(form.text): form.key for form in forms if form.rule != "asked"}
    for term, listed, row in read_terms(read_rows(_PACKAGE / TERMS, TERMS, least=2, most=COLUMNS)):
        for form in listed:
            if claims.setdefault(identity(form.text), form.key) != form.key:
                _refuse(row, form, claims[identity(form.text)])
        _add(entries, term)
        forms += listed
    return _Shipped(entries, forms, claims, gazetteer_of(entries[key] for key in keys))


def _owner(form: Form, claims: Mapping[str, str], shipped: _Shipped) -> str | None:
    """Return the key of the entry that has a form, listed or as a romanised place, if any has."""
    listed = claims.get(identity(form.text))
    if listed is not None:
        return listed
    romanised = () if all_hangul(form.text.replace(" ", "")) else shipped.places.named(form.text)
    return next((f"place:{key}" for key in sorted(romanised)), None)


def _refuse(row: Row, form: Form, owner: str | None) -> NoReturn:
    owner = owner or "an exception"
    row.refuse(f"'{form.text}' belongs to {owner} already; leave it to one of them.")


def _add(entries: dict[str, Entry], term: Entry | None) -> None:
    if term:
        known = entries.get(term.key)
        entries[term.key] = extend(known, term) if known else term


def _version(own: Path | None) -> str:
    """Return a short hash of all that decides which names a text has, and under which keys."""
    digest = sha256(ROMANISATION_VERSION.encode())
    for table in (_PACKAGE / GAZETTEER, _PACKAGE / TERMS, *([own] if own else [])):
        content = table.read_bytes()
        digest.update(b"%d\n" % len(content) + content)
    return digest.hexdigest()[:_DIGITS]


def _merged(first: Entry, second: Entry) -> Entry:
    """Return the first of two places with one key, with the second's forms and a word on it."""
    also = f"also {second.hangul} in {second.province}"
    return replace(
        first,
        forms=tuple(dict.fromkeys(first.forms + second.forms)),
        note="; ".join(filter(None, (first.note, also))),
    )
