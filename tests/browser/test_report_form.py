"""A national report from the invitation to the published figure: with scripts, without, and by keyboard."""

import gzip
import json
import re
import urllib.request
from email import message_from_bytes
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from report_answers import missing_answers
from report_pages import (
    MOST_BYTES_OF_SECTION,
    MOST_REQUESTS_OF_SECTION,
    REPORT_PAGES,
)
from report_pages import (
    address as address_of_page,
)
from screens import visit
from workbook_hand import fill_in

from tests.browser.desk_steps import accept_and_publish, send_back
from tests.browser.mail import letters_to
from tests.browser.people import (
    People,
    address,
    choose,
    code_of,
    expect_saved,
    fill_cover,
    press,
    question,
    state_of,
    write,
)
from tests.keeping.servers import until
from tests.national_reports.workbook.making import form

pytestmark = pytest.mark.browser

REASON = "The law of 2018 is in force: is this not fully in place?"
EARLY, LATE = "Written first, by the authority.", "Written second, by the contributor."


@pytest.fixture(scope="module")
def parties(writable):
    """Which Party stands in which state."""
    return json.loads(writable.manage("tools/report_states.py"))


@pytest.fixture(scope="module")
def people(chromium, writable, parties):
    return People(chromium, writable)


def mail_to(portal, to):
    """What somebody was sent, the latest last."""
    return letters_to((message_from_bytes(path.read_bytes()) for path in sorted(portal.mail.glob("*.log"))), to)


def send_workbook(page, portal, party, tmp_path, *, but=()):
    """Download the workbook, fill in all that must be answered, and take the differences over."""
    page.goto(address(portal, party, "offline/"))
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the workbook (XLSX)").click()
    filled = tmp_path / "filled in.xlsx"
    answers = {
        key: data for key, data in missing_answers(form("NR4"), {}) if form("NR4").fields[key].section not in but
    }
    filled.write_bytes(fill_in(Path(download.value.path()).read_bytes(), answers))
    page.get_by_label("The filled-in workbook").set_input_files(filled)
    press(page, "Send")
    expect(page.get_by_role("heading", level=1)).to_have_text("What the workbook would change")
    press(page, "Take the ticked answers")
    expect(page.get_by_text(re.compile(r"^\d+ answers changed\.$"))).to_be_visible()


def submit(page, portal, party):
    page.goto(address(portal, party, "check/"))
    expect(page.get_by_text("Nothing is missing: the report can be submitted.")).to_be_visible()
    page.get_by_label("I submit this report").check()
    press(page, "Submit the report")
    expect(page.get_by_role("heading", level=1)).to_have_text("The report was submitted")
    return page.locator("dd").first.inner_text()


def test_the_whole_way_from_the_invitation_to_the_published_figure(chromium, writable, parties, people, tmp_path):
    portal, party = writable, parties["invited"]
    invite_an_authority(people, portal, party)
    context = chromium.new_context()
    page = context.new_page()
    accept_the_invitation(page, portal)
    begin(page, portal, party)
    copy_confirm_and_type(page, portal, party)
    colleague = people.page("contributor")
    write_the_same_answer_at_once(page, colleague, portal, party)
    settle(colleague, page, portal, party)
    type_through_a_cut_line(context, page, portal, party)
    page.goto(address(portal, party, "sections/cover/"))
    fill_cover(page)
    expect_saved(page, "contact")
    send_workbook(page, portal, party, tmp_path, but=("cover", "Article2"))
    reference = submit(page, portal, party)
    assert re.fullmatch(rf"NR4-{party}-1-\d{{8}}-[0-9A-F]{{6}}", reference)
    assert any(reference in one.text for one in mail_to(portal, "invited@portal.example"))

    send_back(people, party, "Q014", REASON)
    amend_what_was_returned(page, portal, party)
    submit(page, portal, party)
    before = public_figure(page, portal), public_reports(page, portal, party)
    accept_and_publish(people, party)
    # Computed beside the server, after the page of the publisher has answered.
    until(lambda: public_figure(page, portal) != before[0], "the figure is computed")
    after = public_figure(page, portal), public_reports(page, portal, party)
    assert "Fourth national reports" not in before[1]
    assert "Fourth national reports" in after[1]
    page.goto(f"{portal.url}/en/parties/{party}/?cycle=NR4")
    assert "Fully in place" in page.locator("#answers").text_content()
    assert LATE in page.locator("#answers").text_content()
    page.goto(address(portal, party))
    expect(page.get_by_role("button", name="Amend: open the next version")).to_be_visible()
    context.close()


