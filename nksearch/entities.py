"""Entities: the persons, places and terms of an archive, each under all spellings it has there."""

import threading
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from nksearch.catalogue import Catalogue
from nksearch.datamodels import Entity, EntityKind, Spelling
from nksearch.lexical import LexicalIndex
from nksearch.mentions import find_mentions
from nksearch.names import Form, Names
from nksearch.romanisation import all_hangul
from nksearch.text import one_line


class _Listed(NamedTuple):
    """An entity with what it is found by: its spellings in small letters, a line each, its keys."""

    entity: Entity
    spelled: str
    keys: frozenset[str]


class Entities:
    """The entities of a generation, put together when first asked for; usable from threads."""

    def __init__(self, names: Names, lexical: LexicalIndex, catalogue: Catalogue) -> None:
        self._names = names
        self._lexical = lexical
        self._catalogue = catalogue
        self._lock = threading.Lock()
        self._listed: list[_Listed] | None = None

    def find(self, *, kind: EntityKind | None = None, like: str | None = None) -> list[Entity]:
        """Return the entities of a kind, or of every kind, the most frequent first.

        `like` keeps those with a spelling that has these letters, or that names the same.
        """
        found = [each for each in self._all() if kind in (None, each.entity.kind)]
        if like := one_line(like or ""):
            letters, keys = like.casefold(), self._keys_of(like)
            found = [e for e in found if letters in e.spelled or not keys.isdisjoint(e.keys)]
        return [each.entity for each in found]

    def _keys_of(self, name: str) -> set[str]:
        """Return the keys of a name, with or without its capitals."""
        vocabulary = self._names.vocabulary
        mentions = [*find_mentions(name, vocabulary), *find_mentions(name.title(), vocabulary)]
        return set(vocabulary.keys_of(name)).union(*(mention.keys for mention in mentions))

    def _all(self) -> list[_Listed]:
        with self._lock:
            if self._listed is None:
                groups = _groups(self._names.all_forms())
                found = [self._described(group) for group in groups]
                self._listed = sorted(found, key=lambda each: _place_in_list(each.entity))
            return self._listed

    def _described(self, group: Sequence[Form]) -> _Listed:
        articles = self._lexical.articles_naming([form.term for form in group])
        first, last = self._catalogue.first_and_last(articles)
        leader, entries = group[0], self._names.vocabulary.entries
        entry = next((entries.get(key) for key in sorted(leader.keys)), None)
        entity = Entity(
            kind=leader.kind,
            name=leader.spelling,
            hangul=entry.hangul if entry else _hangul(group),
            articles=len(articles),
            spellings=tuple(Spelling(spelling=f.spelling, articles=f.articles) for f in group),
            first=first,
            last=last,
            latitude=entry.latitude if entry else None,
            longitude=entry.longitude if entry else None,
        )
        spelled = "\n".join(form.spelling.casefold() for form in group)
        return _Listed(entity, spelled, frozenset().union(*(form.keys for form in group)))


def _place_in_list(entity: Entity) -> tuple[int, str, str]:
    return -entity.articles, entity.kind, entity.name


def _groups(forms: Iterable[Form]) -> list[list[Form]]:
    """Put each form to the most frequent one with which it shares a key.

    Forms come the most frequent first. A spelling with several readings may share keys with
    several names; only the keys of the first form of a group draw others to it.
    """
    groups: list[list[Form]] = []
    group_of: dict[str, int] = {}
    for form in forms:
        shared = [group_of[key] for key in form.keys if key in group_of]
        if shared:
            groups[min(shared)].append(form)
            continue
        group_of.update(dict.fromkeys(form.keys, len(groups)))
        groups.append([form])
    return groups


def _hangul(group: Sequence[Form]) -> str | None:
    """Return a person's name in Hangul: as it is printed, else the only reading there is."""
    printed = [form.spelling for form in group if all_hangul(form.spelling)]
    if printed or len(group[0].keys) > 1:
        return printed[0] if printed else None
    return min(group[0].keys).partition(":")[2]
