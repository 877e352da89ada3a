"""What an auditor asks: who was what on a day, what somebody did in a period, and what changed under a figure."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.timezone import make_aware

from languages.told import said_later
from national_reports.models import Report
from parties.models import AuditEvent, FocalPoint, User
from parties.roles import of_the_secretariat
from parties.verification import flags_told

# Chains of what figures rest on besides reports: data files, registry and runs, dates of cycles, treaty dates and
# groups, recorded figures, meetings of evaluations.
INPUT_CHAINS = ("data", "cycle/", "indicator/", "party/", "plan/", "run/")
# Of a report: what makes it count, count no more, or count by another day.
OF_REPORTS = (
    *(str(one) for one in (Report.State.PUBLISHED, Report.State.SUPERSEDED, Report.State.TAKEN_OFF)),
    *(said_later("counted by decision"), said_later("counted by the rule"), said_later("dates told anew")),
)
# Of an evaluation: its cycles, days, groups.
OF_EVALUATIONS = (said_later("evaluation created"), said_later("evaluation changed"))
ROLE_COLUMNS = ("person", "name", "email", "role", "party", "from", "until", "may_sign_in_now")
ACT_COLUMNS = ("at", "person", "name", "subject", "number", "action", "detail", "sha256")


@dataclass(frozen=True)
class Held:
    """A role that somebody had on a day; `until` is the first day without it, None where none is known."""

    user: User
    role: str
    label: Any
    party: str
    begins: date | None
    until: date | None


def roles_on(day: date) -> Iterator[Held]:
    """Everybody who was something on a day: of a Party by the roles' dates, of the Secretariat by the trail."""
    users = {user.pk: user for user in User.objects.order_by("name", "pk")}
    flags = flags_told(until=_after(day))
    for pk, user in users.items():
        for role in sorted(of_the_secretariat(), key=lambda one: -one.rank):
            if pk in flags and all(flags[pk].get(flag) for flag in role.flags):
                yield Held(user, role.code, role.label, "", None, None)
                break
    covering = FocalPoint.objects.filter(begins_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gt=day))
    for one in covering.select_related("user", "party").order_by("party__code", "user__name", "pk"):
        yield Held(one.user, one.role, one.held_role.label, one.party.code, one.begins_on, one.ends_on)


def acts(*, person: User | None, first: date, last: date) -> QuerySet[AuditEvent]:
    """What was done in a period, by one person or by all and the portal itself, the newest first."""
    found = AuditEvent.objects.filter(at__gte=_begin(first), at__lt=_after(last))
    found = found.filter(by=person) if person else found
    return found.select_related("by").order_by("-at", "-pk")


def input_changes(*, first: date, last: date) -> QuerySet[AuditEvent]:
    """Every change in a period of what figures rest on, whoever made it, the newest first."""
    chains = Q()
    for prefix in INPUT_CHAINS:
        chains |= Q(subject__startswith=prefix)
    of_reports = Q(subject__startswith="report/", action__in=OF_REPORTS)
    of_evaluations = Q(subject__startswith="evaluation/", action__in=OF_EVALUATIONS)
    return acts(person=None, first=first, last=last).filter(chains | of_reports | of_evaluations)


def role_rows(day: date) -> Iterator[dict[str, Any]]:
    for held in roles_on(day):
        yield {
            "person": held.user.pk,
            "name": held.user.name,
            "email": held.user.email,
            "role": held.role,
            "party": held.party,
            "from": held.begins or "",
            "until": held.until or "",
            "may_sign_in_now": held.user.is_active,
        }


def act_rows(events: QuerySet[AuditEvent]) -> Iterator[dict[str, Any]]:
    """Rows of the trail as it is stored, with the hash by which each is found in its chain."""
    for event in events.iterator(chunk_size=1000):
        yield {
            "at": event.at.isoformat(),
            "person": event.by_id or "",
            "name": event.by.name if event.by else "",
            "subject": event.subject,
            "number": event.sequence,
            "action": event.action,
            "detail": json.dumps(event.detail, ensure_ascii=False, sort_keys=True),
            "sha256": event.sha256,
        }


def _begin(day: date) -> datetime:
    """The first moment of a day where the portal's days begin."""
    return make_aware(datetime.combine(day, time()))


def _after(day: date) -> datetime:
    return _begin(day + timedelta(days=1))
