"""What a government did about a treaty, in words: the instrument that it deposited, and which of its dates is meant."""

from django.utils.translation import gettext_lazy, pgettext_lazy

INSTRUMENTS = {
    "ratification": pgettext_lazy("instrument", "ratification"),
    "accession": pgettext_lazy("instrument", "accession"),
    "acceptance": pgettext_lazy("instrument", "acceptance"),
    "approval": pgettext_lazy("instrument", "approval"),
    "succession": pgettext_lazy("instrument", "succession"),
}
FIELDS = {
    "signed_on": gettext_lazy("Signed"),
    "instrument": gettext_lazy("Instrument"),
    "deposited_on": gettext_lazy("Deposited"),
    "in_force_on": gettext_lazy("In force"),
}


def instrument_in_words(stored: str) -> str:
    """An instrument as readers name it; what no list knows, and a day, stay as they are stored."""
    return str(INSTRUMENTS.get(stored, stored))


def field_in_words(field: str) -> str:
    """What of a treaty status is meant, as the page of a Party heads it."""
    return str(FIELDS[field])
