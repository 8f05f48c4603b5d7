import pytest

from nksearch.romanisation import to_roman, without_marks
from nksearch.romanisation.places import split_place
from nksearch.vocabulary import load_vocabulary
from nksearch.vocabulary.entries import identity

VOCABULARY = load_vocabulary()
ENTRIES = VOCABULARY.entries
PLACES = [entry for entry in ENTRIES.values() if entry.kind == "place"]
TERMS = [entry for entry in ENTRIES.values() if entry.kind == "term"]


def test_the_tables_are_of_a_useful_size():
    assert len(PLACES) >= 240
    assert len(TERMS) >= 150


def test_every_place_lies_in_korea():
    for place in PLACES:
        assert 33 <= place.latitude <= 43.1 and 124 <= place.longitude <= 131, place


def test_every_place_of_the_north_has_a_province():
    names = {p.province for p in PLACES}
    assert names == {
        "Pyongyang", "Rason", "Nampo", "Kaesong", "South Pyongan", "North Pyongan", "Jagang",
        "South Hwanghae", "North Hwanghae", "Kangwon", "South Hamgyong", "North Hamgyong",
        "Ryanggang", "South Korea",
    }  # fmt: skip


@pytest.mark.parametrize("system", ["rr", "mr", "dprk"])
def test_every_romanisation_of_a_place_comes_back_to_its_key(system):
    units = ("구역", "시", "군", "리", "도")
    for place in PLACES:
        stem = place.key.removeprefix("place:")
        if place.hangul[-1] not in units and place.hangul[-2:] not in units:
            stem = place.hangul
        if len(stem) > 6 or "댐" in stem or "거리" in stem:
            continue  # more syllables than a spelling is read back for, or words that are native
        written = to_roman(stem, system, "word")
        for spelling in (written, without_marks(written)):
            assert place.key.removeprefix("place:") in split_place(spelling).keys, (
                place.key,
                spelling,
            )


def test_every_form_asks_for_its_entry():
    for entry in ENTRIES.values():
        for form in (*entry.forms, entry.hangul):
            assert not form or entry.key in VOCABULARY.keys_of(form), (entry.key, form)


def test_no_form_of_a_term_is_another_entry_s():
    for entry in TERMS:
        for form in entry.forms:
            listed = {key for key in VOCABULARY.keys_of(form) if key.startswith("term:")}
            assert listed == {entry.key}, form


def test_every_form_of_a_term_is_found_in_a_sentence():
    for entry in TERMS:
        for form in entry.forms:
            written = form.replace("#", "17")
            text = f"said {written} today"
            found = [(m.entry, text[m.start : m.end]) for m in VOCABULARY.find(text)]
            assert found == [(entry.key, written)], form


def test_forms_differ_in_more_than_joints_and_capitals():
    for entry in TERMS:
        latin = [form for form in entry.forms if form.isascii()]
        identities = {identity(form) for form in latin}
        assert len(latin) - len(identities) <= 3, entry.key
