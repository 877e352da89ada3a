"""My reports, and the task list of one."""

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.days import deadline_day
from indicators.models import ReportingCycle
from national_reports.agreement import agreements_of
from national_reports.due_days import DueDays
from national_reports.models import PracticeReport, Report, ReviewNote, TrialRound
from national_reports.plausibility_words import remark_in_words
from national_reports.progress import Remark, SectionState
from national_reports.prospect import prospect_of
from national_reports.selectors import answers_of, open_answers
from national_reports.services.disputes import dispute_of
from national_reports.services.entered import waiting_for_party
from national_reports.services.filling import NotYoursToFill, ReportFrozen, mark_sections, may_edit
from national_reports.services.opening import CycleClosed, open_report, standing_version
from national_reports.services.own_drafts import own_draft_of
from national_reports.services.quota import use_of
from national_reports.services.workflow import declaration
from national_reports.views.agreement import missing_in_words
from national_reports.views.kept import left_over
from national_reports.views.navigator import navigator, progress_of
from national_reports.views.next_steps import comes_after, next_step, time_left
from national_reports.views.people import audience_choices, colleagues, readable_notes
from national_reports.views.reports import (
    HeldReport,
    find_party_and_cycle,
    find_report,
    latest_report,
    slug_of,
    tell_not_open,
)
from national_reports.views.texts import translated_reports
from national_reports.views.work_together import work_together
from national_reports.workflow import ENDED
from parties.models import Party
from parties.permissions import Access, includes, is_secretariat, parties_of, requires, signed_in_user
from typesetting.fonts import unprinted

# Of one answer, the characters that the check names.
MOST_NAMED = 10


@requires(Access.SIGNED_IN)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The Parties that one reports for, with their reports: of the open cycles, and those that they have of others."""
    roles = parties_of(request.user, timezone.localdate())
    held: dict[tuple[int, int], list[Report]] = defaultdict(list)
    for report in Report.objects.filter(party__code__in=roles, part="").defer("header").order_by("version"):
        held[report.party_id, report.cycle_id].append(report)
    cycles = ReportingCycle.objects.order_by("-is_open", "-deadline").prefetch_related("extensions")
    now = timezone.now()
    parties = list(Party.objects.filter(code__in=roles))
    rows = [
        {
            "party": party,
            "role": roles[party.code].label,
            "reports": [
                _line(party, cycle, standing_version(held[party.pk, cycle.pk]), now)
                for cycle in cycles
                if cycle.is_open or held[party.pk, cycle.pk]
            ],
        }
        for party in parties
    ]
    context = {
        "nav": "reports",
        "rows": rows,
        "demonstration": any(party.demonstration for party in parties),
        "practice": _to_practise(request, cycles) if parties else [],
    }
    return render(request, "national_reports/mine.html", context)


def _to_practise(request: HttpRequest, cycles: Iterable[ReportingCycle]) -> list[dict[str, Any]]:
    """The cycles in which the form can be tried, and those in which one's own try was begun."""
    mine = {one.cycle_id: one for one in PracticeReport.objects.filter(person=signed_in_user(request)).defer("content")}
    on_trial = set(TrialRound.objects.values_list("cycle", flat=True))
    return [
        {"cycle": cycle, "begun": mine.get(cycle.pk), "is_trial": cycle.pk in on_trial}
        for cycle in cycles
        if cycle.is_open or cycle.pk in on_trial or cycle.pk in mine
    ]


def _line(party: Party, cycle: ReportingCycle, report: Report | None, at: datetime) -> dict[str, Any]:
    """One report of a Party, begun or not, with what is told of it before anything is typed."""
    return {
        "cycle": cycle,
        "report": report,
        "time_left": time_left(DueDays.of(cycle).of_party(party.pk), at),
        "prospect": prospect_of(party=party, cycle=cycle, report=report, at=at),
    }


