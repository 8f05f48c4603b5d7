"""Measure against the collections beside the repository, which it does not contain."""

import csv
import os
from pathlib import Path

import pytest

from nksearch.romanisation import to_roman, without_marks
from nksearch.romanisation.jamo import is_hangul
from nksearch.romanisation.places import place_key, split_place

ROOT = Path(__file__).parents[2]
FOLDER = Path(os.environ.get("NKSEARCH_EVAL", ROOT / "../shared/eval")) / "names"

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason=f"no collections at {FOLDER}; set NKSEARCH_EVAL to their folder"
)

SYSTEMS = {
    "alalc-kor-Hang-Latn-1997": ("alalc", "place"),
    "bgn-kor-Hang-Latn-1943": ("mr", "place"),
    "bgnpcgn-kor-Hang-Latn-rok-2011": ("rr", "place"),
    "moct-kor-Hang-Latn-2000": ("rr", "place"),
    "iso-kor-Hang-Latn-1996-method1": ("iso1", "word"),
    "iso-kor-Hang-Latn-1996-method2": ("iso2", "word"),
    "odni-kor-Hang-Latn-2015": ("ic", "person"),
}
# Places whose printed spelling in the collection is another word (a slip, or another place's name).
MISPRINTED = {"금강", "단천", "대관", "서흥", "재령", "중", "회창"}


def rows(file):
    with (FOLDER / file).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


@pytest.mark.parametrize("system", SYSTEMS)
def test_published_pairs_are_met_exactly(system):
    pairs = [row for row in rows("romanisation_pairs.tsv") if row["system"] == system]
    assert pairs
    assert [
        (row["source"], row["roman"], written)
        for row in pairs
        if (written := to_roman(row["source"], *SYSTEMS[system])) != row["roman"]
    ] == []


def test_every_place_is_met_by_every_romanisation():
    for row in rows("nk_admin_names.tsv"):
        key = place_key(row["hangul_stem"])
        spellings = [row["hangul"], row["hangul_stem"]]
        for system in ("rr", "mr", "alalc", "dprk"):
            spelling = to_roman(row["hangul_stem"], system, "place")
            spellings += [spelling, without_marks(spelling)]
        spellings += [to_roman(row["hangul"], system, "place") for system in ("rr", "dprk")]
        assert all(map(is_hangul, row["hangul"]))
        assert [s for s in spellings if key not in split_place(s).keys] == [], row["hangul"]


def test_every_place_is_met_by_its_printed_spellings_but_for_misprints():
    missed = set()
    for row in rows("nk_admin_names.tsv"):
        printed = [row[c] for c in ("dprk_spelling", "mccune_reischauer", "mr_ascii") if row[c]]
        if any(place_key(row["hangul_stem"]) not in split_place(s).keys for s in printed):
            missed.add(row["hangul_stem"])
    assert missed <= MISPRINTED
