"""Which of the Secretariat's staff reads a report: claimed and released by one act, taken over with a word."""

from datetime import datetime

from django.db import transaction

from languages.told import said_later
from national_reports.models import Report, ReviewClaim
from parties.audit import record
from parties.models import User

LONGEST_WORD = 200


class ClaimedByAnother(RuntimeError):
    """A colleague reads this report: say why you take it over, or leave it. The text names the colleague."""


class NotWaiting(RuntimeError):
    """Only a report that waits for its review is claimed. The text names the state."""


def claim_report(*, report: Report, by: User, at: datetime, word: str = "") -> ReviewClaim:
    """Say that somebody reads a report; saying it again changes nothing, and a word takes it over from a colleague.

    Raises ClaimedByAnother, NotWaiting.
    """
    word = " ".join(word.split())[:LONGEST_WORD]
    with transaction.atomic():
        held = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
        if held.state != Report.State.SUBMITTED:
            raise NotWaiting(held.get_state_display())
        claim, created = ReviewClaim.objects.select_related("by").get_or_create(
            report=held, defaults={"by": by, "at": at}
        )
        if created:
            record(subject=held.subject, action=said_later("claimed"), by=by, at=at, detail={})
        elif claim.by != by:
            if not word:
                raise ClaimedByAnother(claim.by.name)
            detail = {"from": claim.by.name, "word": word}
            claim.by, claim.at, claim.word = by, at, word
            claim.save(update_fields=["by", "at", "word"])
            record(subject=held.subject, action=said_later("taken over"), by=by, at=at, detail=detail)
    return claim


def release_report(*, report: Report, by: User, at: datetime) -> None:
    """Let a colleague read a report that one had claimed oneself; nothing happens where one had not."""
    with transaction.atomic():
        if ReviewClaim.objects.filter(report=report, by=by).delete()[0]:
            record(subject=report.subject, action=said_later("released"), by=by, at=at, detail={})
