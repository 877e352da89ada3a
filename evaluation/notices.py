"""Notices of editions published and withdrawn, by e-mail: asked for, confirmed from the mailbox, stopped at one click.

What an asker may have written is bounded by the network that asks, by the mailbox and by the letter, all in the
database: no cache that is away opens a door, and nobody closes the form for others. ADR 0023.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import override

from evaluation.editions.selectors import brief_of, form_of, published_edition, withdrawal_of
from evaluation.editions.shown import title_of
from evaluation.models import Edition, Evaluation, NoticeRequest, Subscription
from parties.emails import absolute, forget_letters, queue_email

CONFIRM, STOP = "evaluation.notices.confirm", "evaluation.notices.stop"
# So long a link works, and so long an address is held that nobody confirmed: written to once, then forgotten.
CONFIRM_WITHIN = timedelta(days=7)
DAY = timedelta(days=1)
# Of one network in a day: a delegation behind one address is more than a few people.
MOST_ASKED_BY_ONE = 60
# Unconfirmed letters that one mailbox is sent, whatever the evaluations.
MOST_UNCONFIRMED = 3


class LinkSpent(LookupError):
    """The link is not ours, too old, or of a subscription that was ended: ask for notices again."""


class TooManyToday(RuntimeError):
    """So much was asked from one network today that a machine may be asking: try again tomorrow."""


def mailbox_of(email: str) -> str:
    """Where letters to an address arrive, in lower case: a +tag names a folder. Dots are left: elsewhere they count."""
    name, _at, domain = email.lower().rpartition("@")
    return f"{name.partition('+')[0] or name}@{domain}"


def ask_for_notices(*, evaluation: Evaluation, email: str, language: str, asker: str, at: datetime) -> None:
    """Write to an address, once, how to confirm; who is subscribed or was written to already is written nothing.

    `asker` is the network that asks. The caller is told nothing of what was there. Raises TooManyToday.
    """
    mailbox = mailbox_of(email)
    with transaction.atomic():
        Evaluation.objects.select_for_update(of=("self",)).get(pk=evaluation.pk)
        forget_unconfirmed(at=at)
        _count(asker, at)
        if evaluation.subscriptions.filter(mailbox=mailbox).exists():
            return
        if Subscription.objects.filter(mailbox=mailbox, confirmed_at=None).count() >= MOST_UNCONFIRMED:
            return
        held = Subscription.objects.create(
            evaluation=evaluation, email=email, mailbox=mailbox, language=language, asked_at=at
        )
        _send_confirmation(held, at)


def _count(asker: str, at: datetime) -> None:
    """Count what one network asks. Raises TooManyToday."""
    # So that nobody reads from the table who was here.
    digest = salted_hmac("evaluation.notices.asker", asker, algorithm="sha256").hexdigest()
    if NoticeRequest.objects.filter(asker=digest, at__gt=at - DAY).count() >= MOST_ASKED_BY_ONE:
        raise TooManyToday
    NoticeRequest.objects.create(asker=digest, at=at)


def forget_unconfirmed(*, at: datetime) -> int:
    """Forget the addresses that nobody confirmed in time, with the letters to them; returns how many."""
    NoticeRequest.objects.filter(at__lte=at - DAY).delete()
    late = Subscription.objects.filter(confirmed_at=None, asked_at__lte=at - CONFIRM_WITHIN)
    gone = list(late.values_list("pk", flat=True))
    forget_letters([_key_of(pk) for pk in gone], at=at)
    late.filter(pk__in=gone).delete()
    return len(gone)


def _key_of(pk: int) -> str:
    return f"subscription/{pk}"


def _send_confirmation(held: Subscription, at: datetime) -> None:
    with override(held.language):
        link = absolute(reverse("portal:notice-confirmation", args=[_token(held, CONFIRM)]))
        context = {"evaluation": held.evaluation, "link": link, "days": CONFIRM_WITHIN.days}
        queue_email(
            key=_key_of(held.pk),
            to=held.email,
            subject=_("Confirm: notices of %(title)s") % {"title": held.evaluation.title},
            body=render_to_string("evaluation/emails/confirm.txt", context),
            at=at,
            holds_secret=True,
        )


def confirm(*, token: str, at: datetime) -> Subscription:
    """Begin to send; again changes nothing. Raises LinkSpent."""
    held = subscription_of(token, CONFIRM)
    Subscription.objects.filter(pk=held.pk, confirmed_at=None).update(confirmed_at=at)
    return held


def stop(*, token: str) -> Evaluation | None:
    """End a subscription and forget the address; None where that was done before. Raises LinkSpent."""
    pk = _pk_of(token, STOP)
    held = Subscription.objects.select_related("evaluation").filter(pk=pk).first()
    if held is None:
        return None
    held.delete()
    return held.evaluation


def subscription_of(token: str, purpose: str) -> Subscription:
    """The subscription that a link is of. Raises LinkSpent."""
    held = Subscription.objects.select_related("evaluation").filter(pk=_pk_of(token, purpose)).first()
    if held is None:
        raise LinkSpent(purpose)
    return held


def _token(held: Subscription, purpose: str) -> str:
    return signing.dumps(held.pk, salt=purpose)


def _pk_of(token: str, purpose: str) -> int:
    within = CONFIRM_WITHIN if purpose == CONFIRM else None
    try:
        return int(signing.loads(token, salt=purpose, max_age=within))
    except signing.BadSignature as spent:
        raise LinkSpent(purpose) from spent


def send_edition_notices(*, edition: int) -> dict[str, Any]:
    """The handler of send_edition_notices jobs: one letter for each confirmed address; a repeat writes no second."""
    held = Edition.objects.select_related("evaluation", "withdrawal").get(pk=edition)
    if not held.is_published:
        return {"skipped": "The edition is not published."}
    if withdrawal_of(held):
        return {"skipped": "The edition was withdrawn meanwhile, and letters say so."}
    return {"letters": _to_each(held, _send_notice)}


def send_withdrawal_notices(*, edition: int) -> dict[str, Any]:
    """The handler of send_withdrawal_notices jobs: one letter for each confirmed address; a repeat writes no second."""
    held = Edition.objects.select_related("evaluation", "withdrawal").get(pk=edition)
    if withdrawal_of(held) is None:
        return {"skipped": "The edition stands."}
    return {"letters": _to_each(held, _send_withdrawal)}


def _to_each(edition: Edition, send: Callable[[Edition, Subscription, datetime], None]) -> int:
    now, sent = timezone.now(), 0
    for one in edition.evaluation.subscriptions.confirmed().order_by("pk"):
        send(edition, one, now)
        sent += 1
    return sent


def _send_withdrawal(edition: Edition, one: Subscription, at: datetime) -> None:
    slug = edition.evaluation.slug
    stands = published_edition(slug)
    with override(one.language):
        told = {
            "withdrawal": withdrawal_of(edition),
            "stands": None if withdrawal_of(stands) else stands,
            "stands_link": absolute(reverse("portal:edition", args=[slug, stands.version])),
        }
        subject = _("%(title)s: edition %(version)s is withdrawn")
        _queue(edition, one, at, key=f"withdrawn/{one.pk}", subject=subject, letter="withdrawn", told=told)


def _send_notice(edition: Edition, one: Subscription, at: datetime) -> None:
    with override(one.language):
        told = {"brief": _brief_link(edition, one.language)}
        subject = _("%(title)s: edition %(version)s is published")
        _queue(edition, one, at, key=str(one.pk), subject=subject, letter="published", told=told)


def _queue(
    edition: Edition, one: Subscription, at: datetime, *, key: str, subject: str, letter: str, told: dict[str, Any]
) -> None:
    """Queue a letter about an edition in the language that is on, with the way to end the subscription."""
    stop_url = absolute(reverse("portal:notice-end", args=[_token(one, STOP)]))
    title = title_of(form_of(edition))
    context = told | {
        "edition": edition,
        "title": title,
        "link": absolute(reverse("portal:edition", args=[edition.evaluation.slug, edition.version])),
        "stop_url": stop_url,
    }
    queue_email(
        key=f"edition/{edition.pk}/{key}",
        to=one.email,
        subject=subject % {"title": title, "version": edition.version},
        body=render_to_string(f"evaluation/emails/{letter}.txt", context),
        at=at,
        stop_url=stop_url,
    )


def _brief_link(edition: Edition, language: str) -> str:
    """The address of the brief in a language; empty where the edition has none."""
    brief = brief_of(edition, language)
    if brief is None:
        return ""
    names = [edition.evaluation.slug, edition.version, brief.name]
    return absolute(reverse("portal:edition-document", args=names))