def invite_an_authority(people, portal, party):
    page = people.page("secretariat")
    page.goto(f"{portal.url}/en/desk/people/")
    page.get_by_label("Name", exact=True).fill("Ama Mensah")
    page.get_by_label("E-mail address").fill("invited@portal.example")
    page.locator("#id_role").select_option("authority")
    page.locator("#id_party").select_option(party)
    press(page, "Send the invitation")
    expect(page.get_by_text("The invitation was sent to invited@portal.example.")).to_be_visible()
    page.context.close()


def accept_the_invitation(page, portal):
    """Set a password, then the second step, with nothing but what the pages show."""
    page.goto(mail_to(portal, "invited@portal.example")[-1].link)
    page.get_by_label("Password", exact=True).fill("a long enough sentence")
    page.get_by_label("Password, once more").fill("a long enough sentence")
    press(page, "Create my account")
    expect(page.get_by_role("heading", level=1)).to_have_text("Two-step sign-in")
    page.get_by_role("link", name="Set up the app").click()
    secret = page.locator("#authenticator_secret").input_value()
    page.locator("#id_code").fill(code_of(secret))
    with page.expect_navigation():
        page.locator("#id_code").press("Enter")
    expect(page.get_by_text("Recovery codes").first).to_be_visible()


def begin(page, portal, party):
    page.goto(f"{portal.url}/en/me/landing/")
    expect(page.get_by_role("heading", level=1)).to_have_text("My reports")
    page.get_by_role("link", name="Fourth national reports").click()
    press(page, "Begin the report")
    assert page.url == address(portal, party)
    expect(page.get_by_text("Nothing is missing in 4 of 26 sections")).to_be_visible()


def copy_confirm_and_type(page, portal, party):
    page.goto(address(portal, party, "sections/article2/"))
    press(page, "Copy earlier answers where nothing is answered")
    expect(page.get_by_text(re.compile(r"^\d+ answers? copied: read"))).to_be_visible()
    copied = page.get_by_text("Copied from NR3, not confirmed")
    assert copied.count() > 0
    press(page, "Confirm all copies of this section")
    expect(copied).to_have_count(0)
    choose(page, "Q014", "Partly in place")
    expect_saved(page, "Q014")
    page.reload()
    expect(question(page, "Q014").get_by_label("Partly in place", exact=True)).to_be_checked()


def write_the_same_answer_at_once(page, colleague, portal, party):
    for one in (page, colleague):
        one.goto(address(portal, party, "sections/article2/"))
    expect(colleague.get_by_text("Ama Mensah is on this section now")).to_be_visible()
    write(page, "Q020", EARLY)
    expect_saved(page, "Q020")
    write(colleague, "Q020", LATE)
    expect(state_of(colleague, "Q020")).to_contain_text("A colleague changed this answer meanwhile. Both are kept.")
    expect(state_of(colleague, "Q020")).to_contain_text(EARLY)


def settle(colleague, page, portal, party):
    page.goto(address(portal, party))
    expect(page.get_by_text("One answer was changed in two places.")).to_be_visible()
    state_of(colleague, "Q020").get_by_role("link", name="See both texts and choose").click()
    expect(colleague.get_by_text(EARLY, exact=True)).to_be_visible()
    expect(colleague.get_by_text(LATE, exact=True)).to_be_visible()
    press(colleague, "Take this one 20")
    expect(colleague.get_by_text("Settled.")).to_be_visible()
    page.goto(address(portal, party, "sections/article2/"))
    expect(question(page, "Q020").locator("textarea").first).to_have_value(LATE)
    colleague.context.close()


