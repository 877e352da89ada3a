"""Files of a report: added, taken out, fetched with the report's own permissions."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from national_reports.services.attachments import (
    ENDINGS,
    MOST_BYTES,
    FileRefused,
    add_attachment,
    remove_attachment,
)
from national_reports.services.filling import NotYoursToFill, ReportFrozen, may_edit
from national_reports.services.quota import MOST_BYTES as MOST_OF_A_REPORT
from national_reports.services.quota import QuotaFull, use_of
from national_reports.services.stored_files import StorageFull
from national_reports.views.navigator import where_one_is
from national_reports.views.reports import HeldReport, find_report
from parties.asking_first import Asked, asks_first
from parties.bounds import A_FILE, takes
from parties.permissions import Access, includes, requires, signed_in_user, wants_json

# Rules for which nothing but another format helps.
NEEDS_PDF = ("old office", "names", "inflates")
# Those that say themselves what to do.
HAVE_A_WAY_ON = (
    *("empty", "too large", "too many", "type", "prologue", "scripts", "launches", "files within", "unreadable"),
    *("picture", "pixels", "markup", "virus", "not scanned", "packing"),
)


@requires(Access.REPORT_READ)
@require_http_methods(["GET", "HEAD", "POST"])
@takes(A_FILE)
def attachments(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """The files of a report; posting adds one."""
    held = find_report(party, cycle)
    if request.method == "POST":
        return _add(request, held)
    user = signed_in_user(request)
    takes_part = includes(user, Access.REPORT_EDIT, party=party, on=timezone.localdate())
    context = {
        **held.context,
        **where_one_is(held),
        "files": held.report.attachments.kept().select_related("added_by"),
        "use": use_of(held.report),
        "endings": ENDINGS,
        "most_bytes": MOST_BYTES,
        "most_megabytes": MOST_BYTES // 1024 // 1024,
        "may_edit": takes_part and may_edit(user, held.report),
        "back": held.address_of(held.form.fields["attachments"]),
    }
    return render(request, "national_reports/attachments.html", context)


def _add(request: HttpRequest, held: HeldReport) -> HttpResponse:
    file = request.FILES.get("file")
    if file is None:
        messages.error(request, _("Choose a file first."))
        return _back(held)
    try:
        kept = add_attachment(report=held.report, file=file, by=signed_in_user(request), at=timezone.now())
        messages.success(request, _("%(name)s is kept with the report.") % {"name": kept.name})
    except FileRefused as refused:
        messages.error(request, refusal(refused))
    except QuotaFull as full:
        messages.error(request, no_room(full))
    except (ReportFrozen, NotYoursToFill):
        messages.error(request, _("The file was not kept: the report is not open for you to fill in."))
    except StorageFull:
        messages.error(request, _("The file was not kept: the portal's store is full. Your answers are safe."))
    # The page's script loads the page again, which says it.
    return JsonResponse({"state": "answered"}) if wants_json(request) else _back(held)


def no_room(full: QuotaFull) -> str:
    """That a report has no room for a file, and what to do."""
    said = _(
        "The file was not kept: a report keeps %(most)s beside its answers, and %(left)s are free. Take out a file that"
        " is no longer needed, make this one smaller, or give its address as a link. Your answers are safe."
    )
    return said % {"most": filesizeformat(MOST_OF_A_REPORT), "left": filesizeformat(full.left)}


# Why a file is not taken: the rule that it breaks, and a way on.
REFUSALS = {
    "empty": gettext_lazy("The file is empty: choose it again, or save it anew first."),
    "too large": gettext_lazy("The file is larger than %(most)s MB: make it smaller, or give its address as a link."),
    "too many": gettext_lazy("A report takes %(most)s files: take one out first."),
    "type": gettext_lazy(
        "This is not a file that is taken, or its name does not fit its content. Taken are: %(endings)s."
    ),
    "old office": gettext_lazy("Files of older office programs (.doc, .xls) and files with a password are not taken."),
    "damaged": gettext_lazy("The file is damaged or was not sent whole: send it again."),
    "packing": gettext_lazy(
        "The file is packed in a way that is not read here (bzip2, LZMA or another): open it in the office program"
        " that it is of, save it anew and send that, or save it as PDF."
    ),
    "names": gettext_lazy("The file holds parts with names that no office program writes."),
    "protected": gettext_lazy("The file is protected with a password: remove the password and send it again."),
    "macros": gettext_lazy("The file holds macros, which are not taken: save it without them."),
    "programs": gettext_lazy(
        "The file holds a program or an object of another program, which are not taken: take it out."
    ),
    "nested": gettext_lazy(
        "The file holds an archive within it, which is not taken: take it out, and send its files one by one."
    ),
    "inflates": gettext_lazy("The file would unpack to far more than a report's file can hold."),
    "elsewhere": gettext_lazy(
        "The file loads a template or an object from another place when it is opened, which is not taken: attach"
        " the ordinary template, or put the object itself in its place, and save it anew."
    ),
    "prologue": gettext_lazy(
        "Something stands before the PDF in this file: open it, print it to a new PDF and send that."
    ),
    "scripts": gettext_lazy(
        "The PDF holds JavaScript or a form with scripts, which are not taken: print it to a new PDF and send that."
    ),
    "launches": gettext_lazy(
        "The PDF holds an action that opens a program or another file, which is not taken: print it to a new PDF"
        " and send that."
    ),
    "files within": gettext_lazy(
        "The PDF holds other files within it, which are not taken: print it to a new PDF, and send its files one by"
        " one."
    ),
    "unreadable": gettext_lazy("The PDF cannot be read: open it, print it to a new PDF and send that."),
    "picture": gettext_lazy("The picture cannot be opened: save it anew as PNG or JPEG and send that."),
    "pixels": gettext_lazy("The picture is larger than 100 million pixels: make it smaller and send that."),
    "markup": gettext_lazy("The picture holds parts of a web page, which are not taken: save it anew and send that."),
    "virus": gettext_lazy(
        "A check for viruses found something in this file. Do not send it elsewhere: check your computer, then"
        " make the file anew and send that."
    ),
    "not scanned": gettext_lazy(
        "The check for viruses gave no answer, so the file was not kept: send it again in some minutes. If this is"
        " said again, tell the Secretariat. Your answers are safe."
    ),
}


def refusal(refused: FileRefused) -> str:
    """Why a file is not taken, with a way on where the rule itself names none."""
    said = str(REFUSALS[refused.reason]) % refused.facts
    if refused.reason in HAVE_A_WAY_ON:
        return said
    way_on = _("Save it as PDF and send that.") if refused.reason in NEEDS_PDF else _("Or save it as PDF.")
    return f"{said} {way_on}"


@requires(Access.REPORT_READ)
@require_safe
def attachment(request: HttpRequest, party: str, cycle: str, pk: int) -> HttpResponseBase:
    """Fetch a file, always as a download."""
    held = find_report(party, cycle)
    one = get_object_or_404(held.report.attachments.kept().select_related("content"), pk=pk)
    return FileResponse(one.file.open("rb"), as_attachment=True, filename=one.name, content_type=one.content_type)


def _ask_to_remove(request: HttpRequest, party: str, cycle: str, pk: int) -> Asked:
    held = find_report(party, cycle)
    one = get_object_or_404(held.report.attachments.kept(), pk=pk)
    return Asked(
        title=_("Remove %(name)s?") % {"name": one.name},
        words=_("The file is taken out of this version of the report. What was submitted before keeps it."),
        button=_("Remove the file"),
        back=reverse("national_reports:attachments", args=held.args),
    )


@requires(Access.REPORT_EDIT)
@require_POST
@asks_first(_ask_to_remove)
def attachment_removal(request: HttpRequest, party: str, cycle: str, pk: int) -> HttpResponse:
    """Take a file out of the report."""
    held = find_report(party, cycle)
    one = get_object_or_404(held.report.attachments, pk=pk)
    try:
        remove_attachment(attachment=one, by=signed_in_user(request), at=timezone.now())
    except (ReportFrozen, NotYoursToFill):
        messages.error(request, _("The file stays: the report is not open for you to fill in."))
    return _back(held)


def _back(held: HeldReport) -> HttpResponse:
    return redirect("national_reports:attachments", *held.args)
