"""Forms of the desk."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from indicators.models import ReportingCycle
from national_reports.services.paper import SCANS
from parties.models import Party


class PaperForm(forms.Form):
    """A report that came on paper: whose, of which cycle, when, and the scan."""

    party = forms.ModelChoiceField(Party.objects.all(), label=_("Party"), to_field_name="code")
    cycle = forms.ModelChoiceField(
        ReportingCycle.objects.filter(is_open=True), label=_("Cycle"), to_field_name="code", empty_label=None
    )
    received_on = forms.DateField(
        label=_("Day received"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The day on which the paper reached the Secretariat: it decides whether the report is late."),
    )
    scan = forms.FileField(
        label=_("Scan of the paper"),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join((*SCANS.values(), ".jpeg"))}),
        help_text=_("PDF, PNG or JPEG, at most 10 MB. It stays with the report."),
    )

    def clean_received_on(self) -> Any:
        day = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not been yet."))
        return day