def type_through_a_cut_line(context, page, portal, party):
    page.goto(address(portal, party, "sections/additionalinformation/"))
    context.set_offline(True)
    with page.expect_event("requestfailed"):
        write(page, "Q186", "Typed while the line was cut")
    expect(state_of(page, "Q186")).to_contain_text("Waiting to send")
    write(page, "Q186", "Typed while the line was cut, and more.")
    expect(state_of(page, "Q186")).to_contain_text("Waiting to send")
    context.set_offline(False)
    expect_saved(page, "Q186")
    page.reload()
    expect(question(page, "Q186").locator("textarea").first).to_have_value("Typed while the line was cut, and more.")


def amend_what_was_returned(page, portal, party):
    page.goto(address(portal, party))
    expect(page.get_by_role("heading", name="Returned with these remarks")).to_be_visible()
    expect(page.get_by_text(REASON)).to_be_visible()
    page.get_by_role("link", name=re.compile(r"^(Question )?14\b")).first.click()
    expect(question(page, "Q014").get_by_text("Returned by the Secretariat")).to_be_visible()
    choose(page, "Q014", "Fully in place")
    expect_saved(page, "Q014")


def public_figure(page, portal):
    page.goto(f"{portal.url}/en/indicators/2.2.1/?cycle=NR4")
    return page.locator(".share").first.inner_text()


def public_reports(page, portal, party):
    page.goto(f"{portal.url}/en/parties/{party}/")
    return page.locator("main").inner_text()


def test_a_whole_report_is_filled_in_submitted_and_withdrawn_without_scripts(
    chromium, writable, parties, people, tmp_path
):
    portal, party = writable, parties["not_begun"]
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    people.sign_in(page, "authority")
    page.goto(address(portal, party))
    press(page, "Begin the report")
    page.goto(address(portal, party, "sections/article2/"))

    # A condition opens its question once the page is saved.
    expect(question(page, "Q019")).to_be_hidden()
    choose(page, "Q018", "Yes")
    press(page, "Save and go on to the next section")
    expect(page.get_by_text("Your answers opened further questions on this page.")).to_be_visible()
    expect(question(page, "Q019")).to_be_visible()

    # One earlier answer is copied; saving the page confirms nothing, its button does.
    question(page, "Q017").get_by_role("button", name="Copy").click()
    expect(question(page, "Q017").get_by_text("not confirmed")).to_be_visible()
    press(page, "Save")
    expect(question(page, "Q017").get_by_text("not confirmed")).to_be_visible()
    question(page, "Q017").get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("1 answer confirmed.")).to_be_visible()

    # Marked complete: first the errors in a summary with links, then it is.
    press(page, "Save and mark this section complete")
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Saved, but not marked complete")
    summary.get_by_role("link", name=re.compile("^14 ")).click()
    choose(page, "Q014", "Draft measures only")
    press(page, "Save and mark this section complete")
    expect(page.get_by_text("Marked complete.")).to_be_visible()
    expect(page.get_by_text(re.compile(r"Nothing is missing in \d+ of 26 sections"))).to_be_visible()

    page.goto(address(portal, party, "sections/cover/"))
    fill_cover(page)
    press(page, "Save")
    expect(page.get_by_text(re.compile(r"^Saved: \d answers changed"))).to_be_visible()
    send_workbook(page, portal, party, tmp_path, but=("cover", "Article2"))
    page.goto(address(portal, party, "check/"))
    press(page, "Submit the report")
    expect(page.get_by_role("alert")).to_contain_text("Tick the declaration")
    assert submit(page, portal, party).startswith(f"NR4-{party}-1-")
    page.get_by_role("link", name="To the report").click()
    press(page, "Withdraw before it is reviewed")
    press(page, "Withdraw the report")
    expect(page.get_by_role("button", name="Go on: open the next version")).to_be_visible()
    context.close()


def focused(page):
    return page.evaluate(
        "(() => { const one = document.activeElement;"
        " return { id: one.id, name: one.name || '', text: one.textContent.trim(),"
        " question: one.closest('[data-question]')?.id ?? '', type: one.type ?? '',"
        " outline: getComputedStyle(one).outlineStyle + ' ' + getComputedStyle(one).outlineWidth }; })()"
    )


