"""The language of a text: by script where that decides, by function words, else by a classifier."""

import re
from functools import cache
from typing import Any

from nksearch.text import hangul_share

UNKNOWN = "und"

_SAMPLE = 2_000  # characters that are looked at
_KOREAN_SHARE = 0.3  # English text on Korea quotes a few Korean words; Korean text has some Latin
_FEWEST_LETTERS = 20  # below, names look like any language
_FEW_LETTERS = 60  # up to here the classifier must be clear: lists of names are not
_CLEAR = 15.0  # lead of the best language over the second, in the classifier's log units
_WORD = re.compile(r"[^\W\d_]+")
_KANA = re.compile("[\u3040-\u30ff]")
_HAN = re.compile("[\u3400-\u9fff]")
_HANGUL_WORD = re.compile("[\uac00-\ud7a3]{2}")

# Words that make up a fifth of English prose and hardly occur in other languages.
_ENGLISH = frozenset(
    "the of and to that with from was were has have had which this these their they are been be "
    "by for said who would".split()
)
_ENGLISH_SHARE = 0.12
# Languages in which the world's news is written: with more to choose from, tables and lists of
# names come out as pidgins.
_CANDIDATES = (
    "ar bg bn cs da de el en es fa fi fr he hi hu id it ja km ko lo mn ms my ne nl no pl pt ro ru "
    "sk sr sv ta th tl tr uk ur vi zh"
).split()


def detect_language(text: str) -> str:
    """Return the BCP 47 code of the language of `text`, `und` when it says too little."""
    sample = text[:_SAMPLE]
    letters = sum(character.isalpha() for character in sample)
    by_script = _by_script(sample, letters)
    if by_script or letters < _FEWEST_LETTERS:
        return by_script or UNKNOWN
    words = _WORD.findall(sample.lower())
    if sum(word in _ENGLISH for word in words) / len(words) >= _ENGLISH_SHARE:
        return "en"
    (best, score), (_, second) = _classifier().rank(sample)[:2]
    clear = letters > _FEW_LETTERS or score - second >= _CLEAR
    return str(best) if clear else UNKNOWN


def _by_script(sample: str, letters: int) -> str | None:
    if hangul_share(sample) >= _KOREAN_SHARE and _HANGUL_WORD.search(sample):
        return "ko"
    han, kana = len(_HAN.findall(sample)), len(_KANA.findall(sample))
    if kana >= 2 and han + kana > letters / 2:
        return "ja"
    if han >= 4 and han > letters / 2:
        return "zh"
    return None


@cache
def _classifier() -> Any:
    import py3langid  # half a second, and most articles are told by script or function words

    py3langid.set_languages(_CANDIDATES)
    return py3langid
