"""What the Secretariat entered from paper: its Party confirms or corrects it before it is published."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from languages.told import said_later
from national_reports.models import PartyWord, Report, Submission
from national_reports.services.mending import set_apart
from national_reports.services.workflow import NotInThatState, ReasonMissing, move
from national_reports.workflow import leading_to
from parties.audit import record
from parties.models import User

LONGEST_REASON = 2000
# Read by its Party now, and public next unless something is wrong with it.
IN_REVIEW = (Report.State.SUBMITTED, Report.State.ACCEPTED)


def waiting_for_party(reports: Iterable[Report]) -> set[int]:
    """Which of these reports in review were entered by the Secretariat and wait for their Party's word; one query."""
    numbers = [one.pk for one in reports if one.state in IN_REVIEW]
    last: dict[int, Submission] = {}
    rows = Submission.objects.filter(report__in=numbers).select_related("party_word").defer("document")
    for one in rows.order_by("at", "pk"):
        last[one.report_id] = one
    return {number for number, one in last.items() if one.entered and not hasattr(one, "party_word")}


def word_of(report: Report) -> PartyWord | None:
    """What was said of the last submission; None where nothing was, or need not be."""
    return PartyWord.objects.filter(submission=report.submissions.order_by("-at", "-pk")[:1]).first()


def confirm_entered(*, report: Report, by: User, at: datetime) -> None:
    """A Party's word that what was entered is what it sent; saying it again changes nothing. Raises NotInThatState."""
    with transaction.atomic():
        submission = _hold(report)
        _word, is_new = PartyWord.objects.get_or_create(
            submission=submission, defaults={"confirmed": True, "by": by, "at": at}
        )
        if is_new:
            detail = {"reference": submission.reference}
            record(subject=report.subject, action=said_later("entry confirmed"), by=by, at=at, detail=detail)


def correct_entered(*, report: Report, by: User, at: datetime) -> None:
    """Give what was entered to its Party to correct and submit; it is accepted anew. Raises NotInThatState."""
    with transaction.atomic():
        submission = _hold(report)
        # Nobody reads it now: what stands in the answers is no longer what was handed in.
        detail = {"reference": submission.reference, "by": said_later("its Party, to correct what was entered")}
        move(report, Report.State.RETURNED, by=by, at=at, detail=detail, accepted_by=None)
        set_apart(report, of=report, at=at)


def go_without(*, report: Report, reason: str, by: User, at: datetime) -> None:
    """Let an entered report be published though its Party has not said a word, for a reason.

    Where its Party confirmed it meanwhile nothing changes. Raises ReasonMissing, NotInThatState.
    """
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic():
        submission = _hold(report)
        _word, is_new = PartyWord.objects.get_or_create(
            submission=submission, defaults={"confirmed": False, "reason": reason.strip(), "by": by, "at": at}
        )
        if is_new:
            detail = {"reference": submission.reference, "reason": reason.strip()}
            action = said_later("goes without its Party's confirmation")
            record(subject=report.subject, action=action, by=by, at=at, detail=detail)


def _hold(report: Report) -> Submission:
    """The submission that is asked about, its report's row held. Raises NotInThatState."""
    held = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    last = held.submissions.order_by("at", "pk").last()
    if held.state not in leading_to(Report.State.RETURNED) or last is None or not last.entered:
        raise NotInThatState(held.get_state_display())
    return last
