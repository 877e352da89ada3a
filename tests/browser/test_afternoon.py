"""An officer in a real browser: freeze, review, publish, correct and withdraw an evaluation, in pages alone."""

from datetime import UTC, datetime, timedelta
from time import monotonic

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from indicators.loading import load_plan
from indicators.models import Plan
from tests.browser.conftest import serving
from tests.browser.people import People
from tests.conftest import SMALL_PLAN_FILE, on_copy
from tests.templates import sqlite_reported

pytestmark = pytest.mark.browser
TITLE = "An afternoon’s evaluation"
# Documents are set in a process of their own.
DOCUMENTS_WITHIN = 300_000


@pytest.fixture(scope="module")
def portal(tmp_path_factory, django_db_blocker):
    """A server of the demonstration with a plan of three indicators, whose documents are set in a moment."""
    folder = tmp_path_factory.mktemp("desk")
    with on_copy(sqlite_reported(), folder, django_db_blocker):
        Plan.objects.all().delete()
        load_plan(SMALL_PLAN_FILE)
        call_command("compute_progress")
    with serving(folder / "portal.sqlite3") as served:
        yield served


class Hand:
    """One person's clicks and the pages that they led to."""

    def __init__(self, page, base, counts):
        self.page, self.base, self.counts = page, base, counts

    def click(self, name, role="link"):
        # Each leads to a page.
        self.counts["clicks"] += 1
        self.page.get_by_role(role, name=name, exact=True).first.click()
        self.page.wait_for_load_state()

    def press(self, name):
        self.click(name, "button")

    def says(self, text):
        expect(self.page.get_by_text(text).first).to_be_visible()

    def open_desk(self):
        self.counts["addresses"] += 1
        self.page.goto(f"{self.base}/en/desk/evaluations/")

    def wait_for_documents(self):
        """The page looks again by itself; in review it is asked again by hand."""
        end = monotonic() + DOCUMENTS_WITHIN / 1000
        while self.page.locator("#documents tbody tr").count() == 0 or self.page.locator("#documents progress").count():
            assert monotonic() < end, "the documents were not built in time"
            # The page looks again no sooner; a reload before the job is done shows the same.
            self.page.wait_for_timeout(2000)
            self.page.reload()


def afternoon(people, base, shoot=lambda page, name: None):
    """From a new evaluation to a withdrawn correction; returns what it took."""
    counts = {"clicks": 0, "addresses": 0}
    begun = monotonic()
    officer, other = (Hand(people.page(one), base, counts) for one in ("secretariat", "publisher"))
    officer.open_desk()
    shoot(officer.page, "evaluations")
    officer.click("New evaluation")
    page = officer.page
    page.get_by_label("Address").fill("afternoon")
    page.get_by_label("Title, English").fill(TITLE)
    page.get_by_label("Document symbol").fill("TEST/1")
    # The cycle is still open: its own cut-off is to come.
    page.locator("[name=cut_off]").fill((datetime.now(tz=UTC).date() - timedelta(days=2)).isoformat())
    shoot(page, "new")
    page.get_by_role("main").get_by_role("button").last.click()
    counts["clicks"] += 1
    officer.says("The evaluation is created.")
    officer.press("Send to review")
    officer.says("The edition is in review")
    officer.wait_for_documents()
    shoot(page, "in-review")
    publish(other, shoot, "publication")
    officer.open_desk()
    officer.click(TITLE)
    officer.press("Open a correction")
    officer.click("Symbol and what changes")
    page.get_by_label("What changed").first.fill("The title")
    page.get_by_label("Why").first.fill("A slip")
    shoot(page, "masthead")
    page.get_by_role("main").get_by_role("button").last.click()
    counts["clicks"] += 1
    officer.press("Send to review")
    officer.says("The edition is in review")
    officer.wait_for_documents()
    publish(other, shoot, "publication-of-the-correction")
    other.click("Withdraw")
    other.page.get_by_label("Reason").fill("It was no slip.")
    shoot(other.page, "withdrawal")
    other.press("Withdraw edition 1.1")
    other.says("The edition is withdrawn")
    assert counts["addresses"] == 4
    shoot(other.page, "after")
    other.page.goto(f"{base}/en/evaluations/afternoon/1.1/")
    other.says("It was no slip.")
    shoot(other.page, "withdrawn-edition")
    return counts | {"seconds": round(monotonic() - begun)}


def publish(hand, shoot, name):
    hand.open_desk()
    hand.click(TITLE)
    hand.click("Look and publish")
    shoot(hand.page, name)
    hand.click("The frozen pages")
    shoot(hand.page, "frozen")
    hand.page.go_back()
    hand.counts["clicks"] += 1
    hand.page.get_by_role("button", name="for good").click()
    hand.page.wait_for_load_state()
    hand.says("The edition is published")


def test_an_evaluation_is_published_corrected_and_withdrawn_in_pages_alone(portal, chromium):
    took = afternoon(People(chromium, portal), portal.url)
    # Typing and the waiting for documents apart.
    assert took["clicks"] <= 20, took
