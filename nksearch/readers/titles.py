"""A title for an article whose source gives none."""

from nksearch.text import one_line, sentence_spans

LONGEST_TITLE = 120
_LONGEST_GIVEN = 1_000

_ENOUGH = 2_000  # characters that surely hold the first sentence, or more than a title


def title_from_text(text: str) -> str:
    """Return the first sentence of `text`, cut at a word to at most 120 characters."""
    beginning = text[:_ENOUGH]
    spans = sentence_spans(beginning)
    return _cut(one_line(beginning[slice(*spans[0])] if spans else beginning), LONGEST_TITLE)


def cut_title(title: str) -> str:
    """Return a title that a source gives; what no title can be is cut at 1,000 characters."""
    return _cut(title, _LONGEST_GIVEN)


def _cut(title: str, most: int) -> str:
    if len(title) <= most:
        return title
    kept = title[:most]  # one character is for the ellipsis
    return f"{kept.rpartition(' ')[0].rstrip(' ,;:') or kept[:-1]}…"
