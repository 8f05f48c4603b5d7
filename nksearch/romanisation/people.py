"""Decide whether a few words are a Korean personal name, and give the keys it meets others under.

A key is the name in Hangul, in one orthography: Choe Son Hui, Choi Sun-hee and 최선희 meet in
최선희. A Latin spelling has the keys of all its readings: two spellings are one name if they
share a key.
"""

import re
from functools import lru_cache

from nksearch.romanisation.inventory import GIVEN
from nksearch.romanisation.jamo import all_hangul
from nksearch.romanisation.orthography import after_vowel, initial, northern_initials
from nksearch.romanisation.spellings import fold, readings
from nksearch.romanisation.surnames import Surname, hangul_surnames, split_name, surname_of
from nksearch.romanisation.tables import words

_NONE: frozenset[str] = frozenset()
# Words and names of other languages that read as one syllable of a given name. A surname followed
# by one of these alone is no evidence (Kim Young), nor is a word followed by two (No Young Man).
COMMON = words(
    "a am an as ban bin bong chin chan chang chi chin cook dan do don gang go gun ha ham han "
    "hang he hi ho hong hun i il im in jan jean ji jo jon jun kay ki kin king lan lee len li "
    "lim lin long lu ma mae man may me mi min mo moon nam no noon o oh on pan park pi ra ran "
    "ray ri rim rin ro roe run sam san sang see sin so soh son song soo soon su sun sung tae "
    "tan tang tong too u un up wi win woo wu yi yong you young yu yun kang kim kong"
)
# Those of them that are words of English or of its titles: So Young, On Song, No Man, In San Jose.
ENGLISH = words(
    "a am an as ban bin bong chin cook dan do don gang go gun ha ham han hang he hi ho i in jan "
    "jean kin king lan lee len lin long lu ma man may me min moon no noon o oh on pan park ran ray "
    "rim roe run sam san sang see sin so son song soon sun sung tan tang tong too u un up win woo "
    "wu you young kim kong"
)
# Foreign given names and words that read as two syllables of a Korean given name.
FOREIGN = words(
    "susan jason simon hanna hannah sonia sonja gina dina nina diana hasan hassan imran osman "
    "sonya manu mano naomi maria mario marin moran moses musa dani suri jinan henan hunan yunan "
    "taiwan suin sousa solo soda soma silo seoul china chino dojo domino mono tokyo tango bingo "
    "bongo congo jumbo limbo combo gumbo union onion samsung hyundai kimono pagan human woman "
    "choktong roman german norman herman poison prison season reason unison lagoon saloon"
)
# Surnames that are no given names: three words that end in one may be in Western order.
_MOSTLY_LAST = words("kim lee park pak choi choe kang kwon hwang jang jeong shin yoon")
_NEVER_GIVEN = words(
    "a am an as been seek seem do go i in kong no oh on so to up you"
)  # Hong Kong Park
_NEVER_SYLLABLES = words("a am as been kong seek seem to up you")
# Letters that Latin spellings of Korean have and pinyin, Vietnamese and English given names lack.
_TELLING = re.compile("eo|eu|[ŏŭ']|ae[a-z]|[a-z]oo[nkl]|hyu|hyo|yon|yeo|hui|hee|ryo|gy|ky|my[aeou]")


def person_key(hangul: str) -> str:
    """Return the key of a name in Hangul: surname and given name in the South's spelling.

    이영호 for 리영호, 최용해 for 최룡해 and for 최용해; 히 counts as 희.
    """
    surname, given = split_name(hangul.replace(" ", ""))
    written = initial(surname[0]) + surname[1:]
    if given:
        written += after_vowel(initial(given[0]) + given[1:]).replace("히", "희")
    return written


def hangul_spellings(key: str) -> tuple[str, ...]:
    """Return how a person's key may stand in Korean text, the key first: 이영호 and 리영호."""
    surname, given = split_name(key)
    firsts = [s + surname[1:] for s in northern_initials(surname[0])]
    firsts = [first for first in firsts if first in hangul_surnames()]
    rests = [s + given[1:] for s in northern_initials(given[0]) if s == given[0] or s in GIVEN]
    return tuple(first + rest for first in firsts for rest in rests)


