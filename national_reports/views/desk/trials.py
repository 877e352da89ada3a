"""The trial of a round at the desk: opened, followed in numbers, ended and wiped."""

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from indicators.models import ReportingCycle
from national_reports.models import TrialRound
from national_reports.questionnaire import QuestionnaireForm
from national_reports.selectors import NoQuestionnaire, form_for
from national_reports.services.trials import CycleOpen, end_trial, open_trial
from national_reports.trials import Remarked, course_of, remarks_in, taken_part, with_parties
from parties.asking_first import Asked, asks_first
from parties.in_languages import reader_language
from parties.permissions import Access, includes, requires, signed_in_user
from parties.spreadsheets import csv_lines

ON_A_PAGE = 50
COLUMNS = ("party", "name", "section", "at", "remark")


def _find_trial(cycle: str) -> TrialRound:
    return get_object_or_404(TrialRound.objects.select_related("cycle"), cycle__code=cycle)


@require_safe
@requires(Access.DESK)
def trial(request: HttpRequest, cycle: str) -> HttpResponse:
    """How a trial goes: who took part and what was hard, in numbers."""
    held, now = _find_trial(cycle), timezone.now()
    form = form_for(held.cycle, reader_language())
    page = Paginator(remarks_in(held.cycle), ON_A_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "trial": held,
        "taken": taken_part(held.cycle, at=now),
        "course": course_of(held.cycle, form),
        "page": page,
        "remarks": _shown(with_parties(page.object_list, at=now), form),
        "may_end": includes(request.user, Access.PUBLISH, on=timezone.localdate()),
    }
    return render(request, "national_reports/desk/trial.html", context)


def _shown(remarks: list[Remarked], form: QuestionnaireForm) -> list[dict[str, Any]]:
    titles = dict(form.chapters)
    return [{"said": one, "section": titles.get(one.remark.section, one.remark.section)} for one in remarks]


@require_safe
@requires(Access.DESK)
def trial_remarks_csv(request: HttpRequest, cycle: str) -> HttpResponse:
    """All remarks of a trial as a file, to be kept after it is wiped."""
    held = _find_trial(cycle)
    remarks = with_parties(remarks_in(held.cycle), at=timezone.now())
    rows = [
        {
            "party": " ".join(one.code for one in row["said"].parties),
            "name": "; ".join(one.name for one in row["said"].parties),
            "section": row["section"],
            "at": row["said"].remark.changed_at.isoformat(timespec="seconds"),
            "remark": row["said"].remark.text,
        }
        for row in _shown(remarks, form_for(held.cycle, reader_language()))
    ]
    response = HttpResponse(b"".join(csv_lines(COLUMNS, rows)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="remarks-{held.cycle.code}.csv"'
    return response


@require_POST
@requires(Access.PUBLISH)
def trial_opening(request: HttpRequest, cycle: str) -> HttpResponse:
    """Let whoever reports for a Party try the form before the cycle is open."""
    held = get_object_or_404(ReportingCycle, code=cycle)
    try:
        open_trial(cycle=held, by=signed_in_user(request), at=timezone.now())
    except NoQuestionnaire:
        messages.error(request, _("There is no questionnaire for this cycle: load one first."))
    except CycleOpen:
        said = _("%(cycle)s is open for reports: a trial comes before a cycle is open. Close it first.")
        messages.error(request, said % {"cycle": held.title})
    else:
        said = _("%(cycle)s is open as a trial: whoever reports for a Party may try its form.")
        messages.success(request, said % {"cycle": held.title})
    return redirect("desk:cycles")


def _ask_to_end(request: HttpRequest, cycle: str) -> Asked:
    held = _find_trial(cycle)
    taken = taken_part(held.cycle, at=timezone.now())
    words = _(
        "People who began: %(people)d; their Parties: %(parties)d; submitted for practice: %(submitted)d; remarks: "
        "%(remarks)d. All of it is wiped for good: download the remarks first if you want to keep them. The trail "
        "keeps how many people, reports and remarks there were, and no answer."
    )
    return Asked(
        title=_("End the trial round of %(cycle)s?") % {"cycle": held.cycle.title},
        words=words % asdict(taken),
        button=_("End the trial and wipe it"),
        back=reverse("desk:cycle-trial", args=[cycle]),
    )


@require_POST
@requires(Access.PUBLISH)
@asks_first(_ask_to_end)
def trial_ending(request: HttpRequest, cycle: str) -> HttpResponse:
    """End a trial with all that was filled in for it; sent twice it has ended all the same."""
    held = get_object_or_404(ReportingCycle, code=cycle)
    end_trial(cycle=held, by=signed_in_user(request), at=timezone.now())
    said = _("The trial round of %(cycle)s has ended, and what was filled in for it is wiped.")
    messages.success(request, said % {"cycle": held.title})
    return redirect("desk:cycles")
