"""Read the choices in a page's address: plan, cycle, group, pair; an unknown one is 404, never a guess."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from figures.selectors import pairs
from indicators.models import Plan
from parties.all_parties import ALL
from parties.formats import listed
from parties.models import PartyGroup


class NoPlanLoaded(Http404):
    """Nothing can be shown before a plan is loaded."""


def chosen_plan(slug: str | None) -> Plan:
    """The plan that the address names, else the current one."""
    if slug is not None:
        return get_object_or_404(Plan, slug=slug)
    plan = Plan.objects.filter(current=True).first()
    if plan is None:
        raise NoPlanLoaded(_("This portal is being prepared: its plan is not here yet."))
    return plan


def chosen(request: HttpRequest, name: str, allowed: Iterable[str], default: str) -> str:
    """A choice from the query; Http404 naming the allowed ones for anything else."""
    allowed = list(allowed)
    value = request.GET.get(name) or default
    if value not in allowed:
        raise Http404(
            _("%(name)s may be one of: %(allowed)s") % {"name": name, "allowed": listed(filter(None, allowed))}
        )
    return value


def groups() -> list[PartyGroup]:
    return list(PartyGroup.objects.all())


def chosen_group(request: HttpRequest, held: list[PartyGroup]) -> str:
    return chosen(request, "group", [ALL, *(group.slug for group in held)], ALL)


def chosen_pair(request: HttpRequest, plan: Plan) -> tuple[tuple[str, str], list[tuple[str, str]]]:
    """The pair of cycles in `?pair=NR2-NR3` and those offered; the plan's mid-term pair unless told."""
    offered = pairs(plan)
    if not offered:
        return plan.mid_term_pair or ("", ""), []
    default = plan.mid_term_pair if plan.mid_term_pair in offered else offered[0]
    value = chosen(request, "pair", ["-".join(pair) for pair in offered], "-".join(default))
    baseline, _dash, current = value.partition("-")
    return (baseline, current), offered


def with_query(request: HttpRequest, **changes: str | None) -> str:
    """The address's query with some choices changed; None removes one."""
    query = QueryDict(mutable=True)
    query.update(request.GET.dict())
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"?{query.urlencode()}" if query else "?"


def group_filter(group: str, all_groups: list[PartyGroup]) -> list[dict[str, object]]:
    """The group of Parties as a field of the `filters` component."""
    options = [(ALL, _("All Parties")), *((one.slug, _(one.name)) for one in all_groups)]
    return [
        {
            "name": "group",
            "label": _("Group of Parties"),
            "options": [{"value": slug, "label": label, "selected": slug == group} for slug, label in options],
        }
    ]
