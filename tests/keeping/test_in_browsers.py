"""What people type survives a browser that is killed, a line that is cut, and leaves nothing on a shared computer."""

import os
import re
from contextlib import suppress
from itertools import count
from random import Random
from threading import Timer
from time import monotonic
from urllib.parse import unquote_plus

import pytest
from playwright.sync_api import Error

from national_reports.models import Answer
from tests.keeping.browsers import begin_chromium, cookie_of, end
from tests.keeping.making import SECTION, TEXT, address, make_draft
from tests.keeping.servers import Portal, copied_world, on_database, until
from tests.people_factories import PASSWORD, client_of, make_focal_point

KILLS = int(os.environ.get("DRILL_BROWSERS", "2"))
# One token each; at most five seconds of them may be missing.
EVERY_MS, MOST_MISSING = 100, 5.0
BOX = f"[data-question={TEXT}] textarea"
STATE = f"[data-question={TEXT}] [data-state]"

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def own_file(tmp_path_factory, django_db_blocker):
    url = copied_world(tmp_path_factory.mktemp("keeping"))
    with django_db_blocker.unblock(), on_database(url):
        yield url


@pytest.fixture(scope="module")
def portal(own_file):
    with Portal(own_file) as running:
        yield running


@pytest.fixture
def contributor(portal):
    return make_focal_point("KEN")


@pytest.fixture
def draft(contributor):
    report = make_draft("KEN", contributor)
    Answer.objects.filter(report=report, question=TEXT).delete()
    report.changes.filter(question=TEXT).delete()
    return report


@pytest.fixture
def form_page(portal, chromium, draft, contributor):
    context = chromium.new_context()
    context.add_cookies([cookie_of(portal, contributor)])
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{portal.port}{address(draft, f'sections/{SECTION}/')}")
    yield page
    context.close()


def says(page, text):
    page.wait_for_function(
        "([where, text]) => document.querySelector(where).textContent.includes(text)", arg=[STATE, text]
    )


def kept(page):
    """All that the page's script keeps on the device, by its address."""
    return page.evaluate(
        "Object.fromEntries(Object.entries(localStorage).filter(([key]) => key.startsWith('unsent/')))"
    )


def stored(draft):
    answer = Answer.objects.filter(report=draft, question=TEXT).first()
    return answer.texts.get("en", "") if answer else ""


def test_what_is_typed_while_the_line_is_cut_waits_and_is_saved_once_it_is_back(form_page, draft):
    form_page.locator(BOX).press_sequentially("before ")
    says(form_page, "Saved")
    form_page.context.set_offline(True)
    form_page.locator(BOX).press_sequentially("and without a line ")
    says(form_page, "Waiting to send")
    assert stored(draft).strip() == "before"
    assert "without" in unquote_plus(str(kept(form_page)))
    form_page.context.set_offline(False)
    says(form_page, "Saved")
    assert stored(draft).strip() == "before and without a line"
    assert kept(form_page) == {}
    assert not draft.conflicts.exists()


def test_a_page_loaded_again_while_the_line_is_cut_loses_nothing_once_it_is_back(form_page, draft):
    form_page.context.set_offline(True)
    form_page.locator(BOX).press_sequentially("typed without a line")
    says(form_page, "Waiting to send")
    where = form_page.url
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        form_page.reload()
    form_page.context.set_offline(False)
    form_page.goto(where)
    assert form_page.locator(BOX).input_value() == "typed without a line"
    until(lambda: stored(draft) == "typed without a line", "the text is saved")
    says(form_page, "Saved")
    assert kept(form_page) == {}
    assert not draft.conflicts.exists()


def test_on_a_shared_computer_nothing_is_kept_on_the_device(portal, chromium, draft, contributor):
    context = chromium.new_context()
    context.add_cookies([cookie_of(portal, contributor, shared=True)])
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{portal.port}{address(draft, f'sections/{SECTION}/')}")
    page.locator(BOX).press_sequentially("one ")
    says(page, "Saved")
    context.set_offline(True)
    page.locator(BOX).press_sequentially("two")
    says(page, "nothing is kept on this device")
    assert page.evaluate("localStorage.length") == 0
    context.set_offline(False)
    says(page, "Saved")
    assert stored(draft) == "one two"
    context.close()


