"""From an empty database to an open cycle, in pages alone."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from evaluation.models import DataProposal
from indicators.models import Plan, ReportingCycle
from national_reports.models import Questionnaire
from parties.models import AuditEvent, Email, Party, User
from parties.people import invite
from portal.readiness import readiness, release_files
from tests.people_factories import client_of, make_staff, set_up_two_step

READY = "/en/desk/getting-ready/"


@pytest.fixture
def publisher():
    return client_of(make_staff(publisher=True))


def done():
    return {step.key for step in readiness(at=timezone.now()).steps if step.is_done}


def following(client, path):
    return client.get(path, follow=True)


@pytest.mark.parametrize("path", ["/en/", "/en/me/landing/", "/en/desk/", "/en/desk/reminders/", READY])
def test_the_first_pages_of_an_empty_portal_say_what_to_do(empty_database, publisher, path):
    page = following(publisher, path)
    assert page.status_code == 200
    assert "Getting ready" in page.content.decode()


def test_the_world_is_told_that_the_portal_is_being_prepared(empty_database):
    page = Client().get("/en/")
    assert page.status_code == 200
    assert "being prepared" in page.content.decode()


@pytest.mark.parametrize("path", ["plan/", "plan/audit/"])
def test_a_page_of_the_plan_tells_readers_that_it_is_being_prepared_and_of_no_command(empty_database, path):
    page = Client().get(f"/en/{path}")
    assert page.status_code == 404
    assert "being prepared" in page.content.decode()
    assert "manage.py" not in page.content.decode()


@pytest.mark.parametrize(
    "path", ["reporting/", "reporting.csv", "reporting.svg", "reporting/ledger.csv", "reporting/received/"]
)
def test_what_has_no_cycle_yet_is_not_found_and_no_fault(empty_database, path):
    page = Client().get(f"/en/{path}")
    assert page.status_code == 404


@pytest.mark.parametrize("load", ["cycles", "plan"])
def test_a_portal_that_is_half_set_up_has_a_first_page(empty_database, publisher, load):
    from indicators.loading import load_cycles, load_plan
    from tests.conftest import PLAN_FILE

    load_cycles()
    if load == "plan":
        load_plan(PLAN_FILE)
    for path in ("/en/", "/en/desk/", "/en/reporting/", READY):
        assert following(publisher, path).status_code == 200


@pytest.mark.slow
def test_the_data_of_the_release_are_taken_in_on_pages(empty_database, publisher, django_capture_on_commit_callbacks):
    assert not done() & {"parties", "plan", "questionnaire"}
    with django_capture_on_commit_callbacks(execute=True):
        asked = publisher.post(f"{READY}release-data/")
    shown = publisher.get(asked.url).content.decode()
    held = DataProposal.objects.get()
    assert held.may_be_taken, shown
    # Nothing stood here before: no row says so of each of thousands of figures.
    assert "Nothing was here before" in shown
    assert "no link" not in shown
    taken = publisher.post(f"{asked.url}taking/", follow=True)
    assert f'href="{READY}"' in taken.content.decode().partition("Taken in by")[2]
    assert done() >= {"parties", "plan", "questionnaire"}
    assert Party.objects.count() > 173
    assert Plan.objects.exists()
    assert Questionnaire.objects.exists()
    assert publisher.get("/en/").status_code == 200


def test_the_files_of_the_release_are_those_that_the_desk_takes():
    found = release_files()
    for name in ("cycles.yaml", "parties.csv", "groups.yaml", "nr4.yaml", "map-nr4-nr3.yaml"):
        assert name in found
    assert "cartagena-2011-2020.measures.yaml" in found
    assert not {"demonstration.yaml", "government_codes.csv", "cover.yaml", "registry.yaml"} & found.keys()


def test_a_test_letter_goes_to_whoever_asks(world, settings, django_capture_on_commit_callbacks):
    staff = make_staff()
    client = client_of(staff)
    assert "reach nobody" in client.get(READY).content.decode()
    settings.EMAIL_BACKEND = "parties.mail_backend.EmailBackend"
    assert "see that it arrives" in client.get(READY).content.decode()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{READY}test-letter/")
    assert [one.to for one in mail.outbox] == [[staff.email]]
    assert f"Dear {staff.name}," in mail.outbox[0].body
    settings.EMAIL_BACKEND = "parties.mail_backend.EmailBackend"
    assert "mail" in done()
    Email.objects.update(sent_at=None, fault="550 No such user")
    assert "550 No such user" in client.get(READY).content.decode()


def test_a_backup_counts_for_half_a_year(world):
    client = client_of(make_staff())
    assert client.post(f"{READY}restored-backup/", {"note": " "}).status_code == 422
    client.post(f"{READY}restored-backup/", {"note": "On the second machine; the Party pages read."})
    assert AuditEvent.objects.get(subject="portal").action == "backup restored"
    assert "On the second machine" in client.get(READY).content.decode()
    assert "backup" in done()
    late = readiness(at=timezone.now() + timedelta(days=181))
    assert not next(step for step in late.steps if step.key == "backup").is_done


def test_the_first_account_is_a_publisher_who_is_asked_for_a_second(world, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a long enough sentence")
    call_command("createsuperuser", email="first@portal.example", name="First", interactive=False, verbosity=0)
    first = User.objects.get()
    assert first.is_publisher
    set_up_two_step(first)
    assert "Invite a second publisher" in client_of(first).get(READY).content.decode()
    now = timezone.now()
    invite(email="second@portal.example", name="Second", role="publisher", party=None, by=first, at=now)
    said = {at: readiness(at=at).steps[0] for at in (now, now + timedelta(days=60))}
    assert [one.is_done for one in said.values()] == [False, False]
    assert "invited and not in yet" in said[now].says
    assert "Invite a second publisher" in said[now + timedelta(days=60)].says
    make_staff(publisher=True)
    assert "publishers" in done()


def test_the_cycle_that_is_prepared_is_the_last_one_not_an_old_one_that_is_still_open(world):
    assert ReportingCycle.objects.get(code="NR4").is_open
    assert not done() & {"dates", "open"}
    ReportingCycle.objects.filter(code="NR5").update(deadline="2030-02-28", cut_off="2030-05-28", is_open=True)
    assert done() >= {"dates", "open"}
    assert "data-files/cycle-dates/NR5/" in client_of(make_staff(publisher=True)).get(READY).content.decode()


# -- the dates of a cycle

DATES = "/en/desk/evaluations/data-files/cycle-dates/NR5/"
GIVEN = {
    "deadline": "2027-02-28",
    "population_on": "2027-01-01",
    "cut_off": "2027-05-28",
    "cut_off_source": "Notification 2026-099.",
}


def test_dates_are_changed_after_what_they_move_was_shown(small_world, publisher, django_capture_on_commit_callbacks):
    shown = publisher.get(DATES).content.decode()
    assert 'value="2026-02-28"' in shown
    with django_capture_on_commit_callbacks(execute=True):
        asked = publisher.post(DATES, GIVEN)
    page = publisher.get(asked.url).content.decode()
    assert "28 February 2026 → 28 February 2027" in page
    assert ReportingCycle.objects.get(code="NR5").deadline.year == 2026
    publisher.post(f"{asked.url}making/")
    held = ReportingCycle.objects.get(code="NR5")
    assert [str(day) for day in (held.deadline, held.population_on, held.cut_off)] == [
        "2027-02-28",
        "2027-01-01",
        "2027-05-28",
    ]
    event = AuditEvent.objects.get(subject="cycle/NR5", action="dates changed")
    assert event.detail["before"]["deadline"] == "2026-02-28"
    assert "nothing changed" in publisher.post(DATES, GIVEN).content.decode()


def test_dates_out_of_order_are_not_taken(small_world, publisher):
    page = publisher.post(DATES, GIVEN | {"cut_off": "2027-02-27"})
    assert page.status_code == 422
    assert "before the due day" in page.content.decode()
    assert not DataProposal.objects.exists()


def test_dates_that_somebody_changed_meanwhile_are_not_overwritten(
    small_world, publisher, django_capture_on_commit_callbacks
):
    first, second = (publisher.post(DATES, GIVEN | {"cut_off": day}) for day in ("2027-05-28", "2027-06-28"))
    with django_capture_on_commit_callbacks(execute=True):
        for held in DataProposal.objects.all():
            from evaluation.data_files import weigh

            weigh(proposal=held.pk)
    publisher.post(f"{first.url}making/")
    publisher.post(f"{second.url}making/")
    assert str(ReportingCycle.objects.get(code="NR5").cut_off) == "2027-05-28"
