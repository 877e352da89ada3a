"""A Party whose answers still hold hands in its next report: how many acts that takes, from the form to the receipt."""

from collections import Counter
from time import monotonic
from urllib.parse import parse_qs, urlsplit

import pytest

from indicators.models import ReportingCycle
from national_reports.models import Report
from national_reports.progress import check
from national_reports.selectors import answers_of, form_for
from national_reports.views.reports import slug_of
from tests.browser.whole_report import acts_of, answers_in
from tests.factories import make_report
from tests.keeping.browsers import cookie_of
from tests.keeping.making import fill
from tests.keeping.servers import Portal, copied_world, on_database
from tests.people_factories import make_focal_point

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BEFORE, CYCLE, PARTY, LANGUAGE = "NR4", "NR5", "KEN", "fr"
REPORT = f"/{LANGUAGE}/reports/{PARTY}/{CYCLE}/"
UNCHANGED = "button[value=unchanged]"


@pytest.fixture(scope="module")
def portal(tmp_path_factory, django_db_blocker):
    """A server of the world alone, with the fifth reports open and one Party's whole fourth report."""
    url = copied_world(tmp_path_factory.mktemp("returning"))
    with django_db_blocker.unblock(), on_database(url), Portal(url, {"INTERFACE_LANGUAGES": "en,fr"}) as running:
        ReportingCycle.objects.filter(code=CYCLE).update(is_open=True)
        fill(make_report(PARTY, BEFORE), everything=True)
        yield running


class Counted:
    """Hands that count: pages that were asked for, and boxes and buttons on the way to them."""

    def __init__(self, page):
        self.page, self.acts = page, Counter()

    def press(self, css):
        self.acts["buttons and links"] += 1
        with self.page.expect_navigation():
            self.page.locator(css).first.click()

    def tick(self, css):
        self.acts["ticks"] += 1
        self.page.locator(css).first.check()

    def write(self, css, text):
        self.acts["lines"] += 1
        self.page.locator(css).first.fill(text)

    write_day = write


def answer_what_is_missing(hands, report, form, questions):
    """Answer what no earlier answer was taken over to, with what these answers open; returns which questions."""
    answers, held, given = answers_in(form, LANGUAGE), answers_of(report), []
    while missing := [one.question for one in check(form, held) if one.kind == "missing" and one.question in questions]:
        for question in missing:
            for act in acts_of(question, answers[question.key]):
                act.by(hands)
            held[question.key] = answers[question.key]
            given.append(question.key)
    return given


def questions_shown(page, form):
    """The questions of the page of the form that is open."""
    address = urlsplit(page.url)
    pages = {slug_of(section): pages for section, pages in form.pages.items()}[address.path.split("/")[-2]]
    return pages[int(parse_qs(address.query).get("page", ["1"])[0]) - 1]


def test_a_returning_party_is_through_in_few_acts(portal, chromium, record_property):
    """What it takes beside reading: one button a section, and the questions that nobody asked before."""
    author = make_focal_point(PARTY, "authority")
    context = chromium.new_context()
    context.add_cookies([cookie_of(portal, author)])
    hands = Counted(context.new_page())
    hands.page.goto(f"http://127.0.0.1:{portal.port}{REPORT}")
    begun = monotonic()
    hands.press("main form button")
    report = Report.objects.get(party__code=PARTY, cycle__code=CYCLE)
    form = form_for(report.cycle)
    hands.press(f"main a[href^='{REPORT}sections/cover/']")
    given = []
    # Each section leads on to the next that needs something, and the last to the check.
    while not urlsplit(hands.page.url).path.endswith("/check/"):
        if hands.page.locator(UNCHANGED).is_visible():
            hands.press(UNCHANGED)
        else:
            given += answer_what_is_missing(hands, report, form, questions_shown(hands.page, form))
            hands.press("button[name=continue]")
    hands.tick("[name=declared]")
    hands.press("form[data-submission] button")
    for what, n in {**hands.acts, "questions answered anew": len(given), "seconds": monotonic() - begun}.items():
        record_property(what, n)
    assert Report.objects.get(pk=report.pk).state == Report.State.SUBMITTED
    context.close()
    # Where something new is asked, one more for each page from there on: 41, where each page took one it was 62.
    assert hands.acts["buttons and links"] <= 3 + len(form.pages) + 14
    # A question asked anew takes one act; of days and of a contact more.
    assert hands.acts["ticks"] + hands.acts["lines"] <= 1 + len(given) + 2
