"""A draft of one Party, with two people who fill it in and browsers in which they are signed in."""

import pytest

from tests.keeping.making import AT, make_draft
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
