"""What was typed when the session had ended: kept for one person, shown to that person, and for nobody else."""

import re
from datetime import timedelta

import pytest
import time_machine
from celery.schedules import crontab
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import signing
from django.utils import timezone

from national_reports import tasks
from national_reports.models import Answer, Conflict, KeptText, Report
from national_reports.services import kept
from national_reports.slips import VALID, make_slip
from parties import tasks as tasks_of_people
from parties.models import FocalPoint, User
from tests.keeping.making import END, FULL, OTHER, SECTION, TEXT, address, fill, make_draft, posted, said, sent
from tests.people_factories import PASSWORD, client_of, make_focal_point

HOUR = "typed for an hour"


@pytest.fixture
def place(draft):
    return address(draft, f"sections/{SECTION}/")


def slip_on(browser, place):
    """The slip of the form as a page shows it."""
    return re.search(r'name="slip" value="([^"]+)"', browser.get(place).content.decode())[1]


@pytest.fixture
def send_signed_out(place):
    """Open the page as somebody, let the session end, and send the form; the browser and what it was answered."""

    def send(person, fields, *, slip=None):
        browser = client_of(person)
        slip = slip or slip_on(browser, place)
        Session.objects.filter(session_key=browser.session.session_key).delete()
        return browser, browser.post(place, fields | {"slip": slip})

    return send


def sign_in(browser, person, to="/en/accounts/login/"):
    return browser.post(to, {"login": person.email, "password": PASSWORD})


def box(content):
    """What stands in the box of a page."""
    return re.search(rf'<textarea[^>]*name="{TEXT}~[0-9]+:en"[^>]*>\s*([^<]*)</textarea>', content)[1]


def text_of(draft, question=TEXT):
    answer = Answer.objects.filter(report=draft, question=question).first()
    return answer.texts.get("en", "") if answer else ""


# -- kept, and for whom -------------------------------------------------------------------------------------


def test_what_was_typed_when_the_session_had_ended_is_shown_after_signing_in(draft, place, second, send_signed_out):
    browser, answer = send_signed_out(second, posted(HOUR, 0))
    assert answer.status_code == 302
    assert text_of(draft) == ""
    assert "kept for you alone, for 7 days" in browser.get(answer["Location"]).content.decode()
    sign_in(browser, second, answer["Location"])
    shown = browser.get(place).content.decode()
    assert box(shown) == HOUR
    assert "Not saved yet" in shown
    browser.post(place, posted(HOUR, 0))
    assert text_of(draft) == HOUR
    assert "Not saved yet" not in browser.get(place).content.decode()
    assert not KeptText.objects.exists()


def test_the_longest_text_of_any_script_is_kept_when_the_session_had_ended(place, second, send_signed_out):
    text = "生" * 100_000
    browser, _answer = send_signed_out(second, posted(text, 0))
    sign_in(browser, second)
    assert box(browser.get(place).content.decode()) == text


def test_the_next_person_at_the_device_is_not_shown_it_and_its_writer_is_on_any_device(
    place, first, second, send_signed_out
):
    browser, _answer = send_signed_out(second, posted(HOUR, 0))
    sign_in(browser, make_focal_point("KEN"))
    assert HOUR not in browser.get(place).content.decode()
    assert HOUR not in client_of(first).get(place).content.decode()
    assert box(client_of(second).get(place).content.decode()) == HOUR


def test_a_form_of_one_person_is_not_saved_in_the_name_of_another(draft, place, first, second):
    slip = slip_on(client_of(second), place)
    answer = client_of(first).post(place, posted("not mine", 0) | {"slip": slip})
    assert answer.status_code == 403
    assert "not mine" in answer.content.decode()
    script = client_of(first, headers={"accept": "application/json"})
    answer = script.post(address(draft, f"answers/{TEXT}/"), posted("not mine", 0) | {"slip": slip})
    assert (answer.status_code, answer.json()["state"]) == (403, "refused")
    assert text_of(draft) == ""
    assert not KeptText.objects.exists()


