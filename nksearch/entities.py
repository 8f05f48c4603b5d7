"""Entities: the persons, places and terms of an archive, each under all spellings it has there."""

from collections.abc import Iterable, Sequence

from nksearch.catalogue import Catalogue
from nksearch.datamodels import Entity, EntityKind, Spelling
from nksearch.lexical import LexicalIndex
from nksearch.mentions import find_mentions
from nksearch.names import Form, Names
from nksearch.romanisation import all_hangul


def list_entities(
    names: Names,
    lexical: LexicalIndex,
    catalogue: Catalogue,
    *,
    kind: EntityKind | None = None,
    like: str | None = None,
) -> list[Entity]:
    """Return the entities of an archive, the most frequent first.

    `like` keeps those with a spelling that has these letters, or that names the same.
    """
    groups = _groups(form for form in names.all_forms() if kind in (None, form.kind))
    if like:
        keys = {key for each in find_mentions(like, names.vocabulary) for key in each.keys}
        groups = [group for group in groups if _is_like(group, like.casefold(), keys)]
    found = [_entity(group, names, lexical, catalogue) for group in groups]
    return sorted(found, key=lambda each: (-each.articles, each.kind, each.name))


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


def _is_like(group: Sequence[Form], letters: str, keys: set[str]) -> bool:
    return any(letters in form.spelling.casefold() or form.keys & keys for form in group)


def _entity(
    group: Sequence[Form], names: Names, lexical: LexicalIndex, catalogue: Catalogue
) -> Entity:
    articles = lexical.articles_naming([form.term for form in group])
    first, last = catalogue.first_and_last(articles)
    leader = group[0]
    entry = next((names.vocabulary.entries.get(key) for key in sorted(leader.keys)), None)
    return Entity(
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


def _hangul(group: Sequence[Form]) -> str | None:
    """Return a person's name in Hangul: as it is printed, else the only reading there is."""
    printed = [form.spelling for form in group if all_hangul(form.spelling)]
    if printed or len(group[0].keys) > 1:
        return printed[0] if printed else None
    return min(group[0].keys).partition(":")[2]
