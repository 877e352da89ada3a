"""A Party's authorities bring in colleagues of their own Party and end their access, as the Secretariat does."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from parties.colleague_letters import tell_of_end, tell_of_invitation
from parties.invitations import SentInvitation, not_taken_up, who_invited
from parties.models import FocalPoint, Invitation, Party, User
from parties.people import end_role, invite
from parties.roles import role_called

# Of one Party: who has a role or is invited to one; and letters of its own people in a day.
MOST_PEOPLE = 40
MOST_LETTERS, DAY = 20, timedelta(days=1)


class TooManyPeople(RuntimeError):
    """The Party has as many people and invitations as it may: end or withdraw one, or ask the Secretariat."""


class TooManyLetters(RuntimeError):
    """The Party's people sent as many invitations today as they may: go on tomorrow, or ask the Secretariat."""


class HasRole(RuntimeError):
    """The person has this role for the Party, or a higher one: nothing is left to do."""


class OwnAccess(PermissionError):
    """Nobody ends their own access: another authority of the Party or the Secretariat does."""


@dataclass(frozen=True)
class Colleague:
    """Somebody who has a role for a Party today."""

    held: FocalPoint
    invited_by: str


@dataclass(frozen=True)
class Colleagues:
    """A Party's people, authorities first, and the invitations that nobody took up."""

    people: list[Colleague]
    invitations: list[SentInvitation]


def colleagues_of(party: Party, *, at: datetime) -> Colleagues:
    """Everybody who has a role for a Party or is invited to one; four queries."""
    current = FocalPoint.objects.current(timezone.localdate(at)).filter(party=party).select_related("user", "party")
    held = sorted(current, key=lambda one: (-one.held_role.rank, one.user.name))
    invited_by = who_invited(held)
    return Colleagues(
        people=[Colleague(one, invited_by.get(one.pk, "")) for one in held],
        invitations=[one for one in not_taken_up(at=at) if one.invitation.party == party],
    )


def invite_colleague(
    *, party: Party, email: str, name: str, role: str, language: str, by: User, at: datetime
) -> Invitation:
    """Invite somebody to a role for one's own Party, by a letter in `language`; the other authorities are told.

    Raises NotYours, UnknownRole, HasRole, TooManyPeople, TooManyLetters, InvitedMeanwhile.
    """
    offered = role_called(role, place="a colleague's invitation")
    email = email.strip().lower()
    with transaction.atomic():
        # Two who invite at once do not pass the bounds together.
        Party.objects.select_for_update().get(pk=party.pk)
        current = FocalPoint.objects.current(timezone.localdate(at)).filter(party=party).select_related("user")
        if any(one.user.email == email and one.held_role.rank >= offered.rank for one in current):
            raise HasRole(email)
        # An invitation sent again takes the place of the one before.
        waiting = Invitation.objects.filter(party=party, accepted_at=None, withdrawn_at=None, expires_at__gt=at)
        if current.count() + waiting.exclude(email=email, role=role).count() >= MOST_PEOPLE:
            raise TooManyPeople
        of_today = Invitation.objects.filter(party=party, invited_at__gt=at - DAY, invited_by__is_staff=False)
        if of_today.count() >= MOST_LETTERS:
            raise TooManyLetters
        invitation = invite(email=email, name=name, role=role, party=party, by=by, at=at, language=language)
        tell_of_invitation(invitation, by=by, at=at)
    return invitation


def end_colleague(*, held: FocalPoint, by: User, at: datetime) -> None:
    """End a colleague's access at once; they and the other authorities are told.

    Raises OwnAccess, AlreadyEnded, NotYours.
    """
    if held.user == by:
        raise OwnAccess
    with transaction.atomic():
        end_role(focal_point=held, by=by, at=at)
        tell_of_end(held, by=by, at=at)
