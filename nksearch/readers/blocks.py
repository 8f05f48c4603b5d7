"""Trees of HTML: parsed within limits, and their text with its paragraphs."""

import re
from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from nksearch.readers.files import UnreadableError
from nksearch.repair import repair
from nksearch.text import normalise

MAX_PAGE = 5_000_000  # characters of a page, without the pictures that are written into it
_MOST_TAGS = 100_000  # each is an element, and libraries go through all of them many times
_TAG = re.compile("<[a-z]", re.IGNORECASE)
_PICTURE = re.compile(r"data:[\w/+.-]{0,40};base64,[A-Za-z0-9+/=%\s]+")
# A tag with so many attributes takes the parser, which compares each with each, seconds.
_HUGE_TAG = re.compile(r"<[a-z][^<>]{200000}", re.IGNORECASE)

_UNSHOWN = frozenset({"figure", "iframe", "noscript", "script", "style", "template"})
# Tags of HTML, and those that trafilatura makes of them.
_LINES = frozenset({"dd", "dt", "item", "lb", "br", "li", "row", "tr"})
_BLOCKS = frozenset(
    "address article aside blockquote body code div dl footer form h1 h2 h3 h4 h5 h6 head header "
    "hr list main nav ol p pre quote section table ul".split()
)
_CELLS = frozenset({"cell", "td", "th"})


def parse_page(text: str) -> HtmlElement:
    """Return the tree of a page, without its comments.

    Raises:
        UnreadableError: it is too large, or no page.
    """
    text = _PICTURE.sub("", text)
    if len(text) > MAX_PAGE:
        raise UnreadableError("Larger than 5 MB without its pictures: a page must be shorter.")
    if sum(1 for _ in _TAG.finditer(text)) > _MOST_TAGS:
        raise UnreadableError("More than 100,000 tags: a page must have fewer.")
    huge = _HUGE_TAG.search(text)
    if huge and text.rfind("<script", 0, huge.end()) <= text.rfind("</script", 0, huge.end()):
        raise UnreadableError("Not a page: one tag is longer than 200 kB.")
    # lxml takes no text that declares an encoding, so it gets bytes.
    parser = HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        return document_fromstring(text.encode(errors="replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise UnreadableError(f"Not a page: {error}.") from None


def text_of(tree: etree._Element) -> str:
    """Return the text below `tree`: an empty line between blocks, cells divided by bars."""
    return normalise(repair("".join(_pieces(tree))))


def _pieces(tree: etree._Element) -> Iterator[str]:
    hidden = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if event == "start":
            hidden += element.tag in _UNSHOWN
            yield _border(element)
            yield _inner(element.text) if not hidden else ""
        else:
            hidden -= element.tag in _UNSHOWN
            yield " | " if element.tag in _CELLS and element.getnext() is not None else ""
            yield _border(element) if element.tag not in ("lb", "br") else ""
            yield _inner(element.tail) if not hidden and element is not tree else ""


def _border(element: etree._Element) -> str:
    if element.tag in _BLOCKS:
        return "\n\n"
    return "\n" if element.tag in _LINES else ""


def _inner(text: str | None) -> str:
    """Return text with its white space collapsed, but kept at both ends."""
    if not text:
        return ""
    inner = " ".join(text.split())
    before, after = text[:1].isspace(), text[-1:].isspace()
    return f"{' ' * before}{inner}{' ' * (after and bool(inner))}"
