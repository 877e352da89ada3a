"""A job is asked for once, claimed by one, run twice without harm, tried again and given up in the end."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from jobs import services
from jobs.models import Job
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
    monkeypatch.setitem(services._handlers, "a test", found)
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

    monkeypatch.setitem(services._handlers, "a test", overtaken)
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
    from evaluation.tasks import run_compute_progress

    first = run_compute_progress(reason="a test")
    assert first["new"]
    assert run_compute_progress(reason="a test") == {"run": first["run"], "new": False}


def test_the_computation_without_a_plan_is_done_with_nothing_to_do(empty_database):
    from evaluation.tasks import run_compute_progress

    assert "load_plan" in run_compute_progress(reason="a test")["skipped"]
