"""Cycles: open or close them for reports; their questionnaires and maps."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from indicators.models import ReportingCycle
from national_reports.models import Report
from national_reports.selectors import NoQuestionnaire
from national_reports.services.cycles import TrialOn, close_cycle, open_cycle
from national_reports.trials import numbers_by_cycle
from parties.asking_first import Asked, asks_first
from parties.permissions import Access, includes, requires, signed_in_user


@require_safe
@requires(Access.DESK)
def cycles(request: HttpRequest) -> HttpResponse:
    """Every cycle with what is loaded for it."""
    held = ReportingCycle.objects.order_by("-deadline").prefetch_related(
        "questionnaires", "maps__previous", "extensions__party"
    )
    trials = numbers_by_cycle()
    rows = [
        {
            "cycle": cycle,
            "questionnaires": sorted(cycle.questionnaires.all(), key=lambda one: one.version),
            "trial": trials.get(cycle.pk),
            "maps": [(one.previous.code, len(one.links)) for one in cycle.maps.all()],
        }
        for cycle in held
    ]
    open_reports = Report.objects.open().filter(cycle__is_open=False).count()
    may_open = includes(request.user, Access.PUBLISH, on=timezone.localdate())
    context = {"rows": rows, "may_open": may_open, "open_reports": open_reports}
    return render(request, "national_reports/desk/cycles.html", context)


@require_POST
@requires(Access.PUBLISH)
def cycle_opening(request: HttpRequest, cycle: str) -> HttpResponse:
    """Let Parties fill in reports of a cycle."""
    held = get_object_or_404(ReportingCycle, code=cycle)
    try:
        open_cycle(cycle=held, by=signed_in_user(request), at=timezone.now())
        messages.success(request, _("%(cycle)s is open for reports.") % {"cycle": held.title})
    except NoQuestionnaire:
        messages.error(request, _("There is no questionnaire for this cycle: load one first."))
    except TrialOn:
        said = _("A trial round of %(cycle)s is on. End it first, then open the cycle.")
        messages.error(request, said % {"cycle": held.title})
    return redirect("desk:cycles")


def _ask_to_close(request: HttpRequest, cycle: str) -> Asked:
    held = get_object_or_404(ReportingCycle, code=cycle)
    return Asked(
        title=_("Close %(cycle)s for reports?") % {"cycle": held.title},
        words=_(
            "No further report can be begun. Reports that were begun can still be filled in and submitted, and the "
            "cycle can be opened again."
        ),
        button=_("Close for reports"),
        back=reverse("desk:cycles"),
    )


@require_POST
@requires(Access.PUBLISH)
@asks_first(_ask_to_close)
def cycle_closing(request: HttpRequest, cycle: str) -> HttpResponse:
    """Let no further report of a cycle be begun."""
    held = get_object_or_404(ReportingCycle, code=cycle)
    close_cycle(cycle=held, by=signed_in_user(request), at=timezone.now())
    messages.success(request, _("%(cycle)s is closed: no further report can be begun.") % {"cycle": held.title})
    return redirect("desk:cycles")
