"""Variants: how else an archive spells the names, terms and Korean words of a question.

And which names it does not have in any spelling.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from nksearch.analysis import content, terms
from nksearch.datamodels import Note, Respelling
from nksearch.korean import Word, longer_words, other_orthography
from nksearch.lexical import Alternative, LexicalIndex
from nksearch.mentions import Mention, find_mentions, form_of
from nksearch.names import Form, Names
from nksearch.romanisation import (
    all_hangul,
    hangul_spellings,
    is_everyday,
    name_in_run,
    person_keys,
)
from nksearch.text import Span

MOST_VARIANTS = 16  # names and words of a question that are searched in other spellings
SHOWN_FORMS = 6  # of a name; all are searched
MOST_READINGS = 8  # in Hangul, of a Latin name that Korean text may have

QUOTED = re.compile(r"[\"“”]([^\"“”]+)[\"“”]")  # what a question means literally
_DESIGNATION = re.compile(r"\b[A-Z][A-Za-z]{0,14}-\d{1,3}\b")  # KN-23, Kh-101
_HANGUL_RUN = re.compile("[\uac00-\ud7a3]{2,}")
_VOWEL = re.compile("[aeiou]")


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it is searched.

    `encoded` is what the encoder gets: names are spelled as in the archive, where it does not have
    the question's spelling. `alternatives` is what else may stand for words of the question:
    `respellings` of its names, and `other_words` for its Korean words. `unknown_names` are the full
    names of Koreans, and the numbers of missiles and the like, that no article has in any spelling.
    """

    question: str
    encoded: str
    alternatives: tuple[Alternative, ...] = ()
    respellings: tuple[Respelling, ...] = ()
    other_words: tuple[Respelling, ...] = ()
    unknown_names: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class _Variants:
    """A name at question[start:end] and the other forms of the archive, most frequent first.

    `unknown` is whether the archive does not have the question's own spelling.
    """

    start: int
    end: int
    unknown: bool
    forms: tuple[Form, ...]


def read(
    question: str, names: Names, lexical: LexicalIndex, *, without: Sequence[str] = ()
) -> Reading:
    """Find how else the archive spells what the question names.

    What stands in double quotes is meant literally. Spellings in `without` are left out.
    """
    quoted = [match.span() for match in QUOTED.finditer(question)]
    left_out = {form_of(each) for each in without}
    variants, missing = _variants(question, quoted, names, lexical, left_out)
    taken = [*quoted, *((each.start, each.end) for each in variants)]
    words = list(
        islice(
            _other_words(question, taken, left_out, lexical),
            MOST_VARIANTS - len(variants),
        )
    )
    respellings = tuple(
        Respelling(question[each.start : each.end], tuple(f.spelling for f in each.forms))
        for each in variants
    )
    other_words = tuple(dict.fromkeys(word for _, word in words))
    said = dict.fromkeys(map(_said, (*respellings, *other_words)))
    return Reading(
        question,
        _encoded(question, variants),
        (*map(_alternative, variants), *(alternative for alternative, _ in words)),
        respellings,
        other_words,
        tuple(dict.fromkeys(missing)),
        (Note("variants", f"also for {'; '.join(said)}"),) if said else (),
    )


def _other_words(
    question: str, taken: Sequence[Span], left_out: Collection[str], lexical: LexicalIndex
) -> Iterator[tuple[Alternative, Respelling]]:
    """Yield what articles have instead of Korean words, of all but those that are taken."""
    form = lru_cache(form_of)  # all pairs of a run have one spelling
    for word in (*other_orthography(question), *longer_words(question)):
        unwanted = bool(left_out) and form(word.other) in left_out
        if unwanted or not _free(word.start, word.end, taken):
            continue
        if alternative := _known(word, question, lexical):
            yield alternative, Respelling(word.asked, (word.other,))


def _known(word: Word, question: str, lexical: LexicalIndex) -> Alternative | None:
    """Return what articles have instead of a Korean word."""
    if word.particle and lexical.articles_with(question[word.start : word.end]):
        return None
    found = tuple(term for term in word.terms if lexical.articles_with(term))
    return Alternative(word.start, word.end, found) if found else None


def _free(start: int, end: int, taken: Sequence[Span]) -> bool:
    return all(end <= other_start or other_end <= start for other_start, other_end in taken)


def _alternative(variants: _Variants) -> Alternative:
    """Return what the index is asked for: Hangul by its syllables, other forms by their terms."""
    return Alternative(
        variants.start,
        variants.end,
        tuple(form.term for form in variants.forms if not all_hangul(form.spelling)),
        tuple(form.spelling for form in variants.forms if all_hangul(form.spelling)),
    )


