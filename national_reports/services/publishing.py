"""Writes about national reports."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from indicators.models import ReportingCycle
from jobs.services import enqueue
from national_reports.codec import AnswerData, DecodedReport
from national_reports.loading import digest
from national_reports.models import Answer, Report
from national_reports.questionnaire import QuestionnaireForm
from national_reports.services.taking_off import request_over
from parties.audit import record
from parties.changes import REPORTS, note_change
from parties.models import Party


@dataclass
class Filed:
    """What became of one document: the parts stored new, stored as a new version, or found unchanged."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    outdated: int = 0
    undated: list[str] = field(default_factory=list)

    def add(self, other: "Filed") -> None:
        self.new += other.new
        self.changed += other.changed
        self.unchanged += other.unchanged
        self.outdated += other.outdated
        self.undated += other.undated


def publish_decoded(
    *,
    decoded: DecodedReport,
    form: QuestionnaireForm,
    cycle: ReportingCycle,
    party: Party,
    received: Mapping[str, date | None],
    revision: int | None,
    origin: str,
    at: datetime,
    computes: bool = True,
) -> Filed:
    """Store a document published elsewhere: one report for each part of the cycle that it answers.

    `received` gives the day for each part ("" is the report itself). The same content again changes nothing;
    other content becomes version n + 1; an older revision than the one held is left out. A document that was
    received before another one that is public here is kept beside it and does not count (see `counting`).
    """
    filed = Filed()
    by_part: dict[str, dict[str, AnswerData]] = {part: {} for part in ("", *form.parts)}
    for key, answer in decoded.answers.items():
        by_part[form.questions[key].part][key] = answer
    with transaction.atomic():
        known = set(
            Report.objects.published()
            .filter(party=party, cycle=cycle, identifier=decoded.identifier)
            .exclude(identifier="")
            .values_list("part", flat=True)
        )
        for part, answers in by_part.items():
            # A document without answers is still a report; one that lost its answers supersedes what it said before.
            if answers or part in known or (part == "" and not any(by_part.values())):
                filed.add(
                    _publish_version(
                        Report(
                            party=party,
                            cycle=cycle,
                            part=part,
                            origin=origin,
                            received_on=received.get(part),
                            identifier=decoded.identifier,
                            revision=revision,
                            header=decoded.header,
                            published_at=at,
                            state=Report.State.PUBLISHED,
                        ),
                        answers,
                        at=at,
                    )
                )
        if filed.new or filed.changed:
            note_change(REPORTS)
        if computes and (filed.new or filed.changed):
            enqueue(kind="compute_progress", reason="reports were published")
    return filed


def _publish_version(report: Report, answers: Mapping[str, AnswerData], *, at: datetime) -> Filed:
    report.sha256 = digest(
        {
            "header": report.header,
            "received_on": report.received_on and report.received_on.isoformat(),
            "answers": {key: vars(answer) for key, answer in answers.items()},
        }
    )
    versions = Report.objects.filter(party=report.party, cycle=report.cycle, part=report.part)
    same = versions.exclude(identifier="").filter(identifier=report.identifier)
    if same.filter(sha256=report.sha256, revision=report.revision, revision__isnull=False).exists():
        return Filed(unchanged=1)
    held = versions.select_for_update().filter(state=Report.State.PUBLISHED).first()
    request = request_over(report)
    beside = held is not None and _stands_before(held, report)
    if request is not None and (held is None or held.sha256 != report.sha256):
        # Read again after its Party had asked for it to be taken off: kept, and still off.
        if versions.taken_off().filter(identifier=report.identifier, sha256=report.sha256).exists():
            return Filed(unchanged=1)
        report.state, report.taking_off = Report.State.TAKEN_OFF, request
    elif beside:
        report.state = Report.State.SUPERSEDED
    elif held is not None:
        if held.sha256 == report.sha256:
            if (report.revision or 0) > (held.revision or 0):
                versions.filter(pk=held.pk).update(revision=report.revision)
            return Filed(unchanged=1)
        if report.revision is not None and held.revision is not None and report.revision < held.revision:
            return Filed(outdated=1)
        versions.filter(pk=held.pk).update(state=Report.State.SUPERSEDED)
        record(subject=held.subject, action=Report.State.SUPERSEDED, by=None, at=at, detail={})
    last = versions.order_by("-version").values_list("version", flat=True).first()
    report.version = (last or 0) + 1
    report.save(force_insert=True)
    Answer.objects.bulk_create(
        Answer(
            report=report,
            question=key,
            options=list(answer.options),
            number=answer.number,
            texts=answer.texts,
            details=answer.details,
        )
        for key, answer in answers.items()
    )
    detail = {"origin": report.origin, "identifier": report.identifier, "revision": report.revision}
    detail |= {"version": report.version, "sha256": report.sha256}
    record(subject=report.subject, action=report.state, by=None, at=at, detail=detail)
    filed = Filed(new=int(held is None), changed=int(held is not None))
    if report.received_on is None:
        filed.undated.append(f"{report.party.code} {report.cycle.code} {report.part}".strip())
    return filed


def _stands_before(held: Report, report: Report) -> bool:
    """Whether the public report keeps its place: decided on, or another document that was received later."""
    if held.preferred:
        return True
    if held.identifier == report.identifier or held.received_on is None:
        return False
    return report.received_on is None or report.received_on < held.received_on
