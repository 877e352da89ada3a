"""`{% plan_url "indicator" "2.2.1" %}`: a page of the plan that is shown; `labels|many:"outcome"`: its own words."""

from collections.abc import Mapping

from django import template
from django.template import Context
from django.utils.functional import SimpleLazyObject

from indicators.models.levels import many_of, one_of
from portal.addresses import plan_address

register = template.Library()


@register.filter
def one(labels: Mapping[str, str] | None, level: str) -> str:
    """What the plan calls one of a level; our own name while no plan is held."""
    return one_of(labels or {}, level)


@register.filter
def many(labels: Mapping[str, str] | None, level: str) -> str:
    return many_of(labels or {}, level)


@register.simple_tag(takes_context=True)
def plan_url(context: Context, name: str, *args: str) -> str:
    plan = context.get("plan")
    # A page that shows no plan of its own means the current one, and need not ask the database which that is.
    return plan_address(None if isinstance(plan, SimpleLazyObject) else plan, name, *args)
