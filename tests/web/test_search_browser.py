"""Search, the page of the archive and what stands around an article, in a real Chromium."""

import sys
from collections.abc import Iterator
from importlib.resources import files

import feedparser
import pytest
from nksearch_web.rebuilding import Rebuilder
from playwright.sync_api import expect

from nksearch.archive import Archive
from nksearch.indexing import rebuild
from nksearch.store import Store

from ..conftest import WordEncoder
from .conftest import library_articles

pytestmark = pytest.mark.browser

NARROW = {"width": 390, "height": 844}
AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
SLOW = """
import json, sys, time
for done in range(1, 5):
    print(json.dumps({"done": done, "total": 4}), file=sys.stderr, flush=True)
    time.sleep(0.5)
"""

STATES = {
    "everything": ("/search", 200),
    "results": ("/search?query=flood+Sinuiju&source=River+Post&date=2022-07..2024", 200),
    "spellings": ("/search?query=신의주+(", 200),
    "nothing": ("/search?query=flood+xyzzy&topic=Society", 200),
    "refused": ("/search?query=ab*&lang=en", 400),
    "last": ("/search?page=9", 200),
    "archive": ("/archive", 200),
}


@pytest.fixture(scope="module")
def stacks(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    indexes, encoder = tmp_path_factory.mktemp("stacks"), WordEncoder()
    with Store(indexes / "articles.db") as store:
        with store.transaction():
            for article in library_articles():
                store.put(article, touched=set())
        rebuild(indexes, store, encoder)
    return Archive(indexes, encoder)


@pytest.fixture(scope="module")
def site(stacks: Archive, serving) -> Iterator[str]:
    with serving(stacks) as url:
        yield url


@pytest.fixture
def visit(site, visiting):
    return visiting(site)


def total(page) -> int:
    return int(page.locator("#status").inner_text().split(" of ")[1].split()[0])


@pytest.mark.parametrize("javascript", [True, False])
def test_a_search_is_narrowed_sorted_and_read(visit, javascript):
    page = visit("/search", java_script_enabled=javascript)
    page.get_by_label("Words, or an expression").fill("flood")
    page.get_by_role("button", name="Search").click()
    assert total(page) == 20

    facet = page.locator(".facets li", has_text="Border Desk")
    wanted = int(facet.locator(".count").inner_text())
    facet.locator("a").click()
    assert total(page) == wanted
    expect(page.locator(".chips")).to_contain_text("Border Desk")

    bar = page.locator("svg.bars a").first
    wanted = int(bar.locator("title").text_content().split(": ")[1])
    bar.locator(".hit-area").click()
    assert total(page) == wanted
    page.locator("svg.bars a.chosen .hit-area").click()
    expect(page.locator(".chips li")).to_have_count(1)

    page.get_by_role("link", name="Newest").click()
    days = page.locator(".hit time").evaluate_all("each => each.map((one) => one.dateTime)")
    assert days == sorted(days, reverse=True)
    page.locator(".chip").click()
    assert total(page) == 20

    first = page.locator(".hit a").first
    title = first.inner_text()
    first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator("#cited")).to_be_in_viewport()
    page.get_by_role("link", name="Back to the search").click()
    assert total(page) == 20


def test_pages_are_turned_to_the_end_and_back(visit):
    page = visit("/search")
    expect(page.locator(".hit")).to_have_count(20)
    page.get_by_role("link", name="Next page").click()
    expect(page.locator("#status")).to_have_text("21–40 of 40 results")
    assert page.get_by_role("link", name="Next page").count() == 0
    page.get_by_role("link", name="Previous page").click()
    expect(page.locator("#status")).to_have_text("1–20 of 40 results")


def test_results_can_be_taken_away(visit, site):
    page = visit("/search?query=flood")
    for name, beginning in (("CSV", b"\xef\xbb\xbfrank,"), ("JSON", b'{"query": "flood"')):
        with page.expect_download() as download:
            page.get_by_role("link", name=name, exact=True).click()
        with open(download.value.path(), "rb") as file:  # noqa: PTH123 (playwright's own path)
            assert file.read(len(beginning)) == beginning
    address = page.get_by_role("link", name="Atom feed").get_attribute("href")
    feed = feedparser.parse(page.request.get(f"{site}{address}").body())
    assert (feed.bozo, len(feed.entries)) == (False, 20)


def test_everything_is_reached_with_the_keyboard(visit):
    page = visit("/search")
    expect(page.locator("#query")).to_be_focused()
    page.keyboard.type("phone")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?query=phone")
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.innerText?.trim()"))
    assert {"What a search can say", "As a table", "Newest", "A phone in town 1", "CSV"} <= reached
    assert {"River Post", "Society"} & reached
    page.get_by_text("As a table").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**date=2022")


def test_articles_lead_to_their_neighbours(visit):
    page = visit("/search?query=%22A+flood+in+town+14%22")
    page.locator(".hit a").first.click()
    expect(page.locator(".neighbours li")).not_to_have_count(0)
    following = page.locator(".in-time a").last
    title = following.inner_text()
    following.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(visit, state, scheme):
    path, status = STATES[state]
    page = visit(path, status=status, bypass_csp=True, color_scheme=scheme)
    page.evaluate(AXE)
    for details in page.locator("details").all():
        details.evaluate("each => each.open = true")
    found = page.evaluate("axe.run()")
    assert [
        (each["id"], [node["html"] for node in each["nodes"]]) for each in found["violations"]
    ] == []
    assert len(found["passes"]) > 10


@pytest.mark.parametrize("state", STATES)
def test_every_state_fits_a_phone(visit, state):
    path, status = STATES[state]
    page = visit(path, status=status, viewport=NARROW)
    for details in page.locator("details").all():
        details.evaluate("each => each.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.fixture
def rebuildable(stacks, serving, visiting):
    """Open the page of an archive whose rebuild takes two seconds."""
    rebuilder = Rebuilder([sys.executable, "-c", SLOW])
    with serving(stacks, rebuilder=rebuilder) as url:
        yield lambda **options: visiting(url)("/archive", **options)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_rebuild_is_followed_to_its_end(rebuildable, javascript):
    page = rebuildable(java_script_enabled=javascript)
    page.get_by_role("button", name="Rebuild the indexes").click()
    expect(page.locator("progress")).to_be_visible()
    if javascript:
        expect(page.locator("#rebuild-said")).to_contain_text("of 4 articles")
    else:
        page.wait_for_timeout(3000)
        page.get_by_role("button", name="Show how far it is").click()
    said = page.locator("#rebuild-status")
    expect(said).to_have_text("Rebuilt: 4 articles can be searched.", timeout=15_000)
    page.wait_for_load_state()  # it has just been shown anew


def test_axe_finds_nothing_while_a_rebuild_runs(rebuildable):
    page = rebuildable(bypass_csp=True)
    page.get_by_role("button", name="Rebuild the indexes").click()
    expect(page.locator("progress")).to_be_visible()
    page.evaluate(AXE)
    assert page.evaluate("axe.run()")["violations"] == []
    done = page.get_by_text("Rebuilt: 4 articles can be searched.")
    expect(done).to_be_visible(timeout=15_000)
    page.wait_for_load_state()  # nothing is under way when the server ends
