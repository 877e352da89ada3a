"""Readings of the Clearing-House: what each brought, refused and moved."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bch_sync.models import ImportedReport, RefusedRow, RegistryCount, ResolvedTerm, SyncRun
from bch_sync.record_kinds import kind_of_records
from bch_sync.selectors import moved_by
from bch_sync.services import open_differences
from jobs.services import enqueue
from national_reports.several import several_documents
from parties.permissions import Access, requires

SHOWN = 30
LOOK_AGAIN_SECONDS = 5
COLUMNS = ("fetched", "new", "changed", "unchanged", "withdrawn", "refused")


@require_safe
@requires(Access.DESK)
def syncs(request: HttpRequest) -> HttpResponse:
    """The last readings, and what waits for a decision."""
    runs = list(SyncRun.objects.all()[:SHOWN])
    context = {
        "rows": [{"run": run, "totals": [run.total(name) for name in COLUMNS]} for run in runs],
        "running": next((run for run in runs if run.state == SyncRun.State.RUNNING), None),
        "base": settings.BCH_BASE,
        "differences": open_differences(),
        "several": len(several_documents()),
        "shown": SHOWN,
    }
    return _looking_again(render(request, "bch_sync/syncs.html", context), context["running"] is not None)


@require_POST
@requires(Access.DESK)
def sync_request(request: HttpRequest) -> HttpResponse:
    """Ask for a reading; it is done in the background."""
    if not settings.BCH_BASE:
        messages.error(request, _("No address of a Clearing-House is set (BCH_BASE), so nothing can be read."))
        return redirect("clearing-house:syncs")
    enqueue(kind="sync_bch", full=request.POST.get("full") == "yes")
    messages.success(request, _("The Clearing-House is being read. This page shows how far it is."))
    return redirect("clearing-house:syncs")


@require_safe
@requires(Access.DESK)
def sync_run(request: HttpRequest, pk: int) -> HttpResponse:
    """One reading: what was fetched of each kind of record, what could not be read and why, the figures that moved."""
    run = get_object_or_404(SyncRun, pk=pk)
    context = {
        # Not "run": by that name the foot of every page has the run whose figures are shown.
        "reading": run,
        "rows": [
            {"kind": kind_of_records(schema), "counts": [counted.get(name, 0) for name in COLUMNS]}
            for schema, counted in sorted(run.counts.items())
        ],
        "totals": [run.total(name) for name in COLUMNS],
        "faults": [(kind_of_records(what), why) for what, why in run.faults],
        "refused_rows": [
            {"kind": kind_of_records(one.schema), "reason": one.reason, "row": one.row}
            for one in RefusedRow.objects.filter(run=run)[:SHOWN]
        ],
        "refused_reports": _refused_reports(run),
        "moved": moved_by(run),
        "counts": RegistryCount.objects.filter(run=run, reconstructed=False),
        "terms": ResolvedTerm.objects.order_by("domain", "word", "name"),
    }
    return _looking_again(render(request, "bch_sync/sync.html", context), run.state == SyncRun.State.RUNNING)


def _looking_again(response: HttpResponse, is_running: bool) -> HttpResponse:
    """The page of a reading that runs looks again by itself, without a script."""
    if is_running:
        response["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return response


def _refused_reports(run: SyncRun) -> list[ImportedReport]:
    """The reports taken in by this reading of which something could not be read."""
    until = {"imported_at__lte": run.finished_at} if run.finished_at else {}
    held = ImportedReport.objects.filter(imported_at__gte=run.started_at, **until).exclude(refused=[])
    return list(held.select_related("record__party", "cycle").order_by("cycle__deadline", "record__government"))
