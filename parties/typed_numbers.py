"""Numbers that people type into forms, read as their language writes them; what may be two numbers is asked back."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from languages.typed import NotRead, TwoReadings, number
from parties.in_languages import reader_language


def two_readings(given: str, fault: TwoReadings) -> str:
    """What whoever typed it is told: which two numbers it may be."""
    return _("“%(given)s” may be %(one)s or %(other)s. Write digits only.") % {
        "given": given[:60],
        "one": fault.first,
        "other": fault.second,
    }


class NumberField(forms.DecimalField):
    """A number with thousands marks or without, with any mark before its parts, in the digits of any script."""

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            return super().to_python(number(value, reader_language()))
        except TwoReadings as fault:
            raise forms.ValidationError(two_readings(value.strip(), fault), code="two readings") from fault
        except NotRead as fault:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from fault
