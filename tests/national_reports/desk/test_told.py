"""What the clock writes: notes to those whom they are for, and to staff what happened, as each wishes."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from national_reports.models import ReviewNote
from national_reports.services.disputes import hold_in_dispute
from national_reports.services.notes import add_note
from national_reports.services.opening import open_report
from national_reports.services.told import keep_wish, tell_notes, tell_staff, wish_of
from parties.carers import give_into_care
from parties.models import AuditEvent, Carer, Email, Party
from tests.national_reports.desk.conftest import AT, make_submitted
from tests.people_factories import make_focal_point, make_staff

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AUDIENCE = ReviewNote.Audience


def to(person):
    return Email.objects.filter(to=person.email)


@pytest.fixture
def report():
    return make_submitted("KEN")


def note(report, by, text="See page 3.", audience=AUDIENCE.BOTH, at=AT):
    return add_note(report=report, question="", text=text, audience=audience, by=by, at=at)


def test_a_note_is_written_to_colleagues_and_not_to_whoever_wrote_it(report, staff):
    one, other, stranger = make_focal_point("KEN"), make_focal_point("KEN"), make_focal_point("GHA")
    note(report, one)
    note(report, staff, "Thank you.")
    note(report, staff, "Among staff.", AUDIENCE.SECRETARIAT)
    tell_notes(at=AT + HOUR)
    body = to(other).get().body
    assert "There are 2 new notes" in body
    assert "> See page 3." in body
    assert "Among staff" not in body
    assert "There is 1 new note" in to(one).get().body
    assert not to(stranger).exists()


def test_at_most_one_letter_a_day_and_report_and_nothing_is_left_out(report, staff):
    person = make_focal_point("KEN")
    note(report, staff, "First.")
    for hours in (1, 2, 3):
        tell_notes(at=AT + hours * HOUR)
    note(report, staff, "Second.", at=AT + 4 * HOUR)
    tell_notes(at=AT + 5 * HOUR)
    assert to(person).count() == 1
    tell_notes(at=AT + DAY + 2 * HOUR)
    assert "Second." in to(person).order_by("-queued_at")[0].body
    assert "First." not in to(person).order_by("-queued_at")[0].body


def test_staff_hear_once_a_day_of_submissions_notes_and_people(staff, report):
    wish_of(staff, at=AT - HOUR)
    note(report, make_focal_point("KEN"))
    note(report, make_focal_point("KEN"), "Among us.", AUDIENCE.PARTY)
    morning = AT + DAY
    for _ in range(2):
        tell_staff(at=morning)
    body = to(staff).get().body
    assert "Kenya NR4" in body
    assert "> See page 3." in body
    assert "Among us." not in body
    tell_staff(at=morning + 3 * HOUR)
    assert to(staff).count() == 1


def test_staff_hear_of_reports_that_are_held_and_not_of_what_a_party_disputes_in_its_draft(staff, report):
    reason = "The ministries do not agree on question 14."
    hold_in_dispute(report=report, reason=reason, by=make_focal_point("KEN", "authority"), at=AT)
    ghana = make_focal_point("GHA", "authority")
    draft = open_report(party=Party.objects.get(code="GHA"), cycle=report.cycle, by=ghana, at=AT)
    hold_in_dispute(report=draft, reason="Among ourselves.", by=ghana, at=AT)
    wish_of(staff, at=AT - DAY)
    tell_staff(at=AT + DAY)
    body = to(staff).get().body
    assert "Reports that are held, because they are in dispute" in body
    assert reason in body
    assert "Among ourselves." not in body


def test_what_somebody_did_is_no_news_to_them_and_no_news_is_no_letter(report):
    staff = make_staff()
    wish_of(staff, at=AT + HOUR + DAY)
    note(report, staff, at=AT + 2 * HOUR)
    tell_staff(at=AT + 2 * DAY)
    assert not to(staff).exists()


@pytest.mark.parametrize(("often", "letters"), [("hourly", 1), ("daily", 0), ("never", 0)])
def test_a_wish_is_followed(staff, often, letters):
    keep_wish(person=staff, often=often, own_only=False, at=AT)
    wish = wish_of(staff, at=AT)
    wish.told_until = AT - HOUR
    wish.save()
    make_submitted("KEN")
    tell_staff(at=AT + HOUR)
    assert to(staff).count() == letters


def test_news_may_be_of_ones_own_parties_alone(staff, desk):
    desk.post("/en/desk/letters/", {"often": "hourly", "own_only": "on"})
    wish = wish_of(staff, at=AT)
    assert (wish.often, wish.own_only) == ("hourly", True)
    wish.told_until = AT - HOUR
    wish.save()
    give_into_care(parties=[Party.objects.get(code="GHA")], carer=staff, by=staff, at=AT)
    make_submitted("KEN")
    make_submitted("GHA")
    tell_staff(at=AT + HOUR)
    assert "Ghana" in to(staff).get().body
    assert "Kenya" not in to(staff).get().body


def test_parties_are_given_into_care_from_the_monitor_and_found_by_it(staff, desk):
    colleague = make_staff()
    fields = {"cycle": "NR4", "care": ["KEN", "GHA"], "carer": staff.pk}
    for _ in range(2):
        desk.post("/en/desk/carers/", fields)
    assert set(Carer.objects.values_list("party__code", "user")) == {("KEN", staff.pk), ("GHA", staff.pk)}
    shown = desk.get("/en/desk/?care=mine").context["page"]
    assert {row.party.code for row in shown} == {"KEN", "GHA"}
    desk.post("/en/desk/carers/", fields | {"care": ["KEN"], "carer": "nobody"})
    assert set(Carer.objects.values_list("party__code", flat=True)) == {"GHA"}
    desk.post("/en/desk/carers/", fields | {"carer": make_focal_point("KEN").pk})
    assert not Carer.objects.filter(user=colleague).exists()
    assert AuditEvent.objects.filter(subject="party/KEN", action="looked after").count() == 2


def test_the_navigation_counts_what_waits(desk):
    make_submitted("KEN")
    make_submitted("GHA")
    assert "<small><bdi>2</bdi></small>" in desk.get("/en/desk/reviews/?state=returned").content.decode()


def test_the_command_may_run_twice(report, staff, time_machine):
    time_machine.move_to(AT + DAY - HOUR)
    note(report, staff)
    for _ in range(2):
        call_command("tell_people")
    assert Email.objects.filter(key__startswith="desk/", to=staff.email).count() == 1
