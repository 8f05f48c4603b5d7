"""Pronounce Hangul: the sound changes that romanisation systems write.

The rules are those of the Standard Pronunciation (표준 발음법, Ministry of Education notice 88-2,
articles 8-21 and 29), which both the Revised Romanisation (3.1.1) and McCune-Reischauer follow.
Tensification (articles 23-28) is left out: the Revised Romanisation does not write it, and
McCune-Reischauer derives it from the letters (see `systems`).
"""

from nksearch.romanisation.jamo import Syllable, split

BORDER = "+"
"""In input: the border of a compound, where ㄴ may be inserted (학+여울 -> 항녀울)."""

PLAIN_CODAS = {
    **dict.fromkeys(("ㄱ", "ㄲ", "ㅋ", "ㄳ", "ㄺ"), "ㄱ"),
    **dict.fromkeys(("ㄴ", "ㄵ", "ㄶ"), "ㄴ"),
    **dict.fromkeys(("ㄷ", "ㅅ", "ㅆ", "ㅈ", "ㅊ", "ㅌ", "ㅎ"), "ㄷ"),
    **dict.fromkeys(("ㄹ", "ㄼ", "ㄽ", "ㄾ", "ㅀ"), "ㄹ"),
    **dict.fromkeys(("ㅁ", "ㄻ"), "ㅁ"),
    **dict.fromkeys(("ㅂ", "ㅍ", "ㅄ", "ㄿ"), "ㅂ"),
    "ㅇ": "ㅇ",
    "": "",
}
"""The seven codas that are heard before a consonant or at the end (articles 8-11)."""

NASAL = {"ㄱ": "ㅇ", "ㄷ": "ㄴ", "ㅂ": "ㅁ"}
ASPIRATED = {"ㄱ": "ㅋ", "ㄷ": "ㅌ", "ㅂ": "ㅍ", "ㅈ": "ㅊ"}
_CLUSTERS = {
    "ㄳ": ("ㄱ", "ㅅ"),
    "ㄵ": ("ㄴ", "ㅈ"),
    "ㄶ": ("ㄴ", "ㅎ"),
    "ㄺ": ("ㄹ", "ㄱ"),
    "ㄻ": ("ㄹ", "ㅁ"),
    "ㄼ": ("ㄹ", "ㅂ"),
    "ㄽ": ("ㄹ", "ㅅ"),
    "ㄾ": ("ㄹ", "ㅌ"),
    "ㄿ": ("ㄹ", "ㅍ"),
    "ㅀ": ("ㄹ", "ㅎ"),
    "ㅄ": ("ㅂ", "ㅅ"),
}
_VERB_ENDINGS = frozenset(map(split, "히힌혀혔"))
_Y_VOWELS = "ㅣㅑㅕㅛㅠㅖㅒ"
# Article 20: after two syllables or more these keep ㄴ: 신문로 [신문노]; but 대관령 [대괄령].
_SUFFIXES_AFTER_N = "란량력례로론료"


def pronounce(word: str) -> list[Syllable]:
    """Return the syllables of a Hangul word as they are heard, codas reduced to the seven.

    The word may hold `BORDER` between the parts of a compound. Liaison moves a coda to the next
    onset, so 철원 comes back as 처뤈 and 독립문 as 동님문. ㄱ, ㄷ, ㅂ before ㅎ stay apart, as both
    systems ask of nouns (묵호 Mukho), except before the verb endings 히 and 혀 (잡혀 japyeo).
    """
    heard = [split(character) for character in word if character != BORDER]
    borders = _borders(word)
    for i in range(1, len(heard)):
        left, right = heard[i - 1], heard[i]
        if i in borders and left.coda and not right.onset and right.vowel in _Y_VOWELS:
            right = right._replace(onset="ㄴ")  # article 29
        coda, onset = meet(left.coda, right)
        if (coda, onset, right.onset) == ("ㄹ", "ㄹ", "ㄹ") and left.coda == "ㄴ":
            last = i == len(heard) - 1
            if last and i >= 2 and word[-1] in _SUFFIXES_AFTER_N:
                coda, onset = "ㄴ", "ㄴ"
        heard[i - 1], heard[i] = left._replace(coda=coda), right._replace(onset=onset)
    if heard:
        heard[-1] = heard[-1]._replace(coda=PLAIN_CODAS[heard[-1].coda])
    return heard


def _borders(word: str) -> set[int]:
    """Return the indices of the syllables that begin a part of a compound."""
    found, position = set(), 0
    for character in word:
        if character == BORDER:
            found.add(position)
        else:
            position += 1
    return found


def meet(coda: str, right: Syllable) -> tuple[str, str]:
    """Return (coda, onset) as heard where a coda meets the next syllable."""
    if not coda:
        return "", right.onset
    if not right.onset:
        return _liaison(coda, right.vowel)
    if right.onset == "ㅎ":
        return _before_h(coda, right)
    if coda in ("ㅎ", "ㄶ", "ㅀ"):
        return _after_h(coda, right.onset)
    return _assimilate(PLAIN_CODAS[coda], right.onset)


def _liaison(coda: str, vowel: str) -> tuple[str, str]:
    if coda == "ㅇ":
        return coda, ""
    kept, moved = _CLUSTERS.get(coda, ("", coda))
    if moved == "ㅎ":  # article 12.4: 낳은 [나은], 않은 [아는]
        return "", kept
    if vowel in "ㅣㅕ":  # article 17: 해돋이 [해도지], 같이 [가치]
        moved = {"ㄷ": "ㅈ", "ㅌ": "ㅊ"}.get(moved, moved)
    return kept, moved


def _before_h(coda: str, right: Syllable) -> tuple[str, str]:
    kept, moved = _CLUSTERS.get(coda, ("", coda))
    if moved == "ㅈ":
        return kept, "ㅊ"
    if right in _VERB_ENDINGS and moved in ASPIRATED:
        return kept, "ㅊ" if moved == "ㄷ" else ASPIRATED[moved]  # article 17: 굳히다 [구치다]
    return PLAIN_CODAS[coda], "ㅎ"


def _after_h(coda: str, onset: str) -> tuple[str, str]:
    kept = _CLUSTERS.get(coda, ("", coda))[0]
    if onset in ASPIRATED:  # article 12.1: 좋고 [조코], 않다 [안타]
        return kept, ASPIRATED[onset]
    if onset == "ㅅ":
        return kept, "ㅆ"
    return _assimilate(kept or "ㄷ", onset) if onset in "ㄴㄹㅁ" else (kept, onset)


def _assimilate(coda: str, onset: str) -> tuple[str, str]:
    if coda == "ㄹ" and onset == "ㄴ":
        return "ㄹ", "ㄹ"  # article 20
    if onset == "ㄹ":
        if coda in "ㄴㄹ":
            return "ㄹ", "ㄹ"
        return NASAL.get(coda, coda), "ㄴ"  # article 19
    if onset in "ㄴㅁ":
        return NASAL.get(coda, coda), onset  # article 18
    return coda, onset
