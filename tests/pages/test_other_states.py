"""Public pages before anything is computed, and of a second plan."""

from datetime import UTC, datetime

from evaluation.services import compute_progress
from indicators.loading import load_plan
from indicators.models import Plan
from tests.conftest import SMALL_PLAN_FILE
from tests.pages.addresses import PAGES

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_every_page_answers_before_anything_is_computed(client, world):
    answers = {address: client.get(address).status_code for address in PAGES}
    assert set(answers.values()) == {200}


def test_a_second_plan_has_pages_below_its_own_address(client, world):
    plan = load_plan(SMALL_PLAN_FILE)
    Plan.objects.exclude(pk=plan.pk).update(current=False)
    compute_progress(at=AT, reason="test")
    code = plan.indicators.first().code
    for address in ("plan/", f"indicators/{code}/", f"plan/{plan.operational_objectives.first().code}/", ""):
        assert client.get(f"/en/plans/{plan.slug}/{address}").status_code == 200, address
