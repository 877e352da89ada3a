"""Several published documents for one Party and cycle, side by side; which one counts, and why."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from national_reports.models import Report
from national_reports.services.counting import NoReason, NotPublished, decide_counted, follow_the_rule
from national_reports.several import Slot, differences, several_documents, slot_of
from parties.permissions import Access, includes, requires, signed_in_user


@require_safe
@requires(Access.DESK)
def submissions(request: HttpRequest) -> HttpResponse:
    """Every Party and cycle with more than one published document."""
    return render(request, "bch_sync/submissions.html", {"slots": several_documents()})


@require_safe
@requires(Access.DESK)
def submission(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """The documents side by side, where they differ."""
    slot = _slot(party, cycle)
    context = {
        "slot": slot,
        "report": slot.counted,
        "differences": differences(slot.reports),
        "may_decide": includes(request.user, Access.PUBLISH, on=timezone.localdate()),
    }
    return render(request, "bch_sync/submission.html", context)


@require_POST
@requires(Access.PUBLISH)
def counting_decision(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """Let another document count for a stated reason, or the rule again."""
    slot = _slot(party, cycle)
    by, at = signed_in_user(request), timezone.now()
    if request.POST.get("report") == "rule":
        follow_the_rule(report=slot.counted, by=by, at=at)
        messages.success(request, _("The latest submission counts again."))
        return redirect("clearing-house:submission", party, cycle)
    chosen = [report for report in slot.reports if str(report.pk) == request.POST.get("report")]
    try:
        if not chosen:
            raise NotPublished
        decide_counted(report=chosen[0], reason=request.POST.get("reason", ""), by=by, at=at)
        messages.success(request, _("It counts now, and the figures are computed anew."))
    except NoReason:
        messages.error(request, _("Say why this report counts and not the latest submission."))
    except NotPublished:
        messages.error(request, _("Choose one of the published documents."))
    return redirect("clearing-house:submission", party, cycle)


def _slot(party: str, cycle: str) -> Slot:
    report = Report.objects.filter(party__code=party, cycle__code=cycle, part="").first()
    if report is None:
        raise Http404(_("There is no report of this Party for this cycle."))
    slot = slot_of(report.party_id, report.cycle_id)
    if not slot.reports:
        raise Http404(_("No report of this Party was published for this cycle."))
    return slot
