"""Read tables of terms: the shipped one and the user's own."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from nksearch.romanisation.jamo import is_hangul
from nksearch.vocabulary.entries import NOTHING, Entry, Form
from nksearch.vocabulary.rows import Row, split_forms

_ID = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")
EXCEPTION = "-"
WHOLE = "whole"
COLUMNS = 4


def read_terms(rows: Iterable[Row]) -> Iterator[tuple[Entry | None, list[Form], Row]]:
    """Yield a row's entry, its forms, and the row; the entry of a row of exceptions is None.

    Raises:
        UsageError: an id or a form is none.
    """
    for row in rows:
        name, column, note, mark = row.columns
        forms = split_forms(column)
        if name != EXCEPTION and not _ID.fullmatch(name):
            row.refuse(f"'{name}' is no id; write small letters, digits and hyphens, or - alone.")
        if not forms:
            row.refuse("there is no form; write the forms in the second column, with | between.")
        if mark not in ("", WHOLE):
            row.refuse(f"'{mark}' is no mark; write {WHOLE} in the fourth column, or nothing.")
        for form in forms:
            _check(form, row)
        if name == EXCEPTION:
            yield None, [Form(form, NOTHING) for form in forms], row
            continue
        key = f"term:{name}"
        hangul = next((form for form in forms if is_hangul(form[0])), "")
        entry = Entry(key, "term", forms[0], hangul, forms, note, whole=mark == WHOLE)
        yield entry, [Form(form, key) for form in forms], row


def extend(old: Entry, more: Entry) -> Entry:
    """Return an entry with another's forms after its own, and its note or mark if it has one."""
    return replace(
        old,
        forms=tuple(dict.fromkeys(old.forms + more.forms)),
        hangul=old.hangul or more.hangul,
        note=more.note or old.note,
        whole=old.whole or more.whole,
    )


def _check(form: str, row: Row) -> None:
    letters = [character for character in form if character.isalnum()]
    if len(letters) < 2:
        row.refuse(f"the form '{form}' is too short; it needs two letters or syllables.")
    if not (form[0].isalnum() or form[0] == "#"):
        row.refuse(f"the form '{form}' must begin with a letter or a digit.")