@pytest.mark.parametrize("missing", ["end", "shown"])
def test_a_form_that_is_not_whole_takes_the_place_of_nothing_that_was_kept(
    draft, place, second, send_signed_out, missing
):
    browser, _answer = send_signed_out(second, posted(HOUR, 0))
    slip = slip_on(client_of(second), place)
    kept_before = list(KeptText.objects.values_list("fields", flat=True))
    assert kept_before
    cut = {name: value for name, value in posted(f"{HOUR}, cut", 0).items() if not name.endswith(missing)}
    answer = browser.post(place, cut | {"slip": slip})
    assert answer.status_code == 401
    assert f"{HOUR}, cut" in answer.content.decode()
    assert list(KeptText.objects.values_list("fields", flat=True)) == kept_before


# -- for whom nothing is kept -------------------------------------------------------------------------------


def no_slip(draft, person):
    return ""


def forged(draft, person):
    return make_slip(person=person.pk, report=draft.pk)[:-1] + "!"


def of_another_report(draft, person):
    return make_slip(person=person.pk, report=make_draft("GHA", make_focal_point("GHA")).pk)


def of_another_purpose(draft, person):
    return signing.dumps([person.pk, draft.pk, "form"], salt="elsewhere")


def too_old(draft, person):
    with time_machine.travel(timezone.now() - VALID - timedelta(minutes=1)):
        return make_slip(person=person.pk, report=draft.pk)


def of_somebody_whose_role_ended(draft, person):
    FocalPoint.objects.filter(user=person).update(ends_on=timezone.localdate() - timedelta(days=1))
    return make_slip(person=person.pk, report=draft.pk)


def of_an_outsider(draft, person):
    return make_slip(person=make_focal_point("GHA").pk, report=draft.pk)


def of_a_closed_account(draft, person):
    User.objects.filter(pk=person.pk).update(is_active=False)
    return make_slip(person=person.pk, report=draft.pk)


@pytest.mark.parametrize(
    "slip",
    [
        no_slip,
        forged,
        of_another_report,
        of_another_purpose,
        too_old,
        of_somebody_whose_role_ended,
        of_an_outsider,
        of_a_closed_account,
    ],
)
def test_without_a_slip_that_holds_nothing_is_stored_and_the_text_is_shown_back(draft, place, second, slip):
    browser = client_of()
    answer = browser.post(place, posted("</textarea>typed", 0) | {"slip": slip(draft, second)})
    assert answer.status_code == 401
    shown = answer.content.decode()
    assert "could not be kept" in shown
    assert "&lt;/textarea&gt;typed" in shown
    assert not KeptText.objects.exists()
    assert not Session.objects.exists()
    assert "sessionid" not in browser.cookies
    assert "no-store" in answer["Cache-Control"]


def test_choices_and_numbers_are_shown_back_in_words_too(draft, place):
    shown = client_of().post(place, sent(OTHER, 0, whole=FULL)).content.decode()
    assert "Cartagena Protocol" in shown or "fully in place" in shown.lower()


def test_a_stranger_leaves_nothing_however_much_is_sent(place):
    before = Session.objects.count(), KeptText.objects.count()
    for number in range(10):
        assert client_of().post(place, posted(f"{number}" * 50_000, 0)).status_code == 401
        assert client_of().post(place, posted(f"{number}" * 700_000, 0)).status_code == 413
    assert (Session.objects.count(), KeptText.objects.count()) == before


def test_a_single_answer_after_the_session_ended_stores_nothing_and_asks_to_sign_in(draft, place, second):
    slip = slip_on(client_of(second), place)
    script = client_of(headers={"accept": "application/json"})
    answer = script.post(address(draft, f"answers/{TEXT}/"), posted("typed", 0) | {"slip": slip})
    assert answer.status_code == 401
    assert answer.json() == {"sign_in": "/en/accounts/login/"}
    assert not KeptText.objects.exists()


