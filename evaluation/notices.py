"""Notices of new editions by e-mail: asked for, confirmed from the mailbox, stopped at one click."""

from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from evaluation.editions.selectors import brief_of, form_of
from evaluation.editions.shown import title_of
from evaluation.models import Edition, Evaluation, Subscription
from parties.emails import absolute, queue_email

CONFIRM, STOP = "evaluation.notices.confirm", "evaluation.notices.stop"
CONFIRM_WITHIN = timedelta(days=7)
# One address is written to once a day, whoever asks for it how often.
MOST_LETTERS_A_DAY = 200


class LinkSpent(LookupError):
    """The link is not ours, too old, or of a subscription that was ended: ask for notices again."""


class TooManyToday(RuntimeError):
    """So many people asked today that a machine may be asking: try again tomorrow."""


def ask_for_notices(*, evaluation: Evaluation, email: str, language: str, at: datetime) -> None:
    """Write to an address, once a day, how to confirm; who is subscribed already is written nothing.

    The caller is told nothing of what was there. Raises TooManyToday.
    """
    with transaction.atomic():
        Evaluation.objects.select_for_update(of=("self",)).get(pk=evaluation.pk)
        held = evaluation.subscriptions.filter(email__iexact=email).first()
        if held is None:
            if evaluation.subscriptions.filter(asked_at__gt=at - timedelta(days=1)).count() >= MOST_LETTERS_A_DAY:
                raise TooManyToday(evaluation.slug)
            held = Subscription.objects.create(evaluation=evaluation, email=email, language=language, asked_at=at)
        if held.confirmed_at is None:
            _send_confirmation(held, at)


def _send_confirmation(held: Subscription, at: datetime) -> None:
    with override(held.language):
        link = absolute(reverse("evaluation:notice-confirmation", args=[_token(held, CONFIRM)]))
        context = {"evaluation": held.evaluation, "link": link, "days": CONFIRM_WITHIN.days}
        queue_email(
            key=f"subscription/{held.pk}/{timezone.localdate(at).isoformat()}",
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
    held = Edition.objects.select_related("evaluation").get(pk=edition)
    if not held.is_published:
        return {"skipped": "The edition is not published."}
    now = timezone.now()
    sent = 0
    for one in held.evaluation.subscriptions.confirmed().order_by("pk"):
        _send_notice(held, one, now)
        sent += 1
    return {"letters": sent}


def _send_notice(edition: Edition, one: Subscription, at: datetime) -> None:
    slug = edition.evaluation.slug
    with override(one.language):
        stop_url = absolute(reverse("evaluation:notice-end", args=[_token(one, STOP)]))
        title = title_of(form_of(edition))
        context = {
            "edition": edition,
            "title": title,
            "link": absolute(reverse("evaluation:edition", args=[slug, edition.version])),
            "brief": _brief_link(edition, one.language),
            "stop_url": stop_url,
        }
        queue_email(
            key=f"edition/{edition.pk}/{one.pk}",
            to=one.email,
            subject=_("%(title)s: edition %(version)s is published") % {"title": title, "version": edition.version},
            body=render_to_string("evaluation/emails/published.txt", context),
            at=at,
            stop_url=stop_url,
        )


def _brief_link(edition: Edition, language: str) -> str:
    """The address of the brief in a language; empty where the edition has none."""
    brief = brief_of(edition, language)
    if brief is None:
        return ""
    names = [edition.evaluation.slug, edition.version, brief.name]
    return absolute(reverse("evaluation:edition-document", args=names))
