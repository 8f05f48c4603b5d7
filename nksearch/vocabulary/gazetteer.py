"""Read the gazetteer: places, the spellings that name them, and where they are."""

import re
from collections.abc import Iterable, Iterator

from nksearch.romanisation import southern, to_roman, without_marks
from nksearch.romanisation.hangul_to_roman import System
from nksearch.romanisation.places import ENGLISH_UNITS, UNITS, place_key
from nksearch.vocabulary.entries import Entry, Form
from nksearch.vocabulary.rows import Row, split_forms

HEADER = (
    "hangul", "name", "kind", "province", "latitude", "longitude", "source", "alone", "latin",
    "spellings", "note",
)  # fmt: skip
_STEM = re.compile("(.+?)(특별시|광역시|구역|[도시군])")
_ADMINISTRATIVE = frozenset({"province", "city", "county", "district"})
_SYSTEMS: tuple[System, ...] = ("rr", "mr", "alalc", "dprk")
_LONG = 4  # syllables of a full name that is no ordinary word by chance


def read_places(rows: Iterable[Row]) -> Iterator[tuple[Entry, list[Form], bool]]:
    """Yield each place, its forms, and whether any Latin spelling of its name counts in texts.

    Raises:
        UsageError: a row's coordinates are no numbers.
    """
    for row in rows:
        if row.columns == HEADER:
            continue
        hangul, name, kind, province, north, east, _, alone, latin, spellings, note = row.columns
        match = _STEM.fullmatch(hangul) if kind in _ADMINISTRATIVE else None
        stem, unit = match.groups() if match else (hangul, "")
        key = "place:" + place_key(stem)
        forms = list(_forms(key, hangul, unit, split_forms(alone)))
        forms += [
            Form(form.removeprefix("?"), key, "asked" if form.startswith("?") else "loose")
            for form in split_forms(spellings)
        ]
        if latin:
            forms += (Form(form, key) for form in _romanised(stem, unit, latin == "exact"))
        texts = tuple(dict.fromkeys(form.text for form in forms))
        try:
            latitude, longitude = float(north), float(east)
        except ValueError:
            row.refuse("latitude and longitude must be degrees, as 39.034 and 125.754.")
        entry = Entry(key, "place", name, hangul, texts, note, latitude, longitude, province)
        yield entry, forms, not latin


def _forms(key: str, hangul: str, unit: str, alone: tuple[str, ...]) -> Iterator[Form]:
    """Yield the Hangul forms: the full name in both spellings, and what means the place alone."""
    telling = bool(alone) or not unit or len(hangul) >= _LONG
    for name in dict.fromkeys((hangul, southern(hangul), place_key(hangul))):
        yield Form(name, key, "loose" if telling and len(name) > 2 else "name")
    for name in alone:
        if name != hangul:
            yield Form(name, key, "loose" if len(name) > 2 else "name")


def _romanised(stem: str, unit: str, alone: bool) -> list[str]:
    """Return a stem in the published systems, with units, and by itself if `alone`."""
    written = [to_roman(stem, system, "place") for system in _SYSTEMS]
    stems = dict.fromkeys([*written, *map(without_marks, written)])
    endings = UNITS[unit if unit in UNITS else unit[-1]].split()
    found = [f"{s} {e}" if e in ENGLISH_UNITS else f"{s}-{e}" for s in stems for e in endings]
    return [*stems, *found] if alone else found
