"""What a web page says about its article: JSON-LD, OpenGraph and other meta tags, headings."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from nksearch.datamodels import Caption
from nksearch.dates import find_dates, only_date, parse_date
from nksearch.readers.captions import read_caption
from nksearch.readers.fields import as_string, language_code, site_of, web_address
from nksearch.readers.page_credits import find_byline, find_tags
from nksearch.readers.publication import Dated, same_day
from nksearch.readers.titles import cut_title
from nksearch.repair import repair
from nksearch.text import one_line

_ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|LiveBlogPosting|NewsItem)$")
_DATES = (
    *("article:published_time", "og:article:published_time", "published_time", "datepublished"),
    *("date", "dc.date", "dc.date.issued", "dcterms.created", "dcterms.date", "pubdate"),
    *("publishdate", "publish-date", "publish_date", "article:published", "parsely-pub-date"),
    *("sailthru.date", "article_date_original", "citation_publication_date", "regdate"),
)
_CHANGES = ("article:modified_time", "og:updated_time", "datemodified", "updated-date", "lastmod")
_SECTIONS = ("article:section", "og:article:section", "section", "parsely-section")
_SITES = ("og:site_name", "application-name", "dc.publisher", "citation_journal_title")
_HOME = re.compile(r"/?(?:(?:index|main|home|default)\.\w{2,5})?$", re.IGNORECASE)
_BEHIND_TITLE = re.compile(r"\s+(?:[-|–—:»«·]|::)\s+(?=\S)")
_LONGEST_SITE = 40  # characters behind a title that may be the name of the site
_ALIKE = 0.3  # share of a heading's pairs of letters that the page's other titles must have
_MOST_NODES = 5_000  # of JSON-LD
_HEADER_NODES = 80  # behind the title, among which its date may stand
_LONGEST_DATE = 80
_BESIDE_DATE = 6  # characters beside a date, such as a time zone
_PUBLISHED = re.compile(
    r"\W*(?:(?:first )?(?:published|posted)\b"
    r"|(?:기사 ?|최초 ?)?(?:입력|등록|승인|작성|발행|송고|게시))",
    re.IGNORECASE,
)
_MOST_CAPTIONS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class PageData:
    """What the page says; every field is None where it says nothing of it."""

    title: str | None
    dates: tuple[Dated, ...]  # the best first
    url: str | None
    source: str | None
    section: str | None
    language: str | None
    captions: tuple[Caption, ...]
    byline: str | None
    tags: tuple[str, ...]
    heading: HtmlElement | None  # what shows the title
    metas: Mapping[str, str]
    told: Mapping[str, Any]  # its JSON-LD


def read_metadata(tree: HtmlElement, *, url: str | None) -> PageData:
    """Return what the page says about its article; `url` is where it was fetched, if known."""
    nodes = _linked_nodes(tree)
    told = _linked_data(nodes)
    metas = _metas(tree)
    url = _canonical(tree, metas, told) or web_address(url)
    source = _site(metas, told) or site_of(url)
    heading, title = _title(tree, metas, told, source)
    return PageData(
        title=title,
        dates=_dates(tree, told, metas, heading, title),
        url=url,
        source=source,
        section=as_string(told.get("articleSection")) or _first(metas, _SECTIONS),
        language=language_code(as_string(told.get("inLanguage")) or tree.get("lang") or ""),
        captions=_captions(tree),
        byline=find_byline(tree, heading, told=_authors(told, nodes), metas=metas, source=source),
        tags=find_tags(tree, told.get("keywords")),
        heading=heading,
        metas=metas,
        told=told,
    )


def _dates(
    tree: HtmlElement,
    told: Mapping[str, Any],
    metas: Mapping[str, str],
    heading: HtmlElement | None,
    title: str | None,
) -> tuple[Dated, ...]:
    """Return the dates of publication, none that tells when the page was changed."""
    given = [told.get("datePublished"), *(metas.get(name) for name in _DATES)]
    dates: list[Dated] = [("metadata", date) for date in map(parse_date, given) if date]
    printed = _date_near(tree, heading, title)
    changes = [told.get("dateModified"), *(metas.get(name) for name in _CHANGES)]
    changed = filter(None, map(parse_date, changes))
    if printed and not (dates and any(same_day(printed, date) for date in changed)):
        dates.append(("page", printed))
    return tuple(dates)


def _linked_nodes(tree: HtmlElement) -> list[dict[str, Any]]:
    """Return all objects of the page's JSON-LD."""
    return [
        node
        for script in tree.iterfind(".//script[@type]")
        if "ld+json" in script.get("type", "").lower() and script.text
        for node in _nodes(script.text)
    ]


