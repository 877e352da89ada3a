"""The parts of production for real: a Celery worker on Redis, waking jobs that stand in PostgreSQL."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from time import monotonic

import pytest
import redis
from django.conf import settings
from django.db import connection
from django.utils import timezone

from jobs.models import Job
from jobs.services import LEASE, enqueue
from strategic_plan import cache_settings
from tests.keeping.servers import REDIS, Broker, send_to

pytestmark = [
    pytest.mark.services,
    pytest.mark.slow,
    pytest.mark.skipif(REDIS is None, reason="no Redis is installed"),
]


@pytest.fixture
def broker() -> Iterator[str]:
    """A Redis of the test's own: no other worker takes its messages."""
    server = Broker()
    server.start()
    yield server.url
    server.stop()


@pytest.fixture
def production(broker, transactional_db, settings, monkeypatch):
    """Settings as in production, on the test's own database and broker."""
    if connection.vendor != "postgresql":
        pytest.skip("a worker beside the test needs PostgreSQL")
    send_to(broker, settings, monkeypatch)
    held = connection.settings_dict | {"PORT": connection.settings_dict["PORT"] or 5432}
    return {
        **os.environ,
        "REDIS_URL": broker,
        "DATABASE_URL": "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(
            **held | {"PORT": held["PORT"] or 5432}
        ),
    }


def start_worker(environment: dict[str, str]) -> subprocess.Popen:
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "strategic_plan",
        "worker",
        "--pool",
        "solo",
        "--loglevel",
        "warning",
    ]
    return subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, start_new_session=True)


@pytest.fixture
def worker(production) -> Iterator[subprocess.Popen]:
    process = start_worker(production)
    yield process
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def until_it_listens() -> None:
    """Until a worker has declared its queue: what is sent before may be sent to nobody."""
    from strategic_plan.celery import app

    end = monotonic() + 30
    while not app.control.ping(timeout=1):
        assert monotonic() < end, "the worker did not answer in 30 s"


def until(job: Job, state: str) -> Job:
    end = monotonic() + 60
    while monotonic() < end:
        job.refresh_from_db()
        if job.state == state:
            return job
    raise AssertionError(f"the job is {job.state} after 60 s: {job.error}")


def test_a_worker_is_woken_through_redis_and_does_the_job_once(worker, world):
    job = until(enqueue(kind="compute_progress", reason="test"), Job.State.DONE)
    assert job.attempts == 1
    assert job.result["new"] is True


def test_a_job_whose_worker_died_is_swept_up_and_done_by_another(production, world):
    job = Job.objects.create(
        kind="compute_progress",
        arguments={"reason": "test"},
        state=Job.State.RUNNING,
        attempts=1,
        lease_until=timezone.now() - LEASE,
    )
    process = start_worker(production)
    try:
        from jobs.tasks import sweep

        until_it_listens()
        sweep.delay()
        job = until(job, Job.State.DONE)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert job.attempts == 2
    assert job.finished_at - timezone.now() < timedelta(minutes=1)


def test_the_cache_of_production_keeps_a_page(broker, settings, world, client):
    settings.CACHES = cache_settings.caches(broker)
    first = client.get("/en/method/")
    again = client.get("/en/method/")
    assert first.content == again.content
    assert redis.Redis.from_url(broker).dbsize() > 0
