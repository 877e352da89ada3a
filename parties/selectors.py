"""Reads about Parties that span models."""

from datetime import date

from parties.models import GroupMembership, Party, PartyGroup, current_on

ALL = "all"


def population(on: date) -> frozenset[str]:
    """Codes of the Parties for which the Protocol is in force on a day."""
    return frozenset(Party.objects.in_force(on).values_list("code", flat=True))


def groups_on(on: date) -> dict[str, frozenset[str]]:
    """Members of every group on a day, by the group's slug; two queries."""
    groups: dict[str, set[str]] = {slug: set() for slug in PartyGroup.objects.values_list("slug", flat=True)}
    for slug, code in GroupMembership.objects.filter(current_on(on)).values_list("group__slug", "party__code"):
        groups[slug].add(code)
    return {slug: frozenset(codes) for slug, codes in groups.items()}
