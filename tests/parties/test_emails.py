"""A message goes out once, whatever happens to its job."""

import smtplib

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from jobs.models import Job, LeftOut
from jobs.services import MOST_ATTEMPTS, run, sweep
from parties.emails import BrokenHeader, message_id, queue_email, send_email
from parties.models import Email
from tests.people_factories import client_of, make_staff


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


@pytest.mark.parametrize("to", ["one@bücher.example", "One <one@BÜCHER.example>"])
def test_a_letter_goes_to_a_domain_that_is_not_written_in_ascii(at, to):
    send_email(email=queue(at, to=to).pk)
    assert mail.outbox[0].recipients()[0].lower().rstrip(">").endswith("one@xn--bcher-kva.example")
    assert mail.outbox[0].message().as_bytes()


def test_a_letter_to_a_domain_that_has_no_name_in_ascii_is_on_the_list(at):
    with pytest.raises(UnicodeError):
        send_email(email=queue(at, to=f"one@{'ü' * 63}.example").pk)
    assert LeftOut.objects.get().kind == LeftOut.Kind.LETTER


def test_a_message_that_could_not_go_is_tried_again(at, settings):
    email = queue(at)
    job = Job.objects.get(kind="send_email")
    settings.EMAIL_BACKEND = "tests.parties.test_emails.NoBackend"
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


def test_a_subject_goes_in_one_line(at):
    assert queue(at, subject="Évaluation\nBcc: x@portal.example\t1").subject == "Évaluation Bcc: x@portal.example 1"


@pytest.mark.parametrize("broken", [{"stop_url": "a\nBcc: x@portal.example"}, {"to": "one@portal.example\r\nBcc: x"}])
def test_a_header_of_ones_own_is_refused(at, broken):
    with pytest.raises(BrokenHeader):
        queue(at, **broken)
    assert not Email.objects.exists()


class Refusing(BaseEmailBackend):
    """A server of mail that knows nobody."""

    def send_messages(self, messages):
        raise smtplib.SMTPRecipientsRefused({"one@portal.example": (550, b"5.1.1 No such <user>\0 here")})


REFUSING = "tests.parties.test_emails.Refusing"
WORKS = "django.core.mail.backends.locmem.EmailBackend"


def test_what_the_server_of_mail_refuses_stands_on_the_letter_and_on_the_list_until_it_goes(at, settings):
    email = queue(at)
    job = Job.objects.get(kind="send_email")
    settings.EMAIL_BACKEND = REFUSING
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        run(job_id=job.pk)
    email.refresh_from_db()
    assert (email.sent_at, email.fault) == (None, "550 5.1.1 No such <user> here")
    left_out = LeftOut.objects.open().get()
    assert (left_out.kind, left_out.source, left_out.reason) == ("letter", "receipt", email.fault)
    assert "one@portal.example" in left_out.subject
    settings.EMAIL_BACKEND = WORKS
    run(job_id=job.pk)
    email.refresh_from_db()
    assert (bool(email.sent_at), email.fault) == (True, "")
    assert not LeftOut.objects.open().exists()


def test_a_letter_whose_worker_died_each_time_is_on_the_list(at):
    email = queue(at)
    Job.objects.update(attempts=MOST_ATTEMPTS)
    sweep(at=timezone.now())
    email.refresh_from_db()
    assert "died each time" in email.fault
    assert [one.kind for one in LeftOut.objects.open()] == ["letter"]


@pytest.mark.parametrize(
    ("backend", "listed"), [(REFUSING, "<bdi>550 5.1.1 No such &lt;user&gt; here</bdi>"), (WORKS, "<small>sent ")]
)
def test_the_list_of_invitations_says_what_became_of_each_letter(
    settings, django_capture_on_commit_callbacks, backend, listed
):
    settings.EMAIL_BACKEND = backend
    client = client_of(make_staff(publisher=True))
    fields = {"name": "New", "email": "one@portal.example", "role": "staff"}
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/en/desk/people/", fields).status_code == 302
    page = client.get("/en/desk/people/").content.decode()
    assert listed in page.split("Invitations not taken up")[1]
    assert "The invitation goes to" not in page


def test_a_letter_that_nobody_tried_yet_waits(django_capture_on_commit_callbacks):
    client = client_of(make_staff(publisher=True))
    with django_capture_on_commit_callbacks():
        client.post("/en/desk/people/", {"name": "New", "email": "one@portal.example", "role": "staff"})
    page = client.get("/en/desk/people/").content.decode()
    assert "waits to be sent" in page
    assert "waiting to be sent" in page
