"""Measure against the names beside the repository, which it does not contain."""

import csv

import pytest

from nksearch.romanisation.places import place_key
from nksearch.vocabulary import load_vocabulary

from ..conftest import SHARED

NAMES = SHARED / "eval" / "names" / "nk_admin_names.tsv"
pytestmark = pytest.mark.skipif(not NAMES.is_file(), reason=f"no collection at {NAMES}")


def test_all_spellings_of_all_places_lead_to_one_entry():
    vocabulary = load_vocabulary()
    with NAMES.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    assert len(rows) == 191
    missed = []
    for row in rows:
        key = "place:" + place_key(row["hangul_stem"])
        columns = ("hangul", "hangul_stem", "dprk_spelling", "mccune_reischauer", "mr_ascii")
        spellings = [row[column] for column in columns if row[column]]
        missed += [(key, s) for s in spellings if key not in vocabulary.keys_of(s)]
        assert key in vocabulary.entries
    assert missed == []
