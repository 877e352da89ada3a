"""The outbox: a message is a row with a key, and a job sends it once."""

import hashlib
import json
import smtplib
from collections.abc import Sequence
from datetime import datetime
from email.utils import formataddr, parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone
from django.utils.encoding import punycode

from jobs.left_out import end_left_out, note_left_out
from jobs.models import Job, LeftOut
from jobs.services import enqueue
from languages.told import said_later
from parties.audit import record
from parties.mailboxes import is_international
from parties.models import Email

KIND = "send_email"
# One chain for all: each letter is one event.
LETTERS = "letters"
MOST_FAULT = 300


class BrokenHeader(ValueError):
    """An address with a line break would write headers of its own: give it in one line."""


def queue_email(
    *,
    key: str,
    to: str,
    subject: str,
    body: str,
    at: datetime,
    html: str = "",
    holds_secret: bool = False,
    stop_url: str = "",
) -> Email:
    """Put a message in the outbox, once for each key; it is sent after the transaction.

    `html` says the same as `body`, for programs that show pages.
    `holds_secret` empties the text once it is sent; `stop_url` is where a POST stops such messages (RFC 8058).
    A subject is put in one line: what is frozen in several keeps no letter back. Raises BrokenHeader.
    """
    if any(mark in text for text in (to, stop_url) for mark in "\r\n"):
        raise BrokenHeader(subject)
    subject = " ".join(subject.split())
    with transaction.atomic():
        email, created = Email.objects.get_or_create(
            key=key,
            defaults={
                "to": to,
                "subject": subject,
                "body": body,
                "html": html,
                "queued_at": at,
                "holds_secret": holds_secret,
                "stop_url": stop_url,
            },
        )
        if created:
            enqueue(kind=KIND, email=email.pk)
    return email


def send_email(*, email: int) -> dict[str, Any]:
    """The handler of send_email jobs: send what was not sent, and note that it was.

    A worker that dies between the two sends again, with the same Message-ID, so that the reader gets it once. What the
    server of mail refuses stands on the letter and on the list of what was left out until a later try succeeds.
    """
    message = Email.objects.get(pk=email)
    if message.sent_at is not None:
        return {"sent": False}
    try:
        going = EmailMultiAlternatives(
            subject=message.subject,
            body=message.body,
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[_as_mail_goes(message.to)],
            reply_to=[settings.MAIL_QUESTIONS_TO],
            headers={"Message-ID": message_id(message.key), **_stop_headers(message)},
        )
        if message.html:
            going.attach_alternative(message.html, "text/html")
        going.send()
    except (OSError, UnicodeError) as fault:
        # What smtplib raises is an OSError, and so is a connection that fails; a domain may have no name in ASCII.
        _not_sent(message, _in_words(fault), at=timezone.now())
        raise
    _note_sent(message, at=timezone.now())
    end_left_out(kind=LeftOut.Kind.LETTER, source=_sort_of(message), key=message.key, at=timezone.now())
    return {"sent": True}


def _note_sent(message: Email, *, at: datetime) -> None:
    """Note that a letter went, and tell the trail what it said; what holds a secret is emptied before."""
    emptied = {"body": "", "html": ""} if message.holds_secret else {}
    with transaction.atomic():
        if Email.objects.filter(pk=message.pk, sent_at=None).update(sent_at=at, fault="", **emptied):
            message.refresh_from_db()
            detail = {"letter": message.pk, "sha256": digest_of_letter(message)}
            record(subject=LETTERS, action=said_later("letter sent"), by=None, at=at, detail=detail)


def digest_of_letter(letter: Email) -> str:
    """The hash of a letter as it is kept once it was sent: to whom, what it says, and when it went."""
    sent_at = letter.sent_at.isoformat() if letter.sent_at else ""
    said = [
        letter.key,
        letter.to,
        letter.subject,
        letter.body,
        letter.html,
        letter.stop_url,
        letter.holds_secret,
        sent_at,
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def forget_letters(keys: Sequence[str], *, at: datetime) -> None:
    """Delete letters whose address is forgotten, and tell the trail of those that had gone."""
    with transaction.atomic():
        held = Email.objects.filter(key__in=keys)
        sent = sorted(held.exclude(sent_at=None).values_list("pk", flat=True))
        if sent:
            record(subject=LETTERS, action=said_later("letters forgotten"), by=None, at=at, detail={"letters": sent})
        held.delete()


def _as_mail_goes(to: str) -> str:
    """An address with its domain as the network knows it: bücher.example is xn--bcher-kva.example there."""
    name, address = parseaddr(to)
    local, at, domain = address.rpartition("@")
    plain = f"{local}{at}{punycode(domain)}"
    # A name beside an address of another script would need more than the address itself.
    return plain if is_international(plain) else formataddr((name, plain))


def letter_failed(job: Job) -> None:
    """Note that nobody tries a letter any more: its job failed for good, or its worker died each time."""
    message = Email.objects.filter(pk=job.arguments["email"], sent_at=None).first()
    if message is not None:
        _not_sent(message, message.fault or job.error, at=timezone.now())


def _not_sent(message: Email, why: str, *, at: datetime) -> None:
    """Say on the letter and on the list why it did not go."""
    if Email.objects.filter(pk=message.pk, sent_at=None).update(fault=why[:MOST_FAULT]):
        note_left_out(
            kind=LeftOut.Kind.LETTER,
            source=_sort_of(message),
            key=message.key,
            subject=f"{message.subject} → {message.to}",
            reason=why,
            at=at,
        )


def _sort_of(message: Email) -> str:
    """invitation, receipt, reminder …: the first part of its key."""
    return message.key.partition("/")[0]


def _in_words(fault: OSError | UnicodeError) -> str:
    """What the server of mail answered, as it said it."""
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        return "; ".join(f"{code} {_read(said)}" for code, said in fault.recipients.values())
    if isinstance(fault, smtplib.SMTPResponseException):
        return f"{fault.smtp_code} {_read(fault.smtp_error)}"
    return f"{type(fault).__name__}: {fault}"


def _read(said: bytes | str) -> str:
    return (said.decode(errors="replace") if isinstance(said, bytes) else said).replace("\0", "")


def _stop_headers(message: Email) -> dict[str, str]:
    """What lets a mail program offer to stop such messages at one click."""
    if not message.stop_url:
        return {}
    return {"List-Unsubscribe": f"<{message.stop_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def message_id(key: str) -> str:
    """The same for the same key, whoever sends it."""
    digest = hashlib.sha256(key.encode()).hexdigest()[:32]
    return f"<{digest}@{urlsplit(settings.PUBLIC_URL).hostname}>"


def permanent(path: str) -> str:
    """The address of a page as it is printed: by the name that stays when the portal moves."""
    return str(settings.PERMANENT_URL).rstrip("/") + path


def absolute(path: str) -> str:
    """The address of a page as it stands in a message."""
    return str(settings.PUBLIC_URL).rstrip("/") + path
