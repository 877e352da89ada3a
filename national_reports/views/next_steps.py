"""What whoever opens a report does next, by when, and what comes after that."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.days import deadline_day
from national_reports.day_end import moment_of_end
from national_reports.models import Report
from national_reports.views.reports import HeldReport
from parties.formats import date_format


@dataclass(frozen=True)
class Step:
    """What is to be done next in a sentence; a button where a page of the form does it."""

    words: str
    button: str = ""
    url: str = ""


def next_step(held: HeldReport, task: Mapping[str, Any]) -> Step:
    """The next act of whoever sees the task list of which `task` is the context."""
    if task["entered"]:
        words = _("The Secretariat entered the report that your Party sent: compare it with the original.")
        page = reverse("national_reports:entered", args=held.args)
        return Step(words, _("Confirm or correct the report"), page)
    if not task["may_edit"]:
        return Step(_waiting(held.report))
    if task["conflicts"]:
        n = task["conflicts"]
        said = ngettext(
            "%(n)d answer was changed in two places: choose which text stands.",
            "%(n)d answers were changed in two places: choose which text stands.",
            n,
        )
        return Step(said % {"n": n}, _("See both and choose"), reverse("national_reports:conflicts", args=held.args))
    if task["returned"]:
        n = len(task["returned"])
        said = ngettext(
            "The Secretariat returned the report with %(n)d remark: answer it, then mark it as done.",
            "The Secretariat returned the report with %(n)d remarks: answer each, then mark it as done.",
            n,
        )
        return Step(said % {"n": n}, _("Go to the first remark"), task["returned"][0]["url"])
    # Whoever has sections in hand does these first; a contributor leaves the others to those who have them.
    rows = [*task["mine"], *(row for row in task["others"] if row["may_write"])]
    row = next((row for row in rows if not row["section"].state.is_ready), None)
    if row is not None:
        words = _("Go on with this section: %(title)s") % {"title": row["section"].title}
        return Step(words, _("Go on"), row["url"])
    check = reverse("national_reports:check", args=held.args)
    if not task["writes_everywhere"] and task["blocking"]:
        return Step(_("Nothing is missing in your sections. Colleagues fill in the others."))
    if task["dispute"]:
        return Step(_("The report is held, because it is in dispute. It is submitted once it is released."))
    if task["to_agree"]:
        n, agree = task["to_agree"], reverse("national_reports:agreement", args=held.args)
        said = ngettext(
            "Nothing is missing. %(n)d section waits for your agreement.",
            "Nothing is missing. %(n)d sections wait for your agreement.",
            n,
        )
        return Step(said % {"n": n}, _("Read and agree"), agree)
    if task["not_agreed"]:
        return Step(_("Nothing is missing. The report waits for the agreement of those who are named below."))
    if task["may_submit"]:
        return Step(_("Nothing is missing. Read through the answers, then submit the report."), "", check)
    return Step(_("Nothing is missing. Tell an authority of your Party, who reads the answers and submits."), "", check)


def _waiting(report: Report) -> str:
    said: dict[str, str] = {
        Report.State.SUBMITTED: _("Nothing: the Secretariat has the report, and reads it before it is published."),
        Report.State.ACCEPTED: _("Nothing: the Secretariat accepted the report, and will publish it."),
        Report.State.PUBLISHED: _("Nothing: the report is published. It can be amended at any time."),
        Report.State.WITHDRAWN: _("The report was withdrawn: to go on, open the next version."),
        Report.State.TAKEN_OFF: _("The report was taken off: to go on, open the next version."),
    }
    return said.get(report.state, _("Nothing: the people of the Party fill in the report."))


def comes_after(report: Report) -> str:
    """What becomes of a report once its Party has done its part; empty where nothing is still to come."""
    if report.state in (Report.State.SUBMITTED, Report.State.ACCEPTED):
        return _("You get a letter when the report is returned with remarks, accepted or published.")
    if report.is_editable:
        return _(
            "After it is submitted the Secretariat reads the report. It returns it with remarks, or accepts and "
            "publishes it. You get a letter each time; until the review begins you can withdraw it."
        )
    return ""


def time_left(due_on: date, at: datetime) -> str:
    """The due day, the days that are left of it, and the moment at which it has ended everywhere on Earth."""
    names = {"day": date_format(due_on), "moment": moment_of_end(due_on)}
    left = (due_on - deadline_day(at)).days
    if left < 0:
        return _("Was due %(day)s. A late report stays welcome, and is marked late.") % names
    if left == 0:
        return _("Due today, %(day)s: until %(moment)s.") % names
    said = ngettext(
        "Due %(day)s, in %(n)d day: until %(moment)s.", "Due %(day)s, in %(n)d days: until %(moment)s.", left
    )
    return said % (names | {"n": left})
