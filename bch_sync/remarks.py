"""What reports say to be in the Clearing-House, beside what its registry holds: remarks for the review, no more."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db import transaction

from bch_sync.claims import claims
from bch_sync.models import BchRecord, SyncRun
from national_reports.models import Answer, RegistryRemark, Report

# What the Secretariat reviews.
COMPARED = (Report.State.SUBMITTED, Report.State.ACCEPTED, Report.State.RETURNED)


def compare_report(*, report: int) -> dict[str, int]:
    """The handler of compare_with_registry jobs: the remarks of one report, made anew."""
    held = Report.objects.filter(pk=report).select_related("cycle")
    return {"remarks": _compare(held)}


def compare_open_reports() -> int:
    """The remarks of every report in review, made anew. Returns how many there are."""
    return _compare(Report.objects.filter(state__in=COMPARED, part="").select_related("cycle"))


def _compare(reports: Iterable[Report]) -> int:
    """Nothing is said before the registry was read whole, at least once."""
    last = SyncRun.objects.filter(state=SyncRun.State.DONE).first()
    if last is None:
        return 0
    reports = list(reports)
    registered = _registered()
    found = [remark for report in reports for remark in _remarks(report, registered, last.started_at.date())]
    with transaction.atomic():
        RegistryRemark.objects.filter(report__in=reports).delete()
        RegistryRemark.objects.bulk_create(found)
    return len(found)


def _registered() -> dict[str, set[int]]:
    """The Parties with a record, by schema."""
    held: dict[str, set[int]] = defaultdict(set)
    schemas = {schema for claim in claims() for schema in claim.schemas}
    pairs = BchRecord.objects.live().filter(schema__in=schemas).exclude(party=None).values_list("schema", "party_id")
    for schema, party in pairs.distinct():
        held[schema].add(party)
    return held


def _remarks(report: Report, registered: dict[str, set[int]], on: date) -> list[RegistryRemark]:
    asked = {claim.questions[report.cycle.code]: claim for claim in claims() if report.cycle.code in claim.questions}
    answers = Answer.objects.filter(report=report, question__in=asked).values_list("question", "options")
    return [
        RegistryRemark(report=report, question=question, what=asked[question].what, checked_on=on)
        for question, options in answers
        if asked[question].options & set(options)
        and not any(report.party_id in registered[schema] for schema in asked[question].schemas)
    ]
