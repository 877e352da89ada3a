"""The whole form by keyboard alone, typed without scripts on the screen of a telephone; then each page is looked at.

In French, whose words are longest; `make drill` does it in Arabic too, which runs the other way.
"""

import os
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from report_pages import MOST_BYTES_OF_SECTION, MOST_REQUESTS_OF_SECTION
from screens import visit

from indicators.models import ReportingCycle
from national_reports.models import Answer, Report
from national_reports.selectors import form_for
from national_reports.views.reports import slug_of
from tests.browser.keyboard import Keyboard
from tests.browser.looking import CUT, TOO_WIDE
from tests.browser.test_languages_by_keyboard import CYCLE, sign_in
from tests.browser.whole_report import acts_of, answers_in
from tests.keeping.servers import Portal, copied_world, on_database
from tests.keeping.test_weight import MOST_PAGE
from tests.languages.english_left import english_in
from tests.people_factories import make_focal_point, set_up_two_step

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TELEPHONE = {"width": 360, "height": 800}
# A language with a Party that writes in it.
CASES = [("fr", "BFA"), ("ar", "JOR")][: 2 if os.environ.get("DRILL_LANGUAGES") == "1" else 1]


@pytest.fixture(scope="module")
def portal(tmp_path_factory, django_db_blocker):
    """A server of the world alone, with the fifth reports open."""
    url = copied_world(tmp_path_factory.mktemp("whole"))
    with django_db_blocker.unblock(), on_database(url), Portal(url, {"INTERFACE_LANGUAGES": "en,fr,ar"}) as running:
        ReportingCycle.objects.filter(code=CYCLE).update(is_open=True)
        yield f"http://127.0.0.1:{running.port}"


class Keys(Keyboard):
    """A keyboard that gives answers: it goes to each box by Tab, and never jumps."""

    def tick(self, css):
        """The language of the page is ticked already: pressed once more it would not be."""
        self.go_to(css)
        if not self.page.locator(css).is_checked():
            self.press("Space")

    def write(self, css, text):
        self.go_to(css)
        self.type(text)

    def write_day(self, css, day):
        """A day in its three parts; of days and months that are one number either may come first."""
        self.go_to(css)
        self.type("".join(reversed(day.split("-"))))


def answer_this_page(keys, questions, answers):
    """Answer what the page shows, and go on; what that opened is answered on the same page."""
    left = list(questions)
    while True:
        shown = [one for one in left if keys.page.locator(f"#{one.key}").is_visible()]
        for question in shown:
            for act in acts_of(question, answers[question.key]):
                act.by(keys)
        left = [one for one in left if one not in shown]
        here = place_of(keys.page)
        keys.follow("button[name=continue]")
        if place_of(keys.page) != here:
            assert not left
            return
        assert shown, keys.page.locator(".note--error").all_inner_texts()


def place_of(page):
    return page.url.partition("#")[0]


def look_at_each(chromium, portal, signed_in, form, reports):
    """Each page of the answered form, opened cold: what is wrong with it, and what it weighs over its bars."""
    faults = []
    for section, pages in form.pages.items():
        for number in range(1, len(pages) + 1):
            place = f"{reports}sections/{slug_of(section)}/?page={number}"
            context = chromium.new_context(storage_state=signed_in, viewport=TELEPHONE)
            page = context.new_page()
            load = visit(page, portal + place, urlsplit(portal).netloc)
            if load.elsewhere or load.requests > MOST_REQUESTS_OF_SECTION or load.bytes > MOST_BYTES_OF_SECTION:
                faults.append(f"{place} fetches {load}")
            faults += [f"{place} {one}" for one in _wrong_with(page, language_of(reports))]
            # What it weighs as it travels, once styles and scripts are there.
            if (size := int(context.request.get(portal + place).headers["content-length"])) > MOST_PAGE:
                faults.append(f"{place} weighs {size} bytes")
            context.close()
    return faults


def language_of(address):
    return address.split("/")[1]


def _wrong_with(page, language):
    if (wide := page.evaluate(TOO_WIDE)) > 0:
        yield f"is {wide} px wider than the screen"
    yield from page.evaluate(CUT)
    yield from (one["id"] for one in Axe().run(page).response["violations"])
    yield from english_in(page.content(), language)


@pytest.mark.parametrize(("language", "party"), CASES)
def test_the_whole_form_is_typed_and_submitted_by_keyboard_without_scripts_at_360_pixels(
    portal, chromium, language, party
):
    reports = f"/{language}/reports/{party}/{CYCLE}/"
    author = make_focal_point(party, "authority", two_step=False)
    context = chromium.new_context(java_script_enabled=False, viewport=TELEPHONE, reduced_motion="reduce")
    keys = Keys(context.new_page())
    sign_in(keys, f"{portal}/{language}/accounts/login/", author, set_up_two_step(author))
    keys.follow(f"main a[href$='{reports}']")
    keys.follow("main form button")
    report = Report.objects.get(party__code=party, cycle__code=CYCLE)
    form = form_for(report.cycle)
    answers = answers_in(form, language, everything=True)

    keys.follow(f"main a[href^='{reports}sections/cover/']")
    for pages in form.pages.values():
        for questions in pages:
            answer_this_page(keys, [one for one in questions if one.key in answers], answers)
    assert set(Answer.objects.filter(report=report).values_list("question", flat=True)) == set(answers)

    faults = look_at_each(chromium, portal, context.storage_state(), form, reports)
    keys.page.goto(f"{portal}{reports}check/")
    keys.tick("[name=declared]")
    keys.follow("form[data-submission] button")
    assert keys.page.url.endswith(f"{reports}receipt/")
    assert Report.objects.get(pk=report.pk).state == Report.State.SUBMITTED
    assert faults == []
    context.close()
