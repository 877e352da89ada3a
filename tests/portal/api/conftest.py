"""The world with reports of thirty Parties a cycle, computed; stored once for all tests of the API."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import transaction

from tests.conftest import load_world
from tests.factories import make_report

REPORTING = 30
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def store_reports() -> None:
    """Let every Party answer every bound question of its form with another of its options."""
    from figures.selectors import forms
    from indicators.models import Binding, ReportingCycle
    from parties.models import Party

    bound = {
        (cycle, use["key"])
        for cycle, rule in Binding.objects.values_list("cycle__code", "rule")
        for use in rule["questions"]
    }
    for cycle in ReportingCycle.objects.filter(code__in={cycle for cycle, _ in bound}):
        form = forms()[cycle.code]
        asked = [form.questions[key] for code, key in sorted(bound) if code == cycle.code]
        for place, party in enumerate(Party.objects.in_force(cycle.deadline).order_by("code")[:REPORTING]):
            for part in {question.part for question in asked}:
                answers = {
                    question.key: list(question.options)[(place + row) % len(question.options)]
                    for row, question in enumerate(asked)
                    if question.part == part and question.options
                }
                make_report(party.code, cycle.code, answers, part=part)


@pytest.fixture(scope="package")
def reported(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """Hold one transaction around all tests of the package; each has its own within it."""
    from figures.services import compute_progress
    from parties.models import Party

    around = transaction.atomic()
    with django_db_blocker.unblock():
        around.__enter__()
        if not Party.objects.exists():
            load_world()
        store_reports()
        compute_progress(at=AT, reason="test")
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture
def api(reported: None, db: None, client):
    """Ask the API: the parsed answer, with the status that was expected."""

    def ask(path: str, status: int = 200, **query: object) -> dict:
        response = client.get(f"/api/v1/{path}", query)
        assert response.status_code == status, response.content
        return response.json()

    return ask
