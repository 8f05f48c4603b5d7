"""Romanise Hangul, read romanised names back, and find the spellings of one name."""

from nksearch.romanisation.hangul_names import is_everyday, name_in_run
from nksearch.romanisation.hangul_to_roman import to_roman, without_marks
from nksearch.romanisation.jamo import all_hangul
from nksearch.romanisation.names import Name, find_names
from nksearch.romanisation.orthography import northern_initials, southern
from nksearch.romanisation.people import hangul_spellings, person_keys
from nksearch.romanisation.places import Gazetteer

VERSION = "3"
"""Raised when texts or spellings are read in another way: names found before are found anew."""

__all__ = [
    "VERSION",
    "Gazetteer",
    "Name",
    "all_hangul",
    "find_names",
    "hangul_spellings",
    "is_everyday",
    "name_in_run",
    "northern_initials",
    "person_keys",
    "southern",
    "to_roman",
    "without_marks",
]