@requires(Access.REPORT_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """The task list; posting opens the report, or the next version of one that is published or withdrawn."""
    if request.method == "POST":
        return _open(request, party, cycle)
    if latest_report(party, cycle) is None:
        one, held_cycle = find_party_and_cycle(party, cycle)
        now = timezone.now()
        context = {
            "nav": "reports",
            "party": one,
            "cycle": held_cycle,
            "time_left": time_left(DueDays.of(held_cycle).of_party(one.pk), now),
            "prospect": prospect_of(party=one, cycle=held_cycle, report=None, at=now),
            "takes_part": includes(request.user, Access.REPORT_EDIT, party=party, on=timezone.localdate()),
            "demonstration": one.demonstration,
        }
        return render(request, "national_reports/not_begun.html", context)
    return render(request, "national_reports/report.html", _task_list(request, find_report(party, cycle)))


@requires(Access.REPORT_EDIT)
@require_POST
def completion(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """Mark every section complete in which nothing is left to answer."""
    held = find_report(party, cycle)
    answered = [one.key for one in progress_of(held) if one.state == SectionState.ANSWERED]
    try:
        n = mark_sections(report=held.report, sections=answered, by=signed_in_user(request), at=timezone.now())
    except (ReportFrozen, NotYoursToFill):
        tell_not_open(request)
    else:
        said = ngettext("%(n)d section marked complete.", "%(n)d sections marked complete.", n)
        messages.success(request, said % {"n": n})
    return redirect(held.address)


def _open(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    one, held_cycle = find_party_and_cycle(party, cycle)
    user = signed_in_user(request)
    if is_secretariat(user):
        messages.error(request, _("The Secretariat opens a report at the desk, from the paper that it received."))
        return redirect(request.path)
    try:
        open_report(party=one, cycle=held_cycle, by=user, at=timezone.now())
    except CycleClosed:
        messages.error(request, _("The Secretariat has not opened this cycle for reports."))
    return redirect(request.path)


def _task_list(request: HttpRequest, held: HeldReport) -> dict[str, Any]:
    report = held.report
    user = signed_in_user(request)
    progress = progress_of(held)
    last = report.submissions.order_by("-at").first()
    today = timezone.localdate()
    takes_part = includes(user, Access.REPORT_EDIT, party=report.party.code, on=today)
    now = timezone.now()
    shown = navigator(held, progress)
    task = {
        **held.context,
        **work_together(held, user, shown["rows"], at=now),
        "navigator": shown,
        "blocking": sum(one.blocking for one in progress),
        "use": use_of(report),
        "conflicts": report.conflicts.filter(settled_at=None).count(),
        "returned": [
            {"note": note, "url": _note_address(held, note), "question": held.form.fields.get(note.question)}
            for note in readable_notes(user, report).filter(returns=True, settled_at=None)
        ],
        "apart": _apart(held) if takes_part else [],
        "notes": readable_notes(user, report).filter(question="", returns=False),
        "colleagues": colleagues(report, but=user),
        "kept": [
            {"question": question, "url": held.address_of(question), "row": row, "words": words}
            for question, row, words in left_over(user, held)
        ],
        "takes_part": takes_part,
        "texts": next(iter(translated_reports(report)), None) if takes_part else None,
        "may_submit": includes(user, Access.REPORT_SUBMIT, party=report.party.code, on=today),
        "may_edit": takes_part and may_edit(user, report),
        "entered": takes_part and not is_secretariat(user) and report.pk in waiting_for_party([report]),
        "draft": own_draft_of(report) if takes_part and not is_secretariat(user) else None,
        "may_withdraw": report.state == Report.State.SUBMITTED,
        "may_amend": takes_part and report.state in ENDED and not is_secretariat(user),
        "submission": last,
        "due_on": report.due_on,
        "prospect": prospect_of(party=report.party, cycle=report.cycle, report=report, at=now),
        "today": deadline_day(now),
        "time_left": time_left(report.due_on, now),
        "after": comes_after(report),
        "audiences": audience_choices(user),
        "may_ask": takes_part and report.is_editable and not is_secretariat(user),
    }
    return task | {"step": next_step(held, task)}


def _apart(held: HeldReport) -> list[dict[str, Any]]:
    """What is kept apart, each with the section that shows it."""
    sections = [key for key, _title in held.form.chapters]
    found = []
    for one in held.kept_apart():
        section = slug_of(one.section if one.section in sections else sections[0])
        found.append({"row": one, "url": reverse("national_reports:section", args=[*held.args, section])})
    return found


def _note_address(held: HeldReport, note: ReviewNote) -> str:
    return held.address_of(held.form.fields[note.question]) if note.question in held.form.fields else held.address


@requires(Access.REPORT_READ)
@require_safe
def check(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """All that stands in the way, and all that is worth a look, with links; then the form to submit."""
    held = find_report(party, cycle)
    return render(request, "national_reports/check.html", check_context(request, held))


def check_context(request: HttpRequest, held: HeldReport, *, error: str = "") -> dict[str, Any]:
    user = signed_in_user(request)
    progress = progress_of(held)
    remarks = [remark for one in progress for remark in one.remarks]
    return {
        **held.context,
        "navigator": navigator(held, progress),
        "groups": [
            {
                "kind": kind,
                "title": title,
                "hint": hint,
                "rows": [_remark_row(held, remark) for remark in remarks if remark.kind == kind],
            }
            for kind, title, hint in remark_kinds()
        ]
        + [_unprinted(held)],
        "blocking": sum(remark.is_blocking for remark in remarks),
        "declaration": declaration(held.report),
        "dispute": dispute_of(held.report),
        "not_agreed": missing_in_words(held, agreements_of(held.report, held.form, at=timezone.now()))
        if not is_secretariat(user)
        else [],
        "may_ask": includes(user, Access.REPORT_EDIT, party=held.report.party.code, on=timezone.localdate())
        and not is_secretariat(user),
        "key": uuid4(),
        "error": error,
        "may_submit": includes(user, Access.REPORT_SUBMIT, party=held.report.party.code, on=timezone.localdate())
        and (not is_secretariat(user) or held.report.origin == Report.Origin.PAPER),
    }


def _remark_row(held: HeldReport, remark: Remark) -> dict[str, Any]:
    url = reverse("national_reports:conflicts", args=held.args) if remark.kind == "conflict" else ""
    return {"remark": remark, "text": remark_in_words(remark), "url": url or held.address_of(remark.question)}


def _unprinted(held: HeldReport) -> dict[str, Any]:
    """The answers that a PDF of the report could not show as they were typed."""
    answers = open_answers(held.form, answers_of(held.report))
    found = {key: unprinted(json.dumps(answer.packed, ensure_ascii=False)) for key, answer in answers.items()}
    return {
        "kind": "unprinted",
        "title": _("Characters that the PDF cannot show"),
        "hint": _("The report can be submitted as it is; the PDF prints these characters by their code."),
        "rows": [
            {
                "remark": {"question": question},
                "text": "  ".join(f"{one} U+{ord(one):04X}" for one in found[key][:MOST_NAMED]),
                "url": held.address_of(question),
            }
            for key, question in held.form.fields.items()
            if found.get(key)
        ],
    }


def remark_kinds() -> list[tuple[str, str, str]]:
    """The kinds of remarks in the order of the page, with what to do about each."""
    return [
        ("conflict", _("Two texts for one answer"), _("Two people changed the same answer. Choose which stands.")),
        ("missing", _("Not answered"), _("These must be answered before the report can be submitted.")),
        ("invalid", _("Not as the form takes it"), _("Correct these before the report can be submitted.")),
        ("implausible", _("Out of range"), _("Kept as typed. Correct these before the report can be submitted.")),
        ("copied", _("Copied and not confirmed"), _("Read each copied answer, then confirm it.")),
        ("inconsistent", _("Contradictions"), _("Worth a second look. The report can be submitted as it is.")),
        (
            "hidden",
            _("Kept but not submitted"),
            _("Another answer closes these. They are neither counted nor published."),
        ),
    ]
