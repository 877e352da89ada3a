"""A draft of one Party, with two people who fill it in and browsers in which they are signed in."""

from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from tests.keeping.making import AT, make_draft
from tests.keeping.servers import Cluster, Portal, copied_world, on_database
from tests.people_factories import client_of, make_focal_point


@pytest.fixture
def at():
    return AT


@pytest.fixture
def first(world):
    """Somebody who may submit too."""
    return make_focal_point("KEN", "authority", name="First Editor")


@pytest.fixture
def second(world):
    return make_focal_point("KEN", name="Second Editor")


@pytest.fixture
def draft(first):
    return make_draft("KEN", first)


@pytest.fixture
def of_first(first):
    return client_of(first, headers={"accept": "application/json"})


@pytest.fixture
def of_second(second):
    return client_of(second, headers={"accept": "application/json"})


@pytest.fixture(scope="session")
def cluster():
    """A PostgreSQL of the tests' own; not below pytest's folders, which only their owner may pass."""
    with TemporaryDirectory(prefix="cluster-") as folder:
        held = Cluster(Path(folder))
        held.create()
        held.start()
        yield held
        held.stop()


@pytest.fixture(scope="module")
def own_database(cluster, django_db_blocker):
    """The address of a database for one module, with the world in it; models here read and write it too."""
    url = cluster.world()
    with django_db_blocker.unblock(), on_database(url):
        yield url


@pytest.fixture(scope="module")
def separated(cluster, django_db_blocker):
    """The addresses of a module's database, with the world in it, by who signs in: postgres, and the two roles."""
    url = cluster.world()
    roles = ("postgres", *settings.DATABASE_ROLES)
    addresses = {role: url.replace("postgres@", f"{role}@") for role in roles}
    with django_db_blocker.unblock():
        with override_settings(DATABASE_ROLE_PASSWORDS=["of the owner: '%$", "of the application"]), on_database(url):
            call_command("separate_roles", stdout=StringIO())
        with on_database(addresses["portal_owner"]):
            call_command("migrate", verbosity=0)
    return addresses


@pytest.fixture(scope="module")
def served_database(separated, django_db_blocker):
    """The address of that database as the portal is served; models here read and write it as that role too."""
    with django_db_blocker.unblock(), on_database(separated["portal_application"]):
        yield separated["portal_application"]


@pytest.fixture(scope="module")
def door(tmp_path_factory, django_db_blocker):
    """The server that `make run` starts, on a database of the module's own; models here read and write it too."""
    folder = tmp_path_factory.mktemp("door")
    url, files = copied_world(folder), folder / "files"
    files.mkdir()
    with django_db_blocker.unblock(), on_database(url), Portal(url, {"TMPDIR": str(files)}) as running:
        yield running
