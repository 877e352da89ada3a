"""The numbers that a monitoring system reads, and who may read them."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from jobs.models import Job
from parties.audit_verification import export_heads
from parties.checked import Checked
from parties.emails import queue_email
from portal.verification import keep

pytestmark = pytest.mark.usefixtures("world")
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LINE = re.compile(r"portal_[a-z_]+ [0-9.e+]+")


@pytest.fixture
def told(settings, tmp_path):
    """What the page tells an operator, by name."""
    settings.OPERATORS_TOKEN = "of-the-operators"
    settings.MEDIA_ROOT = tmp_path

    def ask():
        with time_machine.travel(NOW, tick=False):
            answer = Client(headers={"Authorization": "Bearer of-the-operators"}).get("/metrics")
        assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
        lines = [line for line in answer.content.decode().splitlines() if not line.startswith("# ")]
        assert all(LINE.fullmatch(line) for line in lines)
        return {name.removeprefix("portal_"): float(value) for name, value in map(str.split, lines)}

    return ask


@pytest.mark.parametrize("token", ["", "of-the-operators"])
def test_to_everybody_else_there_is_no_such_page(settings, token):
    settings.OPERATORS_TOKEN = token
    for given in ({}, {"Authorization": "Bearer "}, {"Authorization": "Bearer another"}):
        assert Client(headers=given).get("/metrics").status_code == 404


def test_what_never_happened_has_no_line(told):
    found = told()
    assert (found["oldest_job_seconds"], found["oldest_letter_seconds"], found["drafts_touched_today"]) == (0, 0, 0)
    assert not {"last_sync_seconds", "last_verification_seconds", "last_exported_heads_seconds"} & found.keys()


def test_ages_are_of_what_waits_longest_and_happened_last(told):
    with time_machine.travel(NOW - timedelta(hours=2), tick=False):
        Job.objects.create(kind="build_edition")
        Job.objects.create(kind="verify", due_at=NOW + timedelta(hours=1))
        queue_email(
            key="test/1", to="one@portal.example", subject="Received", body="Thank you.", at=NOW - timedelta(hours=3)
        )
        row = Checked("Reports", number=12)
        row.fault("report/7", "its state is not what the trail says")
        keep([row], at=NOW - timedelta(hours=4))
    export_heads(at=NOW, on=NOW.date())
    found = told()
    assert found["oldest_job_seconds"] == 2 * 3600
    assert found["oldest_letter_seconds"] == 3 * 3600
    assert (found["last_verification_seconds"], found["verification_faults"]) == (4 * 3600, 1)
    assert "last_exported_heads_seconds" in found


def test_failures_are_counted_for_a_day(told):
    for hours in (1, 30):
        Job.objects.create(kind="build_edition", state=Job.State.FAILED, finished_at=NOW - timedelta(hours=hours))
    assert told()["failed_jobs_last_day"] == 1
