"""Write Hangul as it sounds: the letters of the three systems that follow pronunciation.

Revised Romanisation: Ministry of Culture and Tourism (MCST) notice 2000-8, chapters 2 and 3.
McCune-Reischauer: G. M. McCune and E. O. Reischauer, Transactions of the Korea Branch of the Royal
Asiatic Society 29 (1939); the table of finals and initials as ALA-LC and BGN/PCGN print it.
DPRK: national system of 1992, UNGEGN working paper 46 of the 17th session (1994), revised 2002.
"""

from nksearch.romanisation.jamo import Syllable, split
from nksearch.romanisation.sounds import BORDER, NASAL, PLAIN_CODAS, meet, pronounce
from nksearch.romanisation.tables import letters

_LETTERS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅈㅉㅊㅋㅌㅍㅎ"
_RR_ONSETS = letters(_LETTERS, "g kk n d tt r m b pp s ss j jj ch k t p h")
_MR_ONSETS = letters(_LETTERS, "k kk n t tt r m p pp s ss ch tch ch’ k’ t’ p’ h")
_DPRK_ONSETS = letters(_LETTERS, "k kk n t tt r m p pp s ss j jj ch kh th ph h")
_VOICED = {"ㄱ": "g", "ㄷ": "d", "ㅂ": "b", "ㅈ": "j"}
_CODAS = {"": "", "ㄱ": "k", "ㄴ": "n", "ㄷ": "t", "ㄹ": "l", "ㅁ": "m", "ㅂ": "p", "ㅇ": "ng"}

_VOWEL_LETTERS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_RR_VOWELS = letters(_VOWEL_LETTERS, "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i")
MR_VOWELS = letters(_VOWEL_LETTERS, "a ae ya yae ŏ e yŏ ye o wa wae oe yo u wŏ we wi yu ŭ ŭi i")


def revised(word: str) -> str:
    """Transcribe one word by the Revised Romanisation (chapter 2, and 3.1: sound changes)."""
    written = ""
    for onset, vowel, coda in pronounce(word):
        initial = "l" if onset == "ㄹ" and written.endswith("l") else _RR_ONSETS.get(onset, "")
        written += initial + _RR_VOWELS[vowel] + _CODAS[coda]
    return written


def revised_syllables(word: str) -> str:
    """Transcribe a given name: no sound change between its syllables (3.4: 복남 Boknam)."""
    return "".join(map(revised, word))


def mccune_reischauer(word: str) -> str:
    """Transcribe one word by McCune-Reischauer, hyphens kept and sounds changed across them.

    Apostrophes are U+2019, as ALA-LC prints them: after aspirates, and in n’g for ㄴ before ㄱ.
    """
    hyphens = _hyphens(word)
    heard = pronounce(word.replace("-", ""))
    plain = word.replace("-", "").replace(BORDER, "")
    written = ""
    for i, syllable in enumerate(heard):
        left = heard[i - 1] if i else None
        onset = _mr_onset(left, syllable)
        if i in hyphens:  # the coda that moved stays before the hyphen: 석인 Sŏg-in
            onset = f"{onset}-" if not split(plain[i]).onset else f"-{onset}"
        elif left and left.coda == "ㄴ" and onset == "g":
            onset = "’g"  # n’g is ㄴ before ㄱ, ng is ㅇ
        vowel = MR_VOWELS[syllable.vowel]
        if vowel == "e" and not onset and left and not left.coda and written[-1:] in "ao":
            vowel = "ë"  # 가에 kaë, not 개
        right = heard[i + 1] if i + 1 < len(heard) else None
        written += onset + vowel + _mr_coda(syllable, right)
    return written


def _hyphens(word: str) -> set[int]:
    parts = [len(part.replace(BORDER, "")) for part in word.split("-")]
    return {sum(parts[: i + 1]) for i in range(len(parts) - 1)}


