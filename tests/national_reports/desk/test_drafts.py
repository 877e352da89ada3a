"""A reviewer's typed reasons: kept as they are typed, through a tab, a window and a session's end, for one person."""

import re

import pytest
from django.contrib.sessions.models import Session

from national_reports.frequent_remarks import FREQUENT, in_words, with_frequent
from national_reports.models import KeptText, Report, ReviewDraft
from parties.models import Email
from tests.national_reports.desk.conftest import make_submitted, seen
from tests.people_factories import client_of, make_focal_point, make_staff

pytestmark = pytest.mark.django_db
REVIEW = "/en/desk/reviews/KEN/NR4/"
JSON = {"accept": "application/json"}


@pytest.fixture
def report():
    return make_submitted("KEN")


def reason(text, version, *, question="Q014", ticked=True, **more):
    """The fields of one reason as the page sends them."""
    fields = {f"reason-{question}": text, f"version-{question}": version} | more
    return fields | ({"return": question} if ticked else {})


def box(page, question="Q014"):
    """What stands in the box of a reason, and whether its question is ticked."""
    text = re.search(rf'<textarea id="reason-{question}"[^>]*>\s*([^<]*)</textarea>', page)[1]
    return text, bool(re.search(rf'name="return" value="{question}"[^>]* checked', page))


def page_of(client, tab=""):
    return client.get(REVIEW + tab).content.decode()


def test_reasons_saved_by_the_button_stand_in_their_boxes_under_every_tab(desk, report):
    assert box(page_of(desk)) == ("", False)
    answer = desk.post(f"{REVIEW}drafts/", reason("Which law?", 0, only="remarks"))
    assert (answer.status_code, answer["Location"]) == (303, f"{REVIEW}?only=remarks")
    for tab in ("", "?only=remarks", "?only=changes"):
        assert box(page_of(desk, tab)) == ("Which law?", True)


def test_another_reviewer_and_the_party_see_none_of_it(desk, report):
    desk.post(f"{REVIEW}drafts/", reason("Which law?", 0))
    assert "Which law?" not in page_of(client_of(make_staff()))
    party = client_of(make_focal_point("KEN"))
    assert "Which law?" not in party.get("/en/reports/KEN/NR4/").content.decode()
    assert not report.notes.exists()


def test_a_script_saves_one_reason_at_a_time_and_a_late_one_changes_nothing(desk, report):
    def save(text, sequence, version=0):
        fields = reason(text, version, tab="page", sequence=sequence)
        return desk.post(f"{REVIEW}drafts/", fields, headers=JSON).json()

    assert (save("Which", 1)["version"], save("Which law?", 3)["version"]) == (1, 2)
    assert save("Which law", 2)["state"] == "late"
    assert ReviewDraft.objects.get().text == "Which law?"


def test_what_another_window_typed_is_told_and_not_overwritten(desk, report):
    desk.post(f"{REVIEW}drafts/", reason("in one window", 0))
    answer = desk.post(f"{REVIEW}drafts/", reason("in the other", 0))
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "in one window" in shown
    assert box(shown) == ("in the other", True)
    assert ReviewDraft.objects.get().text == "in one window"
    told = desk.post(f"{REVIEW}drafts/", reason("in the other", 0), headers=JSON)
    assert told.status_code == 409
    assert "in one window" in told.json()["words"]
    # Having been told, the reviewer saves this one.
    desk.post(f"{REVIEW}drafts/", reason("in the other", told.json()["version"]))
    assert ReviewDraft.objects.get().text == "in the other"


def test_a_page_that_had_shown_nothing_takes_nothing_back(desk, report):
    desk.post(f"{REVIEW}drafts/", reason("Which law?", 0))
    assert desk.post(f"{REVIEW}drafts/", reason("", 0, ticked=False)).status_code == 303
    assert box(page_of(desk)) == ("Which law?", True)


def test_what_is_emptied_stays_empty(desk, report):
    desk.post(f"{REVIEW}drafts/", reason("Which law?", 0))
    desk.post(f"{REVIEW}drafts/", reason("", 1, ticked=False))
    assert box(page_of(desk)) == ("", False)


def test_drafts_are_gone_when_the_report_is_returned_with_them(desk, report):
    desk.post(f"{REVIEW}drafts/", reason("Which law?", 0))
    desk.post(f"{REVIEW}return/", seen(report, **reason("Which law?", 1)))
    report.refresh_from_db()
    assert report.state == Report.State.RETURNED
    assert report.notes.get(returns=True).text == "Which law?"
    assert not ReviewDraft.objects.exists()


def test_a_colleagues_reasons_stay_his_when_the_report_is_returned_or_accepted(desk, report):
    colleague = client_of(make_staff())
    colleague.post(f"{REVIEW}drafts/", reason("A colleague's words.", 0))
    desk.post(f"{REVIEW}return/", seen(report, **reason("Which law?", 0)))
    assert "A colleague&#x27;s words." in page_of(colleague)
    assert "A colleague&#x27;s words." not in page_of(desk)


def test_accepting_says_that_it_deletes_the_reasons_and_does(desk, report):
    desk.post(f"{REVIEW}drafts/", reason("Which law?", 0))
    assert "is then deleted" in page_of(desk)
    desk.post(f"{REVIEW}acceptance/", seen(report))
    assert not ReviewDraft.objects.exists()


