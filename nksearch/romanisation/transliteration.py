"""Write Hangul letter by letter: Yale and ISO/TR 11941, which ignore sound changes.

Yale: S. E. Martin, A Reference Grammar of Korean (1992), chapter 1. ISO/TR 11941:1996: method 1
(proposed by the DPRK) and method 2 (by the ROK).
"""

from nksearch.romanisation.jamo import Syllable, split
from nksearch.romanisation.tables import letters

_ONSETS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"


_YALE = letters(_ONSETS, "k kk n t tt l m p pp s ss c cc ch kh th ph h") | letters(
    _VOWELS, "a ay ya yay e ey ye yey o wa way oy yo wu we wey wi yu u uy i"
)
_ISO_VOWELS = letters(_VOWELS, "a ae ya yae eo e yeo ye o wa wae oe yo u weo we wi yu eu yi i")
_ISO1 = letters(_ONSETS, "k kk n t tt r m p pp s ss c cc ch kh th ph h") | _ISO_VOWELS
_ISO2 = letters(_ONSETS, "g gg n d dd r m b bb s ss j jj c k t p h") | _ISO_VOWELS
_PARTS = {"ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ",
          "ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ"}  # fmt: skip


def _coda(coda: str, spelled: dict[str, str], rieul: str) -> str:
    special = {"ㅇ": "ng", "ㄹ": rieul}
    return "".join(special.get(part) or spelled[part] for part in _PARTS.get(coda, coda))


def yale(word: str) -> str:
    """Transliterate one word in Yale: a period where two syllables could be read as others."""
    written, left = "", None
    for syllable in map(split, word):
        vowel = _YALE[syllable.vowel]
        if vowel == "wu" and syllable.onset in ("ㅁ", "ㅂ", "ㅃ", "ㅍ"):
            vowel = "u"  # there is no ㅡ after lips to tell it from
        onset = _YALE.get(syllable.onset, "")
        if left and _yale_needs_period(left, written, onset or vowel, syllable):
            written += "."
        written += onset + vowel + _coda(syllable.coda, _YALE, "l")
        left = syllable
    return written


def _yale_needs_period(left: Syllable, written: str, following: str, right: Syllable) -> bool:
    if not right.onset:
        # 늙은 nulk.un; 개어 kay.e, because kaye is 가여. ㅇ never begins a syllable: 강아 kanga.
        return left.coda not in ("", "ㅇ") or (not left.coda and written.endswith("y"))
    onsets = {_YALE[onset] for onset in _ONSETS}
    return left.coda != "" and written[-1:] + following[:1] in onsets


def iso_method1(word: str) -> str:
    """Transliterate one word by ISO/TR 11941 method 1: ㄱ k, ㅋ kh, ㄲ kk."""
    return _iso(word, _ISO1)


def iso_method2(word: str) -> str:
    """Transliterate one word by ISO/TR 11941 method 2: ㄱ g, ㅋ k, ㄲ gg."""
    return _iso(word, _ISO2)


def _iso(word: str, spelled: dict[str, str]) -> str:
    """Write an apostrophe before a vowel or a doubled letter that begins a later syllable."""
    written = ""
    for syllable in map(split, word):
        onset = spelled.get(syllable.onset, "")
        if written and len(onset) != 1:
            written += "'"
        written += onset + spelled[syllable.vowel] + _coda(syllable.coda, spelled, "l")
    return written
