"""`{% waiting_count as n %}`: how many reports wait for their review."""

from django import template

from national_reports.models import Report

register = template.Library()


@register.simple_tag
def waiting_count() -> int:
    return Report.objects.filter(part="", state=Report.State.SUBMITTED).count()
