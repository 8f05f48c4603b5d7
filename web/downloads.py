"""What was found for other programs: a table for spreadsheets and a feed for feed readers."""

import csv
import io
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from nksearch.finding.hits import Hit, Listing
from nksearch.references import safe_cell
from nksearch.text import STEERING

_COLUMNS = (
    *("rank", "title", "date", "source", "topic", "language", "url", "translated_by"),
    *("article_id", "revision", "score", "snippet"),
)
ATOM = "application/atom+xml"
OPENSEARCH = "application/opensearchdescription+xml"


def hits_to_csv(hits: list[Hit]) -> str:
    """Return a table as RFC 4180 has it, with a header; no cell is a formula."""
    table = io.StringIO(newline="")
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for hit in hits:
        writer.writerow([safe_cell(getattr(hit, name)) for name in _COLUMNS])
    return table.getvalue()


def listing_to_atom(listing: Listing, *, address: str, page: str, article: str) -> str:
    """Return a feed (RFC 4287) of what was found.

    `address` is the feed's own, `page` that of the same search for people, and `article` that of
    any article, with `ID` for its id. Articles keep their ids in every feed.
    """
    updated = max((hit.ingested for hit in listing.hits), default="1970-01-01T00:00:00+00:00")
    title = f"nksearch: {listing.query}" if listing.query else "nksearch: new articles"
    head = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<title>{_text(title)}</title>",
        f"<id>{_text(page)}</id>",
        f"<updated>{_moment(updated)}</updated>",
        f'<link rel="self" type="{ATOM}" href={_attribute(address)}/>',
        f'<link rel="alternate" type="text/html" href={_attribute(page)}/>',
        "<author><name>nksearch</name></author>",
    ]
    return "\n".join([*head, *(_entry(hit, article) for hit in listing.hits), "</feed>", ""])


def _entry(hit: Hit, article: str) -> str:
    href = article.replace("ID", hit.article_id)
    lines = [
        "<entry>",
        f"<title>{_text(hit.title or hit.article_id)}</title>",
        f"<id>urn:nksearch:{_text(hit.article_id)}</id>",
        f"<updated>{_moment(hit.ingested)}</updated>",
        f'<link rel="alternate" type="text/html" href={_attribute(href)}/>',
    ]
    if hit.date:
        lines.append(f"<published>{_moment(hit.date)}</published>")
    if hit.source:
        lines.append(f"<author><name>{_text(hit.source)}</name></author>")
    if hit.topic:
        lines.append(f"<category term={_attribute(hit.topic)}/>")
    return "\n".join([*lines, f"<summary>{_text(hit.snippet)}</summary>", "</entry>"])


def description(*, page: str, feed: str, icon: str) -> str:
    """Return an OpenSearch description, with which a browser searches here.

    In the addresses, `QUERY` is where the words go.
    """
    templates = {"text/html": page, ATOM: feed}
    urls = [
        f'<Url type="{kind}" template={_attribute(each.replace("QUERY", "{searchTerms}"))}/>'
        for kind, each in templates.items()
    ]
    return "\n".join(
        [
            '<?xml version="1.0" encoding="utf-8"?>',
            '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">',
            "<ShortName>nksearch</ShortName>",
            "<Description>Search the archive of nksearch</Description>",
            "<InputEncoding>UTF-8</InputEncoding>",
            f'<Image type="image/svg+xml">{_text(icon)}</Image>',
            *urls,
            "</OpenSearchDescription>",
            "",
        ]
    )


def _text(value: str) -> str:
    return escape(_sound(value))


def _attribute(value: str) -> str:
    return quoteattr(_sound(value))


def _sound(value: str) -> str:
    """Return what XML may hold: nothing that steers, and neither U+FFFE nor U+FFFF."""
    return STEERING.sub("", value).replace("\ufffe", "").replace("\uffff", "")


def _moment(value: str) -> str:
    """Return an ISO date as RFC 3339 has it: a day from midnight, without a zone in UTC."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        moment = datetime.fromisoformat(value[:10])
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat(timespec="seconds")
