"""Examples for an empty page: questions about names of the archive that the archive answers."""

import threading
from collections.abc import Iterator
from typing import Any

from nksearch.archive import Archive
from nksearch.datamodels import Answer, Entity, EntityKind
from nksearch.request import MAX_QUESTION, parse_request
from nksearch.text import hangul_share

_TRIED = 6  # names of a kind
_WANTED: dict[EntityKind, int] = {"person": 2, "place": 2, "term": 1}
_IN_ENGLISH: dict[EntityKind, str] = {
    "person": "Who is {}?",
    "place": "What happened in {}?",
    "term": "What is known about {}?",
}
_IN_KOREAN: dict[EntityKind, str] = {
    "person": "누구인가, {}?",
    "place": "{}에서 무슨 일이 있었나?",
    "term": "{}에 대해 무엇이 알려졌나?",
}


class Examples:
    """The examples of the published generation, made when they are first wanted."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._lock = threading.Lock()
        self._made: tuple[str, list[str]] | None = None

    def of(self, holdings: dict[str, Any]) -> list[str]:
        """Return a few questions that this archive answers; the same ones for a generation.

        `holdings` is the archive's status. The last question is the headline of an article.
        """
        generation = holdings["generation"]["name"]
        with self._lock:
            if self._made is None or self._made[0] != generation:
                self._made = (generation, self._make(holdings["articles"]))
            return self._made[1]

    def _make(self, articles: int) -> list[str]:
        found, titles = [], []
        for kind, wanted in _WANTED.items():
            names = self._archive.entities(kind=kind)
            telling = [each for each in names if 2 * each.articles <= articles]
            for question, answer in self._answered(telling[:_TRIED]):
                found.append(question)
                titles.append(answer.citations[0])
                wanted -= 1
                if not wanted:
                    break
        for citation in titles:
            title = citation.title
            if title and len(title) <= MAX_QUESTION and title not in found:
                cited = self._ask(title).citations
                if cited and cited[0].article_id == citation.article_id:
                    return [*found, title]
        return found

    def _answered(self, names: list[Entity]) -> Iterator[tuple[str, Answer]]:
        """Yield questions about names whose answers have the name, with these answers."""
        for each in names:
            forms = _IN_KOREAN if hangul_share(each.name) > 0 else _IN_ENGLISH
            question = forms[each.kind].format(each.name)
            answer = self._ask(question)
            quoted = answer.text.casefold()
            if any(form.spelling.casefold() in quoted for form in each.spellings):
                yield question, answer

    def _ask(self, question: str) -> Answer:
        return self._archive.ask(parse_request({"question": question}))
