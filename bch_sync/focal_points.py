"""The focal points that the Clearing-House lists: whom to invite, and in which language.

Their addresses are held for that alone: no page, file or API of the public shows them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from bch_sync.models import BchRecord
from national_reports.models import Report
from parties.inviting import Asked
from parties.models import FocalPoint, Invitation, Party
from parties.name_order import by_name
from parties.roles import ROLES, Role

SCHEMA = "focalPoint"
FIELDS = frozenset({"title_EN_t", "email_ss", "type_ss"})


@dataclass(frozen=True)
class Listed:
    """One focal point as the Clearing-House lists it: a record, its Party, and of which kinds it is."""

    identifier: str
    party: Party
    name: str
    email: str
    kinds: frozenset[str]


def listed(parties: Iterable[Party]) -> list[Listed]:
    """The focal points of these Parties, as they were last read; one query."""
    records = BchRecord.objects.live().filter(schema=SCHEMA, party__in=list(parties)).select_related("party")
    return [
        _listed(one.identifier, one.party, one.payload)
        for one in records.order_by(by_name("party__"), "identifier")
        if one.party
    ]


def _listed(identifier: str, party: Party, payload: Mapping[str, Any]) -> Listed:
    emails = [one.strip() for one in _texts(payload.get("email_ss")) if one.strip()]
    names = _texts(payload.get("title_EN_t")) or _texts(payload.get("title_EN_s"))
    kinds = frozenset(_texts(payload.get("type_ss")))
    return Listed(identifier, party, next(iter(names), ""), next(iter(emails), ""), kinds)


def _texts(value: Any) -> Sequence[str]:
    """One text or several; the Clearing-House may send either, or something else."""
    found = value if isinstance(value, list) else [value]
    return [one for one in found if isinstance(one, str)]


# Of the Protocol itself (CPB-FP1, CPB-FP2 …), of the Clearing-House, and for unintentional movements (Article 17).
PROTOCOL, CLEARING_HOUSE, EMERGENCY = "protocol", "clearing-house", "emergency"


def sorts_of(one: Listed) -> frozenset[str]:
    """What a record's kinds mean here; one person may be several."""
    return frozenset(
        PROTOCOL
        if kind.startswith("CPB-FP")
        else CLEARING_HOUSE
        if kind == "BCH-FP"
        else EMERGENCY
        if kind == "CPB-A17-FP"
        else kind
        for kind in one.kinds
    )


def to_invite(found: Iterable[Listed], *, roles: Mapping[str, str]) -> list[Asked]:
    """The lines of a list: each person once a Party, in the highest role of `roles` for what it is; others left out.

    The Clearing-House keeps a record for each of a person's offices: the same address of the same Party is one person.
    A record without an address stays a line of its own, to be mended.
    """
    highest: dict[tuple[int, str], tuple[Listed, Role]] = {}
    for one in found:
        given = [ROLES[roles[sort]] for sort in sorts_of(one) if roles.get(sort)]
        if given:
            role = max(given, key=lambda role: role.rank)
            person = (one.party.pk, one.email.lower() or one.identifier)
            first, held = highest.get(person, (one, role))
            highest[person] = (first, max(held, role, key=lambda role: role.rank))
    return [
        Asked(line, one.name, one.email, one.party.code, role.code)
        for line, (one, role) in enumerate(highest.values(), 1)
    ]


def languages_of_parties() -> dict[int, str]:
    """The language of each Party's latest report, by the Party's number: what its people read, as far as we know."""
    reports = Report.objects.filter(part="").order_by("cycle__deadline", "version")
    return {
        party: languages[0]
        for party, languages in reports.values_list("party_id", "header__languages")
        if isinstance(languages, list) and languages and isinstance(languages[0], str)
    }


@dataclass(frozen=True)
class Differences:
    """Whom the Clearing-House lists and nobody here knows, and who is here and not listed there."""

    only_there: list[Listed]
    only_here: list[FocalPoint]


def differences(*, at: datetime) -> Differences:
    """Where the focal points of the Clearing-House and the people here differ, by address; five queries.

    Of Parties for which it lists nobody nothing is said: it may not have been read yet.
    """
    today = timezone.localdate(at)
    parties = list(Party.objects.in_force(today))
    found = [one for one in listed(parties) if one.email and sorts_of(one) & {PROTOCOL, CLEARING_HOUSE, EMERGENCY}]
    current = list(
        FocalPoint.objects.current(today)
        .filter(party__in=parties)
        .select_related("user", "party")
        .order_by(by_name("party__"), "user__name")
    )
    invited = Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=at)
    here = {(one.party_id, one.user.email) for one in current} | set(invited.values_list("party_id", "email"))
    there = {(one.party.pk, one.email.lower()) for one in found}
    with_any = {party for party, _email in there}
    only_there = {
        (one.party.pk, one.email.lower()): one for one in found if (one.party.pk, one.email.lower()) not in here
    }
    only_here = [one for one in current if one.party_id in with_any and (one.party_id, one.user.email) not in there]
    return Differences(list(only_there.values()), only_here)
