"""A computed world for a whole module: one transaction around its tests, each with its own within."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.db import transaction

from tests.conftest import load_world
from tests.factories import make_report, make_survey

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@contextmanager
def held(blocker, store: Callable[[], None]) -> Iterator[None]:
    """Compute with what `store` adds to the world, and take it all back in the end."""
    from figures.services import compute_progress
    from parties.models import Party

    around = transaction.atomic()
    with blocker.unblock():
        around.__enter__()
        if not Party.objects.exists():
            load_world()
        store()
        compute_progress(at=AT, reason="test")
    yield
    with blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


def store_reports() -> None:
    for party, code in (("KEN", "implementation.fullFramwork"), ("GHA", "implementation.none")):
        make_report(party, "NR2", {"Q015": code, "Q016": ["instrument.nationalBiosafetyLaws"]})
        make_survey(party, {"S035_a": "true", "S035_b": "true"})
        make_report(party, "NR3", {"Q014": "implementation.fullFramwork", "Q204_a": "true", "Q204_b": "false"})
    # NR4 Q012_partyInProgress is asked of non-Parties only.
    make_report("KEN", "NR4", {"Q012_party": "true", "Q012_partyInProgress": "true", "Q014": "implementation.none"})
    hostile = {"en": "<script>alert(1)</script>\u202eevil"}
    make_report("ZWE", "NR3", {"Q021": hostile, "Q014": "implementation.none"})
    make_report("UGA", "NR3", {"Q014": "implementation.none"}, state="draft", published_at=None)


@pytest.fixture(scope="module")
def computed_once(django_db_setup, django_db_blocker) -> Iterator[None]:
    with held(django_db_blocker, lambda: None):
        yield


@pytest.fixture(scope="module")
def reported_once(django_db_setup, django_db_blocker) -> Iterator[None]:
    with held(django_db_blocker, store_reports):
        yield


@pytest.fixture
def computed(computed_once, db) -> None:
    """The real Parties without any report, computed."""


@pytest.fixture
def reported(reported_once, db) -> None:
    """The same with a few reports."""