def _variants(
    question: str,
    quoted: Sequence[Span],
    names: Names,
    lexical: LexicalIndex,
    left_out: Collection[str],
) -> tuple[list[_Variants], list[str]]:
    """Return the names of the question that the archive has in other spellings too, and in none."""
    found: list[_Variants] = []
    mentions = _mentions(question, names)
    listed = {(each.start, each.end) for each in mentions}  # COVID-19 has other names: no series
    designated = {match.span() for match in _DESIGNATION.finditer(question)}
    missing = list(designated - listed)
    for mention in mentions:
        taken = (*quoted, *((each.start, each.end) for each in found))
        if len(found) == MOST_VARIANTS or not _free(mention.start, mention.end, taken):
            continue
        asked = question[mention.start : mention.end]
        forms = {form.form: form for form in _in_hangul(mention, lexical)}
        forms |= {form.form: form for form in names.sharing(mention.own_keys)}
        unknown = forms.pop(form_of(asked), None) is None
        if unknown and not forms and _is_one(mention, asked):
            missing.append((mention.start, mention.end))
        if mention.kind == "term":  # its words may stand there where the term was not made out
            words = [term.text for term in terms(asked)]
            unknown = unknown and not all(map(lexical.articles_with, words))
        kept = [each for form, each in forms.items() if form not in left_out]
        if kept:
            others = sorted(kept, key=lambda each: (-each.articles, each.form))
            found.append(_Variants(mention.start, mention.end, unknown, tuple(others)))
    known = [*quoted, *((each.start, each.end) for each in found)]
    return found, [
        question[start:end]
        for start, end in sorted(missing)
        if _free(start, end, known) and _nowhere(question[start:end], lexical)
    ]


def _is_one(mention: Mention, asked: str) -> bool:
    """Tell whether it names one person in full, or one of a series, and nothing else.

    Of a name with too many readings it is not known whether Korean text has one of them.
    """
    if mention.kind == "person":
        return not _in_korean(asked) and len(mention.keys) <= MOST_READINGS
    return mention.own_keys != mention.keys


def _nowhere(name: str, lexical: LexicalIndex) -> bool:
    """Tell whether no article has the words of a name beside each other, or as one word."""
    words = [term.text for term in content(name)]
    together = lexical.articles_with("".join(words))
    return len(words) > 1 and not (together or lexical.articles_with_neighbours(words))


def _in_hangul(mention: Mention, lexical: LexicalIndex) -> Iterator[Form]:
    """Yield how Korean text may spell a person, where it does: names without titles are missed."""
    if mention.kind != "person" or len(mention.keys) > MOST_READINGS:
        return
    for key in sorted(mention.keys):
        for spelling in hangul_spellings(key.removeprefix("person:")):
            if not is_everyday(spelling) and (articles := lexical.articles_with_run(spelling)):
                yield Form(form_of(spelling), "person", spelling, articles, frozenset({key}))


def _encoded(question: str, variants: Sequence[_Variants]) -> str:
    """Return the question with names that the archive spells otherwise in the same script."""
    for each in sorted(variants, key=lambda each: -each.start):
        asked = question[each.start : each.end]
        same = [f.spelling for f in each.forms if _in_korean(f.spelling) == _in_korean(asked)]
        if each.unknown and same:
            question = f"{question[: each.start]}{same[0]}{question[each.end :]}"
    return question


def _in_korean(spelling: str) -> bool:
    return _HANGUL_RUN.search(spelling) is not None


def _said(respelling: Respelling) -> str:
    asked, spellings = respelling.asked, respelling.spellings
    more = [f"{len(spellings) - SHOWN_FORMS} more"] if len(spellings) > SHOWN_FORMS else []
    shown = ", ".join([*spellings[:SHOWN_FORMS], *more])
    return shown if shown.endswith(f" {asked}") else f"{shown} ({asked})"


def _mentions(question: str, names: Names) -> list[Mention]:
    """Return the mentions of a question; what is no sure name must be one in the archive."""
    vocabulary = names.vocabulary
    found = [
        mention
        for readable in _readable(question)
        for mention in find_mentions(readable, vocabulary)
        if mention.sure or all_hangul(readable[mention.start : mention.end])
    ]
    found += [
        mention
        for mention in find_mentions(question.upper() if question.isascii() else "", vocabulary)
        if mention.kind == "term" and _is_acronym(question[mention.start : mention.end])
    ]
    for match in _HANGUL_RUN.finditer(question):
        start, run = match.start(), match[0]
        if keys := vocabulary.keys_of(run):
            kind = vocabulary.entries[min(keys)].kind
            found.append(Mention(start, match.end(), kind, keys))
        if name := name_in_run(run):
            keys = frozenset(f"person:{key}" for key in person_keys(name))
            found.append(Mention(start, start + len(name), "person", keys))
    return found


def _readable(question: str) -> list[str]:
    """Return the question, and with capitals as names have them if nothing but its first has one.

    Who types in small letters gets a capital at the beginning from the keyboard.
    """
    titled = question.title()
    in_small_letters = question[1:] == question[1:].lower()
    return [question, titled] if in_small_letters and len(titled) == len(question) else [question]


def _is_acronym(word: str) -> bool:
    """Say whether a word in small letters is an acronym and no word: dprk, wpk, but not spa."""
    return word.islower() and word.isalpha() and (len(word) > 3 or not _VOWEL.search(word))
