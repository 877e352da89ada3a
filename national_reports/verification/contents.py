"""What every imported report says, against its own SHA-256."""

from collections import defaultdict
from collections.abc import Iterator

from languages.told import said_later
from national_reports.codec import AnswerData
from national_reports.models import FILLED_IN_HERE, Answer, Report
from national_reports.services.publishing import content_digest
from parties.checked import Checked

REPORTS_AT_ONCE = 100


def contents() -> Checked:
    """The digest of the rows of every report from elsewhere: its header and all of its answers."""
    checked = Checked(said_later("Imported reports: answers and header against their SHA-256"))
    imported = Report.objects.exclude(origin__in=FILLED_IN_HERE).order_by("pk")
    for batch in _batches(list(imported.values_list("pk", "sha256", "header"))):
        held = _answers([pk for pk, *_ in batch])
        for pk, sha256, header in batch:
            checked.number += 1
            if content_digest(header, held.get(pk, {})) != sha256:
                checked.fault(f"report/{pk}", "its answers or header are not those of its SHA-256")
    return checked


def _batches(rows: list[tuple[int, str, dict[str, object]]]) -> Iterator[list[tuple[int, str, dict[str, object]]]]:
    for start in range(0, len(rows), REPORTS_AT_ONCE):
        yield rows[start : start + REPORTS_AT_ONCE]


def _answers(reports: list[int]) -> dict[int, dict[str, AnswerData]]:
    found: dict[int, dict[str, AnswerData]] = defaultdict(dict)
    rows = Answer.objects.filter(report__in=reports).values_list(
        "report", "question", "options", "number", "texts", "details", "entries"
    )
    for report, question, options, number, texts, details, entries in rows.iterator(chunk_size=5000):
        found[report][question] = AnswerData(tuple(options), number, texts, details, tuple(entries))
    return found
