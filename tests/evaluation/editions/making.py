"""Plain factories of evaluations and editions."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from unittest.mock import patch

from evaluation.adjustments import Said
from evaluation.documents.produced import JSON, RenderedDocument, stem
from evaluation.editions import building
from evaluation.editions.form import FrozenForm
from evaluation.editions.services import freeze, publish, send_to_review
from evaluation.evaluations import Parameters, create_evaluation
from evaluation.models import Edition, Evaluation
from indicators.models import Plan, ReportingCycle

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
# What the desk's form of a new evaluation is sent with at the least.
NEW = {
    "kind": "mid-term",
    "slug": "mid-term",
    "pair": "NR3-NR4",
    "title_en": "Mid-term evaluation",
    "title_fr": "Évaluation à mi-parcours",
}


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
    """A frozen draft with a document."""
    edition = freeze(evaluation=evaluation, by=by, at=AT)
    build(edition)
    return edition


def form_alone(content: bytes) -> Iterator[RenderedDocument]:
    """The frozen form itself as the only document."""
    form = FrozenForm.of(content)
    yield RenderedDocument("frozen", "", f"{stem(form)}-frozen.json", JSON, content)


def build(edition: Edition) -> None:
    """Its documents, of which the form itself is enough here: the others take their seconds."""
    with patch.object(building, "render", form_alone):
        building.build_edition(edition=edition.pk, sha256=edition.sha256)


def make_published(evaluation: Evaluation, by, publisher) -> Edition:
    edition = send_to_review(edition=make_frozen(evaluation, by), by=by, at=AT)
    return publish(edition=edition, by=publisher, at=AT, confirmed=edition.sha256)


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


def read(client, path: str) -> str:
    """A page as text."""
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()
