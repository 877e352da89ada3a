"""The monitor: where every Party stands, as a page and as a file; and reports that came on paper."""

import csv
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from indicators.days import deadline_day
from indicators.models import ReportingCycle
from national_reports.due_days import DueDays
from national_reports.monitor import Row
from national_reports.services.attachments import FileRefused
from national_reports.services.filling import ReportFrozen
from national_reports.services.paper import BegunByParty, HandedInByParty, enter_from_paper
from national_reports.services.quota import QuotaFull
from national_reports.services.stored_files import StorageFull
from national_reports.views.attachments import no_room, refusal
from national_reports.views.desk.choices import NoCycleYet
from national_reports.views.desk.forms import PaperForm
from national_reports.views.desk.shown import Shown
from parties.bounds import A_FILE, takes
from parties.models import User
from parties.permissions import Access, requires, signed_in_user
from parties.spreadsheets import safe_cell

PER_PAGE = 50
COLUMNS = (
    "party",
    "name",
    "cycle",
    "deadline",
    "due_on",
    "population_on",
    "counted",
    "state",
    "version",
    "origin",
    "received_on",
    "asked",
    "answered",
    "sections",
    "sections_complete",
    "last_activity",
    "last_by",
    "focal_points",
    "reach",
    "invitations",
    "findings_to_settle",
    "looked_after_by",
    "demonstration",
)


@require_safe
@requires(Access.DESK)
def monitor(request: HttpRequest) -> HttpResponse:
    """Every Party of a cycle with the state of its report; before there is a cycle, what is to be done first."""
    try:
        shown = Shown.read(request.GET, signed_in_user(request))
    except NoCycleYet:
        return redirect("getting-ready:page")
    cycle, narrowed = shown.whole.cycle, shown.narrowed
    page = Paginator(narrowed.counted, PER_PAGE).get_page(request.GET.get("page"))
    due_on = DueDays.of(cycle).for_all
    days = (due_on - deadline_day(timezone.now())).days
    context = {
        "cycle": cycle,
        "due_on": due_on,
        "extensions": cycle.extensions.all(),
        "days": days,
        "days_since": -days,
        "tabs": _tabs(shown),
        "page": page,
        "query": shown.query().removeprefix("?") + "&",
        "choices": [{"name": name, "value": value} for name, value in shown.choices.items() if value],
        "staff": User.objects.filter(is_staff=True, is_active=True).order_by("name"),
        "waiting": sum(not row.has_handed_in for row in narrowed.counted),
        "apart": narrowed.apart,
        "fields": shown.fields,
        "clear_url": shown.query(group="", state="", which="", care="", q="", sort=""),
        "downloads": [{"format": "CSV", "url": reverse("desk:monitor-csv") + shown.query()}],
        "demonstration": any(row.party.demonstration for row in shown.whole.rows),
    }
    return render(request, "national_reports/desk/monitor.html", context)


def _tabs(shown: Shown) -> list[dict[str, Any]]:
    per_state = shown.whole.per_state(shown.choices["group"])
    everybody = ("", _("All"), sum(number for _state, _label, number in per_state))
    return [
        {"title": label, "url": shown.query(state=state), "current": state == shown.choices["state"], "note": number}
        for state, label, number in (everybody, *per_state)
    ]


@require_safe
@requires(Access.DESK)
def monitor_csv(request: HttpRequest) -> HttpResponse:
    """The rows of the monitor as a file."""
    narrowed = Shown.read(request.GET, signed_in_user(request)).narrowed
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="monitor-{narrowed.cycle.code}.csv"'
    writer = csv.writer(response)
    writer.writerow(COLUMNS)
    for row in narrowed.rows:
        cells = _cells(row, narrowed.cycle)
        writer.writerow([safe_cell(cells[column]) for column in COLUMNS])
    return response


def _cells(row: Row, cycle: ReportingCycle) -> dict[str, Any]:
    report, progress = row.report, row.progress
    return {
        "party": row.party.code,
        "name": row.party.name,
        "cycle": cycle.code,
        "deadline": cycle.deadline.isoformat(),
        "due_on": row.due_on.isoformat(),
        "population_on": cycle.population_on.isoformat(),
        "counted": row.counts,
        "state": row.state,
        "version": report.version if report else None,
        "origin": report.origin if report else None,
        "received_on": report.received_on if report else None,
        "asked": progress.asked if progress else None,
        "answered": progress.answered if progress else None,
        "sections": progress.sections if progress else None,
        "sections_complete": progress.complete if progress else None,
        "last_activity": row.last_at.isoformat(timespec="seconds") if row.last_at else None,
        "last_by": row.last_by,
        "focal_points": row.focal_points,
        "reach": row.reach.value,
        "invitations": " ".join(one.value for one in row.invitations_said),
        "findings_to_settle": row.settles,
        "looked_after_by": row.carer.name if row.carer else "",
        "demonstration": row.party.demonstration,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Access.DESK)
@takes(A_FILE)
def paper(request: HttpRequest) -> HttpResponse:
    """Open a report to be entered from paper, with its scan."""
    initial = {name: request.GET.get(name, "") for name in ("party", "cycle")}
    form = PaperForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            report = enter_from_paper(**form.cleaned_data, by=signed_in_user(request), at=timezone.now())
        except FileRefused as refused:
            form.add_error("scan", refusal(refused))
        except QuotaFull as full:
            form.add_error("scan", no_room(full))
        except StorageFull:
            form.add_error("scan", _("The store is full."))
        except BegunByParty as begun:
            said = _(
                "The Party has begun this report itself (%(state)s). To enter this beside its draft, tick the box."
            )
            form.add_error("beside", said % {"state": begun})
        except (HandedInByParty, ReportFrozen) as refused:
            form.add_error(None, _paper_refused(refused))
        else:
            messages.success(request, _("The original is kept. Now fill the answers in from it."))
            return redirect("national_reports:report", report.party.code, report.cycle.code)
    return render(request, "national_reports/desk/paper.html", {"form": form})


def _paper_refused(refused: Exception) -> str:
    if isinstance(refused, HandedInByParty):
        said = _("The Party has handed in this report itself (%(state)s): return it before you enter another.")
        return said % {"state": refused}
    return _("A report from paper is in review already (%(state)s): return it before you change it.") % {
        "state": refused
    }
