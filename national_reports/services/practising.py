"""Trying the form: a practice report is opened, filled in, submitted for practice and wiped."""

import json
import logging
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from indicators.models import ReportingCycle
from languages.codes import short
from national_reports.codec import AnswerData
from national_reports.cover import DEFAULT_LANGUAGE
from national_reports.digests import digest
from national_reports.forms import PostedAnswer
from national_reports.models import PracticeReport, TrialRound
from national_reports.progress import check
from national_reports.selectors import form_for, open_answers
from national_reports.sending import digest_of
from national_reports.services.opening import CycleClosed
from national_reports.services.workflow import DeclarationMissing, ReportNotComplete
from parties.models import User
from parties.permissions import parties_of

log = logging.getLogger(__name__)

KEPT_FOR = timedelta(days=30)
# Of all answers together, as characters of JSON: many times what the longest reports hold.
MOST_CHARACTERS = 2_000_000


class NotAFocalPoint(PermissionError):
    """Only who reports for a Party tries its form."""


class PracticeSubmitted(RuntimeError):
    """It was submitted for practice: wipe it to begin anew."""


class PracticeGone(LookupError):
    """It was wiped meanwhile, in another window or with the trial that it was of."""


class PracticeFull(ValueError):
    """More text than a practice report holds: shorten it."""


def open_practice(*, cycle: ReportingCycle, by: User, at: datetime) -> PracticeReport:
    """This person's practice report in a cycle that is open or on trial; opened where there is none.

    Raises NotAFocalPoint, CycleClosed.
    """
    if not parties_of(by, timezone.localdate(at)):
        raise NotAFocalPoint(by.pk)
    language = short(get_language() or DEFAULT_LANGUAGE)
    begun = {"content": {"languages": AnswerData(options=(language,)).packed}, "opened_at": at, "changed_at": at}
    with transaction.atomic():
        # Held, so that a trial that ends meanwhile wipes this one too.
        trial = TrialRound.objects.select_for_update().filter(cycle=cycle).first()
        held = PracticeReport.objects.filter(person=by, cycle=cycle).first()
        if held is None and trial is None and not cycle.is_open:
            raise CycleClosed(cycle.code)
        return held or PracticeReport.objects.get_or_create(person=by, cycle=cycle, defaults=begun)[0]


def save_practice(*, practice: PracticeReport, posted: Collection[PostedAnswer], at: datetime) -> list[PostedAnswer]:
    """Store answers of which the page showed what stands; those that were changed in another window come back unsaved.

    Raises PracticeSubmitted, PracticeFull, PracticeGone.
    """
    with transaction.atomic():
        held = _hold(practice)
        if held.submitted_at is not None:
            raise PracticeSubmitted
        answers, stale = held.answers, []
        for one in posted:
            standing = answers.get(one.question.key, AnswerData())
            if one.data == standing:
                continue
            if one.shown != digest_of(standing):
                stale.append(one)
                continue
            answers[one.question.key] = one.data
        content = {key: data.packed for key, data in answers.items() if not data.is_empty}
        if content != held.content:
            if len(json.dumps(content)) > MOST_CHARACTERS:
                raise PracticeFull
            held.content, held.changed_at = content, at
            held.save(update_fields=["content", "changed_at"])
    return stale


def submit_practice(*, practice: PracticeReport, declared: bool, at: datetime) -> PracticeReport:
    """Submit for practice: checked as a report is, and sent to nobody; a second time changes nothing.

    Raises DeclarationMissing, ReportNotComplete, PracticeGone.
    """
    with transaction.atomic():
        held = _hold(practice)
        if held.submitted_at is not None:
            return held
        if not declared:
            raise DeclarationMissing
        form = form_for(held.cycle)
        blocking = [remark for remark in check(form, held.answers) if remark.is_blocking]
        if blocking:
            raise ReportNotComplete(blocking)
        given = open_answers(form, held.answers)
        held.submitted_at = held.changed_at = at
        held.reference = f"PRACTICE-{held.cycle.code}-{at:%Y%m%d}-{secrets.token_hex(3).upper()}"
        held.sha256 = digest({key: data.packed for key, data in given.items()})
        held.save(update_fields=["submitted_at", "changed_at", "reference", "sha256"])
    return held


def wipe_practice(*, practice: PracticeReport) -> None:
    """Remove it with all of its answers; nothing of it is kept anywhere."""
    PracticeReport.objects.filter(pk=practice.pk).delete()


def wipe_old_practice(*, at: datetime) -> int:
    """Remove every practice report that was not changed for thirty days; returns how many."""
    gone = PracticeReport.objects.filter(changed_at__lt=at - KEPT_FOR).delete()[1].get(PracticeReport._meta.label, 0)
    log.info("practice reports wiped", extra={"reports": gone})
    return gone


def _hold(practice: PracticeReport) -> PracticeReport:
    held = PracticeReport.objects.select_for_update(of=("self",)).filter(pk=practice.pk).first()
    if held is None:
        raise PracticeGone(practice.pk)
    return held
