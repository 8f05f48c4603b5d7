"""Repairs of what stripping a page's markup or a printed page did to words; a rule each.

What is stored and cited is the repaired text; the bytes that were read stay beside it. Text that
nothing happened to comes out as it went in.
"""

import re

# The site of KCNA sets these names in bold; without the tags they stick to the words around them.
_LEADER = r"Kim (?:Il Sung|Jong Il|Jong Un|Jong Suk)"
_GLUED_BEFORE = re.compile(rf"(?<=[^\W_])(?={_LEADER}\b)")
_GLUED_AFTER = re.compile(rf"({_LEADER})(?=[A-Z][a-z]|(?!is[mt]s?\b)[a-z]{{2}})")
_COMMA = re.compile(rf"(?<=[\w)][,;:])(?={_LEADER})")

_SOFT_HYPHEN = re.compile("\u00ad")
_ZERO_WIDTH = re.compile("[\u200b\u2060]")
_DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
_LIGATURE = re.compile(f"[{''.join(_LIGATURES)}]")


def repair(text: str) -> str:
    """Return `text` with the words apart that were glued, and without marks of typesetting."""
    for rule in _RULES:
        text = rule(text)
    return text


def split_glued_names(text: str) -> str:
    """Return `text` with spaces around names of leaders that stick to words: `ComradeKim Il Sung`.

    What follows one may be its plural or an -ism, and stays.
    """
    if "Kim " not in text:
        return text
    text = _GLUED_AFTER.sub(r"\1 ", text)
    return _COMMA.sub(" ", _GLUED_BEFORE.sub(" ", text))


def drop_soft_hyphens(text: str) -> str:
    """Return `text` without the marks where a word may be broken, which no reader sees."""
    return _SOFT_HYPHEN.sub("", text)


def drop_zero_width(text: str) -> str:
    """Return `text` without spaces and joiners that have no width."""
    return _ZERO_WIDTH.sub("", text)


def drop_directions(text: str) -> str:
    """Return `text` without marks of the direction of writing.

    No reader sees them, and they can make a line read as what it does not say.
    """
    return _DIRECTIONS.sub("", text)


def spell_out_ligatures(text: str) -> str:
    """Return `text` with the letters that a printed ligature such as `ﬁ` stands for."""
    return _LIGATURE.sub(lambda match: _LIGATURES[match[0]], text)


_RULES = (
    split_glued_names,
    drop_soft_hyphens,
    drop_zero_width,
    drop_directions,
    spell_out_ligatures,
)
