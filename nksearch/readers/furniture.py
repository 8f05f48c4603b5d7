"""What stands on a page beside its article: rules for single lines, of no site in particular."""

import re

_LONGEST = 200  # characters of a line that can be furniture
_LONGEST_SCRAP = 60  # of a line that is dropped only because it is no sentence
_PARAGRAPH = 80  # a line of this length with a sentence end is taken for a paragraph

_END = re.compile(r"[.!?。！？…][\"'”’»)\]』」》]*$|[\"'”’]\s?[.!?]$")


def _lines(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


_COMMENTS = _lines(
    r"(?:leave|post|add|write|submit)(?: an?| your)? (?:comment|reply|response)s?(?: below)?",
    r"(?:\d+|no) (?:comments?|replies|responses)(?: yet)?|comments?(?: ?\(\d+\))?",
    r"join the (?:discussion|conversation)|cancel reply",
    r"(?:댓글|답글|덧글)(?: ?\(?\d+\)?개?)?",
    r"(?:댓글|답글|덧글|의견)(?:을|를)? ?(?:남기기|남기세요|쓰기|달기|작성|등록|입력)(?:하기)?",
)
_LIST = _lines(
    r"(?:(?:most|more|the|our|other|all) )?"
    r"(?:recent(?:ly)?|latest|popular|related|trending|top|read|viewed|shared|featured|recommended)"
    r"(?: (?:posts?|articles?|stories|news|reading|reports?|topics?|briefs?|content|now))?",
    r"(?:more|other) (?:posts|articles|stories|news|briefs|reports)(?: (?:from|in|on|by) .{1,40})?",
    r"you (?:may|might) also (?:like|enjoy)|see also|read (?:more|next|also)|editors?['’]?s? picks"
    r"|(?:don['’]t|do not) miss",
    r"(?:가장 )?"
    r"(?:최근|최신|인기|관련|추천|많이 (?:본|읽은)|주요|다른|실시간|주간|오늘의?|이 시각(?: 주요)?)"
    r" ?(?:글|기사|뉴스|게시물|게시글|소식|포스트|이슈|검색어|목록|댓글)"
    r"(?: ?(?:더 ?보기|목록|순위|top ?\d*))?",
)
_POINTER = re.compile(
    r"\W*(?:(?:read|see) (?:more|also|next)|related(?: (?:article|story|news))?|also read"
    r"|don['’]t miss|(?:관련|연관) ?(?:기사|뉴스|글)|더 ?보기"
    r"|함께 ?(?:볼|읽을) ?(?:만한 )?(?:기사|뉴스|글))"
    r"\s*[:：▶>»→]",
    re.IGNORECASE,
)
_SHARE = frozenset(
    "share tweet facebook twitter x kakaotalk kakao line email e-mail mail print pinterest reddit "
    "whatsapp telegram linkedin naver band copy link url bookmark save via on with by and this "
    "article story post page brief 공유 공유하기 페이스북 트위터 카카오톡 카카오스토리 네이버 "
    "밴드 링크 복사 url복사 인쇄 인쇄하기 스크랩 글자 크기 글자크기 이메일 메일 프린트".split()
)
_SHARE_FIRST = frozenset(
    "share tweet facebook twitter kakaotalk print 공유 공유하기 페이스북".split()
)
_BYLINE = re.compile(
    r"(?:(?:[Ww]ritten|[Rr]eported|[Pp]osted|[Ee]dited) )?(?:[Bb]y|BY):? "
    r"[A-Z][\w.'’-]*(?: (?:and |[A-Z])[\w.'’-]*){0,6}"
    r"(?:,? (?:[\w.+-]+@[\w.-]+|(?:staff|senior) \w+|reporter|correspondent|editor|in \w+))*"
    r"|[가-힣A-Za-z= ·,]{2,24} (?:기자|특파원|논설위원|통신원|편집장)(?: ?=?\s*[\w.+-]+@[\w.-]+)?"
)
_RIGHTS = re.compile(
    r"©|\(c\)|\bcopyright\b|all rights reserved|무단 ?전재|재배포|저작권", re.IGNORECASE
)
_SOURCES = re.compile(r"(?:sources?|references?|notes?|출처|참고|자료|각주)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]")


def ends_sentence(line: str) -> bool:
    """Tell whether the line ends as a sentence does."""
    return bool(_END.search(line))


def is_paragraph(line: str) -> bool:
    """Tell whether the line is so long, with a sentence end, that it must be text."""
    return len(line) >= _PARAGRAPH / (2 if _is_hangul(line) else 1) and ends_sentence(line)


def _is_hangul(line: str) -> bool:
    return any("가" <= character <= "힣" for character in line)


def opens_comments(line: str) -> bool:
    """Tell whether the line is the heading of comments or of their form."""
    return _whole(_COMMENTS, line)


def opens_list(line: str) -> bool:
    """Tell whether the line is the heading of a list of other articles."""
    return _whole(_LIST, line)


def points_elsewhere(line: str) -> bool:
    """Tell whether the line names another article to read, such as `Read more: ...`."""
    return len(line) <= _LONGEST and bool(_POINTER.match(line)) and not line.endswith((".", "。"))


def is_byline(line: str) -> bool:
    """Tell whether the line only names who wrote the article."""
    return len(line) <= _LONGEST and bool(_BYLINE.fullmatch(line))


def is_share_row(line: str) -> bool:
    """Tell whether the line is made of the buttons that share or print a page."""
    words = re.sub(r"[^\w\s-]", " ", line.lower()).split() if len(line) <= _LONGEST else []
    return bool(words) and words[0] in _SHARE_FIRST and all(word in _SHARE for word in words)


def is_scrap(line: str) -> bool:
    """Tell whether the line, at the end of a page, is no part of its text."""
    if _SOURCES.match(line):
        return False
    if len(line) <= _LONGEST and (_RIGHTS.search(line) or is_share_row(line) or is_byline(line)):
        return True
    if not _WORD.search(line):
        return True
    return len(line) <= _LONGEST_SCRAP and not ends_sentence(line)


def _whole(pattern: re.Pattern[str], line: str) -> bool:
    plain = line.strip(" #*=-–—:·|[]<>▶■●▲☞.…»›")
    return len(line) <= _LONGEST and bool(pattern.fullmatch(plain))
