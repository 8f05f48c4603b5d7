"""Korean words that are spelled or bounded otherwise: what stands beside their pairs of syllables.

The North writes 로동 and 녀성 where the South writes 노동 and 여성; and a word of one syllable (핵)
begins longer ones (핵시험), whose pairs do not have it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from nksearch.romanisation import northern_initials, southern

_RUN = re.compile("[\uac00-\ud7a3]{2,}")
# Other particles end too many words of two syllables (국가, 회의, 지도).
_ONE_SYLLABLE = re.compile("(?<![\uac00-\ud7a3])([\uac00-\ud7a3])([은는을를]?)(?![\uac00-\ud7a3])")
# Pronouns, numerals and other words that say little.
_LITTLE = frozenset("그이저나너내네제수것때중등및더또왜뭐한두세몇각전후안못잘다꼭곧줄채간일년월시")


@dataclass(frozen=True, slots=True)
class Word:
    """A word at text[start:end], and the terms that articles may have instead.

    `asked` is the word of the question and `other` tells a reader what is searched besides it. With
    `particle`, the word is one syllable and a particle, unless the two are a word themselves.
    """

    start: int
    end: int
    terms: tuple[str, ...]
    asked: str
    other: str
    particle: bool = False


def terms_beside(text: str) -> list[str]:
    """Return the terms that stand in the index beside the words of a text.

    Those of the South's spelling where the North's is another, and the beginnings of words.
    """
    found = []
    for match in _RUN.finditer(text):
        run = match[0]
        found.append(_beginning(run[0]))
        written = southern(run)
        if written != run:
            found += [
                _southern(ours)
                for ours, theirs in zip(_pairs(written), _pairs(run), strict=True)
                if ours != theirs
            ]
    return found


def other_orthography(text: str) -> Iterator[Word]:
    """Yield the pairs of syllables that the other Korea may write otherwise."""
    for match in _RUN.finditer(text):
        run, start = match[0], match.start()
        written = southern(run)
        others = [other for other in (written, *_northern(written)) if other != run]
        other = others[0] if others else f"the North's spelling of {run}"
        for place, (ours, theirs) in enumerate(zip(_pairs(written), _pairs(run), strict=True)):
            terms = (_southern(ours),) if ours == theirs else (ours, _southern(ours))
            yield Word(start + place, start + place + 2, terms, run, other)


def longer_words(text: str) -> Iterator[Word]:
    """Yield the words of one syllable with the beginning of longer words."""
    for match in _ONE_SYLLABLE.finditer(text):
        syllable, particle = match[1], match[2]
        if syllable not in _LITTLE:
            alone = (syllable,) if particle else ()
            terms = (*alone, _beginning(syllable))
            other = f"words that begin with {syllable}"
            yield Word(*match.span(), terms, syllable, other, bool(particle))


def _northern(written: str) -> list[str]:
    """Return how the North may write a word of the South."""
    found = (initial + written[1:] for initial in northern_initials(written[0]))
    return [each for each in found if each != written and southern(each) == written]


def _pairs(run: str) -> list[str]:
    return [first + second for first, second in pairwise(run)]


def _southern(pair: str) -> str:
    return f"south\x1f{pair}"


def _beginning(syllable: str) -> str:
    return f"begins\x1f{syllable}"
