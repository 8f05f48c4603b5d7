"""Articles out of web pages: how much of the text, and which titles, does the reader get right?

    python tests/benchmarks/page_extraction.py FOLDER

FOLDER holds `ground-truth.json` ({id: {articleBody, url}}) and `html/ID.html.gz`. The measure is
that of the article extraction benchmark of Scrapinghub: precision and recall of runs of four words
(shingles), each averaged over the pages, and F1 of the two. Next to the reader stand trafilatura
alone and all text of the page.

Titles were judged by hand, as the pages show them; the file `page_titles.tsv` beside this one holds
the first 12 digits of the SHA-256 of each, lower-cased and without what is no letter or digit.
"""

import argparse
import gzip
import hashlib
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from statistics import mean
from typing import Any

import trafilatura

from nksearch.readers.blocks import parse_page, text_of
from nksearch.readers.charsets import decode_page
from nksearch.readers.files import UnreadableError
from nksearch.readers.html import read_html

SHINGLE = 4  # words
WORD = re.compile(r"\w+")
TITLES = Path(__file__).with_name("page_titles.tsv")

Extract = Callable[[bytes, str], str]


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Return how often each run of four words stands in the text; a shorter text is one run."""
    words = WORD.findall(text)
    starts = range(max(1, len(words) - SHINGLE + 1))
    return Counter(tuple(words[start : start + SHINGLE]) for start in starts)


def precision_and_recall(true: str, found: str) -> tuple[float, float]:
    """Return the share of what was found that is true, and of what is true that was found."""
    expected, given = shingles(true), shingles(found)
    right = (expected & given).total()
    return right / given.total(), right / expected.total()


def measure(pages: Mapping[str, bytes], truth: Mapping[str, Any], extract: Extract) -> str:
    """Return one line with the figures of an extractor."""
    begun = time.perf_counter()
    found = {key: extract(page, truth[key]["url"]) for key, page in pages.items()}
    seconds = time.perf_counter() - begun
    pairs = [precision_and_recall(truth[key]["articleBody"], found[key]) for key in pages]
    precision, recall = (mean(values) for values in zip(*pairs))
    f1 = 2 * precision * recall / (precision + recall)
    each = 1000 * seconds / len(pages)
    return f"F1 {f1:.4f}  precision {precision:.4f}  recall {recall:.4f}  {each:.0f} ms a page"


def ours(page: bytes, url: str) -> str:
    """Return the text that ingest would store."""
    try:
        return read_html(page, "file:///page.html", url=url).text
    except UnreadableError:
        return ""


def alone(page: bytes, url: str) -> str:
    """Return what trafilatura gives with the settings that it comes with."""
    return trafilatura.extract(decode_page(page), url=url) or ""


def plain(page: bytes, url: str) -> str:
    """Return all text that the page shows."""
    return text_of(parse_page(decode_page(page)))


def title_key(title: str) -> str:
    """Return what the file of titles holds for this one."""
    folded = re.sub(r"[\W_]", "", title).casefold()
    return hashlib.sha256(folded.encode()).hexdigest()[:12]


def wrong_titles(pages: Mapping[str, bytes]) -> Iterator[str]:
    """Yield the titles that are not the ones that the pages show."""
    known = dict(line.split("\t") for line in TITLES.read_text().splitlines())
    for key, page in pages.items():
        try:
            title = read_html(page, "file:///page.html").title
        except UnreadableError as error:
            title = f"({error})"
        if known.get(key[:12]) != title_key(title):
            yield f"{key[:12]} {title}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    truth = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    pages = {
        key: gzip.decompress((folder / "html" / f"{key}.html.gz").read_bytes()) for key in truth
    }
    for name, extract in (("nksearch", ours), ("trafilatura", alone), ("plain text", plain)):
        print(f"{name:12} {measure(pages, truth, extract)}")  # noqa: T201 (a script)
    wrong = list(wrong_titles(pages))
    print(f"titles right {1 - len(wrong) / len(pages):.1%}", *wrong, sep="\n  ")  # noqa: T201


if __name__ == "__main__":
    main()
