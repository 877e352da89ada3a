"""A page of questions is small and asks the database little, however full the report is."""

import gzip

import pytest
from django.contrib.staticfiles import finders

from national_reports.selectors import form_for
from tests.factories import make_report
from tests.keeping.making import fill
from tests.people_factories import client_of, make_focal_point

MOST_QUERIES = 12
MOST_PAGE, MOST_IN_ALL = 10 * 1024, 60 * 1024
PLACES = ("sections/article2/", "sections/article15-16/", "sections/article20/", "sections/cover/")


@pytest.fixture
def contributor(draft):
    return client_of(make_focal_point("KEN"), headers={"accept-encoding": "gzip"})


@pytest.fixture(params=["empty", "full"])
def filled(request, draft):
    """A report without answers and without an earlier one, and one that holds all there is beside earlier ones."""
    if request.param == "full":
        fill(draft, everything=True)
        earlier = {"Q014": "implementation.fullFramwork", "Q017": "true", "Q023": {"en": "Before."}}
        make_report("KEN", "NR3", earlier)
        make_report("KEN", "NR2", {"Q015": "implementation.fullFramwork"})
    return draft


@pytest.mark.parametrize("place", PLACES)
def test_a_page_of_questions_asks_the_database_at_most_twelve_times(
    filled, contributor, place, django_assert_max_num_queries
):
    form_for(filled.cycle)
    address = f"/en/reports/KEN/NR4/{place}"
    contributor.get(address)
    with django_assert_max_num_queries(MOST_QUERIES) as asked:
        assert contributor.get(address).status_code == 200
    # An insert would open a transaction of its own: two questions more, which a test within a transaction doesn't see.
    assert not [one["sql"] for one in asked.captured_queries if one["sql"].startswith("INSERT")]


@pytest.mark.parametrize("place", PLACES)
def test_a_page_of_questions_is_small(filled, contributor, place):
    page = contributor.get(f"/en/reports/KEN/NR4/{place}")
    assert page["Content-Encoding"] == "gzip"
    assert len(page.content) <= MOST_PAGE
    assert len(page.content) + sum(_compressed(name) for name in _files_of(page)) <= MOST_IN_ALL


def _files_of(page):
    """The styles, scripts and pictures that a page names."""
    text = gzip.decompress(page.content).decode()
    return {part.partition('"')[0] for part in text.split('"/static/')[1:]}


def _compressed(name):
    with open(finders.find(name), "rb") as file:
        return len(gzip.compress(file.read()))
