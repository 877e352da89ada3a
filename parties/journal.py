"""Who signed in, failed, was refused or took personal data along, and from which network: on the trail, for publishers.

Of a network the trail holds a keyed digest: the same network is known again, and nobody reads from it where somebody
was. What strangers can write here is bounded: of each account so many failures an hour, of all unknown accounts too.
"""

import hmac
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from languages.told import said_later
from parties.audit import record
from parties.models import AuditEvent, User
from parties.throttling import network_of

SIGNED_IN = said_later("signed in")
FAILED = said_later("sign-in failed")
REFUSED = said_later("sign-in refused")
UNKNOWN = said_later("sign-in to an unknown account failed")
EXPORTED = said_later("personal data exported")
# Nobody came in by these.
REFUSALS = (FAILED, REFUSED, UNKNOWN)
# One chain for all of whom the portal knows no account.
STRANGERS = "sign-in"
# What else of a person's trail is about signing in.
CHANGES = (
    *("password changed", "address changed", "session ended", "account created"),
    *("two-step added", "two-step removed", "two-step reset"),
)
DIGEST = 12


def network(request: HttpRequest) -> str:
    """The keyed digest of the network that a request comes from."""
    key = f"journal:{settings.SECRET_KEY}".encode()
    return hmac.new(key, network_of(request).encode(), sha256).hexdigest()[:DIGEST]


def note_signed_in(request: HttpRequest, user: User, *, new_device: bool, at: datetime) -> None:
    detail = {"network": network(request), "new_device": new_device}
    record(subject=f"person/{user.pk}", action=SIGNED_IN, by=user, at=at, detail=detail)


def note_export(request: HttpRequest, user: User, *, what: str, at: datetime) -> None:
    """Note that somebody takes a file with names or addresses of people along; `what` says which, in a code."""
    detail = {"network": network(request), "what": what}
    record(subject=f"person/{user.pk}", action=EXPORTED, by=user, at=at, detail=detail)


def note_failure(request: HttpRequest, account: str, *, step: str, refused: bool = False, at: datetime) -> None:
    """Note a wrong password or code, or that whoever tried too often was refused; what is beyond the bound is not."""
    user = User.objects.filter(email=account).first()
    if not _is_within_bound(request, str(user.pk) if user else ""):
        return
    detail = {"network": network(request), "step": step}
    if user is None:
        record(subject=STRANGERS, action=UNKNOWN, by=None, at=at, detail=detail)
    else:
        action = REFUSED if refused else FAILED
        record(subject=f"person/{user.pk}", action=action, by=None, at=at, detail=detail)


def events(*, person: User | None = None) -> QuerySet[AuditEvent]:
    """What the journal tells, of one person or all, the newest first."""
    about = Q(action__in=(SIGNED_IN, FAILED, REFUSED, UNKNOWN, EXPORTED, *CHANGES))
    of_whom = Q(subject=f"person/{person.pk}") if person else Q(subject=STRANGERS) | Q(subject__startswith="person/")
    return AuditEvent.objects.filter(about & of_whom).select_related("by").order_by("-at", "-pk")


def people_in(shown: list[AuditEvent]) -> Mapping[str, User]:
    """Whom events are about, by their subjects; one query."""
    numbers = {int(event.subject.partition("/")[2]) for event in shown if event.subject != STRANGERS}
    return {f"person/{user.pk}": user for user in User.objects.filter(pk__in=numbers)}


def _is_within_bound(request: HttpRequest, key: str) -> bool:
    usage: Any = ratelimit.consume(
        request,
        app="parties",
        action="journal",
        config={"journal": settings.JOURNAL_LIMIT},
        key=key or STRANGERS,
    )
    return bool(usage)
