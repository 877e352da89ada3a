"""A report is filled in, submitted and accepted by keyboard alone, in Arabic and in French, from the first page on."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from indicators.models import ReportingCycle
from languages.codes import short
from national_reports.models import Answer, Report
from parties.models import User
from tests.browser.keyboard import Keyboard, Stop, comes_after
from tests.browser.people import code_of, question, state_of
from tests.keeping.making import fill, make_draft
from tests.keeping.servers import Portal, copied_world, on_database, until
from tests.people_factories import PASSWORD, make_focal_point, make_staff, set_up_two_step

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CYCLE = "NR5"
# On one page of the fifth reports: a choice, the number that it opens, and a text.
SECTION, CHOICE, NUMBER, TEXT = "articles7-10", "Q026", "Q026_adq", "Q030"
SAVED = re.compile(r"\d\d:\d\d")


@dataclass(frozen=True)
class Case:
    language: str
    party: str
    words: tuple[str, str]


CASES = [
    Case("ar", "JOR", ("صدر القانون في عام 2018.", "ويطبَّق منذ عام 2019.")),
    Case("fr", "BFA", ("La loi date de 2018.", "Elle s’applique depuis 2019.")),
]


@pytest.fixture(scope="module")
def portal(tmp_path_factory, django_db_blocker):
    """A server of the world alone, in three languages, with the fifth reports open."""
    url = copied_world(tmp_path_factory.mktemp("keyboard"))
    with django_db_blocker.unblock(), on_database(url), Portal(url, {"INTERFACE_LANGUAGES": "en,ar,fr"}) as running:
        ReportingCycle.objects.filter(code=CYCLE).update(is_open=True)
        yield f"http://127.0.0.1:{running.port}"


@pytest.fixture
def opened(chromium):
    """Keyboards of people who have not signed in yet; no page of theirs is ever clicked."""
    contexts = []

    def open_keyboard():
        contexts.append(chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce"))
        return Keyboard(contexts[-1].new_page())

    yield open_keyboard
    for context in contexts:
        context.close()


def make_nearly_whole(case, by):
    """A report that lacks one choice, in the language in which its Party writes."""
    report = make_draft(case.party, by, CYCLE)
    fill(report)
    language = short(case.language)
    for answer in report.answers.exclude(texts={}):
        answer.texts = {language: answer.texts["en"]}
        answer.save(update_fields=["texts"])
    report.answers.filter(question="languages").update(options=[language])
    report.answers.filter(question__in=(CHOICE, NUMBER, TEXT)).delete()
    return report


def sign_in(keyboard, address, person: User, secret):
    """Both steps; whoever came first presses a button, and then Enter in the field of the code."""
    keyboard.page.goto(address)
    keyboard.go_to("[name=login]")
    keyboard.type(person.email)
    keyboard.go_to("[name=password]")
    keyboard.type(PASSWORD)
    keyboard.follow("main form button[type=submit]")
    keyboard.go_to("[name=code]")
    keyboard.type(code_of(secret))
    keyboard.follow("[name=code]")
    assert "/accounts/" not in keyboard.page.url


def answer_the_page(keyboard, report, case):
    """A choice by the arrows, the number that it opens, a text of two lines; each is saved as it is given."""
    page = keyboard.page
    keyboard.go_to(f"#{CHOICE} [type=radio]")
    keyboard.press("Space")
    keyboard.press("ArrowDown")
    expect(question(page, CHOICE).locator("[value=false]")).to_be_checked()
    expect(question(page, NUMBER)).to_be_hidden()
    keyboard.press("ArrowUp")
    expect(question(page, CHOICE).locator("[value=true]")).to_be_checked()
    keyboard.go_to(f"#{NUMBER} input[inputmode=numeric]")
    keyboard.type("12")
    keyboard.go_to(f"#{TEXT} textarea")
    for key in (case.words[0], "Enter", case.words[1]):
        (keyboard.press if key == "Enter" else keyboard.type)(key)
    given = [["true"], 12, {short(case.language): "\n".join(case.words)}]
    until(lambda: stored(report) == given, "what was given is saved")
    for key in (CHOICE, NUMBER, TEXT):
        expect(state_of(page, key)).to_have_text(SAVED)


def stored(report):
    """What is held of the choice, the number and the text."""
    held = {one.question: one for one in Answer.objects.filter(report=report)}
    choice, number, text = (held.get(key, Answer()) for key in (CHOICE, NUMBER, TEXT))
    return [choice.options, number.number, text.texts]


def enter_in_a_field_saves_and_does_no_more(keyboard, report):
    here = keyboard.page.url
    keyboard.go_to(f"#{NUMBER} input[inputmode=numeric]")
    with keyboard.page.expect_navigation():
        keyboard.press("Enter")
    assert keyboard.page.url == here
    expect(keyboard.page.locator("main [role=status].note").first).to_be_visible()
    assert state_in_database(report) == Report.State.DRAFT
    assert not report.marks.exists()


def state_in_database(report):
    return Report.objects.values_list("state", flat=True).get(pk=report.pk)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.language)
def test_a_report_is_filled_in_submitted_and_accepted_by_keyboard_alone(portal, opened, case):
    author = make_focal_point(case.party, "authority", two_step=False)
    officer = make_staff(two_step=False)
    report = make_nearly_whole(case, author)
    reports = f"/{case.language}/reports/{case.party}/{CYCLE}/"

    keyboard = opened()
    sign_in(keyboard, f"{portal}/{case.language}/accounts/login/", author, set_up_two_step(author))
    keyboard.follow(f"main a[href$='{reports}']")
    keyboard.follow(f"main a[href^='{reports}sections/{SECTION}/']")
    while keyboard.page.locator(f"#{CHOICE}").count() == 0:
        assert f"/sections/{SECTION}/" in keyboard.page.url
        keyboard.follow("button[name=continue]")
    answer_the_page(keyboard, report, case)
    enter_in_a_field_saves_and_does_no_more(keyboard, report)
    keyboard.follow("button[name=continue]")
    assert f"/sections/{SECTION}/" not in keyboard.page.url
    assert "/sections/" in keyboard.page.url
    keyboard.follow(f"main .page-actions a[href$='{reports}']")
    keyboard.follow(f"main a[href$='{reports}check/']")
    keyboard.go_to("[name=declared]")
    keyboard.press("Space")
    expect(keyboard.page.locator("[name=declared]")).to_be_checked()
    assert state_in_database(report) == Report.State.DRAFT
    keyboard.follow("form[data-submission] button")
    assert keyboard.page.url.endswith(f"{reports}receipt/")
    assert state_in_database(report) == Report.State.SUBMITTED

    desk = opened()
    sign_in(desk, f"{portal}/{case.language}/accounts/login/", officer, set_up_two_step(officer))
    assert desk.page.url.endswith(f"/{case.language}/desk/")
    desk.follow("a[href$='/desk/reviews/']")
    desk.follow(f"main a[href$='/desk/reviews/{case.party}/{CYCLE}/']")
    desk.go_to("a[href='#decision']")
    desk.press("Enter")
    desk.follow("form[action$='/acceptance/'] button")
    assert state_in_database(report) == Report.State.ACCEPTED


PAGE = """<!doctype html><html lang="ar" dir="{direction}"><style>
:focus-visible {{ outline: 3px solid red }} .unseen:focus-visible {{ outline: 0 }}
div {{ display: flex; gap: 20px }} .turned {{ flex-direction: row-reverse }}
.covered {{ position: fixed; inset: 0; background: white }}</style>
<main><a href="#one">one</a><div class="{kind}"><button class="{kind}">two</button><button>three</button></div></main>
"""


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize(
    ("kind", "fault"),
    [
        ("", ""),
        ("turned", "is read before"),
        ("unseen", "does not show that it has the focus"),
        ("covered", "is out of sight"),
    ],
)
def test_what_is_held_of_each_place_is_noticed(opened, direction, kind, fault):
    """The looking itself: buttons in the other order, one that hides its focus, and one under another."""
    keyboard = opened()
    keyboard.page.set_content(PAGE.format(direction=direction, kind=kind))
    if fault:
        with pytest.raises(AssertionError, match=fault):
            keyboard.go_to("div button:last-child")
    else:
        keyboard.go_to("div button:last-child")
        assert keyboard.stop().words.endswith("three")


def test_a_further_column_comes_after_the_one_before_it():
    stop = {"is_wanted": False, "is_page": False, "is_seen": True, "outline": "", "region": 0, "words": ""}
    left = Stop(**stop, left=0, right=100, top=500, bottom=520)
    right = Stop(**stop, left=200, right=300, top=0, bottom=20)
    assert comes_after(left, right, "ltr")
    assert not comes_after(left, right, "rtl")
