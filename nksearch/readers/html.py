"""Web pages in HTML: the article's text out of the page, and what the page says about it."""

import logging
import re
from dataclasses import replace

from lxml import etree
from lxml.html import HtmlElement

from nksearch.datamodels import Article
from nksearch.language import UNKNOWN
from nksearch.readers.blocks import parse_page, text_of
from nksearch.readers.charsets import decode_page
from nksearch.readers.files import UnreadableError, check_article_size
from nksearch.readers.mastheads import Masthead
from nksearch.readers.metadata import PageData, read_metadata
from nksearch.readers.page_credits import find_original, find_subtitle
from nksearch.readers.pages import to_article
from nksearch.readers.publication import dated
from nksearch.text import one_line

# What Chrome and Internet Explorer write at the head of a page they save.
_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d+\)(\S+) -->")
_HEAD = 2_000  # characters in which it stands
_FEW = 400  # characters: of so little, the page may hold more than the strict reading finds


def read_html(
    raw: bytes, uri: str, *, charset: str | None = None, url: str | None = None
) -> Article:
    """Return the article on a page.

    `charset` and `url` are what came with the page, as in a header; `uri` is the address of the
    file, which stands for the page's own address where it names none.

    Raises:
        UnreadableError: its encoding cannot be told, it is too large, or has no article.
    """
    page = decode_page(raw, charset)
    saved_from = _SAVED_FROM.search(page, 0, _HEAD)
    tree = parse_page(page)
    told = read_metadata(tree, url=url or (saved_from and saved_from[1]))
    text = _body(tree, told)
    check_article_size(text)
    lines = [line.strip() for line in text.split("\n")]
    while lines and (not lines[0] or one_line(lines[0]) == told.title):
        lines.pop(0)
    masthead = Masthead(end=0, title=told.title, site=told.source)
    article = to_article(lines, masthead, raw=raw, uri=uri)
    language = article.language if article.language != UNKNOWN else told.language
    printed = article.published if article.published_from == "page" else None
    article = replace(
        article,
        url=told.url,
        address=told.url or uri,
        topic=told.section,
        language=language or UNKNOWN,
        captions=tuple(dict.fromkeys([*told.captions, *article.captions])),
        subtitle=find_subtitle(told.heading, told.metas, article.text),
        byline=told.byline or article.byline,
        tags=told.tags,
        original_url=article.original_url
        or find_original(tree, told.told, translated=article.translation_notice is not None),
    )
    return dated(article, told.dates or [("page", printed)])


def _body(tree: HtmlElement, told: PageData) -> str:
    """Return the paragraphs of the article: read strictly, and widely where that finds little."""
    text = _extracted(tree, told, strict=True)
    if len(text) < _FEW:
        text = max(text, _extracted(tree, told, strict=False), key=len)
    if not text:
        raise UnreadableError("No text: no article can be found on the page.")
    return text


def _extracted(tree: HtmlElement, told: PageData, *, strict: bool) -> str:
    from trafilatura import bare_extraction  # half a second, and only pages in HTML need it

    logging.getLogger("trafilatura").addHandler(logging.NullHandler())  # reasons are ours to give
    try:
        document = bare_extraction(
            tree, url=told.url, favor_precision=strict, include_comments=False, as_dict=False
        )
    except (RecursionError, ValueError, AttributeError, TypeError, etree.LxmlError) as error:
        raise UnreadableError(f"The page cannot be taken apart: {error}.") from None
    body = getattr(document, "body", None)
    return text_of(body) if body is not None else ""
