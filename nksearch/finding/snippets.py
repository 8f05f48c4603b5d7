"""Snippets: which words of a text answer a query, and the few lines around the first of them."""

from collections.abc import Iterable, Sequence

from nksearch.analysis import terms
from nksearch.text import Span

WIDTH = 280  # characters of a snippet
_BEFORE = 80  # of them before the first word that was found

Pattern = tuple[str, ...]  # terms, one behind the other


class Patterns:
    """Words, phrases and other spellings that are looked for together."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._by_first: dict[str, list[Pattern]] = {}
        for pattern in sorted(
            {each for each in patterns if each}, key=lambda each: (-len(each), each)
        ):
            self._by_first.setdefault(pattern[0], []).append(pattern)

    def spans(self, text: str) -> list[Span]:
        """Return where one of the patterns stands in `text`, in order; of several the longest.

        Spans do not overlap; those with nothing but space between them are one.
        """
        found = list(terms(text))
        spans: list[Span] = []
        for number, term in enumerate(found):
            for pattern in self._by_first.get(term.text, ()):
                several = found[number : number + len(pattern)]
                if tuple(each.text for each in several) == pattern:
                    _join(spans, (term.start, several[-1].end), text)
                    break
        return spans


def _join(spans: list[Span], span: Span, text: str) -> None:
    if spans and not text[spans[-1][1] : span[0]].strip():
        spans[-1] = (spans[-1][0], max(spans[-1][1], span[1]))
    else:
        spans.append(span)


def window(text: str, spans: Sequence[Span]) -> Span:
    """Return the characters of `text` to show: around the first span, cut between words."""
    first = spans[0][0] if spans else 0
    start = 0 if first <= _BEFORE else _word_start(text, first - _BEFORE, first)
    if len(text) - start <= WIDTH:
        return max(0, _word_start(text, len(text) - WIDTH, start)), len(text)
    end = start + WIDTH
    space = max(text.rfind(" ", start, end), text.rfind("\n", start, end))
    least = spans[0][1] if spans else start
    return start, space if space > least else max(end, least)


def _word_start(text: str, at: int, before: int) -> int:
    """Return where the first word behind `at` begins, `at` itself if none does before `before`."""
    if at <= 0:
        return 0
    space = text.find(" ", at - 1, before)
    return space + 1 if space >= 0 else at
