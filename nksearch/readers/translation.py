"""Notices that a page was translated, and by whom."""

import re
from dataclasses import dataclass

from nksearch.text import one_line

_LONGEST = 300  # characters of a notice; anything longer is a paragraph
_UNNAMED = "machine"
_KNOWN = {
    "구글": "Google",
    "파파고": "Papago",
    "딥엘": "DeepL",
    "챗지피티": "ChatGPT",
    "빙": "Bing",
}

_MARKS = " *※#•·-–—_~()[]<>【】|"
_MARKED = re.compile(r"\s*[*※(\[【<]")
_TRANSLATED = re.compile(
    r"\b(?:machine[- ]|auto[- ]?)?translat(?:ed|ions?|or)\b|번역", re.IGNORECASE
)
_ABOUT_THE_PAGE = re.compile(
    r"(?:(?:this|our)|the (?:above|article|content|english|following|korean|news|original|page|post"
    r"|source|story|text)|(?:please|editor['’]?s?) note|note)\b[\w ,:'’-]{0,60}\btranslat"
    r"|(?:machine|automatic(?:ally)?|auto|english|korean)?[- ]?translat(?:ed|ion|or)\b"
    r"|(?:이|본|해당|위|아래|현재)\s*(?:기사|글|페이지|문서|보도|번역|내용|게시물)[^.]{0,60}번역"
    r"|[가-힣A-Za-z]{1,12}\s*(?:자동|기계)?\s*번역(?:기|본|문)?(?:\s|[:=.]|$|으로|로|입니다|했|됨|된)"
    r"|(?:자동|기계)\s*번역|번역(?:자|문)?\s*[:=]",
    re.IGNORECASE,
)
_BY_ENGLISH = re.compile(
    r"(?i:translat)\w*\b[^.]{0,60}?(?:\b(?:by|using|with|via|through)\s+(?:the\s+)?|[:=(]\s*)"
    r"(?P<who>[A-Z][\w&]*(?:[ .-][A-Z][\w&]*){0,4})"
)
_BY_KOREAN = re.compile(
    r"번역(?:자|기)?\s*[:=]\s*(?P<after>[가-힣A-Za-z]+(?: [A-Z]\w*)*)"
    r"|(?P<before>[가-힣A-Za-z]+?)(?:이|가|으로|로|[을를] 통해|에 의해)?"
    r"\s*(?:AI\s*)?(?:자동|기계)?\s*번역"
)
_NO_NAMES = frozenset("자동 기계 본 이 위 해당 기사 글 영어 한국어 한글 영문 국문 조선어".split())
_PARTICLES = "을를은는의"
_BY_MACHINE = re.compile(r"\b(?:machine|auto\w*|computer|ai)\b|자동|기계", re.IGNORECASE)
_OF_SOURCES = re.compile(r"\b(?:some|one|several|parts?|sources?)\b", re.IGNORECASE)
_SOFTWARE_WORD = re.compile(r" (?:translat(?:e|or|ion)s?|번역기?)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Notice:
    """The sentence that says a page was translated; `by` is None when it does not say by whom."""

    text: str
    by: str | None


def find_notice(line: str) -> Notice | None:
    """Return the notice that the line is, None for any other line.

    A line that says only that a machine translated the page gives `machine`; one that says it of
    the page's sources alone gives no name.
    """
    line = one_line(line) if len(line) <= _LONGEST else ""
    text = line.strip(_MARKS)
    if not _TRANSLATED.search(text):
        return None
    if not _MARKED.match(line) and not _ABOUT_THE_PAGE.match(text):
        return None
    name = _english_name(text) or _korean_name(text)
    if not name and _BY_MACHINE.search(text) and not _OF_SOURCES.search(text):
        name = _UNNAMED
    return Notice(text, name)


def _english_name(text: str) -> str | None:
    match = _BY_ENGLISH.search(text)
    return _SOFTWARE_WORD.sub("", match["who"].strip(" .")) if match else None


def _korean_name(text: str) -> str | None:
    for match in _BY_KOREAN.finditer(text):
        name = match["after"] or match["before"]
        name = _KNOWN.get(name, name)
        if name not in _NO_NAMES and name[-1] not in _PARTICLES:
            return name
    return None
