"""Nouns of a question that no article has: who or what the archive cannot tell of."""

import re

from nksearch.analysis import content, terms
from nksearch.answering.evidence import ASKING, Weight
from nksearch.answering.times import MONTH
from nksearch.korean import other_orthography

_MONTH = re.compile(MONTH, re.IGNORECASE)
# What asks and chats; nobody wants to know of it.
FRAMING = frozenset(
    term.text
    for term in terms(
        "old long far big tall high deep else ok okay yes thanks thank hello hi yesterday today "
        "tomorrow tonight since until before again anything something someone anyone please sure "
        "right really maybe sorry also well last next previous week month year day recent recently "
        "currently nowadays latest ago"
    )
)
_VERBAL = re.compile(
    r"(?:[iy][sz]e[ds]?|ed|ing|ly|ify|ified|est|ous|ful|[ai]ble|ive)$", re.IGNORECASE
)
_BEFORE_VERB = frozenset("did do doe will would can could should must may might to".split())
_ENGLISH_WORD = re.compile(r"[^\W\d_]", re.ASCII)
_KOREAN_NOUN = re.compile(
    r"(?<![가-힣])([가-힣]{2,}?)(?:은|는|이|가|을|를|의|에|에서|에게|와|과|도|로|으로|이란|란)(?![가-힣])(?!\s*\?)"
    r"|(?<![가-힣])([가-힣]{2,}?)(?:은|는|을|를|이란|란)(?![가-힣])"
)
_PAIRS_OF_SYLLABLE = 2  # that one wrong syllable spoils
_KOREAN_ASKING = re.compile(r"(?:무엇|누구|언제|어디|얼마|어느|어떤|어떻|왜|몇|무슨)")


def unknown_words(question: str, weight: Weight) -> list[tuple[str, str]]:
    """Return the nouns of a question that no article has, each with one of its terms."""
    return [*_latin(question, weight), *_hangul(question, weight)]


def _latin(question: str, weight: Weight) -> list[tuple[str, str]]:
    """Return unknown names, and unknown words in lower case where a noun may stand.

    Where all words have capitals, or none, these tell nothing: what ends like a verb is left out.
    """
    words = [term for term in content(question) if _ENGLISH_WORD.match(question, term.start)]
    cased = [question[term.start].isupper() for term in words]
    every = list(terms(question))
    tells = any(cased) and not all(cased)
    found = []
    for term, capital in zip(words, cased):
        word = question[term.start : term.end]
        if (
            weight(term.text) < weight("")
            or term.text in ASKING | FRAMING
            or _MONTH.fullmatch(word)
        ):
            continue
        place = every.index(term)
        first = place == 0 and len(every) > 1
        behind_noun = place > 0 and every[place - 1] in words
        verb = behind_noun and any(each.text in _BEFORE_VERB for each in every[:place])
        if (capital and tells and not first) or not (verb or _VERBAL.search(word)):
            found.append((word, term.text))
    return found


def _hangul(question: str, weight: Weight) -> list[tuple[str, str]]:
    """Return unknown words that a particle marks as nouns.

    None of their pairs of syllables is known, or so few that no syllable written wrongly tells it:
    코리올링크 begins like 코리아.
    """
    found = []
    for match in _KOREAN_NOUN.finditer(question):
        noun = match[1] or match[2]
        pairs = [term.text for term in terms(noun)]
        others = [term for word in other_orthography(noun) for term in word.terms]
        missing = [term for term in pairs if weight(term) >= weight("")]
        few = len(missing) > max(_PAIRS_OF_SYLLABLE, len(pairs) / 2)
        unknown = len(missing) == len(pairs) or few
        written = any(weight(term) < weight("") for term in others)
        if unknown and not written and not _KOREAN_ASKING.match(noun):
            found += [(noun, pair) for pair in pairs]
    return found