def test_a_slip_signs_nobody_in_and_saves_nothing(draft, place, second, send_signed_out):
    browser, _answer = send_signed_out(second, posted(HOUR, 0))
    assert browser.get(place).status_code == 302
    assert text_of(draft) == ""


# -- bounds -------------------------------------------------------------------------------------------------


def test_the_same_form_sent_again_takes_the_place_of_what_it_said_before(draft, place, second, send_signed_out):
    slip = slip_on(client_of(second), place)
    for text in ("one", "one two", "one two three"):
        send_signed_out(second, posted(text, 0), slip=slip)
    assert [row.fields for row in KeptText.objects.all()] == [
        {f"{TEXT}~0:en": ["one two three"], f"{TEXT}~0:shown": [""]}
    ]


def test_a_report_has_room_for_so_much_and_what_was_kept_stays(draft, place, second, send_signed_out, monkeypatch):
    monkeypatch.setattr(kept, "MOST_BYTES", 1_000)
    send_signed_out(second, posted("first", 0))
    _browser, answer = send_signed_out(second, posted("x" * 1_000, 0))
    assert answer.status_code == 401
    assert "x" * 1_000 in answer.content.decode()
    assert [row.fields[f"{TEXT}~0:en"] for row in KeptText.objects.all()] == [["first"]]


def test_one_person_has_so_many_forms_kept_at_once(second, send_signed_out, monkeypatch):
    monkeypatch.setattr(kept, "MOST_FORMS", 2)
    answers = [send_signed_out(second, posted(str(number), 0))[1].status_code for number in range(3)]
    assert answers == [302, 302, 401]
    assert KeptText.objects.count() == 2


def test_only_what_differs_from_what_was_read_and_from_what_stands_is_kept(draft, second, send_signed_out, of_first):
    of_first.post(address(draft, f"answers/{TEXT}/"), posted("as read", 0))
    fields = posted("as read", 1) | sent(OTHER, 0, whole=FULL)
    send_signed_out(second, fields)
    assert [row.question for row in KeptText.objects.all()] == [OTHER]
    KeptText.objects.all().delete()
    of_first.post(address(draft, f"answers/{TEXT}/"), posted("changed since", 1))
    # The page had only shown the older words: nobody typed them.
    _browser, answer = send_signed_out(second, posted("as read", 1))
    assert answer.status_code == 302
    assert not KeptText.objects.exists()


# -- shown at the version that was read, once, until saved --------------------------------------------------


def test_a_colleagues_newer_answer_is_not_replaced_and_both_are_kept(draft, place, second, send_signed_out, of_first):
    browser, _answer = send_signed_out(second, posted("mine", 0))
    of_first.post(address(draft, f"answers/{TEXT}/"), posted("a colleague's", 0))
    sign_in(browser, second)
    shown = browser.get(place).content.decode()
    assert box(shown) == "mine"
    assert "a colleague&#x27;s" in shown
    assert "First Editor" in shown
    versions = {int(one) for one in re.findall(rf'name="{TEXT}~([0-9]+):', shown)}
    assert versions == {0}
    browser.post(place, posted("mine", 0))
    assert text_of(draft) == "a colleague's"
    assert Conflict.objects.get(report=draft).data == said("mine")


def test_a_settled_conflict_stays_settled(draft, place, second, send_signed_out, of_first):
    browser, _answer = send_signed_out(second, posted("mine", 0))
    of_first.post(address(draft, f"answers/{TEXT}/"), posted("theirs", 0))
    sign_in(browser, second)
    browser.get(place)
    browser.post(place, posted("mine", 0))
    conflict = Conflict.objects.get(report=draft)
    browser.post(address(draft, "conflicts/"), {"conflict": conflict.pk, "read": 1, "keep": "standing"})
    shown = browser.get(place).content.decode()
    assert box(shown) == "theirs"
    assert "mine" not in shown


