"""A generated Clearing-House on loopback, and demonstration Parties without any report yet."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.db import transaction

from bch_sync.client import ClearingHouse
from bch_sync.models import BchRecord
from bch_sync.services import sync
from clearing_house_double.faults import Faults
from clearing_house_double.registry import Registry, demonstration_registry
from clearing_house_double.server import serving
from tests.conftest import PLAN_FILE, remove_world

RECORDS, REPORTS = 1_500, 25
NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


def store_stand_ins() -> None:
    """The demonstration's Parties, the plan and the questionnaires."""
    from demonstration.loading import read_rates
    from indicators.loading import load_cycles, load_plan
    from national_reports.loading import load_questionnaires
    from parties.demonstration import demonstration_files
    from parties.services import load_parties, read_party_files

    seed = int(read_rates()[1]["seed"])
    load_parties(demonstration_files(read_party_files(), seed=seed), demonstration=True)
    load_cycles()
    load_plan(PLAN_FILE)
    load_questionnaires()


def client_at(base: str, **settings_of: object) -> ClearingHouse:
    quick: dict = {"per_second": 10_000.0, "pause": lambda seconds: None} | settings_of
    return ClearingHouse(base=base, realm="BCH", agent=settings.BCH_AGENT, **quick)


@pytest.fixture(scope="session")
def generated() -> Registry:
    """The records of every schema, and of each cycle some reports; all that were revised are among them."""
    registry = demonstration_registry(records=RECORDS)
    kept = Counter()
    for identifier, document in list(registry.documents.items()):
        if document.schema.startswith("cpbNationalReport") and len(document.versions) == 1:
            kept[document.schema] += 1
            if kept[document.schema] > REPORTS:
                del registry.documents[identifier]
    return registry.copy()


@pytest.fixture
def registry(generated) -> Registry:
    """A registry of the test's own, to change as it likes."""
    return generated.copy()


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture
def house(registry, faults) -> Iterator[ClearingHouse]:
    with serving(registry, faults) as base, client_at(base) as client:
        yield client


@pytest.fixture(scope="module")
def stand_ins_once(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The stand-ins for a whole module, in one transaction around its tests."""
    around = transaction.atomic()
    with django_db_blocker.unblock():
        around.__enter__()
        remove_world()
        store_stand_ins()
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture(scope="module")
def synced_once(stand_ins_once, django_db_blocker, generated) -> Iterator[None]:
    """The same after one whole reading of the registry."""
    within = transaction.atomic()
    with django_db_blocker.unblock():
        within.__enter__()
        with serving(generated.copy()) as base, client_at(base) as client:
            run = sync(house=client, full=True, demonstration=True)
        assert run.state == "done", run.faults
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        within.__exit__(None, None, None)


@pytest.fixture
def stand_ins(stand_ins_once, db) -> None:
    """Parties, plan and questionnaires of the demonstration; nothing of the Clearing-House."""


@pytest.fixture
def synced(synced_once, db) -> None:
    """All that the registry holds is held here."""


def read(house, **more):
    return sync(house=house, demonstration=True, now=lambda: NOW, **more)


def held(schema):
    return set(BchRecord.objects.live().filter(schema=schema).values_list("identifier", flat=True))


def there(registry, schema):
    return {one.identifier for one in registry.documents.values() if one.schema == schema and not one.deleted}
