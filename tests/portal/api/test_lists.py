"""Lists: their pages, their order, their filters and what they cost."""

import pytest
from django.core.management import call_command

from figures.services import compute_progress
from indicators.models import IndicatorValue, Plan
from parties.changes import RUN, note_change
from parties.models import Party
from tests.conftest import SMALL_PLAN_FILE

from .conftest import AT

LISTS = (
    "plans",
    "strategic-objectives",
    "operational-objectives",
    "outcomes",
    "indicators",
    "parties",
    "cycles",
    "questions",
    "reports",
    "values",
    "findings",
    "editions",
)
OF_A_PLAN = ("strategic-objectives", "operational-objectives", "outcomes", "indicators", "values", "findings")


def every_page(api, path, **query):
    rows, page = [], 1
    while True:
        answer = api(path, page=page, **query)
        rows += answer["results"]
        if answer["next"] is None:
            assert len(rows) == answer["count"]
            return rows
        page += 1


@pytest.mark.parametrize("name", LISTS)
def test_every_list_takes_few_queries(api, name, django_assert_max_num_queries):
    # Reports come from the ledger of each cycle and part: two queries each, whatever is held.
    with django_assert_max_num_queries(20 if name == "reports" else 8):
        api(f"{name}/", page_size=500)


@pytest.mark.parametrize("name", LISTS)
def test_every_list_gives_a_hundred_rows_at_most_unless_asked_for_more(api, name):
    answer = api(f"{name}/")
    assert len(answer["results"]) == min(answer["count"], 100)


@pytest.mark.parametrize("name", LISTS)
def test_every_list_says_whether_its_world_is_a_demonstration(api, name):
    assert api(f"{name}/", page_size=1)["demonstration"] is False
    Party.objects.filter(code="KEN").update(demonstration=True)
    note_change(RUN)
    assert api(f"{name}/", page_size=1)["demonstration"] is True


@pytest.mark.parametrize("name", ["values", "findings"])
def test_a_figure_copied_out_of_its_list_still_says_that_it_is_a_demonstration(api, name):
    Party.objects.filter(code="KEN").update(demonstration=True)
    assert all(row["demonstration"] for row in api(f"{name}/")["results"])


@pytest.mark.parametrize("name", ["values", "findings", "parties", "questions"])
def test_the_pages_of_a_list_hold_every_row_once(api, name):
    rows = [repr(row) for row in every_page(api, f"{name}/", page_size=487)]
    assert len(rows) == len(set(rows)) > 100


def test_pages_are_linked_and_keep_what_was_asked(api):
    first = api("values/", indicator="2.2.1", page_size=10)
    assert first["previous"] is None
    assert "indicator=2.2.1" in first["next"]
    second = api(first["next"].split("/api/v1/")[1])
    assert second["previous"].endswith("indicator=2.2.1&page_size=10")
    assert second["results"][0] != first["results"][0]


@pytest.mark.parametrize("name", LISTS)
def test_a_page_after_the_last_is_not_found(api, name):
    assert api(f"{name}/", 404, page=1000) == {"detail": "There is no such page.", "fields": {}}


@pytest.mark.parametrize("size", ["0", "501", "-1", "ten", "1.5", "²", "9" * 5000])
def test_a_page_size_that_is_not_offered_is_refused(api, size):
    assert api("plans/", 400, page_size=size)["fields"] == {"page_size": ["Give a whole number from 1 to 500."]}


@pytest.mark.parametrize("page", ["0", "-1", "last", "٣"])
def test_a_page_is_a_whole_number(api, page):
    assert api("plans/", 400, page=page)["fields"] == {"page": ["Give a whole number from 1."]}


@pytest.mark.parametrize("name", OF_A_PLAN)
def test_without_a_plan_the_current_one_is_meant(api, name):
    rows = [api(f"{name}/", **query)["results"] for query in ({}, {"plan": ""}, {"plan": "cartagena-2011-2020"})]
    assert rows[0] == rows[1] == rows[2]


def test_a_list_keeps_to_its_plan(api):
    current = Plan.objects.get()
    call_command("load_plan", SMALL_PLAN_FILE, verbosity=0)
    compute_progress(at=AT, reason="another plan")
    other = Plan.objects.exclude(pk=current.pk).get()
    for name in OF_A_PLAN:
        counts = [api(f"{name}/", plan=plan.slug)["count"] for plan in (current, other)]
        assert counts[0] > counts[1] > 0


@pytest.mark.parametrize("name", OF_A_PLAN)
def test_without_a_current_plan_its_lists_are_empty(api, name):
    Plan.objects.update(current=False)
    assert api(f"{name}/")["results"] == []


@pytest.mark.parametrize("name", ["values", "findings"])
def test_before_the_first_computation_there_are_no_figures(api, name):
    IndicatorValue.objects.first().run.delete()
    assert api(f"{name}/")["results"] == []


def test_the_root_names_every_list(api, client):
    root = api("")
    assert set(root) == {*LISTS, "texts", "schema", "docs"}
    # What was written is asked for question by question.
    assert client.get(root.pop("texts")).status_code == 400
    assert all(client.get(address).status_code == 200 for address in root.values())
