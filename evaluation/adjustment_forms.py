"""Forms of the register of adjustments."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from evaluation.adjustments import Said
from evaluation.forms import RowsField, day_field
from evaluation.models import Adjustment, Meeting
from indicators.models import Plan, ProgrammeItem
from parties.forms import SelectInLanguages


def _words(rows: int = 3, **fields: Any) -> forms.CharField:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": rows}), max_length=4000, **fields)


class AdjustmentForm(forms.Form):
    """What was found, decided and changed; a correction says why."""

    found = _words(label=gettext_lazy("What was found"))
    decided = _words(label=gettext_lazy("What was decided"))
    decision = forms.CharField(
        label=gettext_lazy("Decision or document"), max_length=120, help_text=gettext_lazy("Its symbol, as printed.")
    )
    decided_on = day_field(label=gettext_lazy("Decided on"))
    meeting = forms.ModelChoiceField(
        label=gettext_lazy("Meeting"),
        queryset=Meeting.objects.all(),
        required=False,
        empty_label=pgettext_lazy("meeting", "None"),
        widget=SelectInLanguages,
    )
    changed = _words(
        label=gettext_lazy("What changed in the plan's data"),
        required=False,
        help_text=gettext_lazy("Empty until something did."),
    )
    changed_where = forms.CharField(
        label=gettext_lazy("Where it changed"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("The measure, target, binding or text of the plan."),
    )
    changed_on = day_field(label=gettext_lazy("Changed on"), required=False)
    items = RowsField(
        label=gettext_lazy("Items of the programme of work"),
        queryset=ProgrammeItem.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    source = _words(2, label=gettext_lazy("Source"), help_text=gettext_lazy("Where the decision can be read."))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *args: Any, plan: Plan, entry: Adjustment | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = self.fields["items"]
        assert isinstance(items, forms.ModelMultipleChoiceField)
        items.queryset = plan.programme_items.all()
        if entry is not None:
            self.initial = {name: getattr(entry, name) for name in Said.__dataclass_fields__ if name != "items"}
            self.initial |= {
                "meeting": entry.meeting_id,
                "items": [one.item_id for one in entry.items.all()],
                "version": entry.version,
            }
            self.fields["why"] = _words(2, label=_("Why it is corrected"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        parts = [given.get(name) for name in ("changed", "changed_where", "changed_on")]
        if any(parts) and not all(parts):
            self.add_error("changed", _("A change is told with what changed, where and when."))
        return given

    @property
    def said(self) -> Said:
        """What the services take."""
        given = self.cleaned_data
        return Said(
            **{name: given[name] for name in Said.__dataclass_fields__ if name != "items"}, items=given["items"]
        )
