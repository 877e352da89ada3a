"""Without a broker, what takes long is done by one process beside the server, and nothing of it is lost."""

import os
import signal
import socket
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from bch_sync.leases import AlreadyRunning, begin
from bch_sync.models import SyncRun
from bch_sync.services import sync
from jobs import beside, kinds
from jobs.models import Job
from jobs.services import claim, enqueue, sweep
from jobs.working import work
from parties.emails import queue_email
from parties.models import Email
from tests.bch_sync.conftest import client_at
from tests.keeping.servers import Portal, Postbox, Visitor, copied_world, on_database, until
from tests.people_factories import client_of, make_staff

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("keeping")]


@pytest.fixture(scope="module")
def own_sqlite(tmp_path_factory, django_db_blocker):
    """The address of an SQLite file of the module's own; models here read and write it too."""
    url = copied_world(tmp_path_factory.mktemp("beside"))
    with django_db_blocker.unblock(), on_database(url):
        yield url


@pytest.fixture(autouse=True)
def _ended(own_sqlite):
    """Nothing is left to do, and nobody who does it."""
    Job.objects.all().delete()
    yield
    Job.objects.all().delete()
    worker = pid_of_worker()
    if worker:
        with suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)
    until(lambda: pid_of_worker() is None, "the process beside the server ended")
    for process in beside._started:
        process.wait()
    beside.lock_file().unlink(missing_ok=True)


@pytest.fixture
def silent():
    """A server that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as held:
        yield f"http://127.0.0.1:{held.getsockname()[1]}"


def pid_of_worker() -> int | None:
    """The process that holds the lock, as it says itself; 0 while it has not said so yet."""
    descriptor = beside.take_lock()
    if descriptor is not None:
        os.close(descriptor)
        return None
    return int(Path(beside.lock_file()).read_text() or 0)


def until_worker() -> int:
    return until(pid_of_worker, "a process beside the server")


def state_of(job):
    job.refresh_from_db()
    return job.state


def test_a_request_returns_at_once_and_the_work_goes_on_beside_it_also_when_the_server_ends(own_sqlite, silent):
    visitor = client_of(make_staff()).session.session_key
    with Portal(own_sqlite, {"JOBS_BESIDE": "true", "BCH_BASE": silent}) as portal:
        asked = Visitor(portal.port, visitor, accept="text/html").post("/en/desk/clearing-house/readings/", {})
        assert asked.status == 302
        job = Job.objects.get(kind="sync_bch")
        until(lambda: state_of(job) == Job.State.RUNNING, "the reading begins")
    assert state_of(job) == Job.State.RUNNING
    assert pid_of_worker()


def test_work_whose_process_was_killed_is_done_by_the_next_one_and_once(own_sqlite, settings, monkeypatch):
    with Postbox() as postbox:
        monkeypatch.setattr("jobs.services._wake", lambda _job: None)
        for name, value in (postbox.environment | {"DATABASE_URL": own_sqlite, "REDIS_URL": ""}).items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("JOBS_BESIDE", "true")
        settings.JOBS_BESIDE = True
        postbox.hold.set()
        email = queue_email(
            key="receipt/1", to="one@portal.example", subject="Received", body="Thank you.", at=timezone.now()
        )
        job = Job.objects.get(kind="send_email")
        beside.start()
        # Whoever asks meanwhile starts no second one.
        beside.start()
        first = until_worker()
        until(lambda: postbox.messages, "the letter is on its way")
        os.kill(first, signal.SIGKILL)
        until(lambda: pid_of_worker() is None, "it is dead")
        assert state_of(job) == Job.State.RUNNING
        postbox.hold.clear()
        Job.objects.update(lease_until=timezone.now() - timedelta(minutes=1))
        beside.resume()
        assert until_worker() != first
        until(lambda: state_of(job) == Job.State.DONE, "the letter is sent")
        email.refresh_from_db()
        assert email.sent_at
        assert job.attempts == 2
        assert len(postbox.identities) == 1


def test_the_lease_of_work_that_takes_long_is_prolonged_and_the_process_ends_when_nothing_is_left(
    own_sqlite, monkeypatch
):
    monkeypatch.setattr("jobs.leases.BEAT_SECONDS", 0.05)
    monkeypatch.setattr("jobs.services._wake", lambda _job: None)
    leases = set()

    def slow(*, email):
        def prolonged():
            leases.add(Job.objects.values_list("lease_until", flat=True).get())
            return len(leases) > 3

        until(prolonged, "the lease is prolonged")

    monkeypatch.setitem(kinds._kinds, "send_email", kinds.Kind(slow))
    job = enqueue(kind="send_email", email=0)
    assert work(idle=0) == 1
    assert state_of(job) == Job.State.DONE
    assert pid_of_worker() is None


@pytest.fixture
def short_lease(monkeypatch):
    """A lease that work of a moment outlives."""
    for place in ("jobs.leases", "jobs.services", "bch_sync.leases"):
        monkeypatch.setattr(f"{place}.LEASE", timedelta(seconds=1.5))
    monkeypatch.setattr("jobs.leases.BEAT_SECONDS", 0.05)


def test_work_that_takes_longer_than_its_lease_is_not_claimed_twice(own_sqlite, short_lease, monkeypatch):
    monkeypatch.setattr("jobs.services._wake", lambda _job: None)
    found = []

    def long(*, email):
        job = Job.objects.get()
        until(lambda: timezone.now() > job.lease_until, "the lease that it was claimed with is over")
        found.append((sweep(at=timezone.now()), claim(job_id=job.pk, at=timezone.now())))

    monkeypatch.setitem(kinds._kinds, "send_email", kinds.Kind(long))
    job = enqueue(kind="send_email", email=0)
    assert work(idle=0) == 1
    assert found == [([], None)]
    assert state_of(job) == Job.State.DONE
    assert job.attempts == 1


def test_a_reading_that_takes_longer_than_its_lease_is_not_begun_twice(own_sqlite, short_lease, monkeypatch):
    refused = []

    def long(held):
        until(lambda: timezone.now() > held.run.lease_until, "the lease that it began with is over")
        with pytest.raises(AlreadyRunning) as told:
            begin(is_full=True, base=held.run.base, demonstration=True, at=timezone.now())
        refused.append(told.value)

    monkeypatch.setattr("bch_sync.services._bring_all", long)
    with client_at("http://127.0.0.1:1") as house:
        run = sync(house=house, demonstration=True)
    assert len(refused) == 1
    assert SyncRun.objects.get() == run
    assert run.state == SyncRun.State.DONE


def test_a_process_that_finds_another_at_work_ends_without_doing_anything(own_sqlite, monkeypatch):
    monkeypatch.setattr("jobs.services._wake", lambda _job: None)
    descriptor = beside.take_lock()
    enqueue(kind="send_email", email=0)
    assert work(idle=0) == 0
    os.close(descriptor)
    assert not Email.objects.filter(pk=0).exists()
