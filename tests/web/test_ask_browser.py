"""The page to ask in, in a real headless Chromium: what a reader does."""

from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

MOSCOW = "Choe Son Hui visited Moscow in November 2024."


def at(**query):
    return f"/?{urlencode(query, doseq=True)}"


@pytest.fixture
def open_news(newsroom, visiting):
    """Open a page of the real archive."""
    return visiting(newsroom)


# --- the whole way ------------------------------------------------------------------------------


@pytest.mark.parametrize("javascript", [True, False])
def test_a_question_a_follow_up_and_a_chip_that_is_removed(open_news, javascript):
    page = open_news(java_script_enabled=javascript)
    page.get_by_label("Question").fill("Who visited Moscow?")
    page.get_by_role("button", name="Ask").click()
    expect(page.locator(".quote")).to_have_text(MOSCOW)

    page.get_by_label("Go on from here").fill("When was that?")
    page.get_by_role("button", name="Ask on").click()
    expect(page.locator("h1")).to_have_text("When was that?")
    expect(page.locator(".chip").first).to_contain_text("When was that? (visited, Moscow)")
    expect(page.locator(".answer .quote")).to_have_text(MOSCOW)

    page.locator(".earlier summary").first.click()
    expect(page.locator(".earlier p.quote")).to_contain_text(MOSCOW)
    page.get_by_role("link", name="Ask as typed, not").click()
    expect(page.get_by_role("heading", name="The archive does not say")).to_be_visible()
    page.get_by_role("link", name="New conversation").click()
    expect(page.locator(".earlier")).to_have_count(0)


def test_a_completed_question_is_edited_in_place(open_news):
    page = open_news(at(after="Who visited Moscow?", question="When was that?"))
    page.get_by_text("Edit", exact=True).click()
    page.get_by_label("The completed question").fill("Who visited Sinuiju?")
    page.get_by_role("button", name="Ask this").click()
    expect(page.locator(".answer .quote").first).to_have_text(
        "Kim Jong Un visited Sinuiju on Monday."
    )
    expect(page.locator(".earlier li")).to_have_count(1)


def test_a_spelling_is_taken_out_and_put_back(open_news):
    page = open_news(at(question="Where did Choi Sun-hee go?"))
    page.get_by_role("link", name="Search without Choe Son Hui").click()
    expect(page.get_by_role("link", name="Search again for Choe Son Hui")).to_be_visible()
    expect(page.locator(".chip")).to_have_count(1)
    page.get_by_role("link", name="Search again for Choe Son Hui").click()
    expect(page.get_by_role("link", name="Search without Choe Son Hui")).to_be_visible()


def test_the_address_of_a_conversation_shows_the_same_in_another_browser(open_news):
    page = open_news()
    page.get_by_label("Question").fill("Who visited Moscow?")
    page.get_by_role("button", name="Ask").click()
    page.get_by_label("Go on from here").fill("When was that?")
    page.get_by_role("button", name="Ask on").click()
    expect(page.locator("h1")).to_have_text("When was that?")
    address = page.url.partition("/?")[2]
    other = open_news(f"/?{address}")
    assert other.locator("main").inner_text() == page.locator("main").inner_text()


def test_an_example_is_a_click_away(open_news):
    page = open_news()
    page.get_by_role("link", name="Who is Kim Jong Un?").click()
    expect(page.locator(".answer .quote").first).to_contain_text("Kim Jong Un")


def test_citations_are_exported(open_news):
    page = open_news(at(question="Who visited Moscow?"))
    with page.expect_download() as download:
        page.get_by_role("link", name="Markdown").click()
    assert download.value.suggested_filename == "nksearch-citations.md"
    assert MOSCOW in download.value.path().read_text("utf-8")


# --- markers ------------------------------------------------------------------------------------


def test_a_marker_lights_its_quote_and_the_quote_its_marker(visit):
    page = visit(at(question="Who?"))
    lit = "() => [...document.querySelectorAll('.lit')].map((each) => each.dataset.marker)"
    page.locator("#marker-2").hover()
    assert set(page.evaluate(lit)) == {"2"}
    expect(page.locator("mark.lit")).to_have_count(1)
    page.locator("mark[data-marker='3']").hover()
    assert set(page.evaluate(lit)) == {"3"}
    expect(page.locator("blockquote.lit")).to_have_count(1)
    page.locator("#marker-1").focus()
    assert set(page.evaluate(lit)) == {"1"}
    page.locator("header.site").hover()
    assert page.evaluate(lit) == []


# --- copying and history ------------------------------------------------------------------------


def pasted(page):
    page.get_by_label("Question").fill("")
    page.get_by_label("Question").press("Control+V")
    return page.get_by_label("Question").input_value()


def test_a_citation_and_the_address_are_copied(visit, archive):
    page = visit(at(question="Who?"))
    first = archive.answer.citations[0]
    page.get_by_role("button", name="Copy citation 1").click()
    expect(page.locator("#status")).to_have_text("Copied.")
    assert pasted(page).startswith(f"“{first.quote}” {first.title}, NK Times, 27 May 2024")
    page.get_by_role("button", name="Copy the address").click()
    assert pasted(page) == page.url


def test_what_was_asked_is_remembered_here_until_it_is_cleared(visit, address):
    page = visit()
    expect(page.locator("[data-history]")).to_be_hidden()
    for question in ("Who?", "Why?", "Who?"):
        page.goto(f"{address}{at(question=question)}")
    page.goto(address)
    asked = page.locator("[data-history] li")
    expect(asked).to_have_text(["Who?", "Why?"])
    asked.last.get_by_role("link").click()
    expect(page).to_have_title("Why? – nksearch")
    page.goto(address)
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("[data-history]")).to_be_hidden()
    page.reload()
    expect(page.locator("[data-history]")).to_be_hidden()


def test_a_long_question_of_the_past_fits_a_phone(visit, address):
    page = visit(at(question="Who? " * 99), viewport={"width": 390, "height": 844})
    page.goto(address)
    expect(page.locator("[data-history] li")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("kept", ["{", "7", '[7, null, {"question": "x"}]'])
def test_a_damaged_history_is_no_history(visit, address, kept):
    page = visit()
    page.evaluate("kept => localStorage.setItem('nksearch.asked', kept)", kept)
    page.goto(address)
    expect(page.locator("[data-history]")).to_be_hidden()


def test_without_a_script_there_is_nothing_that_needs_one(visit):
    page = visit(at(question="Who?"), java_script_enabled=False)
    expect(page.get_by_role("button")).to_have_text(["Ask", "Ask on"])


# --- the keyboard -------------------------------------------------------------------------------


def test_a_conversation_needs_no_mouse(open_news):
    page = open_news()
    page.keyboard.type("Who visited Moscow?")
    page.keyboard.press("Enter")
    expect(page.locator(".answer .quote")).to_have_text(MOSCOW)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # to the content
    reached = {}
    for count in range(1, 40):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "document.activeElement.id || document.activeElement.textContent.trim()"
        )
        reached.setdefault(name, count)
        if name == "further":
            break
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", name
    assert {"question", "Options", "marker-1", "Copy", "Copy link", "Markdown"} <= reached.keys()
    page.keyboard.type("When was that?")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("When was that?")
