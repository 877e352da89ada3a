"""Answers that were filled in here, their history and what was submitted, against the trail."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from languages.told import said_later
from national_reports.codec import AnswerData
from national_reports.digests import digest
from national_reports.models import FILLED_IN_HERE, Answer, AnswerChange, Report, Submission
from parties.checked import Checked
from parties.models import AuditEvent

Packed = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """What the trail says of one change: its content by digest, how it came, who made it and when."""

    sha256: str
    how: str
    by: int | None
    at: Any


@dataclass(frozen=True)
class AnswerTrail:
    """What one answer was before its first change, and after its last one."""

    at_first: Packed
    first_version: int
    version: int
    sha256: str


def submissions() -> Checked:
    """Every submission: its document against its SHA-256, and that against the event of the handing in."""
    checked = Checked(said_later("Submissions against their SHA-256 and the trail"))
    told = {}
    events = AuditEvent.objects.filter(subject__startswith="report/", action="submitted")
    for subject, by, at, detail in events.values_list("subject", "by", "at", "detail"):
        if "reference" in detail:
            told[detail["reference"]] = (subject, by, at, detail["sha256"])
    for one in Submission.objects.order_by("pk").iterator():
        checked.number += 1
        if digest(one.document) != one.sha256:
            checked.fault(one.reference, "what was submitted does not have the receipt's SHA-256.")
        stands = (f"report/{one.report_id}", one.by_id, one.at, one.sha256)
        if told.pop(one.reference, None) != stands:
            checked.fault(one.reference, "the trail does not tell of this submission as it stands.")
    for reference in sorted(told):
        checked.fault(reference, "the submission that the trail tells of is gone.")
    return checked


def answers() -> Checked:
    """Every change against its event, every answer against its last change, and what a report was opened with."""
    checked = Checked(said_later("Answers and their history against the trail"))
    told = _told_changes()
    last = _histories(told, checked)
    for subject, question, version in sorted(told):
        checked.fault(f"{subject} {question} version {version}", "the change that the trail tells of is gone.")
    opened = _opened()
    own = Report.objects.filter(origin__in=FILLED_IN_HERE).order_by("pk").values_list("pk", flat=True)
    for report in own:
        _of_report(report, last.get(report, {}), opened.get(f"report/{report}", {}), checked)
    return checked


def _told_changes() -> dict[tuple[str, str, int], Change]:
    events = AuditEvent.objects.filter(action="answer").values_list("subject", "detail", "by", "at")
    return {
        (subject, detail["question"], detail["version"]): Change(detail["sha256"], detail["how"], by, at)
        for subject, detail, by, at in events.iterator(chunk_size=2000)
    }


def _opened() -> dict[str, Packed]:
    events = AuditEvent.objects.filter(subject__startswith="report/", action="opened")
    return dict(events.values_list("subject", "detail"))


def _histories(told: dict[tuple[str, str, int], Change], checked: Checked) -> dict[int, dict[str, AnswerTrail]]:
    """Read every history in its order; what it leaves each answer at. What was found is taken out of `told`."""
    last: dict[int, dict[str, AnswerTrail]] = {}
    rows = AnswerChange.objects.order_by("report", "question", "version").values_list(
        "report", "question", "version", "how", "by", "at", "before", "after"
    )
    for (report, question), of_it in groupby(rows.iterator(chunk_size=2000), key=lambda row: (row[0], row[1])):
        standing: Packed | None = None
        at_first: Packed = {}
        first = version = 0
        for _report, _question, version, how, by, at, before, after in of_it:
            checked.number += 1
            place = f"report/{report} {question} version {version}"
            said = told.pop((f"report/{report}", question, version), None)
            if said is None:
                checked.fault(place, "the trail does not tell of this change.")
            elif said.sha256 != digest(after):
                checked.fault(place, "the change says something else than the trail.")
            elif (said.how, said.by, said.at) != (how, by, at):
                checked.fault(place, "how, by whom or when it was changed is not what the trail says.")
            if standing is None:
                at_first, first = before, version
            elif before != standing:
                checked.fault(place, "what stood before is not what the change before it left.")
            standing = after
        last.setdefault(report, {})[question] = AnswerTrail(at_first, first, version, digest(standing))
    return last


def _of_report(report: int, changed: Mapping[str, AnswerTrail], opened: Packed, checked: Checked) -> None:
    """The answers of one report against their last change, or against what the report was opened with."""
    held: dict[str, tuple[int, AnswerData]] = {
        one.question: (one.version, one.data) for one in Answer.objects.filter(report=report)
    }
    for question, last in changed.items():
        stands = held.get(question)
        place = f"report/{report} {question}"
        if stands is None:
            checked.fault(place, "the answer that its history tells of is gone.")
        elif (stands[0], digest(stands[1].packed)) != (last.version, last.sha256):
            checked.fault(place, "the answer is not what its last change says.")
    # An answer whose first change is its second version was there when the report was opened.
    carried = {question: last.at_first for question, last in changed.items() if last.first_version > 1}
    carried |= {question: data.packed for question, (_version, data) in held.items() if question not in changed}
    if len(carried) != opened.get("answers", len(carried)):
        told = f"the trail tells of {opened['answers']} answers when it was opened, and there are {len(carried)}."
        checked.fault(f"report/{report}", f"an answer without a history was put in or taken out: {told}")
    elif opened.get("answers_sha256", digest(carried)) != digest(carried):
        checked.fault(f"report/{report}", "the answers that it was opened with are not those that the trail tells of.")
