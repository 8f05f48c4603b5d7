"""Normalised text, sentence spans and the share of Hangul: what everything else counts on."""

import re
import unicodedata
from bisect import bisect_left

Span = tuple[int, int]

# Control characters (line feed and tab excepted), byte order marks and lone surrogates.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ud800-\udfff]")
DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
# What could make a terminal or a reader show something else than stands there.
STEERING = re.compile(f"{_UNWANTED.pattern[:-1]}{DIRECTIONS}]")
_LINE_END = re.compile("\r\n?|[\u2028\u2029\x85\x0b\x0c]")
_TRAILING_SPACE = re.compile(r"(?<![ \t\u00a0])[ \t\u00a0]+(?=\n|\Z)")
_MANY_LINES = re.compile(r"\n{3,}")

HANGUL = "\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3"
_HANGUL = re.compile(f"[{HANGUL}]")
_LETTER = re.compile(r"[^\W\d_]")


def normalise(text: str) -> str:
    """Return `text` as it is stored and cited.

    Composed Unicode (NFC), line feeds only, no control characters, no spaces at line ends and at
    most one empty line in a row. The words stay as they are.
    """
    text = _LINE_END.sub("\n", unicodedata.normalize("NFC", text))
    text = _TRAILING_SPACE.sub("", without_controls(text))
    return _MANY_LINES.sub("\n\n", text).strip()


def without_controls(text: str) -> str:
    """Return `text` without what could steer a terminal or break a file (line feeds stay)."""
    return _UNWANTED.sub("", text)


def one_line(text: str) -> str:
    """Return `text` normalised, with every run of white space made one space (titles, captions)."""
    return " ".join(normalise(text).split())


def has_hangul(text: str) -> bool:
    """Tell whether a text has Korean letters."""
    return _HANGUL.search(text) is not None


def hangul_share(text: str) -> float:
    """Return the share of letters that are Hangul, 0.0 for text without letters."""
    letters = len(_LETTER.findall(text))
    return len(_HANGUL.findall(text)) / letters if letters else 0.0


