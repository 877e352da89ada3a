"""Reads about Parties and people that span models."""

from dataclasses import dataclass
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Prefetch
from django.utils import timezone

from parties.invitations import SentInvitation, not_taken_up, who_invited
from parties.models import FocalPoint, GroupMembership, Party, PartyGroup, User, current_on
from parties.people import may_end_staff
from parties.permissions import Access, includes
from parties.roles import Leave


def population(on: date) -> frozenset[str]:
    """Codes of the Parties for which the Protocol is in force on a day."""
    return frozenset(Party.objects.in_force(on).values_list("code", flat=True))


def groups_on(on: date) -> dict[str, frozenset[str]]:
    """Members of every group on a day, by the group's slug; two queries."""
    groups: dict[str, set[str]] = {slug: set() for slug in PartyGroup.objects.values_list("slug", flat=True)}
    for slug, code in GroupMembership.objects.filter(current_on(on)).values_list("group__slug", "party__code"):
        groups[slug].add(code)
    return {slug: frozenset(codes) for slug, codes in groups.items()}


def authorities_of(party: Party, *, at: datetime) -> list[User]:
    """Who submits the reports of a Party, each once though a role changes on the day."""
    current = FocalPoint.objects.current(timezone.localdate(at)).filter(party=party)
    return list(dict.fromkeys(one.user for one in current.authorities()))


def people_of(party: Party, *, at: datetime) -> list[User]:
    """Who fills in the reports of a Party, by name."""
    current = FocalPoint.objects.current(timezone.localdate(at)).filter(party=party).select_related("user")
    found = {one.user for one in current if one.held_role.fills_in is not Leave.NO}
    return sorted(found, key=lambda one: one.name)


@dataclass(frozen=True)
class Person:
    """One line of the list of people: the roles that hold today, and what the reader may end."""

    user: User
    # Each with who invited the person to it, where somebody did.
    roles: list[tuple[FocalPoint, str]]
    may_end_staff: bool
    may_change_address: bool
    may_reset_second_step: bool


@dataclass(frozen=True)
class PeopleList:
    people: list[Person]
    invitations: list[SentInvitation]


def roles_of(user: User, *, on: date) -> list[FocalPoint]:
    """What somebody is for which Party on a day."""
    return list(FocalPoint.objects.current(on).filter(user=user).select_related("party"))


def people_list(party: Party | None, *, by: User, at: datetime) -> PeopleList:
    """Everybody with an account, and the invitations that nobody took up; of one Party, or all. Five queries."""
    current = FocalPoint.objects.filter(current_on(timezone.localdate(at))).select_related("party")
    users = User.objects.prefetch_related(Prefetch("focal_points", current, to_attr="current_roles")).order_by("name")
    users = users.annotate(has_second_step=Exists(Authenticator.objects.filter(user=OuterRef("pk"))))
    invitations = not_taken_up(at=at)
    if party is not None:
        users = users.filter(pk__in=current.filter(party=party).values("user"))
        invitations = [one for one in invitations if one.invitation.party == party]
    invited_by = who_invited(role for user in users for role in user.current_roles)
    ends_staff = may_end_staff(by, timezone.localdate(at))
    publishes = includes(by, Access.PUBLISH, on=timezone.localdate(at))
    return PeopleList(
        people=[
            Person(
                user=user,
                roles=[(role, invited_by.get(role.pk, "")) for role in user.current_roles],
                may_end_staff=ends_staff and user.is_staff and user != by,
                may_change_address=user != by and (ends_staff or not (user.is_staff or user.is_superuser)),
                may_reset_second_step=user != by and publishes and user.has_second_step,
            )
            for user in users
        ],
        invitations=invitations,
    )


def is_demonstration() -> bool:
    """Whether any Party here is a stand-in of the demonstration: every page and file then says so."""
    return Party.objects.filter(demonstration=True).exists()


def short_name(code: str) -> str:
    """A country's short name in the reader's language; the code where it is not known."""
    party = Party.objects.filter(code=code).first()
    return party.name if party else code