def person_keys(name: str) -> frozenset[str]:
    """Return the keys of a name in either script and order, empty where it is no Korean name."""
    compact = name.replace(" ", "")
    if all_hangul(compact):
        surname, given = split_name(compact)
        fits = surname in hangul_surnames() and 1 <= len(given) <= 2
        return frozenset({person_key(compact)}) if fits else _NONE
    return latin_person_keys(tuple(fold(name).replace(",", "").split()))


@lru_cache(maxsize=65536)
def latin_person_keys(tokens: tuple[str, ...]) -> frozenset[str]:
    """Return the keys of folded tokens (`spellings.fold`), empty if they are no Korean name.

    It takes a known surname, first or last, and one or two syllables of given names; the weaker
    the surname's evidence (see `surnames.TABLE`), the more of the given name must be there.
    """
    if not 2 <= len(tokens) <= 3:
        return _NONE
    first, last = surname_of(tokens[0]), surname_of(tokens[-1])
    doubtful = len(tokens) == 2 or first is None or first.trust != "korean"
    if doubtful and tokens[0] == tokens[1]:
        return _NONE  # Pok Pok, Yo Yo Ma
    found = _surname_first(first, tokens) if first else _NONE
    western = tokens[-1] in _MOSTLY_LAST or len(tokens) == 2
    either = first and first.trust != "korean" and tokens[-1] in _MOSTLY_LAST  # Min Woo Lee
    if last and last.trust != "word" and western and (either or not found):
        telling = last.trust == "korean" or tokens[-1] in _MOSTLY_LAST
        if telling or any(map(_TELLING.search, tokens[:-1])):  # not Yung-Yu Ma
            found |= _surname_last(last, tokens[:-1])
    return found


def _surname_first(surname: Surname, tokens: tuple[str, ...]) -> frozenset[str]:
    spelled, *given = tokens
    if len(given) == 2 or "-" in given[0]:
        parts = "-".join(given).split("-")
        foreign = parts[0] == parts[-1] or "".join(parts) in FOREIGN
        if surname.trust != "korean" and (foreign or not _NEVER_SYLLABLES.isdisjoint(parts)):
            return _NONE
        if surname.trust == "word" and not _outweighs_word(len(given) == 1, parts):
            return _NONE
        return _combine(surname, _syllables("-".join(parts), 2))
    one = given[0]
    single = _syllables(one, 1)
    if single:
        alone = surname.trust == "korean" and one not in COMMON | _NEVER_GIVEN
        return _combine(surname, single) if alone else _NONE
    if one in FOREIGN or not _may_be_joined(surname, spelled, one):
        return _NONE
    return _combine(surname, _syllables(one, 2))


def _outweighs_word(hyphened: bool, parts: list[str]) -> bool:
    """Say whether a given name makes a surname of a word: Oh Su-yong, So Hong Chan, not So Young.

    Two words need a syllable that English lacks; the last may not be a village's (No Gun Ri).
    """
    if parts[0] in _NEVER_GIVEN:
        return False
    return hyphened or (not ENGLISH.issuperset(parts) and parts[-1] != "ri")


def _may_be_joined(surname: Surname, spelled: str, given: str) -> bool:
    """Say whether two syllables without a hyphen may be a given name: Kim Jongun, Lee Jaemyung."""
    if surname.trust == "shared" or spelled == "park":  # Park Manor
        return len(given) >= 5 and _TELLING.search(given) is not None
    return surname.trust == "korean" and len(given) >= 4


def _surname_last(surname: Surname, given: tuple[str, ...]) -> frozenset[str]:
    parts = "-".join(given).split("-")
    if len(parts) == 1 or parts[0] == parts[-1] or not _NEVER_GIVEN.isdisjoint(given):
        return _NONE  # Susan Kim, Yo-Yo Ma, Hong Kong Park
    return _combine(surname, _syllables("-".join(parts), 2))


def _syllables(given: str, count: int) -> frozenset[str]:
    """Return the readings of a given name with exactly `count` syllables, one to each part."""
    parts = given.split("-")
    if len(parts) not in (1, count):
        return _NONE
    return frozenset(r for r in readings(given, given=True) if len(r) == count)


def _combine(surname: Surname, given: frozenset[str]) -> frozenset[str]:
    return frozenset(person_key(first + rest) for first in surname.hangul for rest in given)
