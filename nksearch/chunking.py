"""Articles into chunks: whole sentences, exact offsets, never longer than the encoder reads."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from nksearch.datamodels import Chunk, StoredArticle
from nksearch.text import Span, sentence_spans

CHUNKER_VERSION = 5  # raise it with every change of the borders: it stands in the manifest

CHUNK_TOKENS = 126  # measured on seven collections: with fusion, better than 198 and 254
TITLE_TOKENS = 40  # at most this much of an encoder's window goes to the title
TITLE_CHARACTERS = 1_000  # of a title are searched: each chunk of its article has them
_SMALLEST_CHUNK = 16
_LONGEST_TOKEN = 32  # characters: some encoders take a word of any length for one unknown token

CountTokens = Callable[[Sequence[str]], list[int]]
_WORD = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)\S*|\S+")  # 5 000 is one
_BETWEEN_CLAUSES = ",;:、，；："


def chunk(article: StoredArticle, *, count_tokens: CountTokens, max_tokens: int) -> list[Chunk]:
    """Return the chunks of an article in order; together they hold all its sentences.

    `count_tokens` counts as the encoder does, without the special tokens; title and text of a
    chunk together stay within `max_tokens`, and no token counts for more than 32 characters, not
    even white space. A title that only repeats how the text begins is left out of the chunks. The
    chunks of an article are about equally long, so that no short remainder is left to compete with
    full ones.
    """
    title = "" if article.text.startswith(article.title) else article.title
    window = min(max_tokens, CHUNK_TOKENS)
    limit = max(window - title_tokens(title, count_tokens), _SMALLEST_CHUNK)
    pieces = list(_pieces(article.text, _bounded(count_tokens), limit))
    return [
        Chunk(
            article_id=article.article_id,
            revision=article.revision,
            start=start,
            end=end,
            text=article.text[start:end],
            title=title,
        )
        for start, end in _packed(pieces, limit)
    ]


def _bounded(count_tokens: CountTokens) -> CountTokens:
    """Return a count in which a long text has many tokens, whatever the encoder makes of it."""

    def count(texts: Sequence[str]) -> list[int]:
        least = (-(-len(text) // _LONGEST_TOKEN) for text in texts)
        return list(map(max, count_tokens(texts), least))

    return count


def title_tokens(title: str, count_tokens: CountTokens) -> int:
    """Return how many tokens of the window the title takes."""
    return min(count_tokens([title])[0], TITLE_TOKENS) if title else 0


def with_title(title: str, text: str, count_tokens: CountTokens) -> str:
    """Return what the encoder reads of a chunk: the title, cut to its share, then the text."""
    return f"{title_in_window(title, count_tokens)}\n{text}" if title else text


def title_in_window(title: str, count_tokens: CountTokens) -> str:
    """Return the first words of a title, as many as its share of the window holds."""
    words = title.split()
    while len(words) > 1 and count_tokens([" ".join(words)])[0] > TITLE_TOKENS:
        words.pop()
    return " ".join(words)


def _pieces(text: str, count_tokens: CountTokens, limit: int) -> Iterator[tuple[Span, int]]:
    """Yield each sentence and its number of tokens; sentences over the limit come in parts."""
    spans = sentence_spans(text)
    counts = count_tokens([text[start:end] for start, end in spans])
    for span, count in zip(spans, counts, strict=True):
        if count <= limit:
            yield span, count
        else:
            yield from _parts(text, span, count_tokens, limit)


def _parts(
    text: str, span: Span, count_tokens: CountTokens, limit: int
) -> Iterator[tuple[Span, int]]:
    """Cut a sentence that no window can hold: at a comma, between words, or inside one word."""
    words = [match.span() for match in _WORD.finditer(text, *span)]
    if len(words) == 1:
        middle = sum(span) // 2
        words = [(span[0], middle), (middle, span[1])]
    counts = count_tokens([text[start:end] for start, end in words])
    gaps = [0, *(_gap(one[1], two[0]) for one, two in pairwise(words))]
    first = 0
    while first < len(words):
        if counts[first] > limit:
            yield from _parts(text, words[first], count_tokens, limit)
            first += 1
            continue
        last, total = first, counts[first]
        while last + 1 < len(words) and total + gaps[last + 1] + counts[last + 1] <= limit:
            last += 1
            total += gaps[last] + counts[last]
        if last + 1 < len(words):
            last = _comma(text, words, first, last)
        size = sum(counts[first : last + 1]) + sum(gaps[first + 1 : last + 1])
        yield (words[first][0], words[last][1]), size
        first = last + 1


def _gap(end: int, start: int) -> int:
    """Return for how many tokens the white space between two words or sentences counts."""
    return (start - end) // _LONGEST_TOKEN


def _comma(text: str, words: list[Span], first: int, last: int) -> int:
    """Return the last word before a comma or the like in the second half, else the last word."""
    for place in range(last, (first + last) // 2, -1):
        if text[words[place][1] - 1] in _BETWEEN_CLAUSES:
            return place
    return last


def _packed(pieces: list[tuple[Span, int]], limit: int) -> Iterator[Span]:
    """Join neighbours into spans that are as few as the limit allows and about equally long."""
    total = sum(count for _, count in pieces)
    target = total / -(-total // limit) if total else 0
    start, end, size, gaps = 0, 0, 0, 0
    for (left, right), count in pieces:
        gaps += _gap(end, left)
        full = size + gaps + count > limit or size + count / 2 > target
        if size and full:
            yield start, end
            size = 0
        if not size:
            start, gaps = left, 0
        end, size = right, size + count
    if size:
        yield start, end
