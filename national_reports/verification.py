"""Hold answers and their history against the trail: a change that the trail does not tell of is named."""

from collections.abc import Iterator

from national_reports.loading import digest
from national_reports.models import Answer, AnswerChange, Submission
from parties.models import AuditEvent


def faults() -> Iterator[str]:
    """Name every answer, change or submission that is not as the trail says, in a stable order."""
    told: dict[tuple[str, str, int], str] = {}
    for subject, detail in AuditEvent.objects.filter(action="answer").values_list("subject", "detail").iterator():
        told[subject, detail["question"], detail["version"]] = detail["sha256"]
    last: dict[tuple[int, str], tuple[int, str]] = {}
    changes = AnswerChange.objects.order_by("report", "question", "version")
    for report, question, version, after in changes.values_list("report", "question", "version", "after").iterator():
        place = f"report/{report} {question} version {version}"
        said = told.pop((f"report/{report}", question, version), None)
        if said is None:
            yield f"{place}: the trail does not tell of this change."
        elif said != digest(after):
            yield f"{place}: the change says something else than the trail."
        last[report, question] = (version, digest(after))
    for subject, question, version in sorted(told):
        yield f"{subject} {question} version {version}: the change that the trail tells of is gone."
    for answer in Answer.objects.filter(report__in={report for report, _ in last}).iterator(chunk_size=2000):
        known = last.get((answer.report_id, answer.question))
        if known is not None and known != (answer.version, digest(answer.data.packed)):
            yield f"report/{answer.report_id} {answer.question}: the answer is not what its last change says."
    for submission in Submission.objects.order_by("pk").iterator():
        if digest(submission.document) != submission.sha256:
            yield f"{submission.reference}: what was submitted does not have the receipt's SHA-256."
