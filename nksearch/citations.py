"""Citations: exact characters of an article, made from passages and checked against the store."""

from bisect import bisect_right
from dataclasses import replace

from nksearch.datamodels import Article, Citation, Excerpt, Passage
from nksearch.errors import DamagedIndexError
from nksearch.store import Store
from nksearch.text import Span


def cite(passage: Passage, span: Span, *, marker: int) -> Citation:
    """Return the citation of these characters of the passage (offsets within the passage)."""
    start, end = span
    return Citation(
        marker=marker,
        article_id=passage.article_id,
        revision=passage.revision,
        chunk_id=passage.chunk_id,
        start=passage.start + start,
        end=passage.start + end,
        quote=passage.text[start:end],
        title=passage.title,
        date=passage.date,
        source=passage.source,
        url=passage.url,
        translated_by=passage.translated_by,
    )


def excerpt(passage: Passage, span: Span) -> Excerpt:
    """Return these characters of the passage (offsets within the passage)."""
    start, end = span
    return Excerpt(passage.start + start, passage.start + end, passage.text[start:end])


def verified(citations: tuple[Citation, ...], store: Store) -> tuple[Citation, ...]:
    """Return the citations with their pages, if all that they quote stands where they say.

    That are the quote, the context and the brief answer.

    Raises:
        DamagedIndexError: one does not; store and index do not belong together.
    """
    return tuple(_verified(each, store) for each in citations)


def _verified(citation: Citation, store: Store) -> Citation:
    article = store.get(citation.article_id, citation.revision)
    quotes = (citation, citation.context, citation.brief)
    if any(each and article.text[each.start : each.end] != each.quote for each in quotes):
        raise DamagedIndexError(
            f"Citation [{citation.marker}] is not what article {citation.article_id} says. "
            "Index and store do not belong together. Run: nksearch rebuild"
        )
    return replace(citation, page=page_at(article, citation.start))


def page_at(article: Article, position: int) -> int | None:
    """Return the page of a document with the character at `position`, None where none is known."""
    return bisect_right(article.page_starts, position) or None
