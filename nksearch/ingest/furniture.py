"""Furniture of a site: lines that repeat over its pages, learnt from a batch and left out of it.

A line is furniture where it has the neighbour, another line or an end of the text, that it has on
nearly all of its many pages; so a sentence that articles have among their own ones stays. What may
be news is more than that: a sentence must also stand beside other furniture, or on nearly all pages
of a site with many of them, and a line with an amount, such as a price that has not changed, is
never furniture. Lists of other articles change from page to page: their lines are titles of other
pages, in a row or beside furniture. What was learnt of a site is kept, so that a page read alone
gives the same text again.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from math import ceil

from nksearch.datamodels import Article
from nksearch.dates import only_date
from nksearch.readers import Reading
from nksearch.readers.fields import site_of
from nksearch.readers.furniture import ends_sentence
from nksearch.readers.titles import title_from_text
from nksearch.repetitions import Repetitions
from nksearch.text import normalise

PAGES = frozenset({"HTML", "MHTML", "WARC", "text"})  # formats that have furniture
MOST_PAGES = 3_000  # or other items from which is learnt, so that time and memory stay bounded
_FEWEST, _SHARE = 5, 0.3  # pages on which a line repeats, and their share of the site's pages
_NEARLY_ALL = 0.8  # share of a line's pages with one neighbour; of a site's with one sentence
_FEWEST_OF_SENTENCE = 10  # pages
_LONGEST_HEADING = 60  # characters
_FIRST_WORDS = 60
_START, _END = 1, 2
_WORD = re.compile(r"\w")
# `5,100`, `0.8`, `$ 3`, `800 won`, `12 %`; not `38 North`, `2024` or `02-123-4567`.
_AMOUNT = re.compile(
    r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])|(?<![\d.])\d+\.\d+(?![\d.])|[$€£¥₩]\s?\d"
    r"|\d\s?(?:%|°|℃|원|달러|위안|엔|유로|톤|명|percent\b|won\b|dollars?\b|yuan\b|yen\b|euros?\b"
    r"|kg\b|kilos?\b|kilograms?\b|tons?\b|people\b)",
    re.IGNORECASE,
)
_MASK = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Removed:
    """A block that was left out: its site, its first words, of how many pages, of which length."""

    site: str
    words: str
    pages: int
    characters: int


class Furniture:
    """What repeats on the pages of each site, and what of it was left out so far.

    `known` gives what was learnt of a site before.
    """

    def __init__(self, known: Callable[[str], Repetitions]) -> None:
        self._known = known
        self._sites: dict[str, Repetitions] = {}
        self._removed: dict[tuple[str, str], tuple[int, int]] = {}

    def clean(self, reading: Reading) -> Reading:
        """Return a page without the furniture of its site; other readings as they are."""
        article = reading.item
        if reading.format not in PAGES or not isinstance(article, Article):
            return reading
        site = site_name(article)
        if site not in self._sites:
            self._sites[site] = self._known(site)
        text = self._without(article, site)
        if text == article.text:
            return reading
        was_text = article.title == title_from_text(article.text)
        title = title_from_text(text) if was_text else article.title
        return replace(reading, item=replace(article, text=text, title=title))

    def removed(self) -> list[Removed]:
        """Return what was left out, that of the most pages first."""
        rows = [Removed(*key, *counts) for key, counts in self._removed.items()]
        return sorted(rows, key=lambda each: (-each.pages, each.site, each.words))

    def _without(self, article: Article, site: str) -> str:
        lines = article.text.split("\n")
        filled = [index for index, line in enumerate(lines) if line]
        runs = _runs([lines[index] for index in filled], article.title, self._sites[site])
        gone = {filled[number] for run in runs for number in run}
        for at in filled:  # a title that stood behind a menu
            if at not in gone and (not gone or _key(lines[at]) != _key(article.title)):
                break
            gone.add(at)
        text = normalise("\n".join(each for at, each in enumerate(lines) if at not in gone))
        if not gone or not _WORD.search(text):
            return article.text  # of nothing but furniture, it is not for us to say what it is
        self._note(site, [[lines[filled[number]] for number in run] for run in runs])
        return text

    def _note(self, site: str, blocks: Sequence[Sequence[str]]) -> None:
        """Count the blocks that a page lost, each by its first line that is no title."""
        titles = self._sites[site].titles
        lost: Counter[str] = Counter()
        for block in blocks:
            first = next((each for each in block if _key(each) not in titles), block[0])
            lost[first[:_FIRST_WORDS]] += sum(map(len, block))
        for words, length in lost.items():
            pages, characters = self._removed.get((site, words), (0, 0))
            self._removed[site, words] = (pages + 1, characters + length)


def site_name(article: Article) -> str:
    """Return what the pages of one site have in common: host, source, or the folder they are in."""
    folder = (article.address or "").rpartition("/")[0]
    return site_of(article.url) or article.source or folder


def learn(readings: Iterable[Reading]) -> dict[str, Repetitions]:
    """Return what repeats on the pages of each site.

    Pages of one title count once: they may be one article, saved again and again.
    """
    counts: dict[str, _Counts] = {}
    for reading in readings:
        if reading.format in PAGES and isinstance(reading.item, Article):
            counts.setdefault(site_name(reading.item), _Counts()).add(reading.item)
    return {site: found for site, each in counts.items() if (found := each.repetitions())}


class _Counts:
    """On how many pages of a site each line stands, and each pair of neighbours."""

    def __init__(self) -> None:
        self._titles: set[int] = set()
        self._headings: set[int] = set()
        self._sentences: set[int] = set()
        self._amounts: set[int] = set()
        self._lines: Counter[int] = Counter()
        self._pairs: Counter[tuple[int, int]] = Counter()

    def add(self, page: Article) -> None:
        title = _key(page.title)
        if title in self._titles:
            return
        self._titles.add(title)
        lines = [line for line in page.text.split("\n") if line]
        keys = list(map(_key, lines))
        self._headings.update(key for key, line in zip(keys, lines) if _is_heading(line))
        self._sentences.update(key for key, line in zip(keys, lines) if ends_sentence(line))
        self._amounts.update(key for key, line in zip(keys, lines) if _AMOUNT.search(line))
        self._lines.update(set(keys))
        self._pairs.update(set(_neighbours(keys)))

    def repetitions(self) -> Repetitions | None:
        pages = len(self._titles)
        enough = max(_FEWEST, ceil(_SHARE * pages))
        often = {key for key, count in self._lines.items() if count >= enough} - self._amounts
        if not often:
            return None
        firsts, seconds = (
            frozenset(
                _joined(*pair)
                for pair, count in self._pairs.items()
                if pair[which] in often
                and count >= max(enough, _NEARLY_ALL * self._lines[pair[which]])
            )
            for which in (0, 1)
        )
        nearly_all = max(_FEWEST_OF_SENTENCE, ceil(_NEARLY_ALL * pages))
        standing = {key for key in often & self._sentences if self._lines[key] >= nearly_all}
        return Repetitions(
            firsts=firsts,
            seconds=seconds,
            headings=frozenset(often & self._headings),
            standing=frozenset(standing),
            titles=frozenset(self._titles),
        )


# Furniture, and titles with their dates and the headings above them.
_FURNISHED = re.compile(r"(?:F|S|(?<!H)H*+D?TD?)+(?:H++$)?")


def _runs(lines: Sequence[str], title: str, known: Repetitions) -> list[list[int]]:
    """Return the numbers of neighbouring lines that are furniture."""
    if not known.titles:
        return []
    kinds = "".join(_kinds(lines, title, known))
    found = (match for match in _FURNISHED.finditer(kinds) if _is_furniture(match[0]))
    return [list(range(*match.span())) for match in found]


def _kinds(lines: Sequence[str], title: str, known: Repetitions) -> Iterator[str]:
    """Yield what each line is.

    Furniture, a Sentence that is furniture beside another, a Title, a Heading, a Date, or text (-).
    """
    keys, own = list(map(_key, lines)), _key(title)
    pairs = [_joined(*pair) for pair in _neighbours(keys)]
    for line, key, before, behind in zip(lines, keys, pairs, pairs[1:]):
        if before in known.seconds or behind in known.firsts:
            yield "S" if ends_sentence(line) and key not in known.standing else "F"
        elif key in known.titles and key != own:
            yield "T"
        elif key in known.headings:
            yield "H"
        else:
            yield "D" if len(line) <= _LONGEST_HEADING and only_date(line) else "-"


def _is_furniture(kinds: str) -> bool:
    return "F" in kinds or kinds.count("T") > 1


def _neighbours(keys: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield each line with the one before it, and the end with the last line."""
    return zip([_START, *keys], [*keys, _END])


def _joined(one: int, other: int) -> int:
    return (one * 1_000_003 ^ other) & _MASK


def _is_heading(line: str) -> bool:
    return len(line) <= _LONGEST_HEADING and not ends_sentence(line)


def _key(line: str) -> int:
    digest = blake2b(" ".join(line.casefold().split()).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") & _MASK
