"""Reports that came by post or e-mail: opened by staff, with the original that they are entered from."""

from datetime import date, datetime

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from indicators.models import ReportingCycle
from languages.told import said_later
from national_reports.models import Report
from national_reports.services.attachments import add_attachment, check_file
from national_reports.services.filling import ReportFrozen
from national_reports.services.kept import pass_on
from national_reports.services.letters import tell_focal_points
from national_reports.services.opening import open_report
from national_reports.services.workflow import move
from parties.audit import record
from parties.models import Party, User


class BegunByParty(RuntimeError):
    """The Party is filling in this report itself: say that it is to be entered beside that draft, which is kept."""


class HandedInByParty(RuntimeError):
    """The Party has handed in this report itself: return it to the Party before anything else is entered."""


class NotReceivedYet(ValueError):
    """A report was received on a day that has been: mend the day."""


def enter_from_paper(
    *,
    party: Party,
    cycle: ReportingCycle,
    received_on: date,
    scan: File[bytes],
    by: User,
    at: datetime,
    beside: bool = False,
) -> Report:
    """Open a report to be filled in from paper and keep the scan; the same again changes nothing.

    A cycle that is closed is no hindrance: what comes late is welcome too. With `beside` a draft that the Party has
    begun is set aside as it stands, for the Party to compare and to take answers over from.
    Raises BegunByParty, HandedInByParty, NotReceivedYet, FileRefused, StorageFull, ReportFrozen.
    """
    if received_on > timezone.localdate(at):
        raise NotReceivedYet(received_on)
    # A scan, or the document or workbook that came by e-mail: whatever may stand beside a report.
    check_file(scan)
    with transaction.atomic():
        aside = _set_aside(party, cycle, wanted=beside, by=by, at=at)
        report = open_report(
            party=party, cycle=cycle, by=by, at=at, origin=Report.Origin.PAPER, late=True, beside=aside
        )
        if aside is not None:
            pass_on(report=aside, to=report)
        if not report.is_editable:
            raise ReportFrozen(report.get_state_display())
        kept = add_attachment(report=report, file=scan, by=by, at=at, is_scan=True)
        if report.received_on != received_on:
            Report.objects.filter(pk=report.pk).update(received_on=received_on)
            report.received_on = received_on
            detail = {"received_on": received_on.isoformat(), "scan": kept.sha256}
            record(subject=report.subject, action=said_later("received on paper"), by=by, at=at, detail=detail)
        if aside is not None:
            tell_focal_points(report, "set aside", at=at)
    return report


def _set_aside(party: Party, cycle: ReportingCycle, *, wanted: bool, by: User, at: datetime) -> Report | None:
    """Set the draft aside that the Party has begun; None where it has none. Raises BegunByParty, HandedInByParty."""
    # Whoever opens a report of this Party meanwhile waits.
    Party.objects.select_for_update().get(pk=party.pk)
    slot = Report.objects.filter(party=party, cycle=cycle, part="")
    begun = slot.open().exclude(origin=Report.Origin.PAPER).first()
    if begun is None:
        return None
    if not begun.is_editable:
        raise HandedInByParty(begun.get_state_display())
    if not wanted:
        raise BegunByParty(begun.get_state_display())
    move(begun, Report.State.SET_ASIDE, by=by, at=at)
    return begun
