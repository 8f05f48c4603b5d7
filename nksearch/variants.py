"""Variants: how else an archive spells the names, terms and Korean words of a question."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from nksearch.analysis import terms
from nksearch.datamodels import Note
from nksearch.lexical import Alternative, LexicalIndex
from nksearch.mentions import Mention, find_mentions, form_of
from nksearch.names import Form, Names
from nksearch.romanisation import all_hangul, hangul_spellings, person_keys
from nksearch.text import Span

MOST_FORMS = 6  # of a name
MOST_READINGS = 8  # in Hangul, of a Latin name that Korean text may have

ArticlesWith = Callable[[str], int]  # how many articles have a run of Hangul

_QUOTED = re.compile(r"[\"“”][^\"“”]+[\"“”]")
_HANGUL_RUN = re.compile("[\uac00-\ud7a3]{2,}")
_NAME_SIZE = 3  # syllables of most personal names


@dataclass(frozen=True, slots=True)
class Variants:
    """A name at question[start:end] and the other forms that the archive has, most frequent first.

    `unknown` is whether the archive does not have the question's own spelling.
    """

    start: int
    end: int
    unknown: bool
    forms: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it is searched.

    `respelled` is the question in the archive's own spelling, where it does not have the
    question's; `alternatives` is what else may stand for words of the question as it was asked.
    """

    question: str
    respelled: str
    alternatives: tuple[Alternative, ...] = ()
    notes: tuple[Note, ...] = ()


def read(question: str, names: Names, lexical: LexicalIndex) -> Reading:
    """Find how else the archive spells what the question names.

    What stands in double quotes is meant literally.
    """
    quoted = [match.span() for match in _QUOTED.finditer(question)]
    variants = _variants(question, quoted, names, lexical.articles_with)
    said = list(_said(question, variants))
    spelled = _unquoted(lexical.other_orthography(question), quoted)
    begun = _unquoted(lexical.longer_words(question), quoted)
    if spelled:
        words = ", ".join(question[each.start : each.end] for each in spelled)
        said.append(f"the other Korea's spelling of {words}")
    if begun:
        words = ", ".join(question[each.start] for each in begun)
        said.append(f"words that begin with {words}")
    return Reading(
        question,
        _respelled(question, variants),
        (*map(_alternative, variants), *spelled, *begun),
        (Note("variants", f"also for {'; '.join(said)}"),) if said else (),
    )


def _unquoted(alternatives: Sequence[Alternative], quoted: Sequence[Span]) -> list[Alternative]:
    return [
        each for each in alternatives if not any(start <= each.start < end for start, end in quoted)
    ]


def _alternative(variants: Variants) -> Alternative:
    """Return what the index is asked for: terms of forms, but Hangul by its syllables."""
    spellings = (f.spelling if all_hangul(f.spelling) else f.term for f in variants.forms)
    return Alternative(variants.start, variants.end, tuple(spellings))


def _variants(
    question: str,
    quoted: Sequence[Span],
    names: Names,
    articles_with: ArticlesWith,
) -> list[Variants]:
    """Return the names of the question that the archive has in other spellings too."""
    found: list[Variants] = []
    for mention in _mentions(question, names):
        taken = (*quoted, *((each.start, each.end) for each in found))
        if any(start < mention.end and mention.start < end for start, end in taken):
            continue
        asked = question[mention.start : mention.end]
        forms = [*names.sharing(mention.keys), *_in_hangul(mention, articles_with)]
        counts = {form.form: form.articles for form in forms}
        unknown = not counts.pop(form_of(asked), 0)
        if mention.kind == "term":  # its words may stand there where the term was not made out
            unknown = unknown and not all(articles_with(term.text) for term in terms(asked))
        if counts:
            distinct = {each.form: each for each in reversed(forms) if each.form in counts}
            others = sorted(distinct.values(), key=lambda each: (-each.articles, each.form))
            found.append(Variants(mention.start, mention.end, unknown, tuple(others[:MOST_FORMS])))
    return found


def _in_hangul(mention: Mention, articles_with: ArticlesWith) -> Iterator[Form]:
    """Yield how Korean text may spell a person, where it does: names without titles are missed."""
    if mention.kind != "person" or len(mention.keys) > MOST_READINGS:
        return
    for key in sorted(mention.keys):
        for spelling in hangul_spellings(key.removeprefix("person:")):
            if articles := articles_with(spelling):
                yield Form(form_of(spelling), "person", spelling, articles, frozenset({key}))


def _respelled(question: str, variants: Sequence[Variants]) -> str:
    for each in sorted(variants, key=lambda each: -each.start):
        asked = question[each.start : each.end]
        if each.unknown:
            question = f"{question[: each.start]}{_best(asked, each.forms)}{question[each.end :]}"
    return question


def _best(asked: str, forms: Sequence[Form]) -> str:
    """Return the most frequent form, one in the script of the question if there is one."""
    same = [each for each in forms if all_hangul(each.spelling) == all_hangul(asked)]
    return (same or forms)[0].spelling


def _said(question: str, variants: Sequence[Variants]) -> Iterator[str]:
    for each in variants:
        forms = ", ".join(form.spelling for form in each.forms)
        yield f"{forms} ({question[each.start : each.end]})"


def _mentions(question: str, names: Names) -> list[Mention]:
    """Return the mentions of a question; what is no sure name must be one in the archive."""
    found = [
        mention
        for readable in _readable(question)
        for mention in find_mentions(readable, names.vocabulary)
        if mention.sure or all_hangul(readable[mention.start : mention.end])
    ]
    for match in _HANGUL_RUN.finditer(question):
        start, run = match.start(), match[0]
        if keys := names.vocabulary.keys_of(run):
            kind = names.vocabulary.entries[min(keys)].kind
            found.append(Mention(start, match.end(), kind, keys))
        name = run[:_NAME_SIZE]
        if keys := frozenset(f"person:{key}" for key in person_keys(name)):
            found.append(Mention(start, start + len(name), "person", keys))
    return found


def _readable(question: str) -> list[str]:
    """Return the question, and one in small letters with capitals as names and acronyms have."""
    capitals = (question.title(), question.upper()) if question == question.lower() else ()
    return [question, *(each for each in capitals if len(each) == len(question))]
