"""Every page in a real browser: accessible, small, from one host, readable without scripts."""

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from screens import MOST_BYTES, MOST_REQUESTS, PAGES, visit

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def party(portal, chromium):
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{portal}/en/reporting/?cycle=NR3")
    code = page.locator("tr:has-text('By the due day') a[href*='/parties/']").first.get_attribute("href").split("/")[-2]
    context.close()
    return code


@pytest.fixture(scope="module")
def phone(chromium):
    """One tab for page after page, each fetched whole as by somebody who comes for the first time."""
    context = chromium.new_context(viewport={"width": 360, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
    yield page
    context.close()


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_has_no_axe_violation_fits_a_phone_and_asks_no_other_host(portal, phone, party, name):
    phone.context.clear_cookies()
    load = visit(phone, portal + PAGES[name].format(party=party), urlsplit(portal).netloc)
    assert load.elsewhere == []
    assert load.bytes <= MOST_BYTES
    assert load.requests <= MOST_REQUESTS
    for direction in ("ltr", "rtl"):
        phone.evaluate("direction => { document.documentElement.dir = direction }", direction)
        assert phone.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), direction
        assert [(v["id"], v["nodes"][0]["target"]) for v in Axe().run(phone).response["violations"]] == [], direction


def test_a_figure_on_the_first_page_is_two_clicks_from_its_parties_formula_and_run(portal, chromium):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(portal + "/en/")
    page.get_by_role("link", name="2.2 To ensure that all Parties").click()
    page.get_by_role("link", name="2.2.6 Confidential information protected").click()
    assert page.locator("#parties a[href*='/parties/X']").count() > 50
    assert "/ (" in page.locator(".formula").inner_text()
    assert page.locator("#formula a[href*='/runs/']").count() == 1
    context.close()


def test_every_page_says_that_the_data_are_for_demonstration(portal, chromium, party):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    for path in PAGES.values():
        page.goto(portal + path.format(party=party))
        assert page.get_by_text("Demonstration data.").count() == 1, path
    context.close()


def test_the_keyboard_reaches_the_content_first(portal, chromium):
    context = chromium.new_context()
    page = context.new_page()
    page.goto(portal + "/en/plan/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    context.close()


def test_a_group_is_chosen_without_scripts_and_the_address_keeps_it(portal, chromium):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(portal + "/en/indicators/2.2.6/?cycle=NR3")
    page.get_by_label("Group of Parties").select_option("africa")
    page.get_by_role("button", name="Show").click()
    assert "cycle=NR3" in page.url
    assert "group=africa" in page.url
    assert page.get_by_text("NR3 · Africa").count() == 1
    context.close()
