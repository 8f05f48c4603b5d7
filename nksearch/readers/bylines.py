"""Who wrote an article: from the line that says so, or from what a page tells machines."""

import re
from collections.abc import Iterable

from nksearch.text import one_line

_LONGEST = 80  # characters of a byline
_LONGEST_GIVEN = 1_000  # of what holds one, with addresses and offices
_MOST_NAMES = 5
_AGENCY = 4  # letters of the longest name in capitals that is no login, such as AFP
_NAME = r"[A-Z][\w.'’-]*(?: (?:(?:de|van|von|bin|al|el|da|di|der) )?[A-Z][\w.'’-]*){1,3}"
_NAMES = rf"{_NAME}(?:(?:,| and| &|, and) {_NAME}){{0,4}}"
_BY = re.compile(
    rf"(?:(?i:(?:written|reported|posted|story) )?(?i:by)):? (?P<names>{_NAMES})"
    r"(?:\s*[,|–—-]\s*.{0,60})?"
)
# `홍길동 기자`, `[데일리NK=홍길동 기자]`, `기자 홍길동`.
_KOREAN = re.compile(
    r"[(\[]?(?:[가-힣A-Za-z0-9]{2,12}\s?[=·]\s?)?"
    r"(?P<names>[가-힣]{2,4}(?:[·, ]{1,2}[가-힣]{2,4}){0,2})\s?"
    r"(?:기자|특파원|논설위원|객원기자|선임기자|인턴기자|편집장)[)\]]?\s*=?\s*(?:[\w.+-]+@[\w.-]+)?"
)
_MAIL = re.compile(r"\S+@\S+\.\S+|\(\s*\)")
_ROLE = re.compile(
    r"\s*(?:[|•–—]|,|\s-)\s*(?:(?:senior|staff|chief|contributing|deputy|special|political|science)"
    r" )?(?:staff|reporters?|writers?|correspondents?|editors?|columnists?"
    r"|contributors?)\s*$",
    re.IGNORECASE,
)
_BEGIN = re.compile(
    r"^(?:(?:analysis|opinion|review|story|reported|posted|written) )?by:?\s", re.IGNORECASE
)
_BEHIND = re.compile(r"\s*[|•@].*|,? (?:for|special to) the .*", re.IGNORECASE)
_NOBODY = re.compile(
    r".* staff|(?:web ?)?(?:admin(?:istrator)?|editors?|editor in chief|newsroom|staff"
    r"|staff (?:writer|reporter)s?|webmaster|webdesk|web desk|unknown|anonymous"
    r"|guest|none|null|undefined|author|user|관리자|편집부|운영자|뉴스팀|취재팀)\d*",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?:|www\.|^@|^#", re.IGNORECASE)


def byline_of_line(line: str) -> str | None:
    """Return the names in a line that says who wrote the article, None for any other line."""
    line = one_line(line) if len(line) <= 2 * _LONGEST else ""
    if match := _BY.fullmatch(line):
        return match["names"]
    match = _KOREAN.fullmatch(line)
    return match["names"].strip() if match else None


def byline_of_names(names: Iterable[str], *, source: str | None = None) -> str | None:
    """Return names that a page or record gives as one byline.

    Addresses, the name of the `source` itself and words that name nobody are no byline.
    """
    kept = dict.fromkeys(filter(None, (_clean(name, source) for name in names)))
    return ", ".join(list(kept)[:_MOST_NAMES]) or None


def _clean(name: str, source: str | None) -> str | None:
    if len(name) > _LONGEST_GIVEN:
        return None
    name = _BEGIN.sub("", one_line(_MAIL.sub(" ", name)), count=1)
    name = _ROLE.sub("", _BEHIND.sub("", name)).strip(" ,;/")
    if not any(map(str.isalpha, name)) or len(name) > _LONGEST or _ADDRESS.search(name):
        return None
    login = " " not in name and (name.islower() or (name.isupper() and len(name) > _AGENCY))
    site = source or ""
    own = _folded(name) in (_folded(site), _folded(site.split(".")[0]))
    return None if login or own or _NOBODY.fullmatch(name) else name


def _folded(name: str) -> str:
    return re.sub(r"\W", "", name).casefold()
