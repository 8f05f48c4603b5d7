"""Romanise Hangul, read romanised names back, and find the spellings of one name."""

from nksearch.romanisation.hangul_to_roman import Kind, System, to_roman, without_marks
from nksearch.romanisation.jamo import all_hangul
from nksearch.romanisation.names import Name, find_names
from nksearch.romanisation.orthography import northern_initials, southern
from nksearch.romanisation.people import hangul_spellings, is_korean_name, person_keys
from nksearch.romanisation.places import PROVINCES, Place, place_keys, split_place
from nksearch.romanisation.spellings import readings

__all__ = [
    "PROVINCES",
    "Kind",
    "Name",
    "Place",
    "System",
    "all_hangul",
    "find_names",
    "hangul_spellings",
    "is_korean_name",
    "northern_initials",
    "person_keys",
    "place_keys",
    "readings",
    "southern",
    "split_place",
    "to_roman",
    "without_marks",
]
