"""A published report is taken off at its Party's written request; the request can be read at the desk."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from national_reports.models import Report, TakingOff
from national_reports.services.attachments import ENDINGS, FileRefused
from national_reports.services.counting import one_that_counts
from national_reports.services.stored_files import StorageFull
from national_reports.services.taking_off import Request, first_day, take_off
from national_reports.services.workflow import NotInThatState
from national_reports.views.attachments import refusal
from parties.bounds import A_FILE, takes
from parties.formats import date_format
from parties.permissions import Access, requires, signed_in_user


class TakingOffForm(forms.Form):
    """What the Party wrote, and what is said of it in public."""

    parts = forms.MultipleChoiceField(label=_("What is taken off"), widget=forms.CheckboxSelectMultiple)
    requested_on = forms.DateField(
        label=_("Day of the request"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    requested_by = forms.CharField(label=_("Who signed it, and for whom"), max_length=200)
    file = forms.FileField(
        label=_("The request as a file"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(ENDINGS)}),
        help_text=_("At most 10 MB. Kept at the desk, never public."),
    )
    text = forms.CharField(
        label=_("Or its text"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("As it was written, for example in an e-mail. Kept at the desk, never public."),
    )
    reason = forms.CharField(
        label=_("The reason, in public"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands on the Party's page and in lists, with the day of the request."),
    )
    earlier_counts = forms.BooleanField(required=False)

    def __init__(self, *args: Any, reports: list[Report], earlier: Report | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reports = reports
        parts = [(report.part or "report", _part_label(report)) for report in reports]
        field = self.fields["parts"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = parts
        field.initial = [key for key, _label in parts]
        if earlier is None:
            del self.fields["earlier_counts"]
        else:
            said = gettext("The version before it, version %(n)d, counts again (otherwise none does)")
            self.fields["earlier_counts"].label = said % {"n": earlier.version}

    def clean_requested_on(self) -> Any:
        day = self.cleaned_data["requested_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not been yet."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("file") and not cleaned.get("text", "").strip() and "file" not in self.errors:
            self.add_error("text", _("Add the request as a file, or its text: a report is taken off at a written one."))
        day, first = cleaned.get("requested_on"), first_day(chosen(self.reports, cleaned.get("parts", [])))
        if day and first and day < first:
            said = gettext("What is taken off came only on %(day)s.")
            self.add_error("requested_on", said % {"day": date_format(first)})
        return cleaned


def chosen(reports: list[Report], parts: list[str]) -> list[Report]:
    return [report for report in reports if (report.part or "report") in parts]


def _part_label(report: Report) -> str:
    facts = {"title": report.part_title or report.cycle.title, "n": report.version}
    return gettext("%(title)s, version %(n)d") % facts


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Access.PUBLISH)
@takes(A_FILE)
def taking_off(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """Take a report off: what happens, the request, the reason; done once it is all there."""
    reports = _public(party, cycle)
    earlier = _before(reports)
    form = TakingOffForm(request.POST or None, request.FILES or None, reports=reports, earlier=earlier)
    if request.method == "POST" and form.is_valid() and _taken_off(request, form, reports):
        messages.success(request, gettext("Taken off. The figures are computed anew; the focal points are told."))
        return redirect("desk:report-taking-off-request", party, cycle)
    context = {"form": form, "report": reports[0], "earlier": earlier}
    return render(request, "national_reports/desk/taking_off.html", context)


def _taken_off(request: HttpRequest, form: TakingOffForm, reports: list[Report]) -> bool:
    given = form.cleaned_data
    try:
        take_off(
            reports=chosen(reports, given["parts"]),
            request=Request(given["requested_on"], given["requested_by"], given["text"], given["file"]),
            reason=given["reason"],
            earlier_counts=given.get("earlier_counts", False),
            by=signed_in_user(request),
            at=timezone.now(),
        )
    except FileRefused as refused:
        form.add_error("file", refusal(refused))
    except StorageFull:
        form.add_error("file", gettext("The portal's store is full: paste the text of the request instead."))
    except NotInThatState as state:
        form.add_error(
            None, gettext("Nothing was done: the report is now in the state “%(state)s”.") % {"state": state}
        )
    else:
        return True
    return False


def _public(party: str, cycle: str) -> list[Report]:
    """What a Party has in public of a cycle: the report, and the collections kept with it."""
    held = Report.objects.published().filter(party__code=party, cycle__code=cycle)
    reports = list(held.select_related("party", "cycle").order_by("part"))
    if not reports:
        raise Http404(gettext("This Party has no published report of this cycle."))
    return reports


def _before(reports: list[Report]) -> Report | None:
    """The version that would count next, were the public one gone."""
    main = next((report for report in reports if not report.part), None)
    if main is None:
        return None
    slot = Report.objects.seen().filter(party=main.party_id, cycle=main.cycle_id, part="").exclude(pk=main.pk)
    return one_that_counts(list(slot))


@require_safe
@requires(Access.DESK)
def taking_off_request(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """The requests under which a Party's reports of a cycle were taken off, as they were written."""
    held = _requests(party, cycle)
    report = Report.objects.taken_off().filter(party__code=party, cycle__code=cycle).select_related("party", "cycle")
    context = {"requests": held, "report": report.first()}
    return render(request, "national_reports/desk/taking_off_request.html", context)


@require_safe
@requires(Access.DESK)
def taking_off_file(request: HttpRequest, party: str, cycle: str, pk: int) -> HttpResponseBase:
    """The request as the file that the Party sent."""
    one = next((one for one in _requests(party, cycle) if one.pk == pk), None)
    if one is None or one.request_file is None:
        raise Http404
    content = one.request_file
    opened = content.file.open("rb")
    return FileResponse(opened, as_attachment=True, filename=one.request_name, content_type=content.content_type)


def _requests(party: str, cycle: str) -> list[TakingOff]:
    found = TakingOff.objects.filter(reports__party__code=party, reports__cycle__code=cycle).distinct()
    requests = list(found.select_related("by", "request_file").prefetch_related("reports"))
    if not requests:
        raise Http404(gettext("No report of this Party and cycle was taken off."))
    return requests