_SCRIPTS = (
    ("ko", _HANGUL),
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("zh", re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
)


def script_language(text: str) -> str | None:
    """Return the language that most letters of `text` tell of, None for Latin and other letters.

    Kana tell Japanese from Chinese; Cyrillic stands for Russian.
    """
    letters = len(_LETTER.findall(text))
    for language, script in _SCRIPTS:
        if script.search(text) and (language == "ja" or len(script.findall(text)) * 2 >= letters):
            return language
    return None


# --- sentences -------------------------------------------------------------------------------

_CLOSERS = "\"'”’»›)\\]」』】》"
_OPENERS = "\"'“‘«‹(\\[「『【《"

# A sentence may end after terminators and the quotes or brackets that close with them: before
# white space, at the end, after a full-width stop, or where Hangul follows "다." without a space.
_CANDIDATE = re.compile(
    rf"(?P<full>[。！？]+[{_CLOSERS}]*)"
    rf"|(?<![.!?…])(?P<stop>[.!?…]++)(?P<closers>(?:\s?[{_CLOSERS}])*)(?=\s|\Z)"
    rf"|(?<=[다요까죠])[.!?](?=[가-힣])"
)
# A closing quote can only be told from an opening one by the space around it: `end. "Next` opens.
_SPACED_CLOSER = re.compile(rf"\s[{_CLOSERS}]")

# Titles and the like, which never end a sentence.
_NEVER_FINAL = frozenset(
    "adm brig capt cmdr col cpl dr e.g fig gen gov hon i.e lt maj messrs mr mrs ms mt pres prof "
    "rep rev sen sgt st supt vs viz cf gens sens reps".split()
)
# These stand before a number: "No. 39", "Aug. 15", "Art. 3".
_BEFORE_NUMBER = frozenset(
    "no nos art sec vol p pp para ch jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
# These may end a sentence; what follows decides.
_MAYBE_FINAL = frozenset(
    "a.d a.m approx b.c ave blvd bros ca co corp d.c dept dist est etc govt inc jr ltd natl p.m "
    "ph.d sr u.k u.n u.s u.s.a u.s.s.r e.u p.r.c d.p.r.k r.o.k".split()
)
_STARTERS = frozenset(
    "a after all also although an and another as at because before both but by despite during "
    "each earlier for from he her his how however i if in instead it its last later many "
    "meanwhile more most nearly no nor not now on one only other our since so some state still "
    "such that the their then there these they this those though thus to two under until we "
    "what when where whether which while who why with yet you your".split()
)
_LAST_WORD = re.compile(r"([^\s\"'“‘(\[«]+)\s?\Z")
_NEXT_WORD = re.compile(rf"\s*[{_OPENERS}]*([^\s,;:.!?\"'”’)]*)")
_INITIALS = re.compile(r"(?:[A-Z]\.)*[A-Z]")
# `2020. 5. 5.`: no stop within it ends a sentence, the last one only where no Hangul goes on.
_DOTTED_DATE = re.compile(r"(?<!\d)\d{4}\. ?\d{1,2}\. ?\d{1,2}\.")
_LIST_NUMBER = re.compile(r"(?:\(?\d{1,3}|[IVX]{1,5}|[a-z])")
_HAS_WORD = re.compile(r"\w")
_NEAR_BEFORE = 1000  # characters in which a sentence before is looked for
_SOFT_WRAP = re.compile(r"(?<![.!?:…。\n])\n(?=[a-z])")


def paragraph_spans(text: str) -> list[Span]:
    """Return the (start, end) of every paragraph, without the white space around it.

    A line feed ends a paragraph unless the line was merely wrapped: the next one goes on in lower
    case and this one has no end mark.
    """
    soft = {match.start() for match in _SOFT_WRAP.finditer(text)}
    borders = [match.start() for match in re.finditer("\n", text) if match.start() not in soft]
    starts = [0, *(border + 1 for border in borders)]
    spans = (_trim(text, start, end) for start, end in zip(starts, [*borders, len(text)]))
    return [span for span in spans if span[0] < span[1]]


def sentence_spans(text: str) -> list[Span]:
    """Return the (start, end) of every sentence in order, without the white space around it.

    No sentence crosses a paragraph, and every character that is not white space is in exactly one.
    Knows English abbreviations and initials, quotes after the stop, tokenised text (`end .`), and
    Korean sentences with or without a space behind them.
    """
    spans: list[Span] = []
    for start, end in paragraph_spans(text):
        spans.extend(_sentences_of_paragraph(text, start, end))
    return spans


def sentence_before(text: str, start: int) -> str:
    """Return `text` from the sentence before `start` up to there, "" where there is none near."""
    first = max(0, start - _NEAR_BEFORE)
    near = text[first:start]
    paragraphs = paragraph_spans(near)
    spans = _sentences_of_paragraph(near, *paragraphs[-1]) if paragraphs else []
    whole = len(paragraphs) + len(spans) - 1 > bool(first)  # the first one may begin before
    return near[spans[-1][0] :] if spans and whole else ""


def _sentences_of_paragraph(text: str, start: int, end: int) -> list[Span]:
    dates = [match.span() for match in _DOTTED_DATE.finditer(text, start, end)]
    borders = [
        border
        for match in _CANDIDATE.finditer(text, start, end)
        if start < (border := _end_of_sentence(text, match, start, end)) < end
        and not _in_date(text, border, _date_before(dates, border), end)
    ]
    spans: list[Span] = []
    for left, right in zip([start, *borders], [*borders, end]):
        left, right = _trim(text, left, right)
        if left == right:
            continue
        if spans and not _HAS_WORD.search(text, left, right):  # stray stops and quotes
            spans[-1] = (spans[-1][0], right)
        else:
            spans.append((left, right))
    return spans


def _end_of_sentence(text: str, match: re.Match[str], start: int, end: int) -> int:
    """Return where the sentence of this candidate ends, or -1 when it goes on."""
    if not match["stop"]:
        return match.end()
    border = match.end()
    spaced = _SPACED_CLOSER.search(match["closers"])
    if spaced and _opens_next(text, match.start("closers") + spaced.end() - 1, end):
        border = match.start("closers") + spaced.start()
    following = _next_word(text, border, end)
    if following[:1].islower():
        return -1
    if match["stop"] == "." and border == match.end("stop"):
        before = _LAST_WORD.search(text, max(start, match.start() - 30), match.start())
        if before and _goes_on_after(before[1], before.start(1) == start, following):
            return -1
    return border


def _date_before(dates: list[Span], border: int) -> Span:
    """Return the last date that begins before a border; dates come in order."""
    place = bisect_left(dates, (border, 0))
    return dates[place - 1] if place else (0, 0)


def _in_date(text: str, border: int, date: Span, end: int) -> bool:
    """Tell whether a border stands within a date, or behind one that Hangul goes on from."""
    if border == date[1]:
        return has_hangul(_next_word(text, border, end)[:1])
    return date[0] < border < date[1]


def _opens_next(text: str, position: int, end: int) -> bool:
    """Tell whether the quote at `position` opens what follows rather than closing what was."""
    return text[position] in "\"'" and position + 1 < end and not text[position + 1].isspace()


def _next_word(text: str, position: int, end: int) -> str:
    match = _NEXT_WORD.match(text, position, end)
    return match[1] if match else ""


def _goes_on_after(word: str, opens_paragraph: bool, following: str) -> bool:
    """Tell whether the full stop after `word` belongs to it and the sentence goes on."""
    lowered = word.lower()
    if lowered in _NEVER_FINAL:
        return True
    if lowered in _BEFORE_NUMBER:
        return following[:1].isdigit()
    if opens_paragraph and _LIST_NUMBER.fullmatch(word):
        return True
    if lowered in _MAYBE_FINAL or _INITIALS.fullmatch(word):
        return following.lower() not in _STARTERS and bool(following)
    return False


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
