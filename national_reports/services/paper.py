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
from national_reports.services.opening import open_report
from parties.audit import record
from parties.models import Party, User


class BegunByParty(RuntimeError):
    """The Party is filling in this report itself: agree with it who goes on."""


class NotReceivedYet(ValueError):
    """A report was received on a day that has been: mend the day."""


def enter_from_paper(
    *, party: Party, cycle: ReportingCycle, received_on: date, scan: File[bytes], by: User, at: datetime
) -> Report:
    """Open a report to be filled in from paper and keep the scan; the same again changes nothing.

    A cycle that is closed is no hindrance: what comes late is welcome too.
    Raises BegunByParty, NotReceivedYet, FileRefused, StorageFull, ReportFrozen.
    """
    if received_on > timezone.localdate(at):
        raise NotReceivedYet(received_on)
    # A scan, or the document or workbook that came by e-mail: whatever may stand beside a report.
    check_file(scan)
    with transaction.atomic():
        report = open_report(party=party, cycle=cycle, by=by, at=at, origin=Report.Origin.PAPER, late=True)
        if report.origin != Report.Origin.PAPER:
            raise BegunByParty(report.get_state_display())
        if not report.is_editable:
            raise ReportFrozen(report.get_state_display())
        kept = add_attachment(report=report, file=scan, by=by, at=at, is_scan=True)
        if report.received_on != received_on:
            Report.objects.filter(pk=report.pk).update(received_on=received_on)
            report.received_on = received_on
            detail = {"received_on": received_on.isoformat(), "scan": kept.sha256}
            record(subject=report.subject, action=said_later("received on paper"), by=by, at=at, detail=detail)
    return report
