"""A report that the Secretariat entered from paper: its Party confirms or corrects it, and looks at its own draft."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from national_reports.models import Report
from national_reports.selectors import answers_of
from national_reports.services.entered import confirm_entered, correct_entered, waiting_for_party
from national_reports.services.filling import NotYoursToFill, ReportFrozen, may_edit
from national_reports.services.own_drafts import differences, own_draft_of, take_over
from national_reports.services.workflow import NotInThatState
from national_reports.views.people import of_the_party
from national_reports.views.reports import HeldReport, find_report
from national_reports.views.taking import chosen_of, not_taken, sections_of, ticked_of, told
from parties.asking_first import Asked, asks_first
from parties.models import User
from parties.permissions import Access, includes, is_secretariat, requires, signed_in_user


@requires(Access.REPORT_READ)
@require_safe
def entered(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """What was entered beside the original, with the two buttons of the Party's authority."""
    held, user = find_report(party, cycle), signed_in_user(request)
    report = held.report
    if report.origin != Report.Origin.PAPER:
        raise Http404(report.origin)
    context = {
        **held.context,
        "originals": report.attachments.kept().filter(is_scan=True),
        "waits": report.pk in waiting_for_party([report]),
        "may_say": not is_secretariat(user)
        and includes(user, Access.REPORT_SUBMIT, party=report.party.code, on=timezone.localdate()),
        "draft": None if is_secretariat(user) else own_draft_of(report),
    }
    return render(request, "national_reports/entered.html", context)


@requires(Access.REPORT_SUBMIT)
@require_POST
def confirmation(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """Confirm what was entered."""
    held, user = find_report(party, cycle), of_the_party(request)
    try:
        confirm_entered(report=held.report, by=user, at=timezone.now())
    except NotInThatState as state:
        _not_now(request, state)
    else:
        messages.success(request, _("Confirmed. The Secretariat may publish the report as it was entered."))
    return _back(held)


def _ask_to_correct(request: HttpRequest, party: str, cycle: str) -> Asked:
    return Asked(
        title=_("Correct the report?"),
        words=_(
            "It is opened for your Party with the answers that were entered, and waits until an authority of your "
            "Party submits it. The Secretariat does not publish it until then."
        ),
        button=_("Open the report to correct it"),
        back=find_report(party, cycle).address,
    )


@requires(Access.REPORT_SUBMIT)
@require_POST
@asks_first(_ask_to_correct)
def correction(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """Open what was entered for its Party to correct."""
    held, user = find_report(party, cycle), of_the_party(request)
    try:
        correct_entered(report=held.report, by=user, at=timezone.now())
    except NotInThatState as state:
        _not_now(request, state)
    else:
        messages.success(request, _("The report is open: correct it, then submit it."))
    return _back(held)


@requires(Access.REPORT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def own_draft(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """What the Party's own draft says otherwise than what was entered; posting takes the ticked answers over."""
    user, held = of_the_party(request), find_report(party, cycle)
    draft = own_draft_of(held.report)
    if draft is None:
        raise Http404(_("No draft was set aside."))
    if request.method == "POST" and "tick" not in request.POST:
        return _take_over(request, held, draft, by=user)
    found = differences(held.report, draft, held.form)
    files = draft.attachments.kept().filter(is_scan=False)
    here = held.report.attachments.kept().values_list("sha256", flat=True)
    context = {
        **held.context,
        "draft": draft,
        "sections": sections_of(held, found, answers_of(held.report), ticked_of(request.POST, found, first=())),
        "files": files.exclude(sha256__in=here),
        "files_ticked": "files" in request.POST,
        "may_edit": may_edit(user, held.report),
    }
    return render(request, "national_reports/own_draft.html", context)


def _take_over(request: HttpRequest, held: HeldReport, draft: Report, *, by: User) -> HttpResponse:
    try:
        taken = take_over(
            report=held.report,
            draft=draft,
            versions=chosen_of(request.POST),
            files="files" in request.POST,
            by=by,
            at=timezone.now(),
        )
    except (ReportFrozen, NotYoursToFill):
        return not_taken(request, held)
    if taken.files:
        said = ngettext("%(n)d file taken over.", "%(n)d files taken over.", taken.files)
        messages.success(request, said % {"n": taken.files})
    return told(request, held, taken.saved)


def _not_now(request: HttpRequest, state: NotInThatState) -> None:
    said = _("Nothing was changed: the report is in the state “%(state)s” by now.")
    messages.error(request, said % {"state": state})


def _back(held: HeldReport) -> HttpResponse:
    return HttpResponseRedirect(held.address, status=HTTPStatus.SEE_OTHER)
