"""What was typed on a device and not sent is named on every page of its report, and never left out in silence."""

import json

import pytest
from playwright.sync_api import expect

from national_reports.models import Answer, Report, Submission
from tests.keeping.making import SECTION, TEXT, address, fill, make_draft
from tests.keeping.servers import Portal, copied_world, on_database
from tests.people_factories import client_of, make_focal_point

pytestmark = [pytest.mark.browser, pytest.mark.slow]
BOX = f"[data-question={TEXT}] textarea"
WORDS = "typed without a line"
ONE = "1 answer typed on this device is not sent yet."


@pytest.fixture(scope="module")
def portal(tmp_path_factory, django_db_blocker):
    url = copied_world(tmp_path_factory.mktemp("waiting"))
    with django_db_blocker.unblock(), on_database(url), Portal(url, workers=1) as running:
        yield running


class Device:
    """A browser that people sign in to, one after the other."""

    def __init__(self, portal, context):
        self.base = f"http://127.0.0.1:{portal.port}"
        self.context = context

    def sign_in(self, user):
        key = client_of(user).session.session_key
        self.context.add_cookies([{"name": "sessionid", "value": key, "url": self.base}])

    def open(self, place):
        page = self.context.new_page()
        page.goto(self.base + place)
        return page

    def type_without_a_line(self, report, words=WORDS):
        """Type one answer while nothing passes, and close the page."""
        page = self.open(address(report, f"sections/{SECTION}/"))
        self.context.set_offline(True)
        page.locator(BOX).fill(words)
        expect(page.locator(f"[data-question={TEXT}] [data-state]")).to_contain_text("Waiting to send")
        page.close()
        self.context.set_offline(False)

    def kept(self):
        page = self.open("/healthz")
        found = page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('unsent/'))")
        page.close()
        return found


@pytest.fixture
def device(portal, chromium):
    context = chromium.new_context()
    yield Device(portal, context)
    context.close()


def whole_draft(party):
    """A report that nothing stands in the way of, and an authority of its Party."""
    person = make_focal_point(party, "authority")
    report = make_draft(party, person)
    fill(report)
    return report, person


def submit(page):
    page.get_by_label("I submit this report").check()
    page.get_by_role("button", name="Submit the report").click()


def test_what_was_typed_offline_is_named_on_every_page_and_submitting_waits_for_it(device):
    report, person = whole_draft("KEN")
    device.sign_in(person)
    device.type_without_a_line(report)
    assert not Answer.objects.filter(report=report, question=TEXT).exists()
    for place in ("/en/reports/", address(report), address(report, "check/")):
        page = device.open(place)
        expect(page.locator("[data-says]")).to_have_text(ONE)
        expect(page.get_by_role("button", name="Send now")).to_be_visible()
        page.close()
    page = device.open(address(report, "check/"))
    submit(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("The report was submitted")
    expect(page.locator("[data-waiting]")).to_be_hidden()
    assert WORDS in json.dumps(Submission.objects.get(report=report).document)
    assert device.kept() == []


def test_it_is_sent_from_the_list_of_sections_too(device):
    report, person = whole_draft("UGA")
    device.sign_in(person)
    device.type_without_a_line(report)
    page = device.open(address(report))
    page.get_by_role("button", name="Send now").click()
    expect(page.locator("[data-says]")).to_have_text("All answers typed on this device are sent.")
    assert Answer.objects.get(report=report, question=TEXT).texts == {"en": WORDS}
    page.reload()
    expect(page.locator("[data-waiting]")).to_be_hidden()


def test_what_cannot_be_sent_is_left_out_only_when_somebody_says_so_and_is_then_shown_to_copy(device):
    report, person = whole_draft("FRA")
    device.sign_in(person)
    device.type_without_a_line(report)
    device.context.route("**/answers/**", lambda route: route.abort())
    page = device.open(address(report, "check/"))
    submit(page)
    anyway = page.get_by_role("button", name="Submit without what is not sent")
    expect(anyway).to_be_visible()
    expect(page.locator("[data-says]")).to_contain_text("Nothing is submitted yet. 1 answer")
    assert Report.objects.get(pk=report.pk).state == Report.State.DRAFT
    anyway.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The report was submitted")
    expect(page.locator("[data-says]")).to_contain_text("is not in the report, which takes no more")
    expect(page.locator("[data-list] textarea")).to_have_value(WORDS)
    expect(page.get_by_role("button", name="Send now")).to_be_hidden()
    page.get_by_role("button", name="Delete these texts from this device").click()
    assert device.kept() == []


def test_what_one_person_left_is_neither_shown_to_nor_sent_nor_deleted_by_the_next_at_the_device(device):
    report, person = whole_draft("NOR")
    colleague = make_focal_point("NOR")
    device.sign_in(person)
    device.type_without_a_line(report)
    device.sign_in(colleague)
    for place in ("/en/reports/", address(report), address(report, "check/"), address(report, f"sections/{SECTION}/")):
        page = device.open(place)
        expect(page.locator("h1")).to_be_visible()
        assert WORDS not in page.content()
        assert page.locator("[data-says]").filter(has_text="not sent yet").count() == 0
        page.close()
    page = device.open("/en/accounts/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda url: "logout" not in url)
    assert not Answer.objects.filter(report=report, question=TEXT).exists()
    device.sign_in(person)
    page = device.open(address(report))
    expect(page.locator("[data-says]")).to_have_text(ONE)


def test_a_page_that_one_person_left_open_saves_nothing_in_the_name_of_the_next(device):
    report, person = whole_draft("SWE")
    colleague = make_focal_point("SWE")
    device.sign_in(person)
    page = device.open(address(report, f"sections/{SECTION}/"))
    device.sign_in(colleague)
    page.locator(BOX).fill("typed by the first")
    expect(page.locator(f"[data-question={TEXT}] [data-state]")).to_contain_text("Somebody else opened this page")
    assert not Answer.objects.filter(report=report, question=TEXT).exists()
    assert device.kept()


def test_without_scripts_the_pages_say_nothing_of_devices(portal):
    report, person = whole_draft("MEX")
    browser = client_of(person)
    for place in ("/en/reports/", address(report), address(report, "check/")):
        assert "data-waiting hidden" in browser.get(place).content.decode()