def _linked_data(nodes: Sequence[dict[str, Any]]) -> Mapping[str, Any]:
    """Return the first article of the page's JSON-LD, else its page, empty when there is none."""
    page: Mapping[str, Any] = {}
    for node in nodes:
        kinds = node.get("@type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(kind, str) and _ARTICLE.search(kind) for kind in kinds):
            return node
        if not page and "WebPage" in kinds:
            page = node
    return page


def _authors(told: Mapping[str, Any], nodes: Sequence[dict[str, Any]]) -> list[str]:
    """Return the authors that JSON-LD names, those it only points at too."""
    named = {str(node.get("@id")): node["name"] for node in nodes if node.get("name")}
    given = told.get("author") or told.get("creator")
    people = given if isinstance(given, list) else [given]
    names = [
        each.get("name") or named.get(str(each.get("@id"))) if isinstance(each, dict) else each
        for each in people
    ]
    return list(filter(None, map(as_string, names)))


def _nodes(source: str) -> Iterator[dict[str, Any]]:
    try:
        waiting = [json.loads(source.strip().rstrip(";"), strict=False)]
    except (ValueError, RecursionError):
        return
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        value = waiting.pop(0)
        if isinstance(value, dict):
            yield value
            waiting.extend(each for each in value.values() if isinstance(each, dict | list))
        elif isinstance(value, list):
            waiting.extend(each for each in value if isinstance(each, dict | list))


def _metas(tree: HtmlElement) -> dict[str, str]:
    """Return the contents of the meta tags by name; of two of one name the first counts."""
    found: dict[str, str] = {}
    for meta in tree.iterfind(".//meta[@content]"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        content = one_line(meta.get("content", ""))
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _first(metas: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((metas[name] for name in names if name in metas), None)


def _canonical(tree: HtmlElement, metas: Mapping[str, str], told: Mapping[str, Any]) -> str | None:
    """Return the address of the article; some sites name their front page on every page."""
    entity = told.get("mainEntityOfPage")
    given = [
        *(link.get("href") for link in tree.iterfind(".//link[@rel='canonical']")),
        metas.get("og:url"),
        told.get("url"),
        entity.get("@id") if isinstance(entity, dict) else entity,
    ]
    for url in map(web_address, given):
        parts = urlsplit(url or "")
        if url and (parts.query or not _HOME.fullmatch(parts.path)):
            return url
    return None


def _site(metas: Mapping[str, str], told: Mapping[str, Any]) -> str | None:
    name = _first(metas, _SITES) or as_string(told.get("publisher"))
    return site_of(web_address(name)) or name.removeprefix("@") or None


def _title(
    tree: HtmlElement, metas: Mapping[str, str], told: Mapping[str, Any], source: str | None
) -> tuple[HtmlElement | None, str | None]:
    """Return the heading that shows the title, and the title: the heading's, else a tag's."""
    in_head = one_line(" ".join(tree.xpath("//title[not(ancestor::svg)][1]//text()")))
    named = [as_string(told.get("headline")), metas.get("og:title"), metas.get("twitter:title")]
    titles = [_without_site(cut_title(title), source) for title in [*named, in_head] if title]
    pairs = _pairs(" ".join(titles))
    best, most = None, 0.0
    for heading in tree.iterfind(".//h1"):
        own = _pairs(_text(heading))
        alike = len(own & pairs) / len(own) if own and pairs else float(bool(own))
        if not _is_site(_text(heading), source, in_head) and alike > most:
            best, most = heading, alike
    if best is not None and most >= _ALIKE:
        return best, _without_site(cut_title(_text(best)), source)
    return None, _as_shown(tree, titles[0]) if titles else None


def _as_shown(tree: HtmlElement, title: str) -> str:
    """Return `title` without what is behind its last mark, if the page shows it so."""
    borders = [match.start() for match in _BEHIND_TITLE.finditer(title)]
    short = title[: borders[-1]] if borders else title
    return (
        short if tree.xpath("//body//*[normalize-space(text()) = $short]", short=short) else title
    )


def _is_site(heading: str, source: str | None, in_head: str) -> bool:
    """Tell whether a heading is the name of the site, as above every page of some."""
    names = {_folded(source or ""), _folded(_BEHIND_TITLE.split(in_head)[-1])}
    return _folded(heading) in names and _folded(heading) != _folded(in_head)


def _without_site(title: str, source: str | None) -> str:
    """Return `title` without the name of the site before or behind it."""
    parts = _BEHIND_TITLE.split(title)
    borders = [match.span() for match in _BEHIND_TITLE.finditer(title)]
    if borders and _names_site(parts[-1], source):
        return title[: borders[-1][0]]
    if borders and len(parts) == 2 and source and _folded(parts[0]) == _folded(source):
        return title[borders[0][1] :]
    return title


def _names_site(part: str, source: str | None) -> bool:
    own, site = _folded(part), _folded(source or "")
    if len(part) > _LONGEST_SITE or not own:
        return False
    return bool(site) and (own in site or site.split(".")[0] in own or site in own)


def _folded(text: str) -> str:
    return re.sub(r"[^\w.]|_", "", text).casefold()


def _pairs(text: str) -> set[str]:
    letters = re.sub(r"[\W_]", "", text).casefold()
    return {letters[n : n + 2] for n in range(len(letters) - 1)}


def _text(element: HtmlElement) -> str:
    return one_line(repair(" ".join(element.itertext())))


def _date_near(tree: HtmlElement, heading: HtmlElement | None, title: str | None) -> str | None:
    """Return the date of the first `time`, else of a line behind the title that says when."""
    for time in tree.xpath("(//article//time|//main//time|//time)[position() <= 3]"):
        if date := parse_date(time.get("datetime") or _text(time)):
            return date
    shown = "normalize-space() and not(parent::script or parent::style or parent::title)"
    if heading is None and title:
        path = f"(//body//text()[{shown}][normalize-space() = $title])[1]/.."
        heading = next(iter(tree.xpath(path, title=title)), None)
    if heading is None:
        return None
    path = f"(following::text()[{shown}])[position() <= {_HEADER_NODES}]"
    return next(filter(None, map(_says_when, map(one_line, heading.xpath(path)))), None)


def _says_when(line: str) -> str | None:
    """Return the date of a line that says little but when the article was published."""
    found = list(find_dates(line)) if len(line) <= _LONGEST_DATE else []
    if not found:
        return None
    more = len(line) - (found[0].end - found[0].start)
    return found[0].iso if more <= _BESIDE_DATE or _PUBLISHED.match(line) else only_date(line)


def _captions(tree: HtmlElement) -> tuple[Caption, ...]:
    """Return the captions of the figures in the article, each once."""
    path = "//figcaption[not(ancestor::nav|ancestor::aside|ancestor::footer|ancestor::a)]"
    texts = dict.fromkeys(filter(None, map(_text, tree.xpath(path)[:_MOST_CAPTIONS])))
    return tuple(map(read_caption, texts))
