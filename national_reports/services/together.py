"""Accept or publish several reports by one act: each with its own event, the figures computed once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from national_reports.grading import checked
from national_reports.models import Dispute, Report, ReviewClaim, ReviewDraft, Submission
from national_reports.services.entered import waiting_for_party
from national_reports.services.workflow import NotInThatState, accept_report, publish_report
from parties.models import User


class Act(StrEnum):
    ACCEPT = "accept"
    PUBLISH = "publish"


_DONE: Mapping[Act, Callable[..., None]] = {Act.ACCEPT: accept_report, Act.PUBLISH: publish_report}
_FROM = {Act.ACCEPT: Report.State.SUBMITTED, Act.PUBLISH: Report.State.ACCEPTED}


@dataclass(frozen=True)
class Chosen:
    """A report as it was chosen: by the submission that the page showed. `why_not` keeps it apart."""

    submission: Submission
    why_not: str = ""

    @property
    def report(self) -> Report:
        return self.submission.report


@dataclass
class Outcome:
    """What was done, and what was kept apart with its reason."""

    done: list[Chosen] = field(default_factory=list)
    left: list[Chosen] = field(default_factory=list)


def weigh(*, act: Act, references: Iterable[str], by: User) -> Outcome:
    """Which of these reports may be accepted or published together, by the references of what was read.

    An open question keeps a report apart: it is decided on its own page, by whoever has read it.
    """
    rows = Submission.objects.filter(reference__in=list(references)).defer("document")
    rows = rows.select_related("report__party", "report__cycle").order_by("report__pk")
    submissions = list(rows)
    reports = [one.report for one in submissions]
    claims = {one.report_id: one for one in ReviewClaim.objects.filter(report__in=reports).select_related("by")}
    own = set(Submission.objects.filter(report__in=reports, by=by).values_list("report", flat=True))
    typed = set(ReviewDraft.objects.filter(report__in=reports, reviewer=by).values_list("report", flat=True))
    held = set(Dispute.objects.filter(report__in=reports, released_at=None).values_list("report", flat=True))
    last = dict(Submission.objects.filter(report__in=reports).order_by().values_list("report").annotate(last=Max("at")))
    found, unconfirmed = checked(reports), waiting_for_party(reports)

    def why_not(one: Submission) -> str:
        report, claim, checks = one.report, claims.get(one.report_id), found[one.report_id]
        if report.state != _FROM[act]:
            return _in_state(report.get_state_display())
        if report.pk in held:
            return _("It is held, because it is in dispute.")
        if one.at != last[report.pk]:
            return _("It was handed in anew since you opened the page.")
        if checks.blocks or checks.notes or (act is Act.ACCEPT and checks.asks):
            return _("It has an open question: decide on its own page.")
        if act is Act.PUBLISH and report.pk in unconfirmed:
            return _("Its Party has not confirmed yet what was entered.")
        if act is Act.PUBLISH:
            return ""
        if report.pk in own:
            return _("You submitted it: another member of staff must accept it.")
        if claim is not None and claim.by != by:
            return _("%(name)s has claimed it.") % {"name": claim.by.name}
        return _("You typed reasons to return it: return it, or empty them first.") if report.pk in typed else ""

    weighed = [Chosen(one, why_not(one)) for one in submissions]
    return Outcome([one for one in weighed if not one.why_not], [one for one in weighed if one.why_not])


def decide_together(*, act: Act, references: Sequence[str], by: User, at: datetime) -> Outcome:
    """Accept or publish these reports, weighed anew; whoever asks twice is told what was done before.

    One transaction, so that what each asks for is one computation; a report that somebody else decides about in this
    very moment is kept apart, and the others go on.
    """
    with transaction.atomic():
        # In one order for all, so that two people at once wait for each other and no more.
        held = Report.objects.filter(submissions__reference__in=references).order_by("pk")
        list(held.select_for_update(of=("self",)))
        outcome = weigh(act=act, references=references, by=by)
        done = []
        for one in outcome.done:
            try:
                with transaction.atomic():
                    _DONE[act](report=one.report, by=by, at=at)
            except NotInThatState as state:
                outcome.left.append(Chosen(one.submission, _in_state(str(state))))
            else:
                done.append(one)
        outcome.done = done
    return outcome


def _in_state(state: str) -> str:
    return _("It is in the state “%(state)s”.") % {"state": state}
