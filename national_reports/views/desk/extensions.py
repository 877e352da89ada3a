"""Extensions of a cycle's due day.

What one would move is shown before it is given or taken back: the forms are taken by `evaluation.views.changes`, which
knows the findings and editions that rest on it.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from indicators.models import ReportingCycle
from national_reports.views.desk.forms import ExtensionForm
from parties.permissions import Access, requires

PAGE = "national_reports/desk/extensions.html"


@require_safe
@requires(Access.DESK)
def extensions(request: HttpRequest, cycle: str) -> HttpResponse:
    """The later due days of a cycle, and a form to give one."""
    held = get_object_or_404(ReportingCycle, code=cycle)
    return render(request, PAGE, extensions_context(held, ExtensionForm(cycle=held)))


def extensions_context(cycle: ReportingCycle, form: ExtensionForm) -> dict[str, Any]:
    """What the page shows beside a form, new or with its faults."""
    return {"cycle": cycle, "form": form, "extensions": cycle.extensions.select_related("party", "by")}
