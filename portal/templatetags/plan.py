"""`{% plan_url "indicator" "2.2.1" %}`: a page of the plan that is shown; `labels|many:"outcome"`: its own words."""

from django import template
from django.template import Context

from indicators.models.levels import many_of, one_of
from portal.addresses import plan_address

register = template.Library()

register.filter("one", one_of)
register.filter("many", many_of)


@register.simple_tag(takes_context=True)
def plan_url(context: Context, name: str, *args: str) -> str:
    return plan_address(context.get("plan"), name, *args)
