"""The page to ask in, in a real headless Chromium: everything a reader does, and axe-core."""

import json
from dataclasses import replace
from importlib.resources import files
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from nksearch.datamodels import Excerpt, Note, Respelling
from nksearch.errors import NoIndexError

from .conftest import some_refusal

pytestmark = pytest.mark.browser

NARROW = {"width": 390, "height": 844}
AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
MOST_BYTES = 100_000  # of a page without content

MOSCOW = "Choe Son Hui visited Moscow in November 2024."


def at(**query):
    return f"/?{urlencode(query, doseq=True)}"


@pytest.fixture
def open_news(newsroom, visiting):
    """Open a page of the real archive."""
    return visiting(newsroom)


def full_answer(answer):
    """Return the answer with everything that an answer can show."""
    first, second, third = answer.citations
    lecture, brief, market = answer.passages
    cited = (
        replace(
            first,
            brief=Excerpt(first.start, first.start + 4, "Most"),
            context=Excerpt(0, 10, "It rained."),
        ),
        replace(second, agrees_with=1),
        third,
    )
    notes = (
        Note("period", "only articles published since 2024-05-01; 3 articles left out"),
        Note("variants", "also for DPRK (North Korea)"),
        Note("language", "by words alone"),
    )
    spellings = ("DPRK", "조선", "NK", "N. Korea", "Choson", "Chosun", "Joseon")
    return replace(
        answer,
        citations=cited,
        passages=(replace(lecture, copies=("c3brief",)), brief, market),
        notes=notes,
        respellings=(Respelling("North Korea", spellings),),
        asked_as="Who was caught? (Hoeryong)",
    )


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


# --- how it looks -------------------------------------------------------------------------------

STATES = {
    "empty": "/",
    "answer": at(question="Who?"),
    "limited": at(
        question="Who?", since="2024-01-01", source="NK Times", without=["조선인민공화국"]
    ),
    "conversation": at(after=["What happens?", "/as-is And why?"], question="Who?"),
    "typed": at(after=["What happens?"], question="Who?", typed="on"),
    "refused": at(question="Rice?"),
    "invalid": at(question="Who?", since="yesterday"),
    "missing": at(question="Who?"),
}


@pytest.fixture
def show(visit, archive):
    """Open a state of the page to ask in."""

    def show(state, **options):
        archive.answer = full_answer(archive.answer)
        status = {"invalid": 400, "missing": 503}.get(state, 200)
        if state == "refused":
            archive.answer = replace(some_refusal(), notes=archive.answer.notes)
        if state == "missing":
            archive.error = NoIndexError("Nothing is published. Run: nksearch rebuild")
        return visit(STATES[state], status=status, **options)

    return show


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(show, state, scheme):
    page = show(state, bypass_csp=True, color_scheme=scheme)
    page.evaluate(AXE)
    for details in page.locator("details").all():
        details.evaluate("each => each.open = true")
    found = page.evaluate("axe.run()")
    assert [
        (each["id"], [node["html"] for node in each["nodes"]]) for each in found["violations"]
    ] == []
    assert len(found["passes"]) > 10


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_every_state_fits_a_phone(show, state, scheme):
    page = show(state, viewport=NARROW, color_scheme=scheme)
    for details in page.locator("details").all():
        details.evaluate("each => each.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_dark_and_light_are_told_by_the_system(visit):
    grounds = [
        visit(color_scheme=scheme).evaluate("getComputedStyle(document.body).backgroundColor")
        for scheme in ("light", "dark")
    ]
    assert grounds == ["rgb(250, 249, 246)", "rgb(20, 23, 26)"]


@pytest.mark.parametrize("state", ["empty", "answer", "conversation", "refused"])
def test_nothing_jumps_while_a_page_loads(show, state):
    page = show(state)
    past = json.dumps([{"question": "Who?", "search": "?question=Who"}])
    page.evaluate("past => localStorage.setItem('nksearch.asked', past)", past)
    page.reload()
    shifts = page.evaluate(
        """() => new Promise((resolve) => {
          let sum = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) sum += entry.value;
          }).observe({ type: "layout-shift", buffered: true });
          setTimeout(() => resolve(sum), 300);
        })"""
    )
    assert shifts == 0


def test_waiting_for_an_answer_is_said(visit):
    page = visit()
    page.get_by_label("Question").fill("Who?")
    page.evaluate("document.forms[0].addEventListener('submit', (event) => event.preventDefault())")
    page.get_by_label("Question").press("Enter")
    expect(page.locator("#status")).to_have_text("Searching the archive…")


def test_a_printed_answer_has_the_question_and_no_controls(visit):
    page = visit(at(question="Who was caught?"))
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Who was caught?")).to_be_visible()
    assert page.get_by_role("heading", level=1).bounding_box()["height"] > 10
    for hidden in ("nav.site", "form.ask", "form.further", "button.copy"):
        expect(page.locator(hidden).first).to_be_hidden()


def test_a_page_without_content_weighs_little(visit):
    page = visit()
    sizes = page.evaluate(
        """async () => {
          const [own] = performance.getEntriesByType("navigation");
          const rest = performance.getEntriesByType("resource");
          const icon = await fetch(document.querySelector("link[rel=icon]").href);
          const sizes = { page: own.decodedBodySize, icon: (await icon.blob()).size };
          for (const each of rest) sizes[each.name.split("/").at(-1)] = each.decodedBodySize;
          return sizes;
        }"""
    )
    assert {"page", "style.css", "controls.css", "ask.css", "page.js", "icon"} <= sizes.keys()
    assert all(sizes.values())
    assert sum(sizes.values()) < MOST_BYTES
