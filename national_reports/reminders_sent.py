"""What went out to remind Parties, with what became of each message."""

from collections import defaultdict
from dataclasses import dataclass

from indicators.models import ReportingCycle
from national_reports.models import Reminder
from national_reports.services.reminders import email_prefix
from parties.models import Email

MOST_SHOWN = 500


@dataclass(frozen=True)
class Sent:
    """One reminder with its messages."""

    reminder: Reminder
    emails: list[Email]

    @property
    def waiting(self) -> int:
        """How many messages have not left the outbox."""
        return sum(email.sent_at is None for email in self.emails)


def reminders_sent(cycle: ReportingCycle) -> list[Sent]:
    """The newest reminders of a cycle, by hand and by the clock; two queries."""
    rows = list(Reminder.objects.filter(cycle=cycle).select_related("party", "by")[:MOST_SHOWN])
    prefix = email_prefix(cycle)
    emails: dict[str, list[Email]] = defaultdict(list)
    for email in Email.objects.filter(key__startswith=prefix).defer("body").order_by("to"):
        emails[email.key.removeprefix(prefix).partition("/")[0]].append(email)
    return [Sent(row, emails[str(row.pk)]) for row in rows]
