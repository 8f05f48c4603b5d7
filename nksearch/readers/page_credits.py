"""What a web page says beside its title: who wrote the article, its subtitle, tags and original."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from lxml.html import HtmlElement

from nksearch.dates import find_dates
from nksearch.readers.bylines import byline_of_line, byline_of_names
from nksearch.readers.fields import as_strings, web_address
from nksearch.readers.tags import clean_tags
from nksearch.text import one_line

_AUTHORS = (
    *("author", "byl", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator"),
    *("article:author", "og:article:author", "author.name", "article_author", "citation_author"),
)
_NEAR = 40  # elements behind the title among which its byline or subtitle may stand
_LONGEST_BYLINE = 100
_SUBTITLE = (25, 300)  # characters
_DESCRIPTIONS = ("og:description", "description", "twitter:description")
_SUBTITLE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:sub-?title|sub-?head(?:line|ing)?|standfirst|dek|deck)(?:$|[\s_-])",
    re.IGNORECASE,
)
_TAG_METAS = ("article:tag", "og:article:tag", "parsely-tags", "news_keywords")
_ORIGINAL = re.compile(
    r"(?:read |see |view )?(?:the |this )?original(?: (?:article|text|story|version|post))?",
    re.IGNORECASE,
)
_KOREAN = re.compile(
    r"(?:read |see |view )?(?:the |this )?(?:article |story )?"
    r"(?:in |original in |in the original )?korean(?: (?:original|version|text|article|story))?"
    r"|(?:기사 |한국어 |한글 )?원문(?: ?기사)?(?: ?(?:보기|읽기|바로가기|링크))?"
    r"|한국어(?:로|판)? ?(?:보기|읽기|기사|원문)",
    re.IGNORECASE,
)


def find_byline(
    tree: HtmlElement,
    heading: HtmlElement | None,
    *,
    told: Sequence[str],
    metas: Mapping[str, str],
    source: str | None,
) -> str | None:
    """Return who wrote the article: `told` are those whom JSON-LD names, else meta tags do.

    Where a line behind the title says that it was somebody else, that line is right.
    """
    lines = list(_lines_behind(heading))
    printed = next(filter(None, map(byline_of_line, lines)), None)
    named = (metas[name] for name in _AUTHORS if name in metas)
    linked = map(_text, tree.xpath("//article//a[@rel='author'] | //*[@itemprop='author']")[:1])
    each: list[Iterable[str]] = [told, *([name] for name in named), list(linked)]
    found = (byline_of_names(names, source=source) for names in each)
    best = next(filter(None, found), None)
    agreed = best and any(_folded(best.split(",")[0]) in _folded(line) for line in lines)
    return best if agreed or not printed else printed


def find_subtitle(heading: HtmlElement | None, metas: Mapping[str, str], text: str) -> str | None:
    """Return the line behind the title that sums the article up, if it is not in its text.

    It is the page's own description word for word, or marked as what it is.
    """
    if heading is None:
        return None
    told = {_folded(metas[name]) for name in _DESCRIPTIONS if name in metas}
    body = _folded(text)
    for element in _behind(heading):
        line = _text(element)
        if len(line) >= _SUBTITLE[0] and _folded(line) in body:
            return None  # the text has begun
        if not _SUBTITLE[0] <= len(line) <= _SUBTITLE[1] or any(find_dates(line)):
            continue
        if _folded(line) in told or _SUBTITLE_CLASS.search(element.get("class") or ""):
            return line
    return None


def find_tags(tree: HtmlElement, keywords: Any) -> tuple[str, ...]:
    """Return the tags that the page gives the article; `keywords` are those of its JSON-LD."""
    path = "//meta[@property=$name or @name=$name]/@content"
    told = [one_line(value) for name in _TAG_METAS for value in tree.xpath(path, name=name)]
    linked = [_text(link) for link in tree.xpath("//a[@rel='tag']")]
    return clean_tags([*linked, *told, *as_strings(keywords)])


def find_original(tree: HtmlElement, told: Mapping[str, Any], *, translated: bool) -> str | None:
    """Return the address of the text in the language in which it was written.

    The "original article" is that text only on a page that is `translated`.
    """
    work = told.get("translationOfWork")
    named = [work.get("url"), work.get("@id")] if isinstance(work, dict) else [work]
    linked = (
        link.get("href")
        for link in tree.iterfind(".//a[@href]")
        if _points_at_original(_text(link), translated)
    )
    return next(filter(None, map(web_address, [*named, *linked])), None)


def _points_at_original(link: str, translated: bool) -> bool:
    return bool(_KOREAN.fullmatch(link) or (translated and _ORIGINAL.fullmatch(link)))


def _behind(heading: HtmlElement) -> Iterator[HtmlElement]:
    path = f"following::*[not(self::script or self::style)][position() <= {_NEAR}]"
    yield from heading.xpath(path)


def _lines_behind(heading: HtmlElement | None) -> Iterator[str]:
    for element in _behind(heading) if heading is not None else ():
        line = _text(element)
        if 0 < len(line) <= _LONGEST_BYLINE:
            yield line


def _text(element: HtmlElement) -> str:
    return one_line(" ".join(element.itertext()))


def _folded(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()
