"""Reports accepted here, to be filed in the Clearing-House: the exact document, and sending it where a token is set."""

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bch_sync.client import ClearingHouseError
from bch_sync.filing import (
    MAY_BE_FILED,
    AlreadyFiled,
    NotInShape,
    NoToken,
    NotToBeFiled,
    export_document,
    file_report,
    files_of,
    is_sent,
)
from bch_sync.models import Filing
from bch_sync.services import NoClearingHouse, clearing_house
from national_reports.digests import canonical
from national_reports.models import Report
from parties.journal import note_export
from parties.name_order import by_name
from parties.permissions import Access, includes, requires, signed_in_user


def _reports() -> QuerySet[Report]:
    held = Report.objects.filter(state__in=MAY_BE_FILED, part="", submissions__isnull=False).distinct()
    return held.select_related("party", "cycle", "filing").order_by("cycle__deadline", by_name("party__"))


def _report(party: str, cycle: str) -> Report:
    """The last version that may be filed."""
    report = _reports().filter(party__code=party, cycle__code=cycle).order_by("-version").first()
    if report is None:
        raise Http404(_("No accepted report of this Party was handed in here for this cycle."))
    return report


@require_safe
@requires(Access.DESK)
def filings(request: HttpRequest) -> HttpResponse:
    """What may be filed, and what was sent."""
    may_publish = includes(request.user, Access.PUBLISH, on=timezone.localdate())
    context = {
        "rows": [{"report": one, "files": files_of(one), "is_sent": is_sent(one)} for one in _reports()],
        "may_send": may_publish and bool(settings.BCH_TOKEN and settings.BCH_BASE),
        "has_token": bool(settings.BCH_TOKEN),
    }
    return render(request, "bch_sync/filings.html", context)


@require_safe
@requires(Access.DESK)
def filing_document(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """The document as it is to be uploaded."""
    report = _report(party, cycle)
    try:
        document = export_document(report)
    except (NotToBeFiled, NotInShape) as fault:
        messages.error(request, str(fault))
        return redirect("clearing-house:filings")
    # It names who may be asked about the report.
    what = f"{report.subject} filing"
    note_export(request, signed_in_user(request), what=what, at=timezone.now())
    response = HttpResponse(canonical(document), content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{document["header"]["schema"]}-{party}.json"'
    return response


@require_POST
@requires(Access.PUBLISH)
def filing(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """Send a report to the Clearing-House."""
    try:
        with clearing_house() as house:
            sent = file_report(report=_report(party, cycle), house=house, by=signed_in_user(request), at=timezone.now())
        if sent.state == Filing.State.SENT:
            messages.success(request, _("Sent. The Clearing-House's own focal point publishes it there."))
        else:
            messages.error(request, _("Refused by the Clearing-House: %(why)s") % {"why": "; ".join(sent.said)})
    except (NoClearingHouse, NoToken, NotToBeFiled, NotInShape, AlreadyFiled, ClearingHouseError) as fault:
        messages.error(request, str(fault))
    return redirect("clearing-house:filings")