def test_nothing_is_returned_without_the_reasons_of_another_window(desk, report):
    desk.post(f"{REVIEW}drafts/", reason("Typed elsewhere.", 0, question="Q015"))
    shown = desk.post(f"{REVIEW}return/", seen(report, **reason("Which law?", 0))).content.decode()
    assert "You typed this in another window" in shown
    assert box(shown, "Q015") == ("Typed elsewhere.", True)
    report.refresh_from_db()
    assert report.state == Report.State.SUBMITTED


def test_a_return_that_is_refused_keeps_what_was_typed(desk, report):
    desk.post(f"{REVIEW}return/", seen(report, **reason("Not ticked.", 0, ticked=False)))
    assert box(page_of(desk)) == ("Not ticked.", False)


def test_too_long_a_reason_is_refused_and_stands_in_its_box(desk, report):
    answer = desk.post(f"{REVIEW}drafts/", reason("x" * 50_001, 0))
    assert answer.status_code == 409
    assert box(answer.content.decode())[0] == "x" * 50_001
    assert not ReviewDraft.objects.exists()


# -- the session's end ---------------------------------------------------------------------------------------


def send_signed_out(staff, fields, place="drafts/"):
    browser = client_of(staff)
    slip = re.search(r'name="slip" value="([^"]+)"', page_of(browser))[1]
    Session.objects.filter(session_key=browser.session.session_key).delete()
    return browser.post(REVIEW + place, fields | {"slip": slip})


@pytest.mark.parametrize("place", ["drafts/", "return/"])
def test_reasons_sent_after_the_session_had_ended_stand_in_their_boxes_after_signing_in(staff, report, place):
    answer = send_signed_out(staff, seen(report, **reason("Which law?", 0)), place)
    assert answer.status_code == 302
    assert answer["Location"] == f"/en/accounts/login/?next={REVIEW}"
    assert not ReviewDraft.objects.exists()
    assert "Which law?" not in page_of(client_of(make_staff()))
    assert box(page_of(client_of(staff))) == ("Which law?", True)
    assert not KeptText.objects.exists()
    report.refresh_from_db()
    assert report.state == Report.State.SUBMITTED


def test_what_was_typed_in_another_window_since_is_not_replaced_by_it(staff, report):
    send_signed_out(staff, reason("when it had ended", 0))
    browser = client_of(staff)
    browser.post(f"{REVIEW}drafts/", reason("since", 0))
    shown = page_of(browser)
    assert box(shown) == ("since", True)
    assert "when it had ended" in shown
    browser.post(f"{REVIEW}drafts/", reason("since, again", 1))
    assert "when it had ended" not in page_of(browser)


def test_without_a_slip_nothing_is_stored_and_the_reasons_are_shown_back(report):
    answer = client_of().post(f"{REVIEW}drafts/", reason("Which law?", 0))
    assert answer.status_code == 401
    assert "Which law?" in answer.content.decode()
    assert not ReviewDraft.objects.exists()
    assert not KeptText.objects.exists()


def test_the_slip_of_somebody_who_left_the_secretariat_keeps_nothing(staff, report):
    browser = client_of(staff)
    slip = re.search(r'name="slip" value="([^"]+)"', page_of(browser))[1]
    staff.is_staff = False
    staff.save()
    answer = client_of().post(f"{REVIEW}drafts/", reason("Which law?", 0) | {"slip": slip})
    assert answer.status_code == 401
    assert not KeptText.objects.exists()


def test_a_note_sent_after_the_session_had_ended_is_shown_back(report):
    for place in (f"{REVIEW}notes/", "/en/reports/KEN/NR4/notes/"):
        answer = client_of().post(place, {"question": "", "text": "A note of an hour.", "audience": "both"})
        assert answer.status_code == 401
        assert "A note of an hour." in answer.content.decode()


def test_a_frequent_remark_is_chosen_and_each_reader_has_it_in_their_language(desk, report, settings):
    settings.LANGUAGES = list(settings.ALL_LANGUAGES.items())
    person = make_focal_point("KEN", language="fr")
    fields = {"frequent-Q015": "4", "reason-Q015": "Act 2 of 2009?", "version-Q015": "0"}
    for _ in range(2):
        desk.post(f"{REVIEW}drafts/", fields)
    draft = ReviewDraft.objects.get()
    assert draft.ticked
    assert draft.text == f"{FREQUENT[3]}\nAct 2 of 2009?"
    assert desk.post(f"{REVIEW}return/", seen(report, **fields)).status_code == 303
    note = report.notes.get()
    assert note.text == draft.text
    body = Email.objects.get(to=person.email).body
    assert FREQUENT[3] not in body
    assert f"> {in_words(FREQUENT[3], 'fr')}\n> Act 2 of 2009?" in body
    assert FREQUENT[3] in desk.get(f"{REVIEW}?only=all").content.decode()


@pytest.mark.parametrize("chosen", ["0", "99", "-1", "x", "", "²"])
def test_a_remark_that_there_is_not_adds_nothing(chosen):
    assert with_frequent("Mine.", chosen) == "Mine."
