"""A whole report by many hands: an authority, two contributors and two officers, from invitations to the public page.

In French in Chromium, by `make drill` in Arabic in Firefox too: pages are looked at on the way, at the width of a desk
and of a telephone, and so are the letters that people got.
"""

import os
from importlib import import_module

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings

from indicators.models import ReportingCycle
from languages.codes import short
from national_reports.models import Report
from national_reports.selectors import form_for, remarks_of
from national_reports.views.reports import slug_of
from parties.models import User
from tests.browser.in_turn import InChromium, InFirefox
from tests.browser.together import CYCLE, Case, Together
from tests.browser.whole_report import acts_of, answers_in
from tests.keeping.servers import Portal, Postbox, copied_world, on_database
from tests.people_factories import PASSWORD, make_focal_point, make_staff, set_up_two_step

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# A text of the first contributor's sections, for which the report is returned.
RETURNED = "Q030"


CASES = [
    Case(
        *("fr", "chromium", "BFA", "Awa Traoré", "Issa Konaté", "Lina Sanou", "Claire Morel", "Paul Renard"),
        word="Tout est rempli : relisez et soumettez.",
        reason="La loi est en vigueur : indiquez son numéro.",
        mended="La loi n° 2018-12 s’applique depuis 2019.",
    ),
    Case(
        *("ar", "firefox", "JOR", "ندى سالم", "كريم حداد", "ليلى عودة", "سامي نجار", "هدى منصور"),
        word="اكتمل كل شيء: يرجى المراجعة والتقديم.",
        reason="القانون ساري المفعول: يرجى ذكر رقمه.",
        mended="يطبَّق القانون رقم 12 لعام 2018 منذ عام 2019.",
    ),
]
SHOWN = CASES if os.environ.get("DRILL_LANGUAGES") == "1" else CASES[:1]


@pytest.fixture(scope="module")
def post():
    with Postbox() as postbox:
        yield postbox


@pytest.fixture(scope="module")
def portal(tmp_path_factory, django_db_blocker, post):
    """A server of the world alone, in three languages, with the fifth reports open; its letters arrive."""
    url = copied_world(tmp_path_factory.mktemp("together"))
    told = {"INTERFACE_LANGUAGES": "en,ar,fr", **post.environment}
    with django_db_blocker.unblock(), on_database(url), Portal(url, told) as running:
        ReportingCycle.objects.filter(code=CYCLE).update(is_open=True)
        yield f"http://127.0.0.1:{running.port}"


@pytest.fixture
def driven(request, portal, case, tmp_path):
    if case.browser == "firefox":
        begun = InFirefox(tmp_path / "profile", portal)
    else:
        begun = InChromium(request.getfixturevalue("chromium"))
    yield begun
    begun.close()


@pytest.fixture
def people(driven, portal, post, case):
    """The authority and the Secretariat have their accounts; whom the authority invites have none yet."""
    held = Together(driven, portal, post, case)
    told = {"language": case.language, "two_step": False}
    authority = make_focal_point(
        case.party, "authority", name=case.authority, email=held.address_of("authority"), **told
    )
    officer = make_staff(name=case.officer, email=held.address_of("officer"), **told)
    publisher = make_staff(name=case.publisher, email=held.address_of("publisher"), publisher=True, **told)
    for who, user in (("authority", authority), ("officer", officer), ("publisher", publisher)):
        held.secrets[who] = set_up_two_step(user)
    return held


@pytest.mark.parametrize("case", SHOWN, ids=lambda case: case.language)
def test_a_report_is_shared_agreed_returned_and_published(people, case, tmp_path):
    people.sign_in("authority")
    bring_in_colleagues(people)
    for who in ("first", "second"):
        accept_the_invitation(people, who)
    shares = begin_and_hand_over(people)
    ask_for_agreement(people)
    for who, sections in shares.items():
        fill_in(people, who, sections)
    assert missing_in(people) == []
    ask_to_submit(people, "second")
    nobody_submits_before_all_agreed(people)
    for who in ("first", "second"):
        agree(people, who)
    submit(people)
    return_it(people)
    mend(people, "first")
    agree(people, "first")
    agree(people, "second")
    submit(people)
    accept_and_publish(people)
    anybody_reads_it(people)
    people.look_at_letters(tmp_path)
    assert people.faults == []


