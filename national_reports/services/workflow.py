"""The way of a report: submitted, returned or accepted, published; withdrawn before review."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jobs.services import enqueue
from languages.catalogues import translated
from languages.codes import LANGUAGES
from languages.told import said_later
from national_reports.agreement import Missing, agreements_of
from national_reports.digests import digest
from national_reports.models import PartyWord, Questionnaire, Report, ReviewClaim, ReviewNote, Submission
from national_reports.progress import Remark
from national_reports.selectors import frozen_document, questionnaire_for, remarks_of
from national_reports.services.counting import dates_of_submission, settle, told_dates
from national_reports.services.disputes import check_not_held
from national_reports.services.drafts import forget_drafts
from national_reports.services.filling import hold
from national_reports.services.letters import tell_focal_points, tell_receipt
from national_reports.services.letters_to_colleagues import tell_authorities
from national_reports.services.mending import set_apart
from national_reports.services.notes import settle_note
from national_reports.workflow import leading_to
from parties.audit import record
from parties.changes import REPORTS, note_change
from parties.models import User
from parties.publishers import check_publishers

State = Report.State
DECLARATION = gettext_noop(
    "I submit this report on behalf of %(party)s as its authorised focal point, and agree that it is published."
)


class NotInThatState(RuntimeError):
    """The report is in another state by now: somebody else acted first. The text names the state."""


class ReportNotComplete(ValueError):
    """Something stands in the way of submitting; `remarks` says what and where."""

    def __init__(self, remarks: list[Remark]) -> None:
        super().__init__(f"{len(remarks)} remarks")
        self.remarks = remarks


class DeclarationMissing(ValueError):
    """Whoever submits declares that the report may be handed in."""


class ReasonMissing(ValueError):
    """A report is returned with a reason, each at its question."""


class AgreementMissing(RuntimeError):
    """The Party submits after named people agreed: `missing` says who has not, and to which sections."""

    def __init__(self, missing: list[Missing]) -> None:
        super().__init__(f"{len(missing)} people")
        self.missing = missing


class NotConfirmed(RuntimeError):
    """What the Secretariat entered is published once its Party has confirmed it, or a publisher says why not."""


class OwnReport(PermissionError):
    """Who submitted a report does not accept it: another member of staff does."""


class KeyOfAnother(ValueError):
    """The key of this form was used for another report: load the form again."""


def declaration(report: Report) -> str:
    """What whoever submits agrees to, in the reader's language."""
    return _(DECLARATION) % {"party": report.party.name}


def declared_in(declared: str) -> str:
    """The language in which a declaration was made; empty where it is in none of today's words."""
    return next((language for language in LANGUAGES if _is_declared(declared, language)), "")


def _is_declared(declared: str, language: str) -> bool:
    # The Party may have been called otherwise then.
    before, after = (translated(DECLARATION, language) or DECLARATION).split("%(party)s")
    return declared.startswith(before) and declared.endswith(after)


def submit_report(*, report: Report, key: UUID, declared: bool, by: User, at: datetime) -> Submission:
    """Hand in a report; the same form sent again returns the same submission.

    Every authority of the Party is told. Raises DeclarationMissing, ReportNotComplete, ReportFrozen, KeyOfAnother,
    InDispute, AgreementMissing.
    """
    if not declared:
        raise DeclarationMissing
    with transaction.atomic():
        # Whoever sends the same form meanwhile waits here, and then finds the submission.
        Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
        done = Submission.objects.filter(key=key).first()
        if done is not None:
            if done.report_id != report.pk:
                raise KeyOfAnother(key)
            return done
        held = hold(report, by=by)
        questionnaire = questionnaire_for(held.cycle)
        form = questionnaire.form
        blocking = [remark for remark in remarks_of(held, form) if remark.is_blocking]
        if blocking:
            raise ReportNotComplete(blocking)
        check_not_held(held)
        # What came on paper was signed there.
        missing = agreements_of(held, form, at=at).missing if not by.is_staff else []
        if missing:
            raise AgreementMissing(missing)
        submission = _store_submission(held, questionnaire, key=key, by=by, at=at)
        # Their bytes stay as long as this submission does, whatever is taken out of the report later.
        held.attachments.kept().update(handed_in=True)
        dates = dates_of_submission(held, at)
        move(
            held,
            State.SUBMITTED,
            by=by,
            at=at,
            detail={"reference": submission.reference, "sha256": submission.sha256, **told_dates(held)},
            submitted_by=by,
            submitted_at=at,
            **dates,
        )
        # That it was received is public at once; what it says is not.
        note_change(REPORTS)
        # Done above, where the registry is known: what the answers say to be in it becomes remarks for the review.
        enqueue(kind="compare_with_registry", report=held.pk)
        held.submission_requests.all().delete()
        tell_receipt(submission, at=at)
        if submission.entered:
            tell_focal_points(held, "entered", at=at)
        else:
            tell_authorities(held, "handed-in", by=by, at=at, but=by)
    return submission


