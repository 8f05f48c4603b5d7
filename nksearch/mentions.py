"""Mentions: where a text names a person, a place or a term that has several spellings.

Persons are found by how Korean names are made, places by the gazetteer, terms by the table of
equivalents. Two mentions speak of the same if they share a key: Choe Son Hui, Choi Sun-hee and
최선희 share person:최선희.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from nksearch.analysis import terms
from nksearch.datamodels import EntityKind
from nksearch.romanisation import find_names
from nksearch.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Mention:
    """A name or term at text[start:end]; `sure` is False where it may be something else.

    One of a series has the key of the series as well as its own.
    """

    start: int
    end: int
    kind: EntityKind
    keys: frozenset[str]
    sure: bool = True

    @property
    def own_keys(self) -> frozenset[str]:
        """The keys of what is named and nothing else: Hwasong-17 without other missiles."""
        return frozenset(key for key in self.keys if "#" in key) or self.keys


def find_mentions(text: str, vocabulary: Vocabulary) -> list[Mention]:
    """Return the mentions in a text (NFC) by their beginning, the longest first.

    Of two that overlap the longer counts, but what has words of its own inside names these as
    well: Central Committee of the WPK the WPK, Wonsan-Kalma coastal area Wonsan. Some terms are
    whole: Democratic People's Republic of Korea does not name the Republic of Korea.
    """
    found = _outermost(text, vocabulary)
    for outer in list(found):
        if outer.kind != "person" and outer.keys.isdisjoint(vocabulary.whole):
            found += [
                replace(each, start=outer.start + each.start, end=outer.start + each.end)
                for each in _inside(text[outer.start : outer.end], vocabulary)
                if each.keys not in (outer.keys, outer.keys - outer.own_keys)  # its series
            ]
    return sorted(found, key=lambda each: (each.start, -each.end))


@lru_cache(maxsize=4096)
def _inside(term: str, vocabulary: Vocabulary) -> tuple[Mention, ...]:
    """Return the mentions in a term without its first word, and without its last."""
    first, last = _FIRST_WORD.match(term), _LAST_WORD.search(term)
    if not first or not last:
        return ()
    behind = [
        replace(each, start=first.end() + each.start, end=first.end() + each.end)
        for each in find_mentions(term[first.end() :], vocabulary)
    ]
    return tuple({*find_mentions(term[: last.start()], vocabulary), *behind})


_FIRST_WORD = re.compile(r"[^\s-]+[\s-]+")
_LAST_WORD = re.compile(r"[\s-]+[^\s-]+\Z")


def _outermost(text: str, vocabulary: Vocabulary) -> list[Mention]:
    found = [
        Mention(
            each.start,
            each.end,
            vocabulary.entries[each.entry].kind,
            frozenset({each.entry, each.key}),
        )
        for each in vocabulary.find(text)
    ]
    for name in find_names(text, vocabulary.places):
        keys = frozenset(f"{name.kind}:{key}" for key in name.keys)
        found.append(Mention(name.start, name.end, name.kind, keys, name.sure))
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda each: (each.start, -each.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
        elif mention.end - mention.start > kept[-1].end - kept[-1].start:
            kept[-1] = mention
    return kept


def form_of(spelling: str) -> str:
    """Return what two spellings have in common when they are written with the same words.

    Case, hyphens, diacritics and possessives do not tell forms apart; letters do.
    """
    return " ".join(term.text for term in terms(spelling))
