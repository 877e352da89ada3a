"""The trail: every change of a state, role, answer or figure, chained by hash within its subject."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import models, transaction

from parties.models import AuditChain, AuditEvent, User


def record(*, subject: str, action: str, by: User | None, at: datetime, detail: Mapping[str, Any]) -> AuditEvent:
    """Append one event to a subject's chain, in the transaction that makes the change it tells of.

    The subject is "report/42", "person/7", "indicator/2.2.1" …; `by` is None for the portal itself. Whoever
    appends to the same chain meanwhile waits.
    """
    with transaction.atomic():
        AuditChain.objects.get_or_create(subject=subject)
        chain = AuditChain.objects.select_for_update().get(subject=subject)
        event = AuditEvent(
            subject=subject,
            sequence=chain.length + 1,
            at=at,
            by=by,
            action=action,
            detail=dict(detail),
            previous=chain.head,
        )
        event.sha256 = hash_of(event)
        event.save(force_insert=True)
        chain.length, chain.head = event.sequence, event.sha256
        chain.save(update_fields=["length", "head"])
    return event


@dataclass(frozen=True)
class First:
    """The first event of a subject that is new in this transaction."""

    subject: str
    action: str
    detail: Mapping[str, Any]


def record_first(events: Sequence[First], *, at: datetime) -> None:
    """Begin the chains of many new subjects at once, as `record` begins one; each is told of once.

    Nobody else can append to them: the subjects are not there for others before the transaction ends.
    """
    written = [
        AuditEvent(
            subject=one.subject,
            sequence=1,
            at=at,
            by=None,
            action=one.action,
            detail=dict(one.detail),
            previous=AuditChain().head,
        )
        for one in events
    ]
    for event in written:
        event.sha256 = hash_of(event)
    AuditChain.objects.bulk_create(AuditChain(subject=one.subject, length=1, head=one.sha256) for one in written)
    AuditEvent.objects.bulk_create(written)


def trail(subject: str) -> models.QuerySet[AuditEvent]:
    """A subject's events, the newest first, to be read by the page."""
    return AuditEvent.objects.filter(subject=subject).select_related("by").order_by("-sequence")


def hash_of(event: AuditEvent) -> str:
    """SHA-256 over all that an event says, with the hash of the one before it."""
    said = [
        event.subject,
        event.sequence,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.by_id,
        event.action,
        event.detail,
        event.previous,
    ]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
