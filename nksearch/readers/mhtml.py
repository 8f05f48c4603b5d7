"""Pages that a browser saved with their pictures in one file (MHTML)."""

from email import message_from_bytes, policy
from email.message import EmailMessage

from nksearch.datamodels import Article
from nksearch.readers.files import UnreadableError, read_whole
from nksearch.readers.html import read_html
from nksearch.readers.sources import Source

_MAX_FILE = 64 * 2**20  # bytes, pictures included
_MOST_PARTS = 2_000


def read_mhtml(source: Source) -> Article:
    """Return the article on the saved page; its raw bytes are those of the page without pictures.

    Raises:
        UnreadableError: the file is too large, or holds no page with an article.
    """
    raw = read_whole(source.stream, _MAX_FILE, "save the page alone")
    try:
        message = message_from_bytes(raw, policy=policy.default)
        part = _page_of(message)
        if part is None:
            raise UnreadableError("No page in HTML in the file.")
        page = part.get_payload(decode=True)
        charset, location = part.get_content_charset(), part.get("Content-Location")
        url = message.get("Snapshot-Content-Location") or location
    except (LookupError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadableError(f"The file is broken: {error}.") from None
    if not isinstance(page, bytes) or not page.strip():
        raise UnreadableError("Empty: there is nothing in the page.")
    return read_html(page, source.uri, charset=charset, url=str(url) if url else None)


def _page_of(message: EmailMessage) -> EmailMessage | None:
    """Return the part that is the page: the first one in HTML, the others are its frames."""
    for number, part in enumerate(message.walk()):
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            return part
        if number >= _MOST_PARTS:
            break
    return None
