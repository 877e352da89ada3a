"""People before a browser: they sign in, open a report, type, and read what its page tells them."""

import re
from collections import Counter
from time import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect
from report_pages import SignedIn, sign_in

from parties.demonstration_people import PASSWORD, SECRET

STEP = 30
SAVED = re.compile(r"^Saved \d\d:\d\d UTC$")


def code_of(secret, ahead=0):
    """What an authenticator app shows, now or some steps of thirty seconds ahead."""
    return format_hotp_value(hotp_value(secret, int(time()) // STEP + ahead))


class People(SignedIn):
    """The demonstration's accounts at one portal; a code is never used twice."""

    def __init__(self, chromium, portal):
        self.used = Counter()
        super().__init__(chromium, portal.url, PASSWORD, self.next_code)

    def next_code(self, account):
        self.used[account] += 1
        return code_of(SECRET, ahead=(1, -1, 0)[self.used[account] % 3])

    def page(self, account, **options):
        return self.context(account, **options).new_page()

    def sign_in(self, page, account):
        sign_in(page, self.base, account, self.password, self.next_code)


def address(portal, party, rest=""):
    return f"{portal.url}/en/reports/{party}/NR4/{rest}"


def press(page, name):
    """Press a button that leads to another page, or to this one again."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def question(page, key):
    return page.locator(f"#{key}")


def state_of(page, key):
    return question(page, key).locator("[data-state]")


def write(page, key, text):
    question(page, key).locator("textarea").first.fill(text)


def choose(page, key, option):
    question(page, key).get_by_label(option, exact=True).check()


def expect_saved(page, key):
    expect(state_of(page, key)).to_have_text(SAVED)


def fill_cover(page):
    page.locator("#reportPeriodStartDate [type=date]").fill("2015-11-01")
    page.locator("#reportPeriodEndDate [type=date]").fill("2019-09-30")
    question(page, "contact").get_by_label("Name").fill("A. Focal Point")
    question(page, "contact").get_by_label("Institution").fill("Ministry of Environment")
