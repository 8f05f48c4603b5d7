"""Photo captions and credits: `(Photo = X)`, `Photo: X`, `[사진=X]`, `/ 사진 X`."""

import re

from nksearch.datamodels import Caption
from nksearch.text import one_line

_LONGEST = 400  # characters of a caption; anything longer is a paragraph
_LONGEST_CREDIT = 60

_WHAT = (
    r"(?:(?:file\s+|자료\s*)?(?:photo(?:graph)?s?|images?|pictures?|graphics?|illustrations?"
    r"|사진|이미지|그래픽|삽화))"
)
_SIGN = r"\s*(?:credits?|by|courtesy(?: of)?|제공|출처)?\s*[=:|©]\s*"
_BY = r"\s+(?:by|courtesy of)\s+"
_CREDIT = r"(?P<credit>[^()\[\]<>【】]+?)"
_BRACKETED = re.compile(
    rf"[(\[<【]\s*(?:{_WHAT}(?:{_SIGN}|{_BY})|사진(?:제공)?\s+){_CREDIT}\s*[)\]>】]\.?", re.I
)
_AT_START = re.compile(rf"{_WHAT}{_SIGN}(?P<rest>.+)", re.I)
_AT_END = re.compile(
    rf"(?:(?<=[.!?。])\s+|\s*[/|]\s*){_WHAT}(?:{_SIGN}|{_BY}|(?<=사진)\s+)(?P<credit>[^/|.]+)\.?$",
    re.I,
)
_ALONE = re.compile(rf"{_WHAT}{_BY}(?P<credit>[^.,;]+)\.?", re.I)


def find_caption(line: str) -> Caption | None:
    """Return the caption that the whole of `line` is, None when it does not name its credit."""
    line = one_line(line) if len(line) <= _LONGEST else ""
    match = _BRACKETED.search(line)
    if match and not (line[: match.start()] and line[match.end() :]):
        return _caption(line, match)
    if match := _AT_START.fullmatch(line):
        return _from_start(line, match["rest"])
    match = _AT_END.search(line) or _ALONE.fullmatch(line)
    if match and len(match["credit"]) <= _LONGEST_CREDIT:
        return _caption(line, match)
    return None


def read_caption(text: str) -> Caption:
    """Return `text`, which is known to be a caption, apart from its credit."""
    return find_caption(text) or Caption(text=one_line(text))


def _caption(line: str, match: re.Match[str]) -> Caption:
    text = f"{line[: match.start()]} {line[match.end() :]}".strip(" /|")
    return Caption(text=text or line, credit=match["credit"].strip(" .") or None)


def _from_start(line: str, rest: str) -> Caption | None:
    """Read `Photo: X`, where X is a credit, or a caption that ends with one behind a comma."""
    text, comma, credit = rest.rpartition(", ")
    if not comma and len(rest) <= _LONGEST_CREDIT:
        return Caption(text=line, credit=rest.strip(" ."))
    if comma and len(credit) <= _LONGEST_CREDIT:
        return Caption(text=text, credit=credit.strip(" ."))
    return Caption(text=rest)
