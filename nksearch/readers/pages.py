"""Web pages saved as text: title, date, source, captions and body, without the furniture."""

import re
from dataclasses import dataclass, field

from nksearch.datamodels import Article, Caption
from nksearch.dates import find_dates, only_date
from nksearch.language import detect_language
from nksearch.readers.bylines import byline_of_line
from nksearch.readers.captions import find_caption
from nksearch.readers.fields import web_address
from nksearch.readers.files import UnreadableError, check_article_size, decode
from nksearch.readers.furniture import (
    ends_sentence,
    is_byline,
    is_paragraph,
    is_scrap,
    is_share_row,
    opens_comments,
    opens_list,
    points_elsewhere,
)
from nksearch.readers.mastheads import Masthead, date_sent, find_masthead, find_source
from nksearch.readers.publication import dated, dated_by_name
from nksearch.readers.titles import title_from_text
from nksearch.readers.translation import Notice, find_notice
from nksearch.repair import repair
from nksearch.text import normalise

_HEADER_LINES = 8  # lines after the title that may be its date, byline or photo
_NOTICE_LINES = 6  # lines at either end of the text where a translation notice may stand
_LONGEST_SUBTITLE = 60
_MOST_SCRAPS = 3  # at the end of a page that has nothing else around its text
_MOSTLY = 0.8
_LAST_LINES = 3  # in which an agency says when it sent the text
_ORIGINAL = re.compile(
    r"\W*(?:(?:korean )?original(?: (?:article|text|story|version))?(?: in korean)?|in korean"
    r"|(?:한국어 ?)?원문(?: ?기사)?)\s*[:：]\s*(?P<url>https?://\S+)",
    re.IGNORECASE,
)
_COMMENT_LINES = 30  # after the heading of the comments, where a notice may still stand


@dataclass(slots=True)
class _Page:
    """A page while it is read: `lines` is what is left of it, with its empty lines."""

    lines: list[str]
    masthead: Masthead
    published: str | None = None
    byline: str | None = None
    original_url: str | None = None
    notice: Notice | None = None
    captions: list[Caption] = field(default_factory=list)
    was_cut: bool = False  # it had comments or lists, so other scraps are likely before them


def read_page(raw: bytes, uri: str) -> Article:
    """Return the article on a page saved as text; `uri` is the address of the file.

    What cannot be told from the text stays in the text.

    Raises:
        UnreadableError: not text, too large, or nothing is left of it as text.
    """
    text = normalise(repair(decode(raw)[0]))
    check_article_size(text)
    lines = [line.strip() for line in text.split("\n")]
    return dated_by_name(to_article(lines, find_masthead(lines), raw=raw, uri=uri), uri)


def to_article(lines: list[str], masthead: Masthead, *, raw: bytes, uri: str) -> Article:
    """Return what is left of `lines`, stripped ones, as an article without the furniture.

    Raises:
        UnreadableError: nothing is left.
    """
    rest = ["" if points_elsewhere(line) else line for line in lines[masthead.end :]]
    page = _Page(rest, masthead, masthead.published, masthead.byline)
    _cut_comments(page)
    _take_notice(page)
    _take_original(page)
    _take_captions(page)
    _take_header(page)
    _cut_tail(page)
    body = _join(page.lines)
    if not body:
        raise UnreadableError("No text: the page has a title and furniture, but no paragraphs.")
    sent = next(filter(None, map(date_sent, body.split("\n")[-_LAST_LINES:])), None)
    article = Article(
        title=masthead.title or title_from_text(body),
        text=body,
        source=find_source(masthead, [caption.credit for caption in page.captions]),
        language=detect_language(body),
        translated_by=page.notice.by if page.notice else None,
        translation_notice=page.notice.text if page.notice else None,
        captions=tuple(page.captions),
        address=uri,
        byline=page.byline,
        original_url=page.original_url,
        raw=raw,
    )
    return dated(article, [("page", page.published), ("page", sent)])


def _cut_comments(page: _Page) -> None:
    """Cut from the heading of the comments on, when there is text before it."""
    told = False
    for index, line in enumerate(page.lines):
        if told and opens_comments(line):
            page.notice = _first_notice(page.lines[index:][:_COMMENT_LINES])[1]
            page.lines, page.was_cut = page.lines[:index], True
            return
        told = told or ends_sentence(line) or len(line) > _LONGEST_SUBTITLE


def _take_notice(page: _Page) -> None:
    filled = [index for index, line in enumerate(page.lines) if line]
    near_an_end = sorted({*filled[:_NOTICE_LINES], *filled[-_NOTICE_LINES:]}, reverse=True)
    index, notice = _first_notice([page.lines[index] for index in near_an_end])
    if notice:
        page.lines[near_an_end[index]] = ""
        page.notice = notice


def _first_notice(lines: list[str]) -> tuple[int, Notice | None]:
    for index, line in enumerate(lines):
        if notice := find_notice(line):
            return index, notice
    return -1, None


def _take_original(page: _Page) -> None:
    """Take a line that only names the address of the text in its own language."""
    for index, line in enumerate(page.lines):
        if match := _ORIGINAL.fullmatch(line):
            page.original_url = web_address(match["url"])
            page.lines[index] = ""
            return


def _take_captions(page: _Page) -> None:
    for index, line in enumerate(page.lines):
        if caption := find_caption(line):
            page.captions.append(caption)
            page.lines[index] = ""


def _take_header(page: _Page) -> None:
    """Take the date and drop the byline and buttons that stand between title and text."""
    filled = [index for index, line in enumerate(page.lines) if line]
    for index in filled[:_HEADER_LINES]:
        line = page.lines[index]
        date = only_date(line)
        if date or is_share_row(line) or (is_byline(line) and page.masthead.title):
            page.published = page.published or date
            page.byline = page.byline or byline_of_line(line)
            page.lines[index] = ""
        elif ends_sentence(line) or len(line) > _LONGEST_SUBTITLE:
            break
        else:
            page.published = page.published or _date_at_end(line)


def _date_at_end(line: str) -> str | None:
    """Return the date that a line such as `Editorial - May 27, 2024` ends with."""
    last = [found for found in find_dates(line) if found.end == len(line)]
    return last[0].iso if last else None


def _cut_tail(page: _Page) -> None:
    """Cut lists of other articles at the end, and on web pages what is no sentence."""
    for index, line in enumerate(page.lines):
        if opens_list(line) and not any(map(is_paragraph, page.lines[index:])):
            if any(map(ends_sentence, page.lines[:index])):
                page.lines, page.was_cut = page.lines[:index], True
            break
    if not page.was_cut and not page.masthead.is_sure:
        return
    end = len(page.lines)
    while end and not _is_text(page.lines[end - 1]):
        end -= 1
    scraps = [line for line in page.lines[end:] if line]
    if any(page.lines[:end]) and (page.was_cut or len(scraps) <= _MOST_SCRAPS):
        page.lines = page.lines[:end]
        page.published = page.published or next(filter(None, map(only_date, scraps)), None)


def _is_text(line: str) -> bool:
    return bool(line) and not is_scrap(line)


def _join(lines: list[str]) -> str:
    """Return the lines as paragraphs; without empty lines, a line that is a sentence is one."""
    text = normalise("\n".join(lines))
    filled = [line for line in lines if line]
    if "\n\n" not in text and sum(map(ends_sentence, filled)) >= _MOSTLY * len(filled):
        return normalise("\n\n".join(filled))
    return text
