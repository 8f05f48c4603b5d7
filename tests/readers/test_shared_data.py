"""The readers on real collections that are not part of the project."""

import json
import os
from pathlib import Path

import pytest

from nksearch.datamodels import Article, Rejected
from nksearch.dates import only_date
from nksearch.ingest import ingest
from nksearch.readers import read
from nksearch.text import normalise

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("NKSEARCH_SHARED", ROOT.parent / "shared"))

pytestmark = pytest.mark.skipif(
    not (SHARED / "eval").is_dir(), reason=f"no shared collections in {SHARED}: set NKSEARCH_SHARED"
)


def article_of(path: Path) -> Article:
    (article,) = read(path)
    assert isinstance(article, Article)
    return article


def test_the_model_page_gives_its_article():
    (path,) = (SHARED / "seeds").glob("*.txt")
    article = article_of(path)
    assert article.title.startswith("In a lecture, North Korea criticized")
    assert (article.published, article.source) == ("2024-05-27T10:57", "NK Times")
    assert (article.translated_by, article.language) == ("Google", "en")
    assert [caption.credit for caption in article.captions] == ["NK Times"]
    assert article.text.startswith("It was reported that a local political lecture")
    assert article.text.endswith("through .”")
    assert article.title not in article.text
    for furniture in ("Photo =", "Leave a Comment", "최근 글", "translated by", "05/27/2024"):
        assert furniture not in article.text


def test_the_scraped_dump_gives_its_articles_and_the_items_without_text():
    rows = list(read(SHARED / "eval" / "kcna" / "raw" / "headlines.json"))
    rejected = [row for row in rows if isinstance(row, Rejected)]
    assert (len(rows), len(rejected)) == (1334, 138)
    assert [row.line for row in rejected[:3]] == [25, 67, 73]
    assert all(row.published and row.url for row in rows if isinstance(row, Article))


@pytest.mark.parametrize(
    "path", sorted((SHARED / "eval").glob("*/corpus.jsonl*")), ids=lambda path: path.parent.name
)
def test_every_collection_is_read_without_a_loss(path):
    rows = list(read(path))
    assert rows
    assert [row for row in rows if isinstance(row, Rejected)] == []


@pytest.mark.parametrize(
    "path", sorted((SHARED / "eval" / "newyear-ko").glob("*.txt")), ids=lambda path: path.stem
)
def test_every_address_comes_out_whole(path):
    article = article_of(path)
    lines = normalise(path.read_bytes().decode("utf-8-sig")).split("\n")
    kept = set(article.text.split("\n"))
    lost = [line.strip() for line in lines if line.strip() and line.strip() not in kept]
    told = [line for line in lost if " ".join(line.split()) == article.title or only_date(line)]
    assert len(lost) - len(told) <= 1
    assert (article.language, bool(article.title)) == ("ko", True)


@pytest.mark.parametrize(
    "path", sorted((SHARED / "eval" / "newyear-ko").glob("*.txt")), ids=lambda path: path.stem
)
def test_every_address_is_of_its_new_years_day(path):
    article = article_of(path)
    day = "1986-12-30" if path.stem == "1987" else f"{path.stem}-01-01"  # a speech of that winter
    assert (article.published or "")[:10] == day
    misprinted = "2010-01-01 (page)" if path.stem == "2011" else None
    assert article.date_conflict == misprinted


def test_every_event_of_a_list_keeps_its_own_day(store):
    path = SHARED / "eval" / "provocations" / "corpus.jsonl"
    rows = map(json.loads, path.read_text("utf-8").splitlines())
    days = {row["_id"]: row["date"] for row in rows}
    report = ingest([path], store)
    assert (report.added, report.total) == (493, 493)
    assert {each.external_id: each.published for each in store.articles()} == days


def test_what_the_dump_says_of_dates_and_places():
    articles = list(read(SHARED / "eval" / "kcna" / "corpus.jsonl"))
    assert sum(each.place_line == "Pyongyang" for each in articles) == 664
    assert [each.date_conflict for each in articles if each.date_conflict] == [
        "2024-09-05 (dateline)"
    ]


def test_most_pages_say_who_wrote_them_and_few_contradict_themselves():
    pages = [article_of(path) for path in (SHARED / "eval" / "pages" / "html").iterdir()]
    assert sum(each.byline is not None for each in pages) >= 42
    assert sum(each.published is not None for each in pages) >= 56
    assert [each.date_conflict for each in pages if each.date_conflict] == []
