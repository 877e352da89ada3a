"""What the task page tells of the work of several: who has which section in hand, who asks, agrees or holds."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from national_reports.agreement import agreements_of
from national_reports.handed import handed, writes_only_in
from national_reports.services.disputes import dispute_of
from national_reports.views.agreement import missing_in_words
from national_reports.views.reports import HeldReport
from national_reports.workflow import OPEN
from parties.models import User
from parties.permissions import is_secretariat


def work_together(held: HeldReport, user: User, rows: Sequence[dict[str, Any]], *, at: datetime) -> dict[str, Any]:
    """For report.html: the rows of the navigator with who has them in hand, the reader's own first, and the rest.

    Eight queries where people have to agree, five where nobody has to.
    """
    report, on = held.report, timezone.localdate(at)
    of, theirs = handed(report, on=on), writes_only_in(user, report, on=on)
    found = agreements_of(report, held.form, at=at)
    shown = [
        {
            **row,
            "with": [one for one in of.get(row["section"].key, ()) if one != user],
            "is_mine": user in of.get(row["section"].key, ()),
            "may_write": theirs is None or row["section"].key in theirs,
        }
        for row in rows
    ]
    return {
        "mine": [row for row in shown if row["is_mine"]],
        "others": [row for row in shown if not row["is_mine"]],
        "writes_everywhere": theirs is None,
        "requests": report.submission_requests.select_related("by") if report.is_editable else (),
        "dispute": dispute_of(report),
        "may_hold": report.state in OPEN,
        "agreements": found,
        "to_agree": len(found.lacking(user)) if user in found.people else 0,
        "not_agreed": missing_in_words(held, found) if report.is_editable and not is_secretariat(user) else [],
    }
