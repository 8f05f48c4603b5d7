"""How the page to ask in looks, in a real headless Chromium: axe-core, phones, the dark, paper."""

import json
from dataclasses import replace
from importlib.resources import files

import pytest
from playwright.sync_api import expect

from nksearch.datamodels import Excerpt, Note, Respelling
from nksearch.errors import NoIndexError

from .conftest import some_refusal
from .test_ask_browser import at

pytestmark = pytest.mark.browser

NARROW = {"width": 390, "height": 844}
AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
MOST_BYTES = 100_000  # of a page without content


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
