"""A small plan with an evaluation of NR3 and NR4: six Parties reported, most of the rest are silent."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction

from evaluation.editions import building
from evaluation.models import Edition, Evaluation
from indicators.loading import load_plan
from indicators.models import Plan
from parties.models import Party, User
from tests.conftest import SMALL_PLAN_FILE, load_world
from tests.evaluation.editions.making import form_alone, make_evaluation, make_frozen, make_published
from tests.factories import make_report
from tests.people_factories import make_staff

FULL3, PART3, NONE = "implementation.fullFramwork", "implementation.partialFramwork", "implementation.none"
FULL4, PART4 = "implementation.fullInPlace", "implementation.partiallyInPlace"
# Party: what it answered in NR3 and in NR4.
ANSWERS = {
    "KEN": (NONE, FULL4),
    "GHA": (FULL3, FULL4),
    "UGA": (NONE, FULL4),
    "ZWE": (FULL3, NONE),
    "MEX": (PART3, PART4),
    "FRA": (NONE, NONE),
}


def store_reports() -> None:
    for party, (before, now) in ANSWERS.items():
        make_report(party, "NR3", {"Q014": before})
        make_report(party, "NR4", {"Q014": now, "Q092": "true", "Q093": "true.some"})


@contextmanager
def stored_once(blocker, store: Callable[[], None]) -> Iterator[None]:
    """Keep what `store` adds to the world for a whole module, and take it back in the end."""
    with blocker.unblock(), transaction.atomic():
        if not Party.objects.exists():
            load_world()
        store()
        blocker.block()
        yield
        blocker.restore()
        transaction.set_rollback(True)


def store_small_world() -> None:
    Plan.objects.all().delete()
    load_plan(SMALL_PLAN_FILE)
    store_reports()
    # Once a module: a password takes its time.
    make_staff(name="Author")
    make_staff(name="Publisher", publisher=True)


@pytest.fixture(scope="module")
def reports_once(django_db_setup, django_db_blocker) -> Iterator[None]:
    with stored_once(django_db_blocker, store_small_world):
        yield


@pytest.fixture(autouse=True)
def _form_alone(monkeypatch) -> None:
    """The form itself is document enough for what is tested here."""
    monkeypatch.setattr(building, "render", form_alone)


@pytest.fixture
def reports(reports_once, db) -> None:
    """The small plan with a few reports."""


@pytest.fixture
def author(reports):
    return User.objects.get(name="Author")


@pytest.fixture
def publisher(reports):
    return User.objects.get(name="Publisher")


@pytest.fixture
def evaluation(reports, author) -> Evaluation:
    return make_evaluation(author)


@pytest.fixture
def frozen(evaluation, author) -> Edition:
    return make_frozen(evaluation, author)


@pytest.fixture
def published(evaluation, author, publisher) -> Edition:
    return make_published(evaluation, author, publisher)