def tab_to(page, wanted, most=120):
    """Press Tab until what has the focus is wanted; whatever has it on the way shows that it does."""
    for _ in range(most):
        page.keyboard.press("Tab")
        here = focused(page)
        assert here["outline"] == "solid 3px", here
        if wanted(here):
            return here
    raise AssertionError("The keyboard does not get there")


def test_a_question_is_reached_answered_and_saved_by_keyboard_alone(writable, parties, people):
    page = people.page("authority")
    page.goto(address(writable, parties["complete"], "sections/article2/"))
    page.keyboard.press("Tab")
    assert focused(page)["text"] == "Skip to the content"
    page.keyboard.press("Enter")
    assert focused(page)["id"] == "main"
    tab_to(page, lambda here: here["question"] == "Q018" and here["type"] == "radio")
    page.keyboard.press("Space")
    expect(question(page, "Q018").get_by_label("Yes", exact=True)).to_be_checked()
    page.keyboard.press("ArrowDown")
    expect(question(page, "Q018").get_by_label("No", exact=True)).to_be_checked()
    expect_saved(page, "Q018")
    tab_to(page, lambda here: here["question"] == "Q020" and here["type"] == "textarea")
    page.keyboard.type("Typed without a mouse.")
    expect_saved(page, "Q020")
    tab_to(page, lambda here: here["text"] == "Save and go on to the next section")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Article 5 – Pharmaceuticals")
    page.goto(address(writable, parties["complete"], "sections/article2/"))
    expect(question(page, "Q020").locator("textarea")).to_have_value("Typed without a mouse.")
    page.context.close()


def test_what_was_typed_when_the_session_had_ended_is_shown_after_signing_in_and_saved(
    chromium, writable, parties, people
):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    people.sign_in(page, "contributor")
    page.goto(address(writable, parties["draft"], "sections/comments/"))
    context.clear_cookies(name="sessionid")
    write(page, "Q187", "Typed after the session had ended.")
    press(page, "Save")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.get_by_label("E-mail address").fill("contributor@demonstration.invalid")
    page.get_by_label("Password", exact=True).fill(people.password)
    press(page, "Sign in")
    expect(page.get_by_text("This is what you typed before.")).to_be_visible()
    expect(question(page, "Q187").locator("textarea")).to_have_value("Typed after the session had ended.")
    press(page, "Save")
    expect(page.get_by_text("Saved: 1 answer changed.")).to_be_visible()
    page.reload()
    expect(question(page, "Q187").locator("textarea")).to_have_value("Typed after the session had ended.")
    context.close()


@pytest.mark.parametrize("name", sorted(name for name in REPORT_PAGES if name.startswith("report-section")))
def test_a_page_of_questions_is_light(writable, parties, people, name):
    """Cold at most 60 KB in 5 requests; the page itself at most 10 KB as it travels."""
    one = REPORT_PAGES[name]
    url = writable.url + address_of_page(one, parties)
    page = people.page(one.account)
    load = visit(page, url, urlsplit(writable.url).netloc)
    assert load.elsewhere == []
    assert load.requests <= MOST_REQUESTS_OF_SECTION
    assert load.bytes <= MOST_BYTES_OF_SECTION
    cookies = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in page.context.cookies())
    asked = urllib.request.Request(url, headers={"Cookie": cookies, "Accept-Encoding": "gzip"})
    body = urllib.request.urlopen(asked).read()
    assert b"data-answers" in gzip.decompress(body)
    assert len(body) <= 10 * 1024
    page.context.close()


@pytest.mark.parametrize("name", ["report-section-invalid", "report-section-blocked", "report-check-undeclared"])
def test_an_error_is_what_has_the_focus(writable, parties, people, name):
    one = REPORT_PAGES[name]
    page = people.page(one.account)
    page.goto(writable.url + address_of_page(one, parties))
    one.act(page)
    expect(page.get_by_role("alert")).to_be_focused()
    page.context.close()
