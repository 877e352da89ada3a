"""A reviewer types in a browser: another tab of questions, a line that is cut, a session that ends lose nothing."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from national_reports.models import ReviewDraft
from tests.keeping.servers import Portal, copied_world, on_database
from tests.national_reports.desk.conftest import make_submitted
from tests.people_factories import client_of, make_staff

pytestmark = [pytest.mark.browser, pytest.mark.slow]
REASON = "Which law is meant?"


@pytest.fixture(scope="module")
def portal(tmp_path_factory, django_db_blocker):
    url = copied_world(tmp_path_factory.mktemp("reviewing"))
    with django_db_blocker.unblock(), on_database(url), Portal(url, workers=1) as running:
        yield f"http://127.0.0.1:{running.port}"


def sign_in(context, portal, user):
    key = client_of(user).session.session_key
    context.add_cookies([{"name": "sessionid", "value": key, "url": portal}])


def reason_of(page, question):
    details = page.locator("details").filter(has=page.locator(f'input[name="return"][value="{question}"]'))
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    return details


def test_what_a_reviewer_types_outlives_a_tab_a_cut_line_and_the_session(portal, chromium):
    staff, report = make_staff(), make_submitted("KEN")
    context = chromium.new_context()
    sign_in(context, portal, staff)
    page = context.new_page()
    page.goto(f"{portal}/en/desk/reviews/KEN/NR4/")
    # Another tab of the questions at once, before the pause after the last key is over.
    reason_of(page, "Q014").get_by_role("textbox").fill(REASON)
    page.get_by_role("link", name="With changes").click()
    page.wait_for_url("**/?only=changes")
    page.reload()
    expect(page.locator("#reason-Q014")).to_have_value(REASON)

    context.set_offline(True)
    state = reason_of(page, "Q014").locator("[data-state]")
    page.locator("#reason-Q014").fill(f"{REASON} And since when?")
    expect(state).to_contain_text("can't be reached")
    context.set_offline(False)
    expect(state).to_contain_text("Kept")
    assert ReviewDraft.objects.get(report=report, reviewer=staff).text == f"{REASON} And since when?"

    Session.objects.all().delete()
    page.locator("#reason-whole").fill("Please sign it.")
    expect(page.locator("[data-reason=whole] [data-state]")).to_contain_text("You are signed out")
    # Without signing in first: the button sends all that the page says, and it is kept.
    page.get_by_role("button", name="Save the reasons").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    expect(page.get_by_text("kept for you alone, for 7 days")).to_be_visible()
    sign_in(context, portal, staff)
    page.goto(f"{portal}/en/desk/reviews/KEN/NR4/")
    expect(page.locator("#reason-whole")).to_have_value("Please sign it.")
    expect(page.locator("#reason-Q014")).to_have_value(f"{REASON} And since when?")
    context.close()
