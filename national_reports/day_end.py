"""When a due day ends: in its own zone, and by the clock of whoever reads."""

from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from indicators.days import LAST_TO_END
from parties.formats import date_format, in_sentences


def moment_of_end(on: date) -> str:
    """The moment at which a day has ended everywhere on Earth, by the reader's clock."""
    return date_format(datetime.combine(on + timedelta(days=1), time(), tzinfo=LAST_TO_END), "DATETIME_FORMAT")


def day_end(on: date) -> str:
    """Two sentences for after a due day."""
    return in_sentences(
        [
            _("The day ends when it has ended everywhere on Earth (UTC−12)."),
            _("That is %(moment)s.") % {"moment": moment_of_end(on)},
        ]
    )
