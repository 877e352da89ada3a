"""Whether a report that is on its way will count in the figures of its cycle, and why: told before it is begun."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from indicators.days import deadline_day
from indicators.models import ReportingCycle
from national_reports.dates import Received
from national_reports.ledger import Entry, Held, ReportStanding, Why, entries
from national_reports.ledger_rows import Ledger, LedgerRow, ledger_of_party
from national_reports.ledger_words import standing_in_words
from national_reports.models import FILLED_IN_HERE, Report
from national_reports.workflow import ACCEPTED, HELD, SUBMITTED
from parties.formats import date_format
from parties.models import Party

THIS = "this"


@dataclass(frozen=True)
class Prospect:
    """Whether the report counts, or will, and what is said of it in whole sentences."""

    counts: bool
    words: str


def prospect_of(*, party: Party, cycle: ReportingCycle, report: Report | None, at: datetime) -> Prospect:
    """By the rule that the figures follow: as if what is on its way, or not begun yet, were handed in now.

    `report` is the version that pages are about; of one that was published its standing is told.
    """
    ledger = ledger_of_party(cycle, party)
    (row,) = (*ledger.rows, *ledger.apart)
    if report is not None and report.state in HELD:
        line = next(line for line in row.lines if line.report.pk == report.pk)
        said = _("In the figures of %(cycle)s: %(standing)s.")
        words = said % {"cycle": cycle.title, "standing": standing_in_words(line, ledger)}
        return Prospect(line.standing is ReportStanding.COUNTED, words)
    is_handed_in = report is not None and report.state in (SUBMITTED, ACCEPTED)
    this = _as_handed_in(row, report, at)
    held = [*(line.entry.held for line in row.lines), this]
    found = entries(held, ledger.cut_off, is_party=row.is_party)[-1]
    return Prospect(found.standing is ReportStanding.COUNTED, _said(found, row, ledger, is_handed_in=is_handed_in))


def _as_handed_in(row: LedgerRow, report: Report | None, at: datetime) -> Held:
    """What is on its way as the rule will see it; what has its day already keeps it."""
    content = report.content if report else None
    versions = [line.report.version for line in row.lines if line.report.origin in FILLED_IN_HERE]
    return Held(
        key=THIS,
        record=("here", ""),
        revision=report.version if report else max(versions, default=0) + 1,
        first=report.first if report else None,
        content=content or Received(deadline_day(at), at),
    )


def _said(found: Entry, row: LedgerRow, ledger: Ledger, *, is_handed_in: bool) -> str:
    names = {
        "cycle": ledger.cycle.title,
        "party": row.party.name,
        "cut_off": date_format(ledger.cut_off),
        "day": date_format(ledger.population_on),
    }
    match found.standing:
        case ReportStanding.NOT_A_PARTY:
            return (
                _(
                    "It will not count in the figures of %(cycle)s: the Protocol was not in force for %(party)s on "
                    "%(day)s. It is published and shown apart."
                )
                % names
            )
        case ReportStanding.COUNTED if is_handed_in:
            return _("It will count in the figures of %(cycle)s once it is published.") % names
        case ReportStanding.COUNTED:
            return _("It will count in the figures of %(cycle)s if it is submitted by the end of %(cut_off)s.") % names
        case ReportStanding.ANOTHER:
            return _another(found) % names
        case _:
            return f"{_after(is_handed_in=is_handed_in) % names} {_what_counts(row)}".strip()


def _after(*, is_handed_in: bool) -> str:
    if is_handed_in:
        return _(
            "It will not count in the figures of %(cycle)s: it was received after the cut-off, %(cut_off)s. It is "
            "published all the same."
        )
    return _(
        "What is submitted now will not count in the figures of %(cycle)s: the cut-off, %(cut_off)s, has passed. It "
        "is published all the same."
    )


def _another(found: Entry) -> str:
    if found.why is Why.DECIDED:
        return _(
            "It will not count in the figures of %(cycle)s: the Secretariat chose another report of %(party)s. Ask "
            "it to take the decision back."
        )
    return _("It will not count in the figures of %(cycle)s: another report of %(party)s was submitted later.")


def _what_counts(row: LedgerRow) -> str:
    counted = row.counted
    if counted is None or counted.report.received_on is None:
        return ""
    said = _("Version %(n)d, received on %(day)s, stays the one that counts.")
    return said % {"n": counted.report.version, "day": date_format(counted.report.received_on)}
