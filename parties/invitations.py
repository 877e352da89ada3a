"""Invitations that nobody has taken up, what became of their letters, and which Parties are reached."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from parties.models import Email, FocalPoint, Invitation, OfficeAddress, Party
from parties.name_order import by_name
from parties.people import letter_key


class Standing(Enum):
    """What is to be done about an invitation: those at the top want somebody's hand."""

    NOT_SENT = "not-sent"
    CAME_BACK = "came-back"
    EXPIRED = "never-came-in"
    CODE = "code"
    WAITING = "waiting"
    OPEN = "open"

    @property
    def label(self) -> StrPromise:
        return LABELS[self]

    @property
    def reaches(self) -> bool:
        """Whether the person may still come in by it."""
        return self in (Standing.CODE, Standing.WAITING, Standing.OPEN)


LABELS = {
    Standing.NOT_SENT: _("Letter not sent"),
    Standing.CAME_BACK: _("Letter came back"),
    Standing.EXPIRED: _("Never came in"),
    Standing.CODE: _("Code handed over"),
    Standing.WAITING: _("Letter waits to be sent"),
    Standing.OPEN: _("Invited"),
}


class Reach(Enum):
    """Whether the Secretariat has somebody to write to at a Party."""

    IN = "in"
    INVITED = "invited"
    OFFICE = "office"
    NOT_REACHED = "not-reached"

    @property
    def label(self) -> StrPromise:
        return REACH_LABELS[self]


REACH_LABELS = {
    Reach.IN: _("Somebody is in"),
    Reach.INVITED: _("Invited, nobody is in"),
    Reach.OFFICE: _("By its office alone"),
    Reach.NOT_REACHED: _("Not reached"),
}


@dataclass(frozen=True)
class SentInvitation:
    """An invitation with its letter, which tells whether it went."""

    invitation: Invitation
    letter: Email | None
    standing: Standing


def not_taken_up(*, at: datetime) -> list[SentInvitation]:
    """Every invitation that was neither taken up nor withdrawn, those that want a hand first; two queries."""
    held = list(
        Invitation.objects.filter(accepted_at=None, withdrawn_at=None)
        .select_related("party", "invited_by")
        .order_by(by_name("party__"), "email")
    )
    keys = [letter_key(one) for one in held]
    letters = {one.key: one for one in Email.objects.filter(key__in=keys).defer("body")}
    found = []
    for one in held:
        letter = letters.get(letter_key(one))
        found.append(SentInvitation(one, letter, _standing(one, letter, at)))
    order = list(Standing)
    return sorted(found, key=lambda one: order.index(one.standing))


def is_invited(role: str, *, at: datetime) -> bool:
    """Whether somebody holds a link to this role that still works."""
    return Invitation.objects.filter(role=role, accepted_at=None, withdrawn_at=None, expires_at__gt=at).exists()


def who_invited(held: Iterable[FocalPoint]) -> Mapping[int, str]:
    """Who invited the people that hold these roles, by the number of the role; one query.

    A role that was given without an invitation has nobody.
    """
    roles = list(held)
    accepted = Invitation.objects.filter(accepted_by__in={one.user_id for one in roles}, party__isnull=False)
    rows = accepted.order_by("accepted_at").values_list("accepted_by", "party", "role", "invited_by__name")
    names = {(person, party, role): name for person, party, role, name in rows}
    keys = {one.pk: (one.user_id, one.party_id, one.role) for one in roles}
    return {pk: names[key] for pk, key in keys.items() if key in names}


def _standing(invitation: Invitation, letter: Email | None, at: datetime) -> Standing:
    if not invitation.is_open(at):
        return Standing.EXPIRED
    if invitation.handed_over_at is not None:
        return Standing.CODE
    if invitation.returned_at is not None:
        return Standing.CAME_BACK
    if letter is None or letter.sent_at is not None:
        return Standing.OPEN
    return Standing.NOT_SENT if letter.fault else Standing.WAITING


def standings_by_party(*, at: datetime) -> Mapping[int, frozenset[Standing]]:
    """What is to be done about the invitations of each Party that has any, by its number; two queries."""
    found: dict[int, set[Standing]] = defaultdict(set)
    for one in not_taken_up(at=at):
        if one.invitation.party_id is not None:
            found[one.invitation.party_id].add(one.standing)
    return {party: frozenset(standings) for party, standings in found.items()}


def reached(standings: Collection[Standing], *, is_in: bool, has_office: bool) -> Reach:
    """How far a Party is reached whose invitations stand so, and of which somebody is in, or an office gets letters.

    Pure.
    """
    if is_in:
        return Reach.IN
    if any(one.reaches for one in standings):
        return Reach.INVITED
    return Reach.OFFICE if has_office else Reach.NOT_REACHED


def with_office() -> frozenset[int]:
    """The numbers of the Parties whose letters go to an office too; one query."""
    return frozenset(OfficeAddress.objects.written_to().values_list("party", flat=True))


def reach(parties: list[Party], *, at: datetime) -> Mapping[int, Reach]:
    """How far each Party is reached, by its number; four queries."""
    current = FocalPoint.objects.current(timezone.localdate(at)).filter(party__in=parties)
    held, invited, offices = {one.party_id for one in current.written_to()}, standings_by_party(at=at), with_office()
    return {
        party.pk: reached(invited.get(party.pk, ()), is_in=party.pk in held, has_office=party.pk in offices)
        for party in parties
    }


def counted(found: Mapping[int, Reach]) -> list[tuple[Reach, int]]:
    """How many Parties are reached how far."""
    numbers = Counter(found.values())
    return [(one, numbers[one]) for one in Reach]
