"""Public pages before anything is computed, and of a second plan."""

import re
from datetime import UTC, datetime

from figures.services import compute_progress
from indicators.loading import load_plan
from indicators.models import Plan
from indicators.models.levels import many_of, one_of
from national_reports.models import Questionnaire
from tests.conftest import SMALL_PLAN_FILE
from tests.portal.pages.addresses import PAGES

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_every_page_answers_before_anything_is_computed(client, world):
    answers = {address: client.get(address).status_code for address in PAGES}
    assert set(answers.values()) == {200}


def test_a_second_plan_has_pages_below_its_own_address_that_lead_to_its_own_pages(client, world):
    plan = load_plan(SMALL_PLAN_FILE)
    Plan.objects.filter(pk=plan.pk).update(current=False)
    compute_progress(at=AT, reason="test")
    code = plan.indicators.first().code
    below = f"/en/plans/{plan.slug}/"
    for address in ("plan/", f"indicators/{code}/", f"plan/{plan.operational_objectives.first().code}/", ""):
        page = client.get(below + address)
        assert page.status_code == 200, address
        for link in re.findall(r'href="(/en/(?:plan|indicators|plans)/[^"?#]*)', page.content.decode()):
            # The masthead leads to the current plan; every other link stays with this one.
            assert link == "/en/plan/" or link.startswith(below), (address, link)
    assert client.get(f"{below}indicators/{code}.csv").status_code == 200


def test_a_second_plan_speaks_its_own_words_and_has_no_empty_headings(client, world):
    plan = load_plan(SMALL_PLAN_FILE)
    Plan.objects.filter(pk=plan.pk).update(current=False)
    compute_progress(at=AT, reason="test")
    below = f"/en/plans/{plan.slug}/"
    pages = {
        address: client.get(below + address).content.decode()
        for address in ("", "plan/", "plan/A/", "plan/B/", "plan/audit/", "indicators/A.1/", "indicators/B.1/")
    }
    for address, page in pages.items():
        main = page.split('<main id="main"')[1].split("</main>")[0]
        headings = re.findall(r"<h[1-6][^>]*>(.*?)</h[1-6]>", main, re.DOTALL)
        assert headings, address
        for heading in headings:
            said = re.sub("<[^>]+>", "", heading)
            assert said.strip(), address
            assert not re.search("indicator|outcome|objective|impact", said, re.IGNORECASE), (address, said)
    assert f"<h1>{plan.title}</h1>" in pages[""]
    assert "<h2>Goals</h2>" in pages[""]
    assert "of 3 yardsticks" in pages[""]
    assert '<p class="lede">.</p>' not in pages[""]
    assert "Vision" not in pages["plan/"]
    assert "Results that no yardstick covers" in pages["plan/audit/"]
    assert "Results and yardsticks" in pages["plan/A/"]
    # Its file has neither, so no page leads to them.
    for absent in ("plan/convention/", "plan/programme-of-work/", "plan/programme-of-work/calendar.ics"):
        assert client.get(below + absent).status_code == 404
        assert absent not in pages["plan/"]


def test_a_level_is_called_as_the_plan_calls_it_and_several_of_it_too():
    labels = {"strategic_objective": "Goal", "indicator": "Yardstick", "indicators": "Yardsticks", "outcome": "Outcome"}
    assert [one_of(labels, level) for level in ("strategic_objective", "operational_objective")] == ["Goal", "Goal"]
    # Its file says no word for several goals; it calls an outcome as we do, and says nothing of impacts.
    said = [many_of(labels, level) for level in ("operational_objective", "indicator", "outcome", "expected_impact")]
    assert said == ["Goal", "Yardsticks", "Outcomes", "Expected impacts"]


def test_the_official_text_takes_the_place_of_working_wording_on_every_page(client, world):
    held = Questionnaire.objects.get(cycle__code="NR3")
    held.document["official"] = {
        "en": {"Q014": {"text": "As the form prints it?", "options": {"implementation.none": "Nothing"}}}
    }
    held.sha256 = "0" * 64
    held.save()
    compute_progress(at=AT, reason="test")
    page = client.get("/en/questions/NR3/Q014/").content.decode()
    assert "As the form prints it?" in page
    assert "Nothing" in page
    assert "Official wording (English)" in page
    for address in ("/en/questions/?cycle=NR3", "/en/indicators/2.2.1/?cycle=NR3"):
        assert "As the form prints it?" in client.get(address).content.decode(), address
    assert "Our working wording (English)" in client.get("/en/questions/NR3/Q016/").content.decode()
