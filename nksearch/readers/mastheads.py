"""The head of a page: the site's tagline, the title, what stands around it, and the source."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nksearch.dates import only_date
from nksearch.readers.bylines import byline_of_line
from nksearch.readers.captions import find_caption
from nksearch.readers.furniture import ends_sentence, is_byline, is_share_row
from nksearch.text import hangul_share, one_line

_REACH = 12  # filled lines among which the title must be
_LONGEST_TITLE, _LONGEST_SITE = 300, 50
_SHORTEST_TAGLINE, _LONGEST_TAGLINE = 20, 250
_LONGEST_REFRAIN = 15  # a line this short may stand twice without being a title
_LONGEST_FIRST_LINE = 120
_SHORTEST_TITLE = 3

# `North Korea fires a missile - NK Times`: the name of the site behind the title.
_SITE = re.compile(r"\s+(?:[-|–—:]|::|<|«)\s+(?P<site>[^-|–—:<«]{2,40})")
# `A speech 2005/01/01 08:17 송고`: when an agency sent it.
_SENT = re.compile(
    r"(?<!\s)\s++(?P<sent>\d{4}[-./]\d\d?[-./]\d\d? \d\d:\d\d)\s?(?:송고|입력|등록)?$"
)
_NAME = r"(?P<name>(?:[A-Z0-9][\w&.'’-]*)(?: (?:of |the |and )?[A-Z0-9][\w&.'’-]*){0,5})"
_SPEAKS = (
    r"(?:is|was|has|are|aims|brings|carries|collects|covers|delivers|gathers|gives|keeps|monitors"
    r"|offers|presents|prints|provides|publishes|reports|says|seeks|shares|strives|tells|tracks"
    r"|verifies|works|writes)"
)
_TAGLINES = (
    re.compile(rf"(?:Welcome to )?(?:The )?{_NAME} {_SPEAKS}\b"),
    re.compile(r"(?P<name>[\w가-힣&.'’-]+(?: [\w가-힣&.'’-]+){0,4}) ?[:—–|]\s"),
    re.compile(
        r".*?\b(?:briefs?|compiled|edited|made|news|prepared|produced|published|reported|reports"
        r"|restated|stories|translated|written) for (?:the )?"
        r"(?P<name>[^.,;:]{2,50}?)(?= from\b| by\b| on\b| in\b|[.,;:]|$)",
        re.IGNORECASE,
    ),
    re.compile(r"(?P<name>[가-힣A-Za-z0-9 ]{2,20}?)(?:은|는) "),
)


@dataclass(frozen=True, slots=True)
class Masthead:
    """What the first lines of a page say; the text begins at line `end`.

    `is_sure` when the title stands twice or behind a tagline, as it does on web pages.
    """

    end: int
    title: str | None = None
    taglines: tuple[str, ...] = ()
    site: str | None = None
    published: str | None = None
    byline: str | None = None
    is_sure: bool = False


def find_masthead(lines: Sequence[str]) -> Masthead:
    """Return what stands at the head of `lines`, of which empty ones separate blocks."""
    filled = [index for index, line in enumerate(lines) if line][:_REACH]
    return (
        _title_twice(lines, filled) or _title_by_date(lines, filled) or _title_first(lines, filled)
    )


def find_source(masthead: Masthead, credits: Sequence[str | None]) -> str | None:
    """Return who publishes the page.

    The credit of a photo if the tagline has it too, else the name in the tagline, else the site
    behind the title. A credit alone may be an agency's and names no source.
    """
    around = " ".join(masthead.taglines).lower()
    for credit in credits:
        if credit and credit.lower() in around:
            return credit
    names = (name for line in masthead.taglines if (name := _name_in_tagline(line)))
    return next(names, masthead.site)


def _title_twice(lines: Sequence[str], filled: Sequence[int]) -> Masthead | None:
    """Find two lines that say the same, with at most a date and a name between them."""
    for order, index in enumerate(filled):
        for later in filled[order + 1 : order + 4]:
            site = _same_title(lines[index], lines[later])
            around = [lines[i] for i in filled if i < later and i != index]
            title = min(lines[index], lines[later], key=len)
            if site is not None and _are_head(around, title):
                return _with(title, around, end=later + 1, site=site or None, is_sure=True)
        if len(lines[index]) > _LONGEST_TAGLINE:
            return None
    return None


def _are_head(lines: Sequence[str], title: str) -> bool:
    """Tell whether no more than one of the lines around a title is a sentence: the tagline.

    What stands twice after a sentence may also be a refrain, or applause noted in a speech.
    """
    sentences = [line for line in lines if ends_sentence(line)]
    refrain = _LONGEST_REFRAIN // 2 if hangul_share(title) else _LONGEST_REFRAIN
    if ends_sentence(title) or len(title) <= refrain:
        return all(map(_name_in_tagline, sentences))
    return len(sentences) <= 1


def _same_title(one: str, other: str) -> str | None:
    """Return the site that one of the two names behind the title, "" for none, None if unlike."""
    if max(len(one), len(other)) > _LONGEST_TITLE + _LONGEST_SITE:
        return None
    one, other = sorted((one_line(one), one_line(other)), key=len)
    if not _SHORTEST_TITLE <= len(one) <= _LONGEST_TITLE or find_caption(one) or only_date(one):
        return None
    if one.casefold() == other.casefold():
        return ""
    match = _SITE.fullmatch(other, len(one)) if other.startswith(one) else None
    return match["site"] if match else None


def _title_by_date(lines: Sequence[str], filled: Sequence[int]) -> Masthead | None:
    """Find a title between at most a tagline and a line that says only when."""
    for order, index in enumerate(filled[:4]):
        if not only_date(lines[index]):
            continue
        before = [i for i in filled[:order] if not is_byline(lines[i])]
        if not before or not _can_be_title(lines[before[-1]]):
            return None
        taglines = [lines[i] for i in before[:-1]]
        if not all(map(_name_in_tagline, taglines)):
            return None
        lead = [lines[i] for i in filled[: order + 1] if i != before[-1]]
        return _with(lines[before[-1]], lead, end=index + 1, is_sure=bool(taglines))
    return None


def _title_first(lines: Sequence[str], filled: Sequence[int]) -> Masthead:
    """Take the first line for the title if it stands apart and is no sentence."""
    lead: list[str] = []
    for order, index in enumerate(filled[:-1]):
        line, following = lines[index], lines[filled[order + 1]]
        if only_date(line) or is_share_row(line):
            lead.append(line)
            continue
        if not _can_be_title(line) or len(line) > _LONGEST_FIRST_LINE or find_caption(line):
            break
        apart = filled[order + 1] > index + 1 or len(following) >= 1.5 * len(line)
        if not apart or following[:1].islower():
            break
        return _with(line, lead, end=index + 1)
    return Masthead(end=0)


def _with(
    title: str, around: Sequence[str], *, end: int, site: str | None = None, is_sure: bool = False
) -> Masthead:
    """Return the masthead of `title` with what the lines around it say."""
    title, date = _without_date(title)
    dates = [date] if date else [date for line in around if (date := only_date(line))]
    said = [line for line in around if not only_date(line) and not is_byline(line)]
    return Masthead(
        end=end,
        title=one_line(title),
        taglines=tuple(said),
        site=site,
        published=dates[0] if dates else None,
        byline=next(filter(None, map(byline_of_line, around)), None),
        is_sure=is_sure,
    )


def _without_date(title: str) -> tuple[str, str | None]:
    """Return a title without the moment of publication that agencies write behind it."""
    match = _SENT.search(title)
    date = only_date(match["sent"]) if match else None
    return (title[: match.start()], date) if match and date and match.start() else (title, None)


def date_sent(line: str) -> str | None:
    """Return when an agency sent the text that ends with this line, if the line says so."""
    match = _SENT.search(line)
    return only_date(match["sent"]) if match and match[0].endswith("송고") else None


def _can_be_title(line: str) -> bool:
    return _SHORTEST_TITLE <= len(line) <= _LONGEST_TITLE and not ends_sentence(line)


def _name_in_tagline(line: str) -> str | None:
    """Return who speaks of itself in a sentence such as `NK Times reports only facts.`"""
    if not _SHORTEST_TAGLINE <= len(line) <= _LONGEST_TAGLINE or not ends_sentence(line):
        return None
    for pattern in _TAGLINES:
        if match := pattern.match(line):
            return match["name"].strip(" .")
    return None
