"""What is done regularly is done although the clock begins anew every day, and what was not done is shown."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from celery.beat import PersistentScheduler
from celery.schedules import crontab
from django.conf import settings
from django.core.management import CommandError, call_command

from jobs import clock
from jobs.models import ClockTask
from strategic_plan.celery import app
from tests.people_factories import client_of, make_staff

REMINDERS = "national_reports.tasks.send_reminders"
# Somebody deploys every day at noon, and the schedule's file is new each time.
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def test_every_day_s_work_falls_due_although_the_clock_begins_anew_every_day(tmp_path):
    done = {}
    for day in range(8):
        begun = NOON + timedelta(days=day)
        with time_machine.travel(begun, tick=False) as now:
            scheduler = PersistentScheduler(app, schedule_filename=str(tmp_path / f"clock-{day}"))
            entries = dict(scheduler.schedule)
            for minutes in range(0, 24 * 60, 5):
                now.move_to(begun + timedelta(minutes=minutes, seconds=30))
                for name, entry in entries.items():
                    if name != "sweep-jobs" and entry.is_due().is_due:
                        done.setdefault(name, set()).add(begun.date())
                        entries[name] = entry.next(last_run_at=app.now())
            scheduler.close()
    daily = {name for name, entry in settings.CELERY_BEAT_SCHEDULE.items() if name != "sweep-jobs"}
    weekly = {"sync-clearing-house-whole"}
    assert {name for name in daily - weekly if len(done.get(name, ())) != 8} == set()
    assert len(done["sync-clearing-house-whole"]) == 1


def test_no_day_s_work_stands_at_an_interval():
    at_intervals = {n for n, e in settings.CELERY_BEAT_SCHEDULE.items() if not isinstance(e["schedule"], crontab)}
    assert at_intervals == {"sweep-jobs"}


def standing(at):
    return next(one for one in clock.regular_work(at=at) if one.task == REMINDERS)


@pytest.mark.django_db
def test_what_should_have_been_done_is_overdue_and_made_up_for_once_an_hour():
    assert not standing(NOON).is_overdue
    assert clock.make_up_for(at=NOON) == []
    assert not standing(NOON + timedelta(hours=25)).is_overdue
    later = NOON + timedelta(hours=27)
    assert standing(later).is_overdue
    assert REMINDERS in clock.make_up_for(at=later)
    assert clock.make_up_for(at=later + timedelta(minutes=30)) == []
    assert REMINDERS in clock.make_up_for(at=later + timedelta(minutes=61))
    clock.note_done(REMINDERS, at=later)
    assert not standing(later + timedelta(hours=2)).is_overdue
    assert not {REMINDERS} & set(clock.make_up_for(at=later + timedelta(hours=3)))


@pytest.mark.django_db
def test_the_desk_shows_when_each_was_done_last_and_what_was_not_done(world):
    desk = client_of(make_staff())
    page = desk.get("/en/desk/jobs/").content.decode()
    assert "Nothing is scheduled here" in page
    assert "should have been done" not in page
    long_ago = datetime.now(tz=UTC) - timedelta(days=3)
    clock.note_done(REMINDERS, at=long_ago)
    clock.note_done(clock.SWEEP, at=datetime.now(tz=UTC))
    clock.note_failed(REMINDERS, "RuntimeError: <broken>", at=long_ago)
    page = desk.get("/en/desk/jobs/").content.decode()
    assert "Nothing is scheduled here" not in page
    row = page.split(">Reminders</th>")[1].split("</tr>")[0]
    assert "daily at 06:00" in row
    assert "3\xa0days ago" in row
    assert "should have been done" in row
    assert "RuntimeError: &lt;broken&gt;" in row


@pytest.mark.django_db
def test_a_command_that_does_it_by_hand_counts_and_one_that_fails_says_why(world, monkeypatch, tmp_path, settings):
    call_command("send_reminders")
    assert ClockTask.objects.get(task=REMINDERS).done_at
    command = "national_reports.management.commands.send_reminders.send_due_reminders"
    monkeypatch.setattr(command, lambda at: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        call_command("send_reminders")
    assert "ZeroDivisionError" in ClockTask.objects.get(task=REMINDERS).fault


@pytest.mark.django_db
def test_reminders_that_the_server_of_mail_refused_end_the_command_with_a_status_of_its_own(world, monkeypatch):
    from parties.models import Email

    def refused(at):
        from national_reports.services.reminders import Outcome

        Email.objects.create(key="reminder/1", to="one@portal.example", subject="x", queued_at=at, fault="550 No.")
        return Outcome()

    monkeypatch.setattr("national_reports.management.commands.send_reminders.send_due_reminders", refused)
    with pytest.raises(CommandError, match="1 letters were not sent"):
        call_command("send_reminders")


@pytest.mark.django_db
def test_everything_that_the_clock_asks_for_is_said_in_words():
    assert all(one.title != one.name for one in clock.regular_work(at=datetime.now(UTC)))
