"""A draft of one Party, with two people who fill it in and browsers in which they are signed in."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

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
def door(tmp_path_factory, django_db_blocker):
    """The server that `make run` starts, on a database of the module's own; models here read and write it too."""
    folder = tmp_path_factory.mktemp("door")
    url, files = copied_world(folder), folder / "files"
    files.mkdir()
    with django_db_blocker.unblock(), on_database(url), Portal(url, {"TMPDIR": str(files)}) as running:
        yield running
