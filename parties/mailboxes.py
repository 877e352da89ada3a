"""Addresses of e-mail in every script: the part before the @ may be written in any (RFC 6531), as domains may."""

import unicodedata
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import validate_email
from django.db import models

# Letters and their marks, digits of any script.
WRITTEN = ("L", "M", "N")


def validate_mailbox(address: str) -> None:
    """Refuse what is no address, as Django does, but take letters of every script. Raises ValidationError."""
    local, at, domain = str(address).rpartition("@")
    # A letter of another script stands where an ASCII one may stand; a sign that shows as nothing never does.
    plain = "".join("x" if not sign.isascii() and unicodedata.category(sign)[0] in WRITTEN else sign for sign in local)
    validate_email(f"{plain}{at}{domain}")


def is_international(address: str) -> bool:
    """Whether a server of mail has to know SMTPUTF8 for this address; a domain alone is written in ASCII there."""
    return not address.rpartition("@")[0].isascii()


if TYPE_CHECKING:
    # What mypy's plugin knows of a column, it knows by this name.
    MailboxColumn = models.EmailField
else:

    class MailboxColumn(models.EmailField):
        """An address as it is stored."""

        default_validators = [validate_mailbox]  # as Django has it


class MailboxField(forms.EmailField):
    """An address as it is typed. Browsers refuse other scripts in an input for addresses, so it is one for text."""

    default_validators = [validate_mailbox]  # as Django has it

    def __init__(self, *, autocomplete: str = "email", **kwargs: Any) -> None:
        attrs = {"inputmode": "email", "autocomplete": autocomplete, "autocapitalize": "none", "dir": "ltr"}
        super().__init__(max_length=254, widget=forms.TextInput(attrs=attrs), **kwargs)
