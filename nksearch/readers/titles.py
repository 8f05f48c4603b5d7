"""A title for an article whose source gives none."""

from nksearch.text import one_line, sentence_spans

LONGEST_TITLE = 120

_ENOUGH = 2_000  # characters that surely hold the first sentence, or more than a title


def title_from_text(text: str) -> str:
    """Return the first sentence of `text`, cut at a word to at most 120 characters."""
    beginning = text[:_ENOUGH]
    spans = sentence_spans(beginning)
    sentence = one_line(beginning[slice(*spans[0])] if spans else beginning)
    if len(sentence) <= LONGEST_TITLE:
        return sentence
    kept = sentence[:LONGEST_TITLE]  # one character is for the ellipsis
    return f"{kept.rpartition(' ')[0].rstrip(' ,;:') or kept[:-1]}…"
