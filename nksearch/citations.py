"""Citations: exact characters of an article, made from passages and checked against the store."""

from nksearch.datamodels import Citation, Excerpt, Passage
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


def verify(citations: tuple[Citation, ...], store: Store) -> None:
    """Make sure that every quote, context and brief answer stands where its citation says.

    Raises:
        DamagedIndexError: one does not; store and index do not belong together.
    """
    for citation in citations:
        text = store.get(citation.article_id, citation.revision).text
        quotes = (citation, citation.context, citation.brief)
        if any(each and text[each.start : each.end] != each.quote for each in quotes):
            raise DamagedIndexError(
                f"Citation [{citation.marker}] is not what article {citation.article_id} says. "
                "Index and store do not belong together. Run: nksearch rebuild"
            )
