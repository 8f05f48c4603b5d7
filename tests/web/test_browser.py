"""The page in a real headless Chromium, served as `nksearch serve` serves it."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

NARROW = {"width": 390, "height": 844}


@pytest.mark.parametrize("javascript", [True, False])
def test_a_question_leads_to_the_sentence_in_the_article(visit, archive, javascript):
    page = visit(java_script_enabled=javascript)
    question, first = archive.answer.question, archive.answer.citations[0]
    page.get_by_label("Question").fill(question)
    page.get_by_role("button", name="Ask").click()

    expect(page).to_have_title(f"{question} – nksearch")
    expect(page.locator("blockquote .quote").first).to_have_text(first.quote)
    page.locator("#marker-1").click()
    passage = page.locator("#passage-1")
    expect(passage).to_be_in_viewport()
    expect(passage.locator("mark").first).to_have_text(first.quote)
    passage.locator(".marker").first.click()
    expect(page.locator("#marker-1")).to_be_in_viewport()

    passage.locator("h3 a").click()
    cited = page.locator("#cited")
    expect(cited).to_be_in_viewport(ratio=1)
    expect(cited).to_have_text(first.quote)
    expect(page.get_by_role("heading", level=1)).not_to_be_in_viewport()


def test_a_place_on_the_map_leads_to_what_the_archive_says_of_it(visit, archive, address):
    page = visit()
    page.get_by_role("link", name="places", exact=True).click()
    expect(page).to_have_url(f"{address}/names?kind=place")
    page.locator("svg a", has_text="Sinuiju City").click()
    expect(page).to_have_url(f"{address}/?question=Sinuiju+City")
    assert archive.requests[-1].question == "Sinuiju City"


def test_options_that_were_not_chosen_stay_out_of_the_address(visit, archive, address):
    page = visit()
    page.get_by_label("Question").fill("Who?")
    page.get_by_text("Options").click()
    page.get_by_label("Source").select_option("NK Times")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Ask").click()
    expect(page).to_have_url(f"{address}/?question=Who%3F&source=NK+Times")
    assert archive.requests[-1].filters.source == "NK Times"


def test_the_page_that_history_brings_back_works(visit):
    page = visit()
    page.get_by_label("Question").fill("Who?")
    page.get_by_label("Question").press("Enter")
    expect(page.locator("blockquote")).to_have_count(3)
    page.go_back()
    expect(page.locator("#status")).to_have_text("")
    expect(page.locator("#k")).to_be_enabled()


def test_everything_can_be_reached_with_the_keyboard(visit):
    page = visit("/?question=Who")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the content")).to_be_focused()
    expect(page.get_by_text("Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    reached = []
    for _ in range(30):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id"))
    assert {"question", "marker-1", "marker-2", "marker-3"} <= set(reached)
    page.locator("#marker-2").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#passage-2') !== null")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/?question=Who&k=5",
        "/?question=Who#passage-2",
        "/articles/a1lecture?start=0&end=9",
        "/names",
        "/names?kind=place",
    ],
)
def test_nothing_scrolls_sideways_on_a_phone(visit, path, scheme):
    page = visit(path, viewport=NARROW, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_words_that_are_too_long_do_not_widen_the_page(visit, archive):
    long = "x" * 600
    archive.answer = replace(
        archive.answer,
        citations=tuple(
            replace(each, title=long, source=long) for each in archive.answer.citations
        ),
        passages=tuple(
            replace(each, title=long, source=long, translated_by=long)
            for each in archive.answer.passages
        ),
    )
    archive.articles[0] = replace(
        archive.articles[0], title=long, source=long, topic=long, url=f"https://a.example/{long}",
        translation_notice=long, text=f"{long} {archive.articles[0].text}",
    )  # fmt: skip
    for path in ("/?question=Who", "/articles/a1lecture?start=0&end=600"):
        page = visit(path, viewport=NARROW)
        assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_hostile_text_runs_nothing_in_a_browser(visit, archive):
    attack = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    archive.articles[0] = replace(archive.articles[0], title=attack, text=f"{attack} {attack}")
    archive.answer = replace(
        archive.answer,
        passages=tuple(replace(each, title=attack) for each in archive.answer.passages),
    )
    for path in (
        "/?question=%3Cscript%3Ealert(3)%3C/script%3E",
        "/articles/a1lecture?start=0&end=9",
    ):
        page = visit(path)
        page.on("dialog", lambda dialog: pytest.fail(f"a dialog said {dialog.message}"))
        assert page.locator("main img, main script").count() == 0
    expect(page.get_by_role("heading", level=1)).to_have_text(attack)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_enough_contrast(visit, scheme):
    for path in ("/", "/?question=Who", "/articles/a1lecture?start=0&end=9", "/names"):
        page = visit(path, color_scheme=scheme)
        weak = page.evaluate(CONTRASTS_BELOW_AA)
        assert weak == []


# The WCAG 2 ratio of every text against the nearest painted background; 4.5 is AA.
CONTRASTS_BELOW_AA = """() => {
  const rgb = (color) => color.match(/[\\d.]+/g).map(Number);
  const linear = (part) => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  const part = (value) => linear(value / 255);
  const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  const ground = (element) => {
    for (; element; element = element.parentElement) {
      const color = rgb(getComputedStyle(element).backgroundColor);
      if (color.length === 3 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  const weak = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || !element.checkVisibility()) continue;
    const [a, b] = [light(rgb(getComputedStyle(element).color)), light(ground(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) weak.push(`${element.textContent.slice(0, 30)}: ${ratio.toFixed(2)}`);
  }
  return weak;
}"""
