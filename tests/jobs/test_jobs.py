"""A job is asked for once, claimed by one, run twice without harm, tried again and given up in the end."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from jobs import kinds, leases, services
from jobs.beside import resume
from jobs.kinds import Kind
from jobs.models import Job, LeftOut
from jobs.services import LEASE, MOST_ATTEMPTS, claim, enqueue, run, sweep
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def handler(monkeypatch):
    """A handler that notes its calls and fails while `fails` is set."""

    class Handler:
        calls: list = []
        fails = False

        def __call__(self, **arguments):
            self.calls.append(arguments)
            if self.fails:
                raise RuntimeError("broken")
            return {"done": len(self.calls)}

    found = Handler()
    found.calls = []
    monkeypatch.setitem(kinds._kinds, "a test", Kind(found))
    return found


def test_the_same_work_asked_for_twice_is_one_job(handler):
    first = enqueue(kind="a test", a=1, b=[1, 2])
    assert enqueue(kind="a test", b=[1, 2], a=1) == first
    assert enqueue(kind="a test", a=2) != first
    assert Job.objects.count() == 2


def test_work_asked_for_while_the_same_runs_is_a_job_of_its_own(handler):
    first = enqueue(kind="a test")
    claim(job_id=first.pk, at=NOW)
    assert enqueue(kind="a test") != first


def test_work_starts_after_the_transaction(handler, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = enqueue(kind="a test", a=1)
        assert handler.calls == []
    job.refresh_from_db()
    assert handler.calls == [{"a": 1}]
    assert (job.state, job.result, job.attempts) == (Job.State.DONE, {"done": 1}, 1)
    assert job.finished_at


def test_a_job_is_claimed_by_one_only():
    job = enqueue(kind="a test")
    assert claim(job_id=job.pk, at=NOW).attempts == 1
    assert claim(job_id=job.pk, at=NOW) is None


def test_a_job_whose_lease_ran_out_is_claimed_again():
    job = enqueue(kind="a test")
    claim(job_id=job.pk, at=NOW)
    assert claim(job_id=job.pk, at=NOW + LEASE) is None
    assert claim(job_id=job.pk, at=NOW + LEASE + timedelta(seconds=1)).attempts == 2


def test_a_finished_job_is_not_run_again(handler):
    job = enqueue(kind="a test")
    run(job_id=job.pk)
    run(job_id=job.pk)
    assert len(handler.calls) == 1


def test_a_worker_whose_lease_ran_out_writes_no_end(handler, monkeypatch):
    job = enqueue(kind="a test")

    def overtaken(**arguments):
        Job.objects.filter(pk=job.pk).update(lease_until=NOW - timedelta(days=9999))
        assert claim(job_id=job.pk, at=NOW)
        return {"from": "the first"}

    monkeypatch.setitem(kinds._kinds, "a test", Kind(overtaken))
    run(job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.result) == (Job.State.RUNNING, 2, None)


def test_a_failure_is_written_down_and_tried_again_up_to_the_limit(handler):
    handler.fails = True
    job = enqueue(kind="a test")
    for attempt in range(1, MOST_ATTEMPTS + 1):
        with pytest.raises(RuntimeError):
            run(job_id=job.pk)
        job.refresh_from_db()
        assert (job.attempts, job.error) == (attempt, "RuntimeError: broken")
        assert job.state == (Job.State.QUEUED if attempt < MOST_ATTEMPTS else Job.State.FAILED)
        assert job.lease_until is None
    run(job_id=job.pk)
    assert len(handler.calls) == MOST_ATTEMPTS


def test_a_job_that_succeeds_after_a_failure_forgets_the_error(handler):
    handler.fails = True
    job = enqueue(kind="a test")
    with pytest.raises(RuntimeError):
        run(job_id=job.pk)
    handler.fails = False
    run(job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == (Job.State.DONE, "")


def test_a_failed_job_gives_way_to_the_same_work_that_waits(handler):
    handler.fails = True
    job = enqueue(kind="a test")
    claim(job_id=job.pk, at=NOW)
    waiting = enqueue(kind="a test")
    Job.objects.filter(pk=job.pk).update(lease_until=NOW - timedelta(days=9999))
    with pytest.raises(RuntimeError):
        run(job_id=job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert Job.objects.get(state=Job.State.QUEUED) == waiting


def test_a_kind_that_nobody_handles_is_written_on_the_job():
    job = enqueue(kind="unheard of")
    with pytest.raises(services.UnknownKind):
        run(job_id=job.pk)
    job.refresh_from_db()
    assert "unheard of" in job.error
    assert job.state != Job.State.RUNNING


def test_the_sweep_finds_what_waits_and_what_a_dead_worker_left_and_gives_up_in_the_end():
    waiting, running, dead, hopeless, done = (enqueue(kind="a test", n=n) for n in range(5))
    claim(job_id=running.pk, at=NOW)
    claim(job_id=dead.pk, at=NOW - LEASE - timedelta(seconds=1))
    claim(job_id=hopeless.pk, at=NOW - LEASE - timedelta(seconds=1))
    Job.objects.filter(pk=hopeless.pk).update(attempts=MOST_ATTEMPTS)
    Job.objects.filter(pk=done.pk).update(state=Job.State.DONE)
    assert sweep(at=NOW) == [waiting.pk, dead.pk]
    hopeless.refresh_from_db()
    assert hopeless.state == Job.State.FAILED
    assert "Given up" in hopeless.error


def test_a_running_job_has_a_lease_and_no_other_has():
    job = enqueue(kind="a test")
    for change in ({"state": "running", "lease_until": None}, {"lease_until": NOW}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Job.objects.filter(pk=job.pk).update(**change)


def test_without_a_broker_to_reach_a_job_is_kept_and_nothing_raised(
    handler, settings, monkeypatch, django_capture_on_commit_callbacks, caplog
):
    from strategic_plan.celery import app

    settings.REDIS_URL = "redis://127.0.0.1:9/0"
    monkeypatch.setattr(app.conf, "broker_url", settings.REDIS_URL)
    monkeypatch.setattr(app.conf, "broker_read_url", settings.REDIS_URL)
    monkeypatch.setattr(app.conf, "broker_write_url", settings.REDIS_URL)
    monkeypatch.setattr(app, "_pool", None)
    monkeypatch.setattr(app.amqp, "_producer_pool", None)
    with django_capture_on_commit_callbacks(execute=True):
        job = enqueue(kind="a test")
    job.refresh_from_db()
    assert (job.state, handler.calls) == (Job.State.QUEUED, [])
    assert "broker away" in caplog.text
    assert sweep(at=NOW) == [job.pk]
    settings.REDIS_URL = ""
    run(job_id=job.pk)
    assert len(handler.calls) == 1


def test_the_computation_twice_is_harmless(small_world):
    from figures.tasks import run_compute_progress

    first = run_compute_progress(reason="a test")
    assert first["new"]
    assert run_compute_progress(reason="a test") == {"run": first["run"], "new": False}


def test_the_computation_without_a_plan_is_done_with_nothing_to_do(empty_database):
    from figures.tasks import run_compute_progress

    assert "load_plan" in run_compute_progress(reason="a test")["skipped"]


# -- put off, tried again, given up


def kind_that_settles(monkeypatch, handler, seconds=5):
    monkeypatch.setitem(kinds._kinds, "a test", Kind(handler, settles=timedelta(seconds=seconds)))


def test_what_is_asked_for_again_and_again_is_put_off_and_done_once(handler, monkeypatch):
    kind_that_settles(monkeypatch, handler)
    with time_machine.travel(NOW, tick=False):
        job = enqueue(kind="a test", reason="first")
    for second in (3, 6, 9):
        with time_machine.travel(NOW + timedelta(seconds=second), tick=False):
            assert enqueue(kind="a test", reason=f"at {second}") == job
            assert sweep(at=timezone.now()) == []
    job.refresh_from_db()
    assert job.due_at == NOW + timedelta(seconds=14)
    assert job.reason == "first; at 3; at 6; at 9"
    assert sweep(at=job.due_at) == [job.pk]


def test_what_is_asked_for_without_end_is_put_off_a_minute_at_most(handler, monkeypatch):
    kind_that_settles(monkeypatch, handler)
    for second in range(0, 90, 3):
        with time_machine.travel(NOW + timedelta(seconds=second), tick=False):
            job = enqueue(kind="a test")
            if sweep(at=timezone.now()):
                break
    assert second == 60
    assert sweep(at=timezone.now()) == [job.pk]


def test_who_asks_for_it_at_once_has_it_at_once(handler, monkeypatch):
    kind_that_settles(monkeypatch, handler)
    job = enqueue(kind="a test")
    enqueue(kind="a test", after=kinds.AT_ONCE)
    assert sweep(at=NOW) == [job.pk]


def test_the_reason_is_told_to_the_handler_and_makes_no_other_job(handler):
    first = enqueue(kind="a test", a=1, reason="one")
    assert enqueue(kind="a test", a=1, reason="another") == first
    run(job_id=first.pk)
    assert handler.calls == [{"a": 1, "reason": "one; another"}]


def test_a_failure_is_tried_again_later_and_later(handler):
    handler.fails = True
    job = enqueue(kind="a test")
    waits = []
    for _ in range(MOST_ATTEMPTS):
        with time_machine.travel(NOW, tick=False), pytest.raises(RuntimeError):
            run(job_id=job.pk)
        job.refresh_from_db()
        waits.append(job.due_at and job.due_at - NOW)
    assert waits == [*services.BACKOFF, None]


def test_a_job_that_fails_for_good_is_on_the_list_until_the_same_work_is_done(handler):
    handler.fails = True
    job = enqueue(kind="a test", a=1)
    for _ in range(MOST_ATTEMPTS):
        assert not LeftOut.objects.open().exists()
        with pytest.raises(RuntimeError):
            run(job_id=job.pk)
    left_out = LeftOut.objects.open().get()
    assert (left_out.kind, left_out.source, left_out.reason) == ("job", "a test", "RuntimeError: broken")
    handler.fails = False
    run(job_id=enqueue(kind="a test", a=1).pk)
    assert not LeftOut.objects.open().exists()


def test_a_job_whose_worker_died_each_time_is_on_the_list():
    job = enqueue(kind="a test")
    Job.objects.filter(pk=job.pk).update(attempts=MOST_ATTEMPTS)
    for _ in range(2):
        assert sweep(at=timezone.now()) == []
    assert "died each time" in LeftOut.objects.open().get().reason


def test_the_lease_is_prolonged_while_the_work_runs_and_not_by_who_lost_it():
    job = enqueue(kind="a test")
    first = claim(job_id=job.pk, at=NOW - LEASE * 2)
    assert leases.prolong(first)
    assert claim(job_id=job.pk, at=NOW) is None
    second = claim(job_id=job.pk, at=timezone.now() + LEASE * 2)
    assert second.attempts == 2
    assert not leases.prolong(first)


def test_a_handler_says_how_far_it_is(monkeypatch):
    seen = []

    def handler():
        leases.note_progress(done=3, of=7)
        seen.append(Job.objects.values_list("progress", "progress_total").get())

    monkeypatch.setitem(kinds._kinds, "a test", Kind(handler))
    run(job_id=enqueue(kind="a test").pk)
    leases.note_progress(done=9)
    assert seen == [(3, 7)]
    assert Job.objects.get().progress == 3


# -- who does it


@pytest.fixture
def started(settings, monkeypatch):
    """How often the process beside the server was started."""
    starts = []
    settings.JOBS_BESIDE = True
    monkeypatch.setattr("jobs.beside.start", lambda **how: starts.append(how))
    return starts


def test_without_a_broker_long_work_is_left_to_the_process_beside_and_short_work_is_done_here(
    handler, monkeypatch, started, django_capture_on_commit_callbacks
):
    monkeypatch.setitem(kinds._kinds, "a long test", Kind(handler, is_long=True))
    with django_capture_on_commit_callbacks(execute=True):
        enqueue(kind="a long test")
    assert (handler.calls, started) == ([], [{}])
    with django_capture_on_commit_callbacks(execute=True):
        enqueue(kind="a test")
    assert (len(handler.calls), started) == (1, [{}])


def test_short_work_that_failed_here_is_tried_again_beside(handler, started, django_capture_on_commit_callbacks):
    handler.fails = True
    with django_capture_on_commit_callbacks(execute=True):
        enqueue(kind="a test")
    assert started == [{}]


def test_work_that_waits_is_taken_up_when_a_server_starts(started, handler):
    resume()
    assert started == []
    enqueue(kind="a test")
    resume()
    assert started == [{}]
