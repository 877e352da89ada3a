"""Reminders: who would get what, sending it, and what went out."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from indicators.days import deadline_day
from indicators.models import ReportingCycle
from national_reports.reminders_sent import reminders_sent
from national_reports.services.reminders import (
    DAYS_BEFORE,
    READY,
    Addressed,
    addressed,
    letter,
    occasion_of,
    send_reminders,
)
from national_reports.views.desk.choices import NoCycleYet, chosen_cycle, select
from national_reports.views.desk.shown import Shown
from parties.bounds import A_TEXT, takes
from parties.formats import in_a_list, under
from parties.models import Party
from parties.permissions import Access, requires, signed_in_user


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Access.DESK)
@takes(A_TEXT)
def reminders(request: HttpRequest) -> HttpResponse:
    """What went out for a cycle; posting sends to the Parties chosen."""
    if request.method == "POST":
        return _send(request)
    try:
        cycle, cycles = chosen_cycle(request.GET.get("cycle", ""))
    except NoCycleYet:
        return redirect("getting-ready:page")
    context = {
        "cycle": cycle,
        "fields": [select("cycle", _("Cycle"), [(one.code, one.title) for one in cycles], cycle.code)],
        "rows": reminders_sent(cycle),
        "days_before": in_a_list([str(days) for days in DAYS_BEFORE]),
    }
    return render(request, "national_reports/desk/reminders.html", context)


def _send(request: HttpRequest) -> HttpResponse:
    cycle, parties = _chosen(request)
    now = timezone.now()
    occasion = _occasion(request, timezone.localdate(now))
    outcome = send_reminders(cycle=cycle, parties=parties, occasion=occasion, by=signed_in_user(request), at=now)
    reminded = len(outcome.sent)
    messages.success(
        request,
        ngettext("%(n)d Party is written to.", "%(n)d Parties are written to.", reminded) % {"n": reminded},
    )
    for one in outcome.left_out:
        messages.info(request, under(one.party.name, one.left_out))
    return redirect(f"{reverse('desk:reminders')}?cycle={cycle.code}")


@require_POST
@requires(Access.DESK)
@takes(A_TEXT)
def reminder_preview(request: HttpRequest) -> HttpResponse:
    """Who would be reminded, who is left out and why, and the letter; nothing is sent yet."""
    cycle, parties = _chosen(request)
    if not parties:
        messages.error(request, _("Choose the Parties to remind first."))
        return redirect(f"{reverse('desk:monitor')}?cycle={cycle.code}")
    today = timezone.localdate()
    occasion = _occasion(request, today)
    rows = addressed(cycle=cycle, parties=parties, occasion=occasion, on=today)
    reached = [row for row in rows if not row.left_out]
    context = {
        "cycle": cycle,
        "reached": reached,
        "left_out": [row for row in rows if row.left_out],
        "people": sum(len(row.people) for row in reached),
        "ready": occasion == READY,
        "letter": _as_read(cycle, reached[0], occasion) if reached else None,
    }
    return render(request, "national_reports/desk/reminder_preview.html", context)


def _occasion(request: HttpRequest, on: date) -> str:
    """Once a cycle that the form is ready, or once a day that a report is due."""
    asked = {request.POST.get("everybody"), request.POST.get("occasion")}
    return READY if "ready" in asked else occasion_of(on)


def _as_read(cycle: ReportingCycle, one: Addressed, occasion: str) -> dict[str, str]:
    """The letter as the first of a Party's people gets it, but in the language of whoever looks at it here."""
    said = letter(cycle=cycle, party=one.party, on=deadline_day(timezone.now()), occasion=occasion)
    return {"subject": said.subject, "body": said.as_text(one.people[0].name)}


def _chosen(request: HttpRequest) -> tuple[ReportingCycle, list[Party]]:
    """The cycle and the Parties of a form: those ticked, or all that the monitor showed, on every page of it."""
    if "everybody" in request.POST:
        narrowed = Shown.read(request.POST, signed_in_user(request)).narrowed
        return narrowed.cycle, [row.party for row in narrowed.counted if not row.has_handed_in]
    cycle, _cycles = chosen_cycle(request.POST.get("cycle", ""))
    return cycle, list(Party.objects.filter(code__in=request.POST.getlist("party")).by_name())