def test_signing_out_leaves_nothing_on_the_device(form_page, draft, portal):
    form_page.context.route("**/answers/**", lambda route: route.abort())
    form_page.locator(BOX).press_sequentially("not sent yet")
    says(form_page, "Waiting to send")
    assert kept(form_page)
    form_page.goto(f"http://127.0.0.1:{portal.port}/en/accounts/logout/")
    form_page.locator("main").get_by_role("button", name="Sign out").click()
    form_page.wait_for_url(lambda url: "logout" not in url)
    assert form_page.evaluate("localStorage.length") == 0


def test_what_was_typed_after_the_session_had_ended_is_saved_after_signing_in(form_page, draft, contributor):
    form_page.locator(BOX).press_sequentially("before ")
    says(form_page, "Saved")
    client_of(contributor).get("/en/")
    cookies = [one for one in form_page.context.cookies() if one["name"] != "sessionid"]
    form_page.context.clear_cookies()
    form_page.context.add_cookies(cookies)
    form_page.locator(BOX).press_sequentially("and after")
    says(form_page, "You are signed out")
    with form_page.context.expect_page() as opened:
        form_page.locator(f"{STATE} a").click()
    window = opened.value
    window.locator("[name=login]").fill(contributor.email)
    window.locator("[name=password]").fill(PASSWORD)
    window.locator("[name=password]").press("Enter")
    window.wait_for_url(lambda url: "login" not in url)
    form_page.bring_to_front()
    form_page.evaluate("dispatchEvent(new Event('focus'))")
    says(form_page, "Saved")
    assert stored(draft) == "before and after"


# -- killed -----------------------------------------------------------------------------------------------


class Chromium:
    """A browser of its own with a profile that stays, to be killed."""

    def __init__(self, playwright, profile):
        self.process, self.browser = begin_chromium(playwright, profile)

    def open(self, url, cookie):
        context = self.browser.contexts[0]
        context.add_cookies([cookie])
        page = context.new_page()
        page.goto(url)
        return page

    def kill(self):
        end(self.process)


def type_until_killed(page, browser, first, seconds):
    """Type one token after the other until the browser is gone; when each was typed, and when it was killed."""
    typed, killed = {}, []

    def kill():
        killed.append(monotonic())
        browser.kill()

    Timer(seconds, kill).start()
    # The last token may be cut in the middle: only one that ends with its mark counts.
    with suppress(Error):
        page.locator(BOX).focus()
        page.keyboard.press("Control+End")
        page.keyboard.type(" ")
        for number in count(first):
            page.keyboard.type(f"{number}; ")
            typed[number] = monotonic()
            page.wait_for_timeout(EVERY_MS)
    until(lambda: killed, "the browser is killed")
    return typed, killed[0]


def test_a_browser_killed_while_somebody_types_costs_at_most_five_seconds(
    portal, playwright, tmp_path, draft, contributor
):
    url = f"http://127.0.0.1:{portal.port}{address(draft, f'sections/{SECTION}/')}"
    luck = Random(1)
    first, missing = 1, []
    for _ in range(KILLS):
        browser = Chromium(playwright, tmp_path / "profile")
        try:
            typed, killed = type_until_killed(
                browser.open(url, cookie_of(portal, contributor)), browser, first, luck.uniform(0.5, 9)
            )
        finally:
            browser.kill()
        again = Chromium(playwright, tmp_path / "profile")
        try:
            page = again.open(url, cookie_of(portal, contributor))
            until(lambda page=page: kept(page) == {}, "what was kept on the device is sent")
            numbers = [int(one) for one in re.findall(r"(?<!\S)([0-9]+);", page.locator(BOX).input_value())]
        finally:
            again.kill()
        assert numbers == sorted(set(numbers))
        lost = typed.keys() - set(numbers)
        assert not lost or min(lost) > max(typed.keys() & set(numbers), default=0)
        missing.append(killed - min(typed[one] for one in lost) if lost else 0.0)
        first = max([first, *typed]) + 1
    print(f"{KILLS} browsers killed; seconds of typing missing: at most {max(missing):.1f}")
    assert max(missing) <= MOST_MISSING
