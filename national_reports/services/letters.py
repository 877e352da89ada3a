"""What people are told by e-mail about a report."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from national_reports.models import Report, Submission
from parties.emails import queue_email
from parties.formats import date_format
from parties.models import FocalPoint


def tell_receipt(submission: Submission, *, at: datetime) -> None:
    """Send the receipt to whoever submitted, once for each submission, in their language."""
    with override(submission.by.letters_in):
        _queue_receipt(submission, at)


def _queue_receipt(submission: Submission, at: datetime) -> None:
    report = submission.report
    lines = [
        _("The report was received: %(cycle)s, %(party)s, version %(version)d.")
        % {"cycle": report.cycle.title, "party": report.party.name, "version": report.version},
        "",
        _("Reference: %(reference)s") % {"reference": submission.reference},
        _("Time: %(time)s") % {"time": date_format(submission.at, "DATETIME_SECONDS")},
        f"SHA-256: {submission.sha256}",
        "",
        address(report),
    ]
    queue_email(
        key=receipt_key(submission),
        to=submission.by.email,
        subject=_("Receipt %(reference)s") % {"reference": submission.reference},
        body="\n".join(lines),
        at=at,
    )


def receipt_key(submission: Submission) -> str:
    """The key of the letter with the receipt."""
    return f"receipt/{submission.reference}"


def tell_focal_points(report: Report, what: str, *, at: datetime, more: str = "") -> None:
    """Tell every focal point of the Party who is written to that its report was returned, published or taken off."""
    current = FocalPoint.objects.current(timezone.localdate(at)).filter(party=report.party)
    for person in current.select_related("user").written_to():
        with override(person.user.letters_in):
            line = _line_of(report, what)
            queue_email(
                key=f"{what}/{report.pk}/{at:%Y%m%d%H%M%S}/{person.user_id}",
                to=person.user.email,
                subject=line,
                body="\n\n".join(filter(None, (line, more, address(report)))),
                at=at,
            )


def _line_of(report: Report, what: str) -> str:
    said = {
        "returned": _("The Secretariat returned the report with remarks at some questions: %(cycle)s, %(party)s."),
        "published": _("The report is published: %(cycle)s, %(party)s."),
        "taken off": _("The Secretariat took the report off at the Party's written request: %(cycle)s, %(party)s."),
    }[what]
    return said % {"cycle": report.cycle.title, "party": report.party.name}


def address(report: Report) -> str:
    """The report's page, as it is written in a letter."""
    path = reverse("national_reports:report", args=[report.party.code, report.cycle.code])
    return f"{settings.PUBLIC_URL}{path}"