def bring_in_colleagues(people):
    """The authority invites two contributors, in the Party's own language."""
    people.sit_down("authority")
    people.go("/reports/")
    people.look()
    people.browser.click(f"main a[href$='/colleagues/{people.case.party}/']")
    for who in ("first", "second"):
        people.browser.write("[name=name]", getattr(people.case, who))
        people.browser.write("[name=email]", people.address_of(who))
        people.browser.choose("[name=role]", "contributor")
        people.browser.click("form[action$='/invitations/'] button")
    assert people.browser.text().count("@portal.example") >= 3
    people.look()


def accept_the_invitation(people, who):
    """Follow the letter's link, choose a password, and set up the second step, with what the pages show."""
    people.sit_down(who)
    people.browser.go(people.letter_saying(who, people.case.authority).link)
    people.look()
    people.browser.write("#id_password", PASSWORD)
    people.browser.write("#id_again", PASSWORD)
    people.browser.click("main form button[type=submit]")
    people.look()
    people.go("/accounts/2fa/")
    people.browser.click("main a[href$='/totp/activate/']")
    people.secrets[who] = people.browser.run("() => document.querySelector('#authenticator_secret').value")
    people.look()
    people.show_second_step(who)
    assert "/recovery-codes/" in people.browser.where()


def begin_and_hand_over(people):
    """Sections of the form, by who has them in hand: the first half and the second."""
    people.sit_down("authority")
    people.go_to_report()
    people.look()
    people.browser.click("main form button")
    people.look()
    sections = list(form_of(people).pages)
    half = len(sections) // 2
    shares = {"first": sections[:half], "second": sections[half:]}
    for who, share in shares.items():
        people.browser.click(f"main a[href$='{people.reports}handing/']")
        people.browser.choose("#to", str(User.objects.get(email=people.address_of(who)).pk))
        for section in share:
            people.browser.tick(f"[name=section][value='{section}']")
        people.browser.click("form[action$='/handing/'] button")
        people.go_to_report()
    people.go_to_report("handing/")
    people.look()
    return shares


def form_of(people):
    return form_for(ReportingCycle.objects.get(code=CYCLE), people.case.language)


def ask_for_agreement(people):
    """From now on both contributors agree before a report of the Party is submitted."""
    people.go_to_report("agreement/")
    people.look()
    people.browser.tick("[name=way][value=agreed]")
    for who in ("first", "second"):
        pk = User.objects.get(email=people.address_of(who)).pk
        people.browser.tick(f"[name=person][value='{pk}']")
    people.browser.click("form[action$='/agreement/people/'] button")
    people.look()


def fill_in(people, who, sections):
    """Come by the letter that names the sections, and answer what each of their pages asks."""
    form = form_of(people)
    everything = answers_in(form, people.case.language, everything=True)
    answers = answers_in(form, people.case.language) | {RETURNED: everything[RETURNED]}
    people.sit_down(who)
    people.browser.go(people.letter_saying(who, dict(form.chapters)[sections[0]]).link)
    assert people.browser.where().endswith(people.reports)
    people.look()
    for section in sections:
        people.go_to_report(f"sections/{slug_of(section)}/")
        for questions in form.pages[section]:
            for question in questions:
                if question.key in answers:
                    for act in acts_of(question, answers[question.key]):
                        act.by(people.browser)
            people.browser.click("button[name=continue]")
        if section == sections[1]:
            people.go_to_report(f"sections/{slug_of(section)}/")
            people.look()


def missing_in(people):
    """What still stands in the way of submitting, as the check of the stored report says."""
    remarks = remarks_of(report_of(people), form_of(people))
    return [(one.kind, one.question.key) for one in remarks if one.is_blocking]


