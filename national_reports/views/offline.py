"""The workbook: fetched, sent back, its differences confirmed."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from languages.codes import ENGLISH
from national_reports.models import WorkbookImport
from national_reports.selectors import answers_of, form_for
from national_reports.services.filling import NotYoursToFill, ReportFrozen
from national_reports.services.offline import apply_workbook, differences, receive_workbook, workbook_of
from national_reports.views.navigator import where_one_is
from national_reports.views.reports import find_report
from national_reports.views.taking import chosen_of, not_taken, sections_of, ticked_of, told
from national_reports.workbook.carrying import AnswerNotHeld
from national_reports.workbook.guard import MOST_BYTES
from national_reports.workbook.identity import Problem, WorkbookRefused
from parties.bounds import A_FILE, takes
from parties.formats import under
from parties.in_languages import reader_language
from parties.journal import note_export
from parties.permissions import Access, requires, signed_in_user

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires(Access.REPORT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
@takes(A_FILE)
def offline(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """What to do without a line; posting sends the filled-in workbook."""
    held = find_report(party, cycle)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        file = request.FILES.get("file")
        if file is None:
            problems = (Problem(_("Choose the workbook first.")),)
        elif (file.size or 0) > MOST_BYTES:
            problems = (Problem(_("The file is larger than %(n)d MB.") % {"n": MOST_BYTES // 1024 // 1024}),)
        else:
            try:
                kept = receive_workbook(
                    report=held.report,
                    form=form_for(held.report.cycle),
                    content=file.read(),
                    name=file.name or "",
                    by=signed_in_user(request),
                    at=timezone.now(),
                )
                return redirect("national_reports:workbook-differences", *held.args, kept.pk)
            except WorkbookRefused as refused:
                problems = refused.problems
            except ReportFrozen as frozen:
                problems = (Problem(_("The report is %(state)s: nothing can be changed now.") % {"state": frozen}),)
    context = {
        **held.context,
        **where_one_is(held),
        "problems": problems,
        "workbooks": held.report.workbooks.select_related("by")[:10],
        "most_bytes": MOST_BYTES,
        "most_megabytes": MOST_BYTES // 2**20,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return render(request, "national_reports/offline.html", context, status=status)


@requires(Access.REPORT_EDIT)
@require_safe
def workbook(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """The form as a workbook in the language of the page, with the answers so far."""
    held = find_report(party, cycle)
    language = reader_language()
    ending = "" if language == ENGLISH else f"-{language}"
    name = f"{cycle}-{party}-v{held.report.version}{ending}.xlsx"
    try:
        made = workbook_of(held.report, held.form, at=timezone.now())
    except AnswerNotHeld as refused:
        fault = under(held.form.fields[refused.question].name, refused.reason)
        messages.error(request, _("Mend this answer first: %(fault)s") % {"fault": fault})
        return redirect("national_reports:offline", *held.args)
    what = f"{held.report.subject} xlsx"
    note_export(request, signed_in_user(request), what=what, at=timezone.now())
    return HttpResponse(
        made,
        content_type=SHEET,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@requires(Access.REPORT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def workbook_differences(request: HttpRequest, party: str, cycle: str, pk: int) -> HttpResponse:
    """What the workbook would change; posting makes the ticked answers so."""
    held = find_report(party, cycle)
    kept = get_object_or_404(WorkbookImport, pk=pk, report=held.report)
    if request.method == "POST" and "tick" not in request.POST:
        try:
            saved = apply_workbook(
                workbook=kept, versions=chosen_of(request.POST), by=signed_in_user(request), at=timezone.now()
            )
        except (ReportFrozen, NotYoursToFill):
            return not_taken(request, held)
        return told(request, held, saved)
    theirs = held.sections_of(signed_in_user(request))
    everything = differences(kept, held.form)
    found = [one for one in everything if theirs is None or one.question.section in theirs]
    # At first what nobody changed meanwhile.
    ticked = ticked_of(request.POST, found, first=[one.question.key for one in found if not one.meanwhile])
    sections = sections_of(held, found, answers_of(held.report), ticked)
    context = {**held.context, "kept": kept, "sections": sections, "of_others": len(everything) - len(found)}
    return render(request, "national_reports/workbook.html", context)
