"""The form for a Party's change of name."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from evaluation.forms import day_field
from languages.codes import OWN_NAMES
from parties.forms import PartyField
from parties.models import NAME_COLUMNS, Party
from parties.names import Names


class NameChangeForm(forms.Form):
    """Which Party, from which day, the short name in each language, and where it is written."""

    party = PartyField(required=True)
    begins_on = day_field(
        label=pgettext_lazy("day", "From"),
        help_text=gettext_lazy(
            "The first day of the new name. Reports received before, and editions cut off before, keep "
            "the name that the Party had."
        ),
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=500,
        help_text=gettext_lazy("The notification of the United Nations, as it is cited; in English."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        length = Party._meta.get_field("name_en").max_length
        for column in NAME_COLUMNS:
            language = column.removeprefix("name_")
            label = _("Short name: %(language)s") % {"language": OWN_NAMES[language]}
            attrs = {"dir": "auto", "lang": language, "autocomplete": "off"}
            self.fields[column] = forms.CharField(label=label, max_length=length, widget=forms.TextInput(attrs=attrs))

    @property
    def names(self) -> Names:
        """What was typed, once it is valid."""
        return Names(*(self.cleaned_data[column] for column in NAME_COLUMNS))
