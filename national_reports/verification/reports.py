"""Every report as it stands against its own trail: state, dates, who decided, and whether it counts by decision."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from indicators.days import deadline_day
from languages.told import said_later
from national_reports.models import FILLED_IN_HERE, Report, Submission
from national_reports.workflow import DRAFT, TRANSITIONS
from parties.checked import Checked
from parties.models import AuditEvent

# What an event of this action says of the report, by the name of its column.
TOLD_ONCE = ("origin", "identifier", "revision", "version", "sha256", "part")


@dataclass
class Told:
    """What the trail says of one report, its events read in their order."""

    state: str = ""
    first: dict[str, Any] = field(default_factory=dict)
    dates: dict[str, str] = field(default_factory=dict)
    decision: str = ""
    by: dict[str, tuple[int | None, datetime]] = field(default_factory=dict)
    paper_on: str = ""

    def read(self, action: str, at: datetime, by: int | None, detail: dict[str, Any]) -> None:
        if action == "opened":
            self.state, self.first = DRAFT, detail
        elif action in TRANSITIONS:
            # That another one counts is no act of the one who published it.
            if "counts" not in detail:
                self.by[action] = (by, at)
            self.state, self.first = action, self.first or detail
        elif action == "counted by decision":
            self.decision = detail["reason"]
        elif action == "received on paper":
            self.paper_on = detail["received_on"]
        if action in ("counted by the rule", "taken-off"):
            self.decision = ""
        # Reports from elsewhere, and those handed in here, tell both days; so does what was learnt of them later.
        if "first" in detail and "content" in detail:
            self.dates = {"first": detail["first"], "content": detail["content"]}


def reports() -> Checked:
    """Every report against its trail, and every trail of a report against the reports."""
    checked = Checked(said_later("Reports: state, dates and decisions against the trail"))
    told = dict(_told())
    last = _last_submissions()
    undated = 0
    for report in Report.objects.select_related("party", "cycle").defer("header").order_by("pk").iterator():
        checked.number += 1
        said = told.pop(report.subject, None)
        if said is None:
            checked.fault(report.subject, f"there is no trail of this report of {report.party.code}")
            continue
        checked.same(report.subject, "state", report.state, said.state)
        # A reason without a decision is as little told as a decision without its reason.
        stands = (report.preferred, report.preferred_reason)
        checked.same(report.subject, "decision that it counts", stands, (bool(said.decision), said.decision))
        _content(report, said, checked)
        undated += _dates(report, said, checked)
        _hands(report, said, last.get(report.pk), checked)
    for subject in sorted(told):
        checked.fault(subject, "the report that the trail tells of is gone")
    if undated:
        checked.remarks.append(
            f"{undated} reports were handed in before their trail told when they were first received."
        )
    return checked


def _told() -> Iterator[tuple[str, Told]]:
    events = AuditEvent.objects.filter(subject__startswith="report/").exclude(action="answer")
    rows = events.order_by("subject", "sequence").values_list("subject", "action", "at", "by", "detail")
    for subject, of_it in groupby(rows.iterator(chunk_size=2000), key=lambda row: str(row[0])):
        told = Told()
        for _subject, action, at, by, detail in of_it:
            told.read(action, at, by, detail)
        yield subject, told


def _last_submissions() -> dict[int, str]:
    return dict(Submission.objects.order_by("at", "pk").values_list("report", "sha256"))


def _content(report: Report, said: Told, checked: Checked) -> None:
    """What the first event told of it: its Party, its place among the versions, its content."""
    stands = {name: getattr(report, name) for name in TOLD_ONCE}
    stands |= {"party": report.party.code, "cycle": report.cycle.code}
    told = {name: value for name, value in said.first.items() if name in stands}
    # Systems write one identifier in capitals or not.
    for held in (stands, told):
        held["identifier"] = str(held.get("identifier", stands["identifier"])).lower()
    for name, value in told.items():
        checked.same(report.subject, name, stands[name], value)


def _dates(report: Report, said: Told, checked: Checked) -> int:
    """Both days against the trail; 1 where the trail does not tell the first."""
    stands = {
        "first": report.first_received_on.isoformat() if report.first_received_on else "",
        "content": report.received_on.isoformat() if report.received_on else "",
    }
    if said.dates:
        checked.same(report.subject, "day on which it was first received", stands["first"], said.dates["first"])
        checked.same(report.subject, "day on which it was received", stands["content"], said.dates["content"])
        return 0
    handed_in = said.by.get("submitted")
    day = deadline_day(handed_in[1]).isoformat() if handed_in else ""
    if report.origin == Report.Origin.PAPER:
        day = said.paper_on
    checked.same(report.subject, "day on which it was received", stands["content"], day)
    return int(handed_in is not None)


def _hands(report: Report, said: Told, submitted: str | None, checked: Checked) -> None:
    """Who submitted, accepted and published a report that was filled in here, and when."""
    if report.origin not in FILLED_IN_HERE:
        return
    nobody = (None, None)
    checked.same(
        report.subject,
        "submission",
        (report.submitted_by_id, report.submitted_at),
        said.by.get("submitted", nobody),
    )
    if report.published_at is not None or "published" in said.by:
        stands = (report.published_by_id, report.published_at)
        checked.same(report.subject, "publication", stands, said.by.get("published", nobody))
        checked.same(report.subject, "SHA-256", report.sha256, submitted)
    if report.accepted_by_id is not None:
        checked.same(report.subject, "acceptance", report.accepted_by_id, said.by.get("accepted", nobody)[0])
