"""Logging in and out in a real headless Chromium."""

import json
import shutil
from importlib.resources import files

import pytest
from nksearch_web.access import Access
from playwright.sync_api import expect

from ..conftest import CHROMIUM_NAMES, CHROMIUM_OPTIONS, QUESTION
from .conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.security]

AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
NARROW = {"width": 390, "height": 844}


@pytest.fixture
def site(archive, accounts, rebuilder, serving):
    with serving(archive, access=Access(accounts=accounts), rebuilder=rebuilder) as url:
        yield url


@pytest.fixture
def remembering(browser):
    """Return a Chromium that keeps pages whole to go back to, as people's browsers do."""
    (path, *_) = [path for name in CHROMIUM_NAMES if (path := shutil.which(name))]
    chromium = browser.browser_type.launch(
        executable_path=path,
        args=CHROMIUM_OPTIONS,
        ignore_default_args=["--disable-back-forward-cache"],
    )
    yield chromium
    chromium.close()


def enter(page, name="rita", password=PASSWORD):
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


@pytest.mark.parametrize("javascript", [True, False])
def test_after_the_logout_going_back_shows_nothing(site, archive, remembering, javascript):
    quote = archive.answer.citations[0].quote
    context = remembering.new_context(java_script_enabled=javascript)
    page = context.new_page()
    page.goto(f"{site}/")
    enter(page)
    page.get_by_label("Question").fill(QUESTION)
    page.get_by_role("button", name="Ask").click()
    expect(page.locator("blockquote .quote").first).to_have_text(quote)
    asked = page.url
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_text("You are logged out.")).to_be_visible()
    for _ in range(4):
        page.go_back()
        if page.url == "about:blank":
            break
        expect(page.get_by_role("heading", name="Log in")).to_be_visible()
        assert quote not in page.content()
    page.goto(asked)
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    assert [each["name"] for each in context.cookies()] == ["nksearch-form"]
    if javascript:
        assert page.evaluate("localStorage.getItem('nksearch.asked')") in (None, "[]")
        assert page.evaluate("document.cookie") == ""
    enter(page)
    expect(page.locator("blockquote .quote").first).to_have_text(quote)
    context.close()


def test_a_wrong_password_is_said_and_the_right_one_leads_on(site, browser):
    page = browser.new_context(viewport=NARROW).new_page()
    page.goto(f"{site}/names")
    enter(page, password="another one altogether")  # noqa: S106
    expect(page.get_by_role("alert")).to_have_text("Name or password is not right.")
    enter(page)
    expect(page).to_have_url(f"{site}/names")
    expect(page.get_by_role("heading", name="Names in this archive")).to_be_visible()
    page.context.close()


def test_an_editor_rebuilds_and_a_reader_is_not_offered_it(site, browser, rebuilder):
    for name, offered in (("edna", 1), ("rita", 0)):
        page = browser.new_context().new_page()
        page.goto(f"{site}/archive")
        enter(page, name)
        button = page.get_by_role("button", name="Rebuild the indexes")
        expect(button).to_have_count(offered)
        if offered:
            button.click()
            expect(page).to_have_url(f"{site}/archive#rebuild")
        page.context.close()
    assert rebuilder.started == 1


def test_another_site_cannot_send_our_forms(site, browser, archive, serving, rebuilder):
    """The page of another port of this machine is the same site, and another origin."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site}/archive")
    enter(page, "edna")
    token = page.locator("form.account input[name=token]").get_attribute("value")
    for attacker in (site.replace("127.0.0.1", "localhost"), "data:text/html,"):
        page = context.new_page()  # the one before may still be told that its form is not sent
        page.goto(attacker if attacker.startswith("data") else f"{attacker}/static/icon.svg")
        for path in ("archive/rebuild", "logout"):
            form = page.evaluate_handle(
                """([url, token]) => {
                    const form = document.createElementNS("http://www.w3.org/1999/xhtml", "form");
                    form.method = "post";
                    form.action = url;
                    const field = document.createElementNS("http://www.w3.org/1999/xhtml", "input");
                    field.name = "token";
                    field.value = token;
                    form.append(field);
                    document.documentElement.append(form);
                    return form;
                }""",
                [f"{site}/{path}", token],
            )
            if attacker.startswith("data"):  # icon.svg has our policy: it sends no form elsewhere
                with page.expect_navigation() as sent:
                    form.evaluate("form => form.submit()")
                assert sent.value.status == 403
                page.goto(attacker)
            else:
                form.evaluate("form => form.submit()")
    assert rebuilder.started == 0
    page.goto(f"{site}/")
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "viewport", [{"width": 1280, "height": 800}, NARROW], ids=["wide", "narrow"]
)
def test_the_pages_are_accessible_and_fit(site, browser, scheme, viewport):
    page = browser.new_context(viewport=viewport, color_scheme=scheme, bypass_csp=True).new_page()
    page.goto(f"{site}/")
    found = []
    for step in ("wrong", "right", "in", "account"):
        page.evaluate(AXE)
        result = page.evaluate("axe.run()")
        found += [each["id"] for each in result["violations"]]
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= viewport["width"]
        if step == "in":
            page.get_by_role("link", name="Logged in as rita").click()
        elif step != "account":
            enter(page, password=PASSWORD if step == "right" else "wrong")
    assert found == [], json.dumps(found)
    page.context.close()
