"""Whether a text tells what was, what was not, or what is to come.

A sentence of one mood neither answers a question of another nor confirms or contradicts a
sentence of another.
"""

import re

from nksearch.text import has_hangul

_DENIED = re.compile(
    r"\b(?:not|cannot|never|nobody|none|neither|nor|without|false|untrue|den(?:y|ies|ied|ial)|"
    r"refut\w+|disput\w+|fail(?:s|ed)? to|refused? to|unable|called off|cancell?ed)\b"
    r"|\bno\b(?!\.? ?\d| (?:more|less|fewer|longer|later|earlier) than\b)"
    r"|n['’]t\b|[가-힣]지 ?(?:않|못|아니)|아니|부인[했하한]|취소",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\b(?:will|shall|would|going to|(?:may|might|could|should) have|(?:is|are|was|were) "
    r"(?:\w+ly )?to (?!the\b|an?\b)[a-z]+"
    r"|(?:expect|schedul|slat)(?:s|ed)|(?:is|are|was|were) (?:due|set|supposed|about) (?:to|for|in)"
    r"|(?:plan|intend|aim|hope|vow|pledge|promise)(?:ned|s|d|ed)? (?:to|for))\b|['’]ll\b"
    r"|예정|계획|것으로 (?:예상|전망)|[할될릴갈올] 것|겠다"
)
_ASKS_NOT_OF_PAST = re.compile(r"\b(?:do|does|is|are|can|to be)\b", re.IGNORECASE)
_HANGUL_FINALS, _SS = 28, 20  # consonants that end a syllable; that of the past (했, 었, 갔)
_FIRST_SYLLABLE, _LAST_SYLLABLE = "가", "힣"


def denies(text: str) -> bool:
    """Tell whether the text says of something that it was not."""
    return _DENIED.search(text) is not None


def mood(text: str) -> tuple[bool, bool]:
    """Return whether the text denies something, and whether it tells of what is to come."""
    return denies(text), _AHEAD.search(text) is not None


def may_answer(question: str, sentence: str) -> bool:
    """Tell whether what a sentence does not deny is asked for."""
    return not denies(sentence) or denies(question)


def is_ahead(question: str, clause: str) -> bool:
    """Tell whether a clause has what is to come, and the question asks for what was."""
    return _AHEAD.search(clause) is not None and _asks_of_past(question)


def _asks_of_past(question: str) -> bool:
    if has_hangul(question):
        return any(map(_ends_in_past, question))
    return not (_AHEAD.search(question) or _ASKS_NOT_OF_PAST.search(question))


def _ends_in_past(syllable: str) -> bool:
    if not _FIRST_SYLLABLE <= syllable <= _LAST_SYLLABLE or syllable in "있겠":
        return False
    return (ord(syllable) - ord(_FIRST_SYLLABLE)) % _HANGUL_FINALS == _SS
