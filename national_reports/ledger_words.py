"""The ledger in words, in the reader's language: how a report stands and why, and why a Party is silent."""

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from national_reports.ledger import Entry, ReportStanding, Why
from national_reports.ledger_rows import Ledger, LedgerRow, Line
from parties.formats import date_format, in_a_clause, in_clauses


def standing_in_words(line: Line, ledger: Ledger) -> str:
    """How one held report stands, with what explains it."""
    entry, report = line.entry, line.report
    match entry.standing:
        case ReportStanding.WITHDRAWN:
            taking = report.taking_off
            if taking is None:
                return _("withdrawn")
            said = _("withdrawn: taken off at the Party's request on %(day)s: %(reason)s")
            return said % {"day": date_format(taking.requested_on), "reason": taking.reason}
        case ReportStanding.NOT_A_PARTY:
            return _("not a Party on %(day)s, so in no figure") % {"day": date_format(ledger.population_on)}
        case ReportStanding.NO_DATE:
            return _("no date, so counted nowhere")
        case ReportStanding.ONLY_LATER:
            said = _("received in time, only a later revision is held (%(days)s)")
            return said % {"days": days_after(entry.days)}
        case ReportStanding.AFTER:
            return _("received %(days)s") % {"days": days_after(entry.days)}
        case ReportStanding.REPLACED:
            return _("replaced by a later version")
        case ReportStanding.ANOTHER:
            return _("another report of the Party counts: %(why)s") % {"why": _why(entry, ledger)}
        case ReportStanding.COUNTED:
            return _("counted") if line.answered else _("counted, without any answer that the form knows")


def days_after(days: int) -> str:
    """How long after the cut-off."""
    return ngettext("%(n)d day after the cut-off", "%(n)d days after the cut-off", days) % {"n": days}


def _why(entry: Entry, ledger: Ledger) -> str:
    counted = next((line.report for line in ledger.lines if entry.counts and line.report.pk == entry.counts.key), None)
    match entry.why:
        case Why.DECIDED:
            said = _("the Secretariat chose version %(n)d: %(reason)s")
            return said % {"n": counted.version, "reason": counted.preferred_reason} if counted else ""
        case Why.LATER_SUBMISSION:
            return _("version %(n)d was submitted later") % {"n": counted.version} if counted else ""
        case Why.LATER_UPDATE:
            said = _("version %(n)d was submitted at the same time and updated later")
            return said % {"n": counted.version} if counted else ""
        case _:
            said = _("version %(n)d has the same times, and its identifier is the first in order")
            return said % {"n": counted.version} if counted else ""


def why_none_counts(row: LedgerRow | None, ledger: Ledger) -> str:
    """Why none of a Party's reports counts; of a part what is not answered, not that there is no report."""
    telling = row.telling if row else None
    if telling is not None:
        return standing_in_words(telling, ledger)
    if ledger.part is not None:
        return _("no answer to %(part)s") % {"part": _(ledger.part.in_a_sentence)}
    return _("no report yet") if ledger.is_open else _("no report")


def row_in_words(row: LedgerRow, ledger: Ledger) -> str:
    """How a Party stands in the ledger: in time or late where one of its reports counts, else why none does."""
    counted = row.counted
    if counted is None:
        return why_none_counts(row, ledger)
    when = _("by the due day") if row.is_on_time else _("late")
    return in_a_clause((standing_in_words(counted, ledger), when))


def held_apart_in_words(ledger: Ledger) -> str:
    """What is held of the population and not counted, in one sentence; empty where all that is held counts."""
    found = Counter(row.telling.standing for row in ledger.silent if row.telling)
    if not found:
        return ""
    if not ledger.counted and len(found) == 1:
        (standing,) = found
        return _all_of_one_kind(standing, found[standing])
    parts = [_number_of(standing, found[standing]) for standing in ReportStanding if found[standing]]
    return _("Held and not counted: %(parts)s") % {"parts": in_clauses(parts)}


def none_counted_in_words(ledgers: Sequence[Ledger]) -> str:
    """Why no report of a cycle counts: what is held and how it stands, or that none is held; empty where one counts."""
    if any(ledger.counted for ledger in ledgers):
        return ""
    said = [text for text in (held_apart_in_words(ledger) for ledger in ledgers) if text]
    if said:
        return in_clauses(said)
    parts = [ledger for ledger in ledgers if ledger.part is not None]
    return why_none_counts(None, (parts or ledgers)[0])


def _all_of_one_kind(standing: ReportStanding, number: int) -> str:
    match standing:
        case ReportStanding.NO_DATE:
            return _("%(n)d held, none dated") % {"n": number}
        case ReportStanding.AFTER:
            return _("%(n)d held, none received by the cut-off") % {"n": number}
        case _:
            return _("%(n)d held: %(how)s") % {"n": number, "how": _number_of(standing, number)}


def _number_of(standing: ReportStanding, number: int) -> str:
    said = {
        ReportStanding.WITHDRAWN: _("%(n)d withdrawn"),
        ReportStanding.NO_DATE: _("%(n)d without a date"),
        ReportStanding.ONLY_LATER: _("%(n)d in time, only a later revision is held"),
        ReportStanding.AFTER: _("%(n)d after the cut-off"),
    }
    return said[standing] % {"n": number}