def test_each_question_ends_by_itself_and_with_its_first_save_by_a_script_too(draft, place, second, send_signed_out):
    send_signed_out(second, posted(HOUR, 0) | sent(OTHER, 0, whole=FULL))
    browser = client_of(second, headers={"accept": "application/json"})
    browser.get(place)
    browser.post(address(draft, f"answers/{TEXT}/"), posted("better words", 0))
    shown = browser.get(place).content.decode()
    assert box(shown) == "better words"
    assert HOUR not in shown
    assert [row.question for row in KeptText.objects.all()] == [OTHER]


def test_it_is_put_into_its_box_once_and_stands_beside_it_until_it_is_saved(draft, place, second, send_signed_out):
    browser, _answer = send_signed_out(second, posted(HOUR, 0))
    sign_in(browser, second)
    assert box(browser.get(place).content.decode()) == HOUR
    again = browser.get(place).content.decode()
    assert box(again) == ""
    assert HOUR in again
    back = re.search(r'href="(\?kept=\d+)#', again)[1]
    assert box(browser.get(place + back).content.decode()) == HOUR


def test_what_stands_as_the_answer_by_now_is_not_shown_and_is_forgotten(
    draft, place, second, send_signed_out, of_first
):
    browser, _answer = send_signed_out(second, posted(HOUR, 0))
    of_first.post(address(draft, f"answers/{TEXT}/"), posted(HOUR, 0))
    sign_in(browser, second)
    assert "Not saved yet" not in browser.get(place).content.decode()
    assert not KeptText.objects.exists()


def test_a_wrong_value_is_kept_as_it_was_typed(draft, second, send_signed_out):
    cover = address(draft, "sections/cover/")
    browser = client_of(second)
    slip = slip_on(browser, cover)
    browser.logout()
    browser.post(cover, sent("reportPeriodStartDate", 0, whole="30/09/2019") | END | {"slip": slip})
    sign_in(browser, second)
    assert 'value="30/09/2019"' in browser.get(cover).content.decode()


def test_on_a_report_handed_in_meanwhile_it_is_shown_to_be_copied(draft, second, send_signed_out):
    browser, answer = send_signed_out(second, posted(HOUR, 0))
    fill(draft)
    Report.objects.filter(pk=draft.pk).update(state=Report.State.SUBMITTED)
    sign_in(browser, second, answer["Location"])
    shown = browser.get(address(draft)).content.decode()
    assert HOUR in shown
    assert "Not in the report" in shown
    assert HOUR not in client_of(make_focal_point("KEN")).get(address(draft)).content.decode()


# -- gone after its days ------------------------------------------------------------------------------------


def test_what_nobody_came_back_for_is_gone_after_seven_days(place, second, send_signed_out):
    send_signed_out(second, posted(HOUR, 0))
    tasks.forget_kept_texts()
    assert KeptText.objects.exists()
    with time_machine.travel(timezone.now() + VALID + timedelta(minutes=1)):
        assert HOUR not in client_of(second).get(place).content.decode()
        tasks.forget_kept_texts()
    assert not KeptText.objects.exists()


def test_sessions_that_have_ended_are_deleted(second):
    browser = client_of(second)
    tasks_of_people.clear_sessions()
    assert Session.objects.count() == 1
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
    tasks_of_people.clear_sessions()
    assert not Session.objects.exists()
    assert browser.get("/en/reports/").status_code == 302


@pytest.mark.parametrize("task", ["parties.tasks.clear_sessions", "national_reports.tasks.forget_kept_texts"])
def test_both_are_cleared_every_day_by_the_clock_on_the_wall(task):
    (entry,) = [one for one in settings.CELERY_BEAT_SCHEDULE.values() if one["task"] == task]
    assert isinstance(entry["schedule"], crontab)
