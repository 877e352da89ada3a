"""A Party's own draft where the Secretariat enters what the Party sent on paper: kept, compared, taken over from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from languages.told import said_later
from national_reports.codec import AnswerData
from national_reports.models import AnswerChange, Report
from national_reports.questionnaire import QuestionnaireForm
from national_reports.selectors import answers_of, form_answers
from national_reports.services.filling import Saved, SaveState, hold, save_answer
from national_reports.services.offline import Difference
from national_reports.services.opening import carry_files
from parties.audit import record
from parties.models import User


@dataclass(frozen=True)
class Taken:
    """What became of answers that were taken over, and how many files came with them."""

    saved: list[Saved]
    files: int


def own_draft_of(report: Report) -> Report | None:
    """The draft that its Party had begun before this report was entered from paper."""
    if report.origin != Report.Origin.PAPER:
        return None
    slot = Report.objects.filter(party=report.party_id, cycle=report.cycle_id, part=report.part)
    aside = slot.filter(state=Report.State.SET_ASIDE, version__lt=report.version)
    return aside.select_related("party", "cycle").order_by("-version").first()


def differences(report: Report, draft: Report, form: QuestionnaireForm) -> list[Difference]:
    """What the Party's draft says otherwise than what was entered, in the order of the form."""
    stored, offered = {one.question: one for one in report.answers.all()}, form_answers(draft)
    found = []
    for key, question in form.fields.items():
        answer, own = stored.get(key), offered.get(key, AnswerData())
        standing, version = (answer.data, answer.version) if answer else (AnswerData(), 0)
        # Where the draft says nothing there is nothing to take over.
        if not own.is_empty and own != standing:
            found.append(Difference(question, version, standing, own, meanwhile=False))
    return found


def take_over(
    *, report: Report, draft: Report, versions: Mapping[str, int], files: bool, by: User, at: datetime
) -> Taken:
    """Make chosen answers of the draft those of the report, each at the version that was shown; the draft stays.

    Doing it again changes nothing. Raises ReportFrozen, NotYoursToFill.
    """
    own = answers_of(draft)
    with transaction.atomic():
        held = hold(report, by=by)
        saved = [
            save_answer(
                report=held,
                question=key,
                data=own[key],
                read_version=version,
                by=by,
                at=at,
                how=AnswerChange.How.OWN_DRAFT,
            )
            for key, version in versions.items()
            if key in own
        ]
        brought = carry_files(held, draft) if files else 0
        changed = sum(one.state == SaveState.SAVED for one in saved)
        if changed or brought:
            detail = {"draft": draft.version, "changed": changed, "files": brought}
            record(subject=held.subject, action=said_later("own draft taken over"), by=by, at=at, detail=detail)
    return Taken(saved, brought)
