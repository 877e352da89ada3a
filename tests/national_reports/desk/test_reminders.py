"""Reminders: to those who have not handed in, once for each occasion, whoever asks and how often."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from national_reports.models import Reminder
from national_reports.services.reminders import DAYS_BEFORE, letter, send_due_reminders, send_reminders
from national_reports.tasks import send_reminders as task
from parties.models import Email, Party
from tests.factories import make_report
from tests.national_reports.desk.conftest import make_submitted
from tests.people_factories import make_focal_point

SEND, PREVIEW = "/en/desk/reminders/", "/en/desk/reminders/preview/"


@pytest.fixture
def due_soon(nr4, at):
    """The cycle as if its deadline were 30 days ahead."""
    nr4.deadline, nr4.cut_off = at.date() + timedelta(days=30), at.date() + timedelta(days=120)
    nr4.save()
    return nr4


def sent_to():
    return sorted(Email.objects.filter(key__startswith="reminder/").values_list("to", flat=True))


def test_the_preview_shows_who_gets_what_and_sends_nothing(desk):
    person = make_focal_point("KEN")
    make_submitted("GHA")
    page = desk.post(PREVIEW, {"cycle": "NR4", "party": ["KEN", "GHA", "FRA"]}).content.decode()
    assert person.email in page
    assert "has handed in its report" in page
    assert "has no focal point here" in page
    assert "/reports/KEN/NR4/" in page
    assert not Reminder.objects.exists()
    assert sent_to() == []


def test_each_focal_point_gets_one_message_however_often_it_is_sent(desk):
    people = [make_focal_point("KEN"), make_focal_point("KEN", role="authority")]
    for _ in range(3):
        assert desk.post(SEND, {"cycle": "NR4", "party": ["KEN"]}).status_code == 302
    assert sent_to() == sorted(person.email for person in people)
    assert Reminder.objects.get().recipients == 2


def test_two_roles_on_the_day_of_a_change_are_one_letter(nr4, at, staff):
    person = make_focal_point("KEN", ends_on=at.date() + timedelta(days=1))
    make_focal_point("KEN", role="authority", user=person)
    kenya = Party.objects.filter(code="KEN")
    send_reminders(cycle=nr4, parties=kenya, occasion="a test", by=staff, at=at)
    assert sent_to() == [person.email]


@pytest.mark.parametrize(("state", "reminded"), [("draft", True), ("returned", True), ("withdrawn", True)])
def test_a_report_on_its_way_is_reminded_of(nr4, at, staff, state, reminded):
    make_focal_point("KEN")
    make_report("KEN", "NR4", state=state, published_at=None)
    kenya = Party.objects.filter(code="KEN")
    outcome = send_reminders(cycle=nr4, parties=kenya, occasion="a test", by=staff, at=at)
    assert bool(outcome.sent) is reminded


@pytest.mark.parametrize("state", ["submitted", "accepted", "published"])
def test_who_has_handed_in_is_left_out_with_a_word(nr4, at, staff, state):
    make_focal_point("KEN")
    make_report("KEN", "NR4", state=state)
    kenya = Party.objects.filter(code="KEN")
    outcome = send_reminders(cycle=nr4, parties=kenya, occasion="a test", by=staff, at=at)
    assert [one.left_out for one in outcome.left_out] == ["has handed in its report"]
    assert not Reminder.objects.exists()


def test_exactly_those_that_the_monitor_shows_are_reminded_whatever_the_page(desk):
    for party in ("KEN", "UGA", "FRA"):
        make_focal_point(party)
    make_submitted("UGA")
    form = {"cycle": "NR4", "group": "africa", "state": "", "everybody": "yes"}
    page = desk.post(PREVIEW, form)
    assert [row.party.code for row in page.context["reached"]] == ["KEN"]
    shown = {row.party.code for row in desk.get("/en/desk/?group=africa").context["page"] if not row.has_handed_in}
    named = {row.party.code for row in (*page.context["reached"], *page.context["left_out"])}
    assert shown <= named
    assert page.context["left_out"]
    assert "UGA" not in named
    assert desk.post(PREVIEW, form | {"group": "nowhere"}).status_code == 404


def test_nobody_chosen_leads_back_to_the_monitor(desk):
    assert desk.post(PREVIEW, {"cycle": "NR4"}).url.startswith("/en/desk/?cycle=NR4")


def test_the_page_of_what_went_out_says_whether_messages_left(desk, django_capture_on_commit_callbacks):
    person = make_focal_point("KEN")
    with django_capture_on_commit_callbacks() as waiting:
        desk.post(SEND, {"cycle": "NR4", "party": ["KEN"]})
    page = desk.get(SEND).content.decode()
    assert person.email in page
    assert "waiting to be sent" in page
    for callback in waiting:
        callback()
    assert "waiting to be sent" not in desk.get(SEND).content.decode()


@pytest.mark.parametrize("days", DAYS_BEFORE)
def test_the_schedule_reminds_on_its_days(nr4, at, days):
    nr4.deadline, nr4.cut_off = at.date() + timedelta(days=days), at.date() + timedelta(days=200)
    nr4.save()
    make_focal_point("KEN")
    send_due_reminders(at=at)
    assert Reminder.objects.get().occasion == f"{days} days before"
    assert Reminder.objects.get().by is None


def test_the_schedule_may_run_again_the_same_day_and_the_next(due_soon, at):
    make_focal_point("KEN")
    for hours in (0, 1, 24, 48, 72):
        send_due_reminders(at=at + timedelta(hours=hours))
    assert len(sent_to()) == 1


@pytest.mark.parametrize(("late", "reminded"), [(-1, 0), (0, 1), (3, 1), (4, 0)])
def test_the_schedule_makes_up_for_three_days_and_no_more(due_soon, at, late, reminded):
    make_focal_point("KEN")
    send_due_reminders(at=at + timedelta(days=late))
    assert Reminder.objects.count() == reminded


def test_closed_cycles_remind_nobody(due_soon, at):
    due_soon.is_open = False
    due_soon.save()
    make_focal_point("KEN")
    send_due_reminders(at=at)
    assert not Reminder.objects.exists()


def test_only_parties_of_the_population_are_reminded_by_the_schedule(due_soon, at):
    make_focal_point("USA")
    send_due_reminders(at=at)
    assert not Reminder.objects.exists()


def test_the_task_and_the_command_do_the_same(nr4, time_machine, due_soon, at):
    time_machine.move_to(at)
    make_focal_point("KEN")
    task()
    out = StringIO()
    call_command("send_reminders", stdout=out)
    assert "Parties reminded: 0" in out.getvalue()
    assert len(sent_to()) == 1


def test_a_letter_after_the_deadline_says_that_it_is_late(nr4, at):
    kenya = Party.objects.get(code="KEN")
    assert "it is late" in letter(cycle=nr4, party=kenya, on=at.date()).as_text("A Person")
    assert "it is late" not in letter(cycle=nr4, party=kenya, on=nr4.deadline).as_text("A Person")


def test_one_occasion_is_one_row(nr4, at):
    kenya = Party.objects.get(code="KEN")
    fields = {"cycle": nr4, "party": kenya, "occasion": "a test", "at": at, "recipients": 1}
    Reminder.objects.create(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(**fields)


def test_parties_are_told_once_a_cycle_that_their_next_form_is_ready(desk, nr4):
    person = make_focal_point("KEN")
    asked = {"cycle": "NR4", "q": "Kenya", "everybody": "ready", "party": ["FRA"]}
    page = desk.post(PREVIEW, asked).content.decode()
    assert "Your next form is ready" in page
    for _ in range(2):
        desk.post(SEND, {"cycle": "NR4", "occasion": "ready", "party": ["KEN"]})
    (sent,) = Email.objects.filter(to=person.email)
    assert "earlier answers stand beside the questions" in sent.body
    assert "/reports/KEN/NR4/" in sent.body
    # It keeps nobody from a reminder of the same day.
    desk.post(SEND, {"cycle": "NR4", "party": ["KEN"]})
    assert Email.objects.filter(to=person.email).count() == 2
