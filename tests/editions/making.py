"""Plain factories of evaluations and editions."""

from datetime import UTC, date, datetime

from evaluation.adjustments import Said
from evaluation.editions.building import build_edition
from evaluation.editions.services import freeze, publish, send_to_review
from evaluation.evaluations import Parameters, create_evaluation
from evaluation.models import Edition, Evaluation
from indicators.models import Plan, ReportingCycle

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def make_evaluation(by, slug: str = "mid-term", **overrides) -> Evaluation:
    fields = {
        "kind": "mid-term",
        "plan": Plan.objects.get(current=True),
        "baseline": ReportingCycle.objects.get(code="NR3"),
        "current": ReportingCycle.objects.get(code="NR4"),
        "groups": ["africa", "grulac", "ldc"],
        "titles": {"en": "Mid-term evaluation"},
    } | overrides
    return create_evaluation(slug=slug, parameters=Parameters(**fields), by=by, at=AT)


def make_frozen(evaluation: Evaluation, by) -> Edition:
    """A frozen draft with its documents."""
    edition = freeze(evaluation=evaluation, by=by, at=AT)
    build_edition(edition=edition.pk, sha256=edition.sha256)
    return edition


def make_published(evaluation: Evaluation, by, publisher) -> Edition:
    edition = send_to_review(edition=make_frozen(evaluation, by), by=by, at=AT)
    return publish(edition=edition, by=publisher, at=AT)


def make_said(**overrides) -> Said:
    """What followed from a finding, its change of the plan's data made."""
    fields = {
        "found": "Fewer than half have rules.",
        "decided": "The target is held against the laws alone.",
        "decided_on": date(2026, 2, 10),
        "decision": "X/1",
        "source": "Report of the meeting, paragraph 7",
        "changed": "The question on guidelines no longer counts.",
        "changed_where": "Measure A.1/headline",
        "changed_on": date(2026, 2, 20),
    } | overrides
    return Said(**fields)
