"""What the Secretariat does with a report, on the pages of its desk."""

from playwright.sync_api import expect

from tests.browser.people import press


def send_back(people, party, question, reason):
    """Return a submitted report with a reason at one question."""
    page = _review(people, "secretariat", party)
    reason_at = page.locator("details").filter(has=page.locator(f'input[name="return"][value="{question}"]'))
    reason_at.locator("summary").click()
    reason_at.get_by_role("checkbox").check()
    reason_at.get_by_role("textbox").fill(reason)
    press(page, "Return with these reasons")
    expect(page.get_by_text("The report is returned, and the focal points are told.")).to_be_visible()
    page.context.close()


def accept_and_publish(people, party):
    """One member of staff finds the report in order, another makes it public; the figures follow."""
    page = _review(people, "secretariat", party)
    press(page, "Accept")
    expect(page.get_by_text("A publisher of the Secretariat makes it public.")).to_be_visible()
    page.context.close()
    page = _review(people, "publisher", party)
    press(page, "Publish")
    expect(page.get_by_text("Nothing to decide")).to_be_visible()
    page.context.close()


def _review(people, account, party):
    page = people.page(account)
    page.goto(f"{people.base}/en/desk/reviews/{party}/NR4/")
    return page
