"""`{% plan_url "indicator" "2.2.1" %}`: a page of the plan that is shown; `labels|many:"outcome"`: its own words."""

from collections.abc import Mapping

from django import template
from django.template import Context
from django.utils.translation import gettext_lazy as _

from portal.addresses import plan_address

register = template.Library()

# A plan of two levels has no word for the second: there an objective is what its first level is.
ABOVE = {"operational_objective": "strategic_objective"}
# What stands for a level that a plan has and does not name.
PLAIN = {"expected_impact": _("Expected impact"), "outcome": _("Outcome")}


@register.simple_tag(takes_context=True)
def plan_url(context: Context, name: str, *args: str) -> str:
    return plan_address(context.get("plan"), name, *args)


@register.filter
def one(labels: Mapping[str, str], level: str) -> str:
    """What a plan calls one of a level, by our name of it."""
    named = labels.get(level) or labels.get(ABOVE.get(level, ""))
    return named or str(PLAIN.get(level, ""))


@register.filter
def many(labels: Mapping[str, str], level: str) -> str:
    """What a plan calls several of a level; the word for one where its file gives no other."""
    levels = [level] if labels.get(level) else [ABOVE.get(level, "")]
    return next((labels[f"{name}s"] for name in levels if labels.get(f"{name}s")), one(labels, level))
