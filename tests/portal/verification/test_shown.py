"""Where the last verification is shown, and to whom."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from jobs.clock import SWEEP, note_done
from jobs.models import Job
from parties.checked import Checked
from portal.tasks import verify as nightly
from portal.verification import KIND, keep
from tests.people_factories import client_of, make_staff

pytestmark = pytest.mark.usefixtures("world")
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PAGE = "/en/desk/verification/"


@pytest.fixture
def staff():
    return client_of(make_staff())


@pytest.fixture
def one_fault():
    row = Checked("Reports", number=12)
    row.fault("report/7", "its state is not what the trail says")
    keep([row], at=NOW)


def test_the_desk_says_that_nothing_is_scheduled_and_offers_to_run_it(staff):
    page = staff.get(PAGE).content.decode()
    assert "It is not scheduled here" in page
    assert "Verify now" in page
    assert staff.post(PAGE).status_code == 302
    assert Job.objects.get(kind=KIND).state == Job.State.QUEUED
    assert "on its way" in staff.get(PAGE).content.decode()


def test_the_desk_shows_the_table_with_every_fault(staff, one_fault):
    note_done(SWEEP, at=datetime.now(UTC))
    page = staff.get(PAGE).content.decode()
    assert "1 fault was found" in page
    assert "report/7: its state is not what the trail says" in page
    assert "It is not scheduled here" not in page


def test_the_clock_asks_for_it_every_night(world, settings):
    entry = settings.CELERY_BEAT_SCHEDULE["verify"]
    assert entry["task"] == nightly.name
    nightly()
    assert Job.objects.get(kind=KIND).reason == "nightly"


def test_operators_are_told_of_the_result_and_nobody_else(settings, one_fault):
    def told(**headers):
        with time_machine.travel(NOW + timedelta(hours=5), tick=False):
            return Client(headers=headers).get("/readyz").content.decode()

    assert told(authorization="Bearer ") == told() == "ready\n"
    settings.OPERATORS_TOKEN = "a long secret"
    assert told(authorization="Bearer another") == told() == "ready\n"
    assert (
        told(authorization="Bearer a long secret")
        == "ready\nverification: faults 1, 2026-03-02T09:00:00Z, 5 hours ago\n"
    )


def test_a_check_that_fails_on_what_it_finds_is_a_fault_and_the_others_are_made(monkeypatch):
    from portal import verification

    def broken():
        yield Checked("First", number=1)
        raise ValueError("no such thing")

    def sound():
        yield Checked("Second", number=2)

    monkeypatch.setattr(verification, "CHECKS", (broken, sound))
    first, fault, second = verification.verify()
    assert (first.what, second.what) == ("First", "Second")
    assert "ValueError: no such thing" in str(fault.faults[0])