def _store_submission(report: Report, questionnaire: Questionnaire, *, key: UUID, by: User, at: datetime) -> Submission:
    """What was handed in, word for word, under the reference that the receipt tells, with the form that it answers."""
    document = frozen_document(report, questionnaire.form)
    return Submission.objects.create(
        report=report,
        key=key,
        reference=_reference(report, at),
        at=at,
        by=by,
        declaration=declaration(report),
        document=document,
        sha256=digest(document),
        questionnaire=questionnaire,
        entered=by.is_staff and report.origin == Report.Origin.PAPER,
    )


def withdraw_report(*, report: Report, by: User, at: datetime) -> None:
    """Take a report back before it is reviewed; the next version continues from it. Raises NotInThatState.

    Every authority of the Party is told, whoever withdrew it too.
    """
    with transaction.atomic():
        move(report, State.WITHDRAWN, by=by, at=at)
        note_change(REPORTS)
        tell_authorities(report, "withdrawn", by=by, at=at)


def return_report(
    *, report: Report, reasons: Mapping[str, str], by: User, at: datetime, accepted: bool = False
) -> None:
    """Give a report back, with a reason at each question that needs work ("" is the whole report).

    One that was accepted may be returned too, as long as it is not public, and is then accepted anew: whoever decides
    says with `accepted` that this is what was read, so that two reviewers at once do not undo each other.
    Raises ReasonMissing, NotInThatState.
    """
    reasons = {question: text.strip() for question, text in reasons.items()}
    if not reasons or not all(reasons.values()):
        raise ReasonMissing
    with transaction.atomic():
        detail = {"questions": sorted(reasons)}
        before = State.ACCEPTED if accepted else State.SUBMITTED
        move(report, State.RETURNED, before=before, by=by, at=at, detail=detail, accepted_by=None)
        ReviewNote.objects.bulk_create(
            ReviewNote(
                report=report,
                question=question,
                by=by,
                at=at,
                text=text,
                audience=ReviewNote.Audience.BOTH,
                returns=True,
            )
            for question, text in reasons.items()
        )
        forget_drafts(report, by)
        set_apart(report, of=report, at=at)
        tell_focal_points(report, "returned", at=at)


def accept_report(*, report: Report, by: User, at: datetime) -> None:
    """Find a report in order; what it was returned for is settled by that.

    Raises OwnReport, NotInThatState, InDispute.
    """
    if report.submissions.filter(by=by).exists():
        raise OwnReport
    with transaction.atomic():
        _hold_row(report)
        move(report, State.ACCEPTED, by=by, at=at, accepted_by=by)
        for note in report.notes.filter(returns=True, settled_at=None):
            settle_note(note=note, by=by, at=at)
        forget_drafts(report, by)


def publish_report(*, report: Report, by: User, at: datetime) -> None:
    """Make the answers public in the place of the version before, and have the figures computed anew.

    Raises TooFewPublishers, NotInThatState, InDispute, NotConfirmed.
    """
    check_publishers()
    with transaction.atomic():
        _hold_row(report)
        last = report.submissions.latest("at")
        if last.entered and not PartyWord.objects.filter(submission=last).exists():
            raise NotConfirmed(last.reference)
        before = Report.objects.published().filter(party=report.party, cycle=report.cycle, part=report.part)
        for older in before.exclude(pk=report.pk):
            move(older, State.SUPERSEDED, by=by, at=at, detail={"by version": report.version})
        move(
            report,
            State.PUBLISHED,
            by=by,
            at=at,
            published_by=by,
            published_at=at,
            sha256=last.sha256,
            header=last.document["header"],
        )
        # What came from elsewhere and was received later, or was decided on, still counts.
        settle(party=report.party, cycle=report.cycle, part=report.part, by=by, at=at)
        note_change(REPORTS)
        enqueue(kind="compute_progress", reason=said_later("reports were published"))
        tell_focal_points(report, "published", at=at)


def _hold_row(report: Report) -> None:
    """Hold a report's row, so that nobody puts it in dispute before the transaction ends. Raises InDispute."""
    Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    check_not_held(report)


def move(
    report: Report,
    to: str,
    *,
    by: User,
    at: datetime,
    before: str = "",
    detail: Mapping[str, Any] | None = None,
    **fields: Any,
) -> None:
    """One conditional update along the table of states, and its event; from one state only where it is named.

    Raises NotInThatState.
    """
    with transaction.atomic():
        from_states = [state for state in leading_to(to) if before in ("", state)]
        moved = Report.objects.filter(pk=report.pk, state__in=from_states).update(state=to, **fields)
        report.refresh_from_db()
        if not moved:
            raise NotInThatState(report.get_state_display())
        # Who claimed it read what was handed in before; the next version is anybody's.
        ReviewClaim.objects.filter(report=report).delete()
        record(subject=report.subject, action=to, by=by, at=at, detail=detail or {})


def _reference(report: Report, at: datetime) -> str:
    """NR4-KEN-1-20261125-7F3A9C: cycle, Party, version, day, and a part that can't be guessed."""
    parts = (report.cycle.code, report.party.code, report.version, f"{at:%Y%m%d}", secrets.token_hex(3).upper())
    return "-".join(str(part) for part in parts)
