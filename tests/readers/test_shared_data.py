"""The readers on real collections that are not part of the project."""

import os
from pathlib import Path

import pytest

from nksearch.datamodels import Article, Rejected
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
    told = [line for line in lost if " ".join(line.split()) == article.title]
    assert len(lost) - len(told) <= 1  # the line that says only when
    assert (article.language, bool(article.title)) == ("ko", True)
