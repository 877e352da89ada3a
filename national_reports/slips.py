"""The slip of a form: who opened it, on which report, when; so that its text may be kept once the session has ended.

Other papers than reports have slips of their own, told apart by what they are `of`.

A slip is made only for somebody who is signed in, and says nothing to whoever reads it that the address does not say.
It opens no page and changes no answer: all that it is good for is to keep a text for the person named in it.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing

FIELD = "slip"
VALID = timedelta(days=7)
_SALT = "national_reports.slips"
_BYTES = 9


class SlipInvalid(ValueError):
    """No slip, a forged one, or one that is too old."""


@dataclass(frozen=True)
class Slip:
    """Whose form this is, of which report or other paper, and which of all the forms that were drawn."""

    person: int
    report: int
    form: str


def make_slip(*, person: int, report: int, of: str = "") -> str:
    """A slip for one form, signed and dated now."""
    return signing.dumps([person, report, secrets.token_urlsafe(_BYTES)], salt=_SALT + of)


def read_slip(text: str, *, at_any_age: bool = False, of: str = "") -> Slip:
    """What a slip says; raises SlipInvalid where we did not sign it, or not within the days that it is valid."""
    try:
        person, report, form = signing.loads(text, salt=_SALT + of, max_age=None if at_any_age else VALID)
    except (signing.BadSignature, ValueError, TypeError) as fault:
        raise SlipInvalid from fault
    return Slip(person, report, form)