def _mr_onset(left: Syllable | None, syllable: Syllable) -> str:
    onset = syllable.onset
    if onset == "ㅅ" and syllable.vowel == "ㅟ":
        return "sh"
    if left and left.coda == "ㄹ":
        if onset in ("ㄷ", "ㅈ"):  # both are tense after ㄹ in Chinese words: 길주 Kilchu
            return _MR_ONSETS[onset]
        if onset == "ㄹ":
            return "l"
    if left and onset in _VOICED and left.coda in ("", "ㄴ", "ㄹ", "ㅁ", "ㅇ"):
        return _VOICED[onset]
    return _MR_ONSETS.get(onset, "")


def _mr_coda(syllable: Syllable, right: Syllable | None) -> str:
    coda, onset = syllable.coda, right.onset if right else ""
    if coda == "ㄹ" and onset == "ㅎ":
        return "r"  # 일하 Irha
    if (coda, onset) in (("ㄱ", "ㄲ"), ("ㅂ", "ㅃ"), ("ㄷ", "ㄸ"), ("ㄷ", "ㅆ"), ("ㄷ", "ㅉ")):
        return ""
    if (coda, onset) == ("ㄷ", "ㅅ"):
        return "s"
    return _CODAS[coda]


# Long-standing spellings in which the DPRK system writes ㄴㄹ as ll (rule of 1992; elsewhere nr).
_DPRK_LL = ("천리", "한라")
# Words for kinds of places keep their voiced letter after any coda: 압록강 Amrokgang, 법동 Popdong.
_DPRK_GENERIC = "강동도군구골"


def dprk(word: str) -> str:
    """Transcribe one word by the system of the DPRK.

    Unlike McCune-Reischauer it assimilates codas only (압록강 Amrokgang, 강령 Kangryŏng), and a
    single coda keeps its letter before a vowel (백암 Paekam, 철원 Chŏlwŏn).
    """
    plain = word.replace(BORDER, "")
    syllables = [split(character) for character in plain]
    written = ""
    for i, syllable in enumerate(syllables):
        left = syllables[i - 1] if i else None
        right = syllables[i + 1] if i + 1 < len(syllables) else None
        last = right is None and plain[i] in _DPRK_GENERIC
        pair, before = plain[i : i + 2], plain[i - 1 : i + 1] if i else ""
        coda = "l" if pair in _DPRK_LL else _dprk_coda(syllable, right)
        onset = "l" if before in _DPRK_LL else _dprk_onset(left, syllable, generic=last)
        written += onset + MR_VOWELS[syllable.vowel] + coda
    return written


def _dprk_onset(left: Syllable | None, syllable: Syllable, *, generic: bool) -> str:
    onset = syllable.onset
    if left is None or not onset:
        return _DPRK_ONSETS.get(onset, "")
    if left.coda in ("ㅎ", "ㄶ", "ㅀ"):
        return _DPRK_ONSETS.get(meet(left.coda, syllable)[1], "")
    voiced = generic or PLAIN_CODAS[left.coda] in ("", "ㄴ", "ㄹ", "ㅁ", "ㅇ")
    return _VOICED[onset] if voiced and onset in "ㄱㄷㅂ" else _DPRK_ONSETS[onset]


def _dprk_coda(syllable: Syllable, right: Syllable | None) -> str:
    coda = PLAIN_CODAS[syllable.coda]
    if right is None or syllable.coda in ("", "ㅇ"):
        return _CODAS[coda]
    if right.onset in ("ㄴ", "ㅁ", "ㄹ"):
        return _CODAS[NASAL.get(coda, coda)]
    if not right.onset and coda != syllable.coda:  # 붉은바위 Pulgŭnbawi: both are written
        kept, moved = meet(syllable.coda, right)
        return _CODAS[kept] + (_VOICED if kept else _DPRK_ONSETS).get(moved, _DPRK_ONSETS[moved])
    return _CODAS[coda] if syllable.coda not in ("ㅎ",) else ""
