"""The whole way once, nothing replaced: a raw page in, a cited answer out, read in a browser."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from nksearch.archive import Archive

PAGE = """Border Post publishes only what two sources confirm.

A market in Hyesan closes early

A market in Hyesan closes early

03/14/2025 09:30

Stalls in Hyesan seen in March 2025. (Photo = Border Post)

The market in Hyesan has closed at four in the afternoon since March 1, 2025. Traders had been
used to staying until dusk.

Inspectors confiscated “foreign” medicine from eleven stalls, a trader told Border Post. 시장
관리소는 이유를 밝히지 않았다. Most customers now buy on the way to work.

***This article was translated by Google, so the content may differ from the Korean article.


Leave a Comment

최근 글
"""
QUESTION = "How many stalls lost foreign medicine to inspectors?"
QUOTE = "Inspectors confiscated “foreign” medicine from eleven stalls, a trader told Border Post."


def nksearch(indexes: Path, *arguments: str) -> Any:
    result = subprocess.run(
        [sys.executable, "-m", "nksearch", "--indexes", indexes, *arguments, "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def indexes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("flow")
    (folder / "page.txt").write_text(PAGE, "utf-8")
    assert nksearch(folder / "indexes", "ingest", str(folder / "page.txt"))["added"] == 1
    assert nksearch(folder / "indexes", "rebuild")["articles"] == 1
    return folder / "indexes"


@pytest.mark.slow
def test_a_raw_page_becomes_a_cited_answer(indexes: Path) -> None:
    found = nksearch(indexes, "query", QUESTION)
    first = found["citations"][0]
    assert (first["quote"], found["abstained"]) == (QUOTE, False)
    assert (first["title"], first["date"]) == (
        "A market in Hyesan closes early",
        "2025-03-14T09:30",
    )
    article = nksearch(indexes, "show", first["article_id"])
    assert article["text"][first["start"] : first["end"]] == QUOTE
    assert (article["source"], article["translated_by"]) == ("Border Post", "Google")
    assert article["captions"] == [
        {"text": "Stalls in Hyesan seen in March 2025.", "credit": "Border Post"}
    ]
    assert not any(each in article["text"] for each in ("Photo", "Comment", "최근", "translated"))


@pytest.mark.slow
def test_the_archive_is_silent_about_what_it_does_not_hold(indexes: Path) -> None:
    found = nksearch(indexes, "query", "Who won the election in Brazil?")
    assert (found["abstained"], found["citations"], found["answer"]) == (True, [], "")
    assert found["reason"]


@pytest.mark.slow
@pytest.mark.browser
def test_a_citation_leads_to_the_marked_sentence_in_the_article(
    indexes: Path, browser: Browser, serving: Any
) -> None:
    with serving(Archive.open(indexes)) as url:
        page = browser.new_page()
        page.goto(url)
        page.get_by_label("Question").fill(QUESTION)
        page.get_by_role("button", name="Ask").click()
        page.get_by_role("link", name="[1]").first.click()
        page.locator("#passage-1").get_by_role("link", name="A market in Hyesan").click()
        mark = page.locator("#cited")
        assert mark.inner_text() == QUOTE
        assert mark.is_visible()
        page.close()
