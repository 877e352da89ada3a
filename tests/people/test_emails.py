"""A message goes out once, whatever happens to its job."""

import pytest
from django.core import mail

from jobs.models import Job
from jobs.services import run
from parties.emails import BrokenHeader, message_id, queue_email, send_email
from parties.models import Email


def queue(at, **overrides):
    fields = {"key": "receipt/1", "to": "one@portal.example", "subject": "Received", "body": "Thank you."}
    return queue_email(**fields | overrides, at=at)


def test_a_message_is_sent_after_the_transaction(at, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        queue(at)
        assert mail.outbox == []
    (message,) = mail.outbox
    assert (message.to, message.subject, message.body) == (["one@portal.example"], "Received", "Thank you.")
    assert Email.objects.get().sent_at
    assert Job.objects.get(kind="send_email").state == Job.State.DONE


def test_a_key_names_one_message(at):
    assert queue(at) == queue(at, subject="Received again")
    assert Email.objects.get().subject == "Received"
    assert Job.objects.filter(kind="send_email").count() == 1


def test_a_job_that_runs_twice_sends_once(at):
    email = queue(at)
    assert send_email(email=email.pk) == {"sent": True}
    assert send_email(email=email.pk) == {"sent": False}
    assert len(mail.outbox) == 1


def test_a_message_sent_again_is_the_same_message(at):
    email = queue(at)
    send_email(email=email.pk)
    # The worker died before it could note that the message had gone.
    Email.objects.update(sent_at=None)
    send_email(email=email.pk)
    first, second = (message.extra_headers["Message-ID"] for message in mail.outbox)
    assert first == second == message_id("receipt/1") != message_id("receipt/2")


def test_a_message_that_could_not_go_is_tried_again(at, settings):
    email = queue(at)
    job = Job.objects.get(kind="send_email")
    settings.EMAIL_BACKEND = "tests.people.test_emails.NoBackend"
    with pytest.raises(ImportError):
        run(job_id=job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.QUEUED
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    run(job_id=job.pk)
    email.refresh_from_db()
    assert email.sent_at


@pytest.mark.parametrize("holds_secret", [True, False])
def test_a_secret_is_not_kept_once_sent(at, holds_secret):
    email = queue(at, holds_secret=holds_secret)
    send_email(email=email.pk)
    email.refresh_from_db()
    assert email.body == ("" if holds_secret else "Thank you.")


@pytest.mark.parametrize("broken", [{"subject": "a\nBcc: x@portal.example"}, {"to": "one@portal.example\r\nBcc: x"}])
def test_a_header_of_ones_own_is_refused(at, broken):
    with pytest.raises(BrokenHeader):
        queue(at, **broken)
    assert not Email.objects.exists()