def ask_to_submit(people, who):
    people.sit_down(who)
    people.go_to_report("check/")
    people.look()
    people.browser.write("#word", people.case.word)
    people.browser.click("form[action$='/submission-request/'] button")
    assert people.letter_saying("authority", people.case.word)


def nobody_submits_before_all_agreed(people):
    people.sit_down("authority")
    people.go_to_report("check/")
    people.look()
    assert not people.browser.has("form[data-submission]")
    assert people.case.first in people.browser.text("#agreement")


def agree(people, who):
    """Read what waits for one's agreement, and agree to each section and to the files."""
    people.sit_down(who)
    people.go_to_report("agreement/")
    people.look()
    for part in people.browser.run("() => [...document.querySelectorAll('[name=section]')].map(one => one.value)"):
        people.browser.tick(f"[name=section][value='{part}']")
    people.browser.click("button[name=act][value=agree]")
    people.look()


def submit(people):
    """An hour after the authority signed in, so that the second step is asked for; then what was sent goes on."""
    people.sit_down("authority")
    let_an_hour_pass(people.browser.session())
    people.go_to_report("check/")
    people.browser.tick("[name=declared]")
    people.browser.click("form[data-submission] button")
    assert "/2fa/" in people.browser.where(), people.browser.where()
    people.look()
    people.show_second_step("authority")
    assert people.browser.where().endswith(f"{people.reports}receipt/"), people.browser.text("main")
    people.look()
    assert report_of(people).state == Report.State.SUBMITTED


def let_an_hour_pass(key):
    session = import_module(settings.SESSION_ENGINE).SessionStore(session_key=key)
    for shown in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        shown["at"] -= 2 * 60 * 60
    session.modified = True
    session.save()


def report_of(people):
    return Report.objects.get(party__code=people.case.party, cycle__code=CYCLE)


def return_it(people):
    """One officer claims the report and reads it; another takes it over and returns it for a text."""
    review = f"/desk/reviews/{people.case.party}/{CYCLE}/"
    people.sign_in("officer")
    people.go("/desk/reviews/")
    people.browser.click(f"tr:has(a[href$='{review}']) button[name=claim]")
    people.look()
    people.browser.click(f"main a[href$='{review}']")
    people.look()
    people.sign_in("publisher")
    people.go(review)
    people.browser.write("#word", people.case.word)
    people.browser.click("button[name=claim]")
    people.browser.run("key => { document.getElementById(key).querySelector('details').open = true }", RETURNED)
    people.browser.tick(f"[name=return][value='{RETURNED}']")
    people.browser.write(f"#reason-{RETURNED}", people.case.reason)
    people.browser.click("#return-form button[type=submit]")
    assert report_of(people).state == Report.State.RETURNED
    people.look()


def mend(people, who):
    """The letter quotes the reason; whoever has the section in hand writes anew, which ends what was agreed to it."""
    people.sit_down(who)
    people.browser.go(people.letter_saying(who, people.case.reason).link)
    people.look()
    people.browser.click(f"main a[href$='#{RETURNED}']")
    people.look()
    people.browser.write(f"#{RETURNED} textarea[lang={short(people.case.language)}]", people.case.mended)
    people.browser.click("form[data-answers] .page-actions button:not([name])")
    people.go_to_report("agreement/")
    assert people.browser.has(f"main a[href*='#{RETURNED}']")


def accept_and_publish(people):
    review = f"/desk/reviews/{people.case.party}/{CYCLE}/"
    people.sit_down("officer")
    people.go(review)
    people.look()
    people.browser.click("form[action$='/acceptance/'] button")
    people.sit_down("publisher")
    people.go(review)
    people.look()
    people.browser.click("form[action$='/publication/'] button")
    assert report_of(people).state == Report.State.PUBLISHED
    people.look()


def anybody_reads_it(people):
    people.sit_down("anybody")
    people.go(f"/parties/{people.case.party}/reports/{CYCLE}/")
    people.look()
    assert people.case.mended in people.browser.text()
