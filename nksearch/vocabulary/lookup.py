"""Look mentions up: which places and terms a text names, and which entry a name asks for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from nksearch.romanisation import Gazetteer
from nksearch.romanisation.jamo import all_hangul
from nksearch.vocabulary.entries import NOTHING, Entry, Form, Match, identity
from nksearch.vocabulary.hangul import HangulForms
from nksearch.vocabulary.latin import LatinForms


class Vocabulary:
    """The entries, and the forms that lead to them."""

    def __init__(
        self,
        entries: Mapping[str, Entry],
        forms: Iterable[Form],
        places: Gazetteer,
        version: str,
    ) -> None:
        self.entries: Mapping[str, Entry] = MappingProxyType(dict(entries))
        self.places = places
        """For `romanisation.find_names`, which finds the Latin spellings of places."""
        self.whole = frozenset(key for key, entry in entries.items() if entry.whole)
        """Keys of the terms in which no other name counts: Hwasong-17 does not name the county."""
        self.version = version
        """It changes with the tables, the user's own and the shipped ones, and the romanisation."""
        hangul: list[Form] = []
        latin: list[Form] = []
        self._all_places = gazetteer_of(e for e in entries.values() if e.kind == "place")
        self._asked: dict[str, set[str]] = defaultdict(set)
        for form in forms:
            if form.key != NOTHING:
                self._asked[identity(form.text)].add(form.key)
            if form.rule != "asked":
                (hangul if all_hangul(form.text.replace(" ", "")) else latin).append(form)
        self._hangul, self._latin = HangulForms(hangul), LatinForms(latin)

    def find(self, text: str) -> list[Match]:
        """Return the mentions of listed forms in a text (NFC), in order, without overlaps.

        Where forms overlap the one that begins first counts, of those the longest. Latin
        spellings of places that follow from their Hangul are for `romanisation.find_names`.
        """
        found = [*self._latin.find(text), *self._hangul.find(text)]
        found.sort(key=lambda span: (span[0], -span[1]))
        mentions, free = [], 0
        for start, end, key in found:
            if start >= free:
                free = end
                if key != NOTHING:
                    mentions.append(Match(start, end, key))
        return mentions

    def keys_of(self, name: str) -> frozenset[str]:
        """Return the keys of the entries that a whole name, in either script, may ask for."""
        listed = self._asked.get(identity(name), set())
        places = {f"place:{key}" for key in self._all_places.named(name)}
        return frozenset(listed | places)


def gazetteer_of(places: Iterable[Entry]) -> Gazetteer:
    """Return what tells Latin spellings of places; a key is as long as the stem it is made of."""
    stems = ((each.hangul[: len(each.key) - len("place:")], each.name) for each in places)
    return Gazetteer.of(stems)
