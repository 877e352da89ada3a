"""The form for a figure that the Secretariat enters."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from indicators.models import Measure
from parties.possible_days import possible_day
from parties.typed_numbers import NumberField

EVENT = {"value": Decimal(1), "unit": "events"}


class FigureForm(forms.Form):
    """A value with its day and its source; a milestone is only a day and a source."""

    value = NumberField(
        label=_("Value"),
        max_digits=18,
        decimal_places=4,
        min_value=0,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    unit = forms.CharField(
        label=_("Unit"), max_length=60, help_text=_("What is counted: visitors in a year, per cent of users.")
    )
    as_of = forms.DateField(
        label=_("Day that the figure is of"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[possible_day],
        help_text=_("A figure of a day that has one already corrects it; the earlier version is kept."),
    )
    source = forms.CharField(
        label=_("Source document"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        help_text=_("Its symbol or address, with the page or paragraph. Shown with the figure."),
    )
    note = forms.CharField(
        label=_("Note"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        required=False,
        help_text=_("How it was counted, or why it is corrected. Kept in the history."),
    )

    def __init__(self, *args: Any, measure: Measure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_milestone = measure.of_kind.is_event
        if self.is_milestone:
            del self.fields["value"], self.fields["unit"]
            self.fields["as_of"].label = _("Day on which it was reached")

    def clean_as_of(self) -> Any:
        day = self.cleaned_data["as_of"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("A figure is of a day that has been."))
        return day

    @property
    def given(self) -> dict[str, Any]:
        """What the service takes."""
        return (EVENT if self.is_milestone else {}) | self.cleaned_data
