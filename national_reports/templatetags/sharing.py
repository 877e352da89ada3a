"""`{% sharing report user %}`: what a Party lets others know of its draft, with its buttons."""

from typing import Any

from django import template
from django.utils import timezone

from national_reports.models import DraftLeave, Preparation, Report
from national_reports.services.preparing import leave_of
from parties.permissions import Anyone, is_secretariat

register = template.Library()


@register.inclusion_tag("national_reports/sharing.html", takes_context=True)
def sharing(context: template.Context, report: Report, user: Anyone) -> dict[str, Any]:
    """Nothing at all for the Secretariat, and where there is no draft."""
    is_draft = report.state == Report.State.DRAFT and not is_secretariat(user)
    leaves = DraftLeave.objects.filter(report=report).prefetch_related("readings__by") if is_draft else ()
    return {
        "csrf_token": context.get("csrf_token"),
        "is_draft": is_draft,
        "may_edit": context.get("may_edit"),
        "report": report,
        "said": is_draft and Preparation.objects.filter(party=report.party_id, cycle=report.cycle_id).exists(),
        "leave": leave_of(report, at=timezone.now()) if is_draft else None,
        "readings": [one for leave in leaves for one in leave.readings.all()],
    }
