"""Days that somebody can mean: what lies outside is a slip of the pen, or of a calendar other than ours."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from parties.formats import date_format

EARLIEST, LATEST = date(1990, 1, 1), date(2100, 1, 1)


def possible_day(day: date) -> None:
    """Refuse a typed day before 1990 or after 2100; for the validators of a field."""
    if not EARLIEST <= day <= LATEST:
        said = _("Give a day between %(first)s and %(last)s; the year is that of the Gregorian calendar.")
        raise ValidationError(said % {"first": date_format(EARLIEST), "last": date_format(LATEST)}, code="impossible")
