"""`{% left_out_count as n %}`: how many things stand on the list of what was left out."""

from django import template

from jobs.models import LeftOut

register = template.Library()


@register.simple_tag
def left_out_count() -> int:
    return LeftOut.objects.open().count()
