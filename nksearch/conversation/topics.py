"""What a text is about: its names and phrases of content words, as they stand in it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from nksearch.analysis import content, fold
from nksearch.conversation.pointers import person
from nksearch.conversation.times import ANSWER_READ
from nksearch.datamodels import Turn
from nksearch.mentions import find_mentions
from nksearch.text import has_hangul
from nksearch.vocabulary import Vocabulary

Weight = Callable[[str], float]  # of a term, by how rare it is; see LexicalIndex.weight

_WORD = re.compile(r"[^\s,;:!?()\[\]\"“”«»/…]+")
_EDGE = re.compile(r"^[\W_]+|(?:['’]s)?[\W_]*$")
_PARTICLE = re.compile(
    r"(?<=[가-힣]{2})(?!(?<=김정)은$)(?:에서는|에게서|에서|에는|에게|으로|로|은|는|을|를|의|에)$"
)
_ORDINAL = re.compile(
    r"first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|latest|\d+(?:st|nd|rd|th)"
)
_ASKED_WHO = re.compile(r"\bwho(?:m|se)?\b|누구|누가", re.I)
# Words that ask or chat: no part of what is asked about.
_ASKING = frozenset(
    "tell give show list explain describe summarize know want need please thank thanks help mean "
    "meant happen happened happens say said says many much kind ok okay yes good great sorry "
    "sure fine hi hello information detail details example examples like think let get since "
    "until whom still else one ones other others another more most also really actually".split()
)
_NOT = re.compile(r"\bnot\s+\Z", re.I)
_NEGATION = re.compile(r"n['’]t$", re.I)
_KOREAN_ASKING = re.compile(
    r"(?:언제|누구|누가|무엇|무슨|뭐|뭘|어디|어느|어떤|어떻게|왜|몇|얼마|알려|자세히|설명해|말해|있|없|했|하|되|됐)[가-힣]*"
    r"|[그이저](?:것|건|게|걸|곳|때|들|녀|분)?(?:은|는|이|가|을|를|의|에|에게|도)?"
    r"|(?:거기|여기|저기|당시)(?:에|에서|서|는)?|(?:이?전|이?후|뒤|다음)(?:에|로|부터)?(?:은|는)?"
    r"|그럼|그러면|그리고|그런데|또|일(?:이|은|을|도)?"
)


@dataclass(frozen=True, slots=True)
class Part:
    """Neighbouring content words of a text with their terms."""

    text: str
    terms: frozenset[str]
    name: bool


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    terms: frozenset[str]
    name: bool
    joined: bool  # to the word before it, with no more than a space between


def parts_of(text: str, vocabulary: Vocabulary, *, whole: bool = True) -> list[Part]:
    """Return the phrases of content words of a text, in order, each once.

    Capitalised words are a name, the first one of a `whole` text only where another follows it;
    Korean words where the vocabulary has them.
    """
    parts: dict[str, Part] = {}
    run: list[_Word] = []
    for word in [*_words(text, vocabulary, whole=whole), _Word("", frozenset(), False, False)]:
        alike = run and word.name == run[0].name and _is_ordinal(word) == _is_ordinal(run[0])
        if run and not (word.terms and word.joined and alike):
            part = _part(run)
            parts.setdefault(part.text.casefold(), part)
            run = []
        if word.terms:
            run.append(word)
    return list(parts.values())


def sort_of(part: Part, vocabulary: Vocabulary) -> str:
    """Return "place", "person" or "ordinal", "name" of another name, "" of other words."""
    if _ORDINAL.fullmatch(part.text):
        return "ordinal"
    return _known(part.text, vocabulary) or ("name" if part.name else "")


def _known(text: str, vocabulary: Vocabulary) -> str:
    """Return of which sort a name of the vocabulary is, "" where the text is none."""
    for mention in find_mentions(text, vocabulary):
        if (mention.start, mention.end) == (0, len(text)):
            return "name" if mention.kind == "term" else mention.kind
    return ""


def person_meant(question: str, last: Turn, vocabulary: Vocabulary) -> list[Part]:
    """Return the person for whom "he" or "she" stands, if the last question was who that is.

    Nobody where that question names a person itself, who is spoken of anyway.
    """
    if not (person(question) and asks_who(last.question)):
        return []
    asked = parts_of(last.question, vocabulary)
    if any(sort_of(part, vocabulary) == "person" for part in asked):
        return []
    answer = last.answer[:ANSWER_READ]
    for mention in find_mentions(answer, vocabulary):
        name = answer[mention.start : mention.end]
        terms = frozenset(term.text for term in content(name))
        denied = _NOT.search(answer, 0, mention.start)
        known = mention.kind == "person" and mention.sure and not denied
        if known and terms and not terms & terms_of(asked):
            return [Part(name, terms, True)]
    return []


def asks_who(question: str) -> bool:
    """Tell whether the question asks for a person, or who else did something."""
    return _ASKED_WHO.search(question) is not None


def terms_of(parts: Iterable[Part]) -> frozenset[str]:
    """Return all terms of these parts."""
    return frozenset().union(*(part.terms for part in parts))


def _words(text: str, vocabulary: Vocabulary, *, whole: bool) -> list[_Word]:
    matches = list(_WORD.finditer(text))
    words: list[_Word] = []
    ended = 0
    for place, match in enumerate(matches):
        following = matches[place + 1][0] if place + 1 < len(matches) else ""
        word = _EDGE.sub("", match[0])
        first = whole and place == 0 and not word.isupper() and not _capital(following)
        joined = not text[ended : match.start()].strip() and not text[:ended].endswith(
            (".", "'s", "’s")
        )
        bare = _bare(word)
        name = _capital(word) and not first
        if has_hangul(bare):
            name = bool(_known(bare, vocabulary))
        words.append(_Word(bare, _terms(word), name, joined))
        ended = match.end()
    return words


def _is_ordinal(word: _Word) -> bool:
    return not word.name and _ORDINAL.fullmatch(word.text) is not None


def _capital(word: str) -> bool:
    return word[:1].isupper()


def _bare(word: str) -> str:
    return _PARTICLE.sub("", word)


def _terms(word: str) -> frozenset[str]:
    if has_hangul(word):
        asking = _KOREAN_ASKING.fullmatch(word) is not None
    else:
        asking = fold(word) in _ASKING or _NEGATION.search(word) is not None
    return frozenset() if asking else frozenset(term.text for term in content(_bare(word)))


def _part(run: list[_Word]) -> Part:
    terms = frozenset().union(*(word.terms for word in run))
    return Part(" ".join(word.text for word in run), terms, run[0].name)
