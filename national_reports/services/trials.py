"""A round opened as a trial and ended, with all that was filled in and remarked for it."""

from datetime import datetime

from django.db import transaction

from indicators.models import ReportingCycle
from national_reports.models import PracticeReport, TrialRemark, TrialRound
from national_reports.selectors import form_for
from national_reports.trials import ENDED, OPENED
from parties.audit import record
from parties.models import User

LONGEST = 2_000


class RemarkTooLong(ValueError):
    """A remark has at most 2,000 characters."""


class CycleOpen(RuntimeError):
    """Parties report in this cycle already: a trial comes before."""


def open_trial(*, cycle: ReportingCycle, by: User, at: datetime) -> TrialRound:
    """Let whoever reports for a Party try the form of a cycle that is not open; saying it again changes nothing.

    Raises NoQuestionnaire, CycleOpen.
    """
    form_for(cycle)
    with transaction.atomic():
        # Whoever opens the cycle meanwhile waits for this, or this for them (services/cycles.py).
        held = ReportingCycle.objects.select_for_update().get(pk=cycle.pk)
        if held.is_open:
            raise CycleOpen(cycle.code)
        trial, is_new = TrialRound.objects.get_or_create(cycle=held, defaults={"opened_at": at})
        if is_new:
            record(subject=cycle.subject, action=OPENED, by=by, at=at, detail={})
    return trial


def end_trial(*, cycle: ReportingCycle, by: User, at: datetime) -> int | None:
    """End a trial and wipe every practice report of its cycle; how many, None where no trial is on.

    The trail keeps how many there were, and nothing of what they said.
    """
    with transaction.atomic():
        # Whoever begins to try the form meanwhile holds this row (services/practising.py).
        trial = TrialRound.objects.select_for_update().filter(cycle=cycle).first()
        if trial is None:
            return None
        practice = PracticeReport.objects.filter(cycle=cycle)
        submitted = practice.exclude(submitted_at=None).count()
        gone = practice.delete()[1]
        wiped, remarks = (gone.get(model._meta.label, 0) for model in (PracticeReport, TrialRemark))
        trial.delete()
        detail = {"people": wiped, "submitted": submitted, "remarks": remarks}
        record(subject=cycle.subject, action=ENDED, by=by, at=at, detail=detail)
    return wiped


def keep_remark(*, practice: PracticeReport, section: str, text: str, at: datetime) -> None:
    """Keep what its person found hard in a section, in place of what they said before; without a word it is removed.

    Where no trial is on, or the practice report was wiped meanwhile, nothing is kept. Raises RemarkTooLong.
    """
    text = text.replace("\r\n", "\n").strip()
    if len(text) > LONGEST:
        raise RemarkTooLong
    with transaction.atomic():
        # Held, so that a trial that ends meanwhile takes it along.
        trial = TrialRound.objects.select_for_update().filter(cycle=practice.cycle_id).first()
        held = PracticeReport.objects.select_for_update(of=("self",)).filter(pk=practice.pk).first()
        if trial is None or held is None:
            return
        if not text:
            TrialRemark.objects.filter(practice=practice, section=section).delete()
            return
        if not TrialRemark.objects.filter(practice=practice, section=section, text=text).exists():
            said = {"text": text, "changed_at": at}
            TrialRemark.objects.update_or_create(practice=practice, section=section, defaults=said)
