"""The reports that wait for somebody: who claimed each, how long it waits, what its checks found."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import OuterRef, Subquery

from national_reports.grading import Checked, checked
from national_reports.models import Dispute, Report, ReviewClaim, Submission
from national_reports.services.entered import waiting_for_party
from parties.models import User

WAITING = (Report.State.SUBMITTED, Report.State.ACCEPTED, Report.State.RETURNED)


@dataclass(frozen=True)
class Waiting:
    """One report that waits."""

    report: Report
    # What was handed in last; empty for what came without the form here.
    reference: str
    claim: ReviewClaim | None
    days: int | None
    # Why it is held, where it is in dispute.
    held: str = ""
    # Of those that are looked at: see `with_checks`.
    checks: Checked = field(default_factory=Checked)
    # Entered from paper, and not yet confirmed by its Party.
    waits_for_party: bool = False

    def is_claimed_by(self, person: User) -> bool:
        return self.claim is not None and self.claim.by_id == person.pk

    def may_go_with_others(self, person: User) -> bool:
        """Whether somebody is offered to decide about it with others; asked again, it is weighed anew."""
        is_free = self.claim is None or self.is_claimed_by(person)
        return self.checks.is_clear and is_free and not self.held and self.report.submitted_by_id != person.pk


@dataclass(frozen=True)
class Queue:
    """All of them by state, the longest wait first."""

    submitted: list[Waiting]
    accepted: list[Waiting]
    returned: list[Waiting]

    def of(self, state: str) -> list[Waiting]:
        rows: list[Waiting] = getattr(self, state)
        return rows


def queue(*, at: datetime) -> Queue:
    """All reports in review, of every cycle, with its extensions; three queries."""
    last = Submission.objects.filter(report=OuterRef("pk")).order_by("-at").values("reference")[:1]
    reason = Dispute.objects.filter(report=OuterRef("pk"), released_at=None).values("reason")[:1]
    held = Report.objects.filter(part="", state__in=WAITING)
    held = held.annotate(last_reference=Subquery(last), held_for=Subquery(reason))
    held = held.select_related("party", "cycle", "submitted_by", "accepted_by", "claim__by")
    rows = list(held.prefetch_related("cycle__extensions").order_by("submitted_at", "pk"))

    def of(state: str) -> list[Waiting]:
        return [
            Waiting(
                report=one,
                reference=one.last_reference or "",  # type: ignore[attr-defined]
                claim=getattr(one, "claim", None),
                held=one.held_for or "",  # type: ignore[attr-defined]
                days=(at - one.submitted_at).days if one.submitted_at else None,
            )
            for one in rows
            if one.state == state
        ]

    return Queue(of(Report.State.SUBMITTED), of(Report.State.ACCEPTED), of(Report.State.RETURNED))


def with_checks(rows: Iterable[Waiting]) -> list[Waiting]:
    """The same with what the checks found, and whose Party has to say a word; every answer of these reports is read."""
    held = list(rows)
    reports = [one.report for one in held]
    found, waits = checked(reports), waiting_for_party(reports)
    return [replace(one, checks=found[one.report.pk], waits_for_party=one.report.pk in waits) for one in held]
