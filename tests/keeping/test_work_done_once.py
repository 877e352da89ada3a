"""Jobs are done once, though they are run twice and their worker is killed in the middle."""

from datetime import timedelta
from unittest import mock

import pytest
from celery import Celery
from django.utils import timezone

from figures.auditing import audit_values
from indicators.models import ComputationRun, IndicatorValue
from jobs.kinds import AT_ONCE
from jobs.models import Job
from jobs.services import enqueue
from parties.emails import message_id, queue_email
from parties.models import Email
from tests.keeping.servers import POSTGRESQL, REDIS, Broker, Postbox, Worker, until

pytestmark = [
    pytest.mark.services,
    pytest.mark.slow,
    pytest.mark.skipif(POSTGRESQL is None or REDIS is None, reason="no PostgreSQL or no Redis is installed"),
    pytest.mark.xdist_group("keeping"),
]


@pytest.fixture(scope="module")
def broker():
    held = Broker()
    held.start()
    yield held
    held.stop()


@pytest.fixture(autouse=True)
def _nobody_wakes():
    """Jobs are written here and done by workers that the test starts."""
    with mock.patch("jobs.services._wake"):
        yield


@pytest.fixture
def postbox():
    with Postbox() as held:
        yield held


@pytest.fixture
def wake(broker):
    """Sweep once, as the clock does, with the leases of dead workers run out."""

    def sweep():
        past = timezone.now() - timedelta(minutes=10)
        Job.objects.filter(state=Job.State.RUNNING).update(lease_until=past)
        Celery(broker=broker.url, set_as_current=False).send_task("jobs.tasks.sweep")

    return sweep


def letter(key):
    return queue_email(key=key, to="one@portal.example", subject="Received", body="Thank you.", at=timezone.now())


def state_of(job):
    job.refresh_from_db()
    return job.state


def test_a_message_whose_worker_was_killed_while_it_went_arrives_as_one(own_database, broker, postbox, wake):
    email = letter("receipt/killed")
    job = Job.objects.get(kind="send_email", arguments={"email": email.pk})
    postbox.hold.set()
    with Worker(own_database, broker.url, postbox.environment):
        wake()
        until(lambda: postbox.messages, "the message is on its way")
        assert state_of(job) == Job.State.RUNNING
    postbox.hold.clear()
    email.refresh_from_db()
    assert email.sent_at is None
    with Worker(own_database, broker.url, postbox.environment):
        wake()
        until(lambda: state_of(job) == Job.State.DONE, "the job is done")
    email.refresh_from_db()
    assert email.sent_at is not None
    assert postbox.identities == {message_id("receipt/killed")}
    assert job.attempts == 2


def test_a_message_asked_for_twice_and_swept_twice_goes_once(own_database, broker, postbox, wake):
    email = letter("receipt/twice")
    letter("receipt/twice")
    with Worker(own_database, broker.url, postbox.environment):
        for _ in range(3):
            wake()
        again = Job.objects.create(kind="send_email", arguments={"email": email.pk, "again": True})
        again.arguments = {"email": email.pk}
        job = Job.objects.filter(kind="send_email", arguments={"email": email.pk}).first()
        until(lambda: state_of(job) == Job.State.DONE, "the job is done")
        again.save()
        wake()
        until(lambda: state_of(again) == Job.State.DONE, "the job is done again")
    assert again.result == {"sent": False}
    assert len(postbox.messages) == 1
    assert Email.objects.filter(key="receipt/twice").count() == 1


def test_a_computation_whose_worker_was_killed_is_done_whole_by_another_and_once(own_database, broker, wake):
    job = enqueue(kind="compute_progress", reason="killed", after=AT_ONCE)
    with Worker(own_database, broker.url):
        wake()
        until(lambda: state_of(job) == Job.State.RUNNING, "the computation begins")
    assert state_of(job) == Job.State.RUNNING
    assert not ComputationRun.objects.exists()
    assert not IndicatorValue.objects.exists()
    with Worker(own_database, broker.url):
        wake()
        until(lambda: state_of(job) == Job.State.DONE, "the job is done")
        again = enqueue(kind="compute_progress", reason="again", after=AT_ONCE)
        wake()
        until(lambda: state_of(again) == Job.State.DONE, "the job is done again")
    run = ComputationRun.objects.get()
    assert (job.attempts, job.result) == (2, {"run": run.pk, "new": True})
    assert again.result == {"run": run.pk, "new": False}
    assert audit_values() == []
