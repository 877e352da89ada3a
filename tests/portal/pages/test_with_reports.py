"""Public pages when a few Parties have reported."""

import csv
import io
import json
import re

import pytest
from django.urls import reverse

from figures.strips import placed
from indicators.models import IndicatorValue, OperationalObjective, Plan
from indicators.stands import Stand
from tests.portal.pages.addresses import PAGES


@pytest.mark.parametrize("address", PAGES)
def test_every_page_answers_when_reports_are_held(client, reported, address):
    assert client.get(address).status_code == 200


def test_every_indicator_and_objective_has_a_page(client, reported):
    plan = Plan.objects.get(current=True)
    for code in plan.indicators.values_list("code", flat=True):
        assert client.get(reverse("portal:indicator", args=[code])).status_code == 200, code
    for code in OperationalObjective.objects.filter(plan=plan).values_list("code", flat=True):
        assert client.get(reverse("portal:objective", args=[code])).status_code == 200, code


def test_the_indicator_page_leads_to_the_parties_the_formula_and_the_run(client, reported):
    page = client.get("/en/indicators/2.2.1/?cycle=NR2").content.decode()
    assert "/en/parties/KEN/" in page
    assert "1 / (1 + 0 + 1)" in page
    run = IndicatorValue.objects.current().first().run
    assert reverse("portal:run-detail", args=[run.pk]) in page


def test_two_measures_of_one_indicator_have_their_trends_under_their_own_names(client, reported):
    page = client.get("/en/indicators/2.2.1/?cycle=NR3").content.decode()
    head, change = page.split('id="change"')
    own, other = "Trend, by “Biosafety framework and its enforcement in place”", "Trend, by “Framework fully in place”"
    assert head.count(own) == head.count(other) == 1
    assert "not comparable" in head.split(own)[1].split("</dd>")[0]
    assert "not comparable" not in head.split(other)[1].split("</dd>")[0]
    assert own in change
    assert "<dt>Trend</dt>" not in page


def test_a_total_and_what_its_share_and_trend_are_of_are_both_named(client, reported):
    trained = "Parties with at least one person trained in risk assessment or risk management"
    page = client.get("/en/indicators/2.3.1/?cycle=NR3").content.decode()
    assert "<dt>Trend</dt>" not in page
    assert page.count(f"Trend, by “{trained}”") >= 2
    assert page.count(f"Shares, changes and classes are of: {trained}.") == 4
    assert "Share over the cycles: People trained" not in page
    assert f"Trend of the measure “{trained}”" in client.get("/en/plan/2.3/").content.decode()
    assert trained in client.get("/en/parties/KEN/").content.decode()
    # A figure that is a share itself is named once.
    assert "Shares, changes and classes are of" not in client.get("/en/indicators/2.1.2/").content.decode()


def test_a_verdict_at_the_earlier_cycle_stands_with_its_figure_where_the_later_one_does_not_ask(client, reported):
    page = client.get("/en/plan/2.6/?pair=NR2-NR3").content.decode()
    row = page.split(" National biosafety website</a>")[1].split("</article>")[0]
    level = row.split("Level against the target")[1].split("</dd>")[0]
    assert "cannot be told at NR2 from the reports received" in level
    assert "nobody answered" in level
    assert "not judged" not in level
    plan = Plan.objects.get(current=True)
    website = plan.indicators.get(code="2.6.2").pk
    place = placed(plan, "NR2", "NR3")[website]
    assert (place.stand, place.reason) == (Stand.NO_DIRECTION, "not asked in NR3")


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("2.1.1", "A Party that assessed its needs before the period answers no"),
        ("2.1.3", "An institution that offers courses is not the same as training programmes for staff"),
        ("2.2.2", "Effectiveness is never asked; capacity of the authorities is only a condition for it."),
    ],
)
def test_a_target_that_is_not_judged_says_what_it_asks_and_what_is_counted(client, reported, code, why):
    page = client.get(f"/en/indicators/{code}/?cycle=NR3").content.decode()
    assert "the measure cannot judge the target" not in page
    level = page.split("Level against the target")[1].split("</dd>")[0]
    assert "not judged" in level
    assert why in level


def test_a_party_page_writes_days_in_the_readers_way_and_says_which_of_two_reasons(client, reported):
    page = client.get("/en/parties/KEN/").content.decode()
    treaties = page.split("Treaty")[1].split("</table>")[0]
    assert re.search(r"\d{1,2} [A-Z][a-z]+ \d{4}", treaties)
    assert not re.search(r"\d{4}-\d{2}-\d{2}", treaties)
    assert "or not asked" not in page
    assert "<small>not asked" in re.sub(r">\s+", ">", page)


def test_who_lost_is_listed_by_name(client, reported):
    page = client.get("/en/indicators/2.2.1/?measure=framework-fully-in-place&cycle=NR3").content.decode()
    gained = page.split('Gained, <bdi dir="ltr">NR2 → NR3<')[1].split("</details>")[0]
    assert "Ghana" in gained
    assert "Kenya" not in gained


def test_the_files_of_an_indicator_hold_the_rows_of_the_api(client, reported):
    text = client.get("/en/indicators/2.2.1.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    content = json.loads(client.get("/en/indicators/2.2.1.json").content)
    answer = client.get("/api/v1/values/", {"indicator": "2.2.1", "page_size": 500}).json()
    assert len(rows) == len(content["values"]) == answer["count"]

    def plain(row):
        return {key: "" if value is None else str(value) for key, value in row.items() if key in rows[0]}

    of_api = [plain(row) for row in answer["results"]]
    of_json = [plain({**row, "demonstration": False}) for row in content["values"]]
    assert sorted(rows, key=str) == sorted(of_json, key=str)
    shared = rows[0].keys() & of_api[0].keys()
    assert {"share", "lowest", "highest", "yes", "group", "cycle"} <= shared
    assert sorted(str([row[k] for k in sorted(shared)]) for row in rows) == sorted(
        str([row[k] for k in sorted(shared)]) for row in of_api
    )


def test_a_percentage_never_stands_without_its_number_of_parties(client, reported):
    figures = 0
    for address in ("/en/", "/en/plan/2.2/", "/en/indicators/2.2.1/?cycle=NR2", "/en/questions/NR3/Q014/"):
        page = client.get(address).content.decode()
        page = re.sub(r"<(svg|head)\b.*?</\1>", "", page, flags=re.DOTALL)
        # The large figure and its words are two lines of one block.
        page = re.sub(r'</p>\s*<p class="share__words">', " ", page)
        for block in re.split(r"</?(?:p|td|th|dd|dt|li|div|section|article|h\d|summary|a)\b[^>]*>", page):
            words = re.sub(r"<[^>]+>|&nbsp;", " ", block)
            if re.search(r"\d\s*%", words) and not re.search(r"&gt;|[<>]=|At least|at least|Target", words):
                figures += 1
                assert re.search(r"% +of +(?:the +)?\d+", words), (address, words)
    assert figures > 10


def test_answers_that_an_earlier_answer_closes_stand_on_no_page(client, reported):
    page = client.get("/en/parties/KEN/?cycle=NR4").content.decode()
    assert "/en/questions/NR4/Q014/" in page
    assert "/en/questions/NR4/Q012_partyInProgress/" not in page
    assert "KEN,Kenya,True,true" not in client.get("/en/questions/NR4/Q012_partyInProgress.csv").content.decode()


def test_drafts_appear_on_no_public_page(client, reported):
    assert "No published report" in client.get("/en/parties/UGA/").content.decode()
    assert "UGA,Uganda,False," in client.get("/en/questions/NR3/Q014.csv").content.decode()
    page = client.get("/en/indicators/2.2.1/?cycle=NR3").content.decode()
    assert "Uganda" in page.split("No report counted <b>")[1].split("</details>")[0]


def test_hostile_text_of_a_party_is_only_text(client, reported):
    page = client.get("/en/parties/ZWE/?cycle=NR3").content.decode()
    assert "<script>alert" not in page
    assert "alert(1)" in page


def test_changes_between_two_reports_are_a_page_and_lines_in_a_stable_order(client, reported):
    page = client.get("/en/parties/GHA/changes/NR2..NR3/")
    assert page.status_code == 200
    text = client.get("/en/parties/GHA/changes/NR2..NR3.txt")
    assert text["Content-Type"].startswith("text/plain")
    assert "NR3 Q014 (NR2 Q015)" in text.content.decode()
    assert text.content == client.get("/en/parties/GHA/changes/NR2..NR3.txt").content


def test_pages_ask_for_few_queries_whatever_they_show(client, reported, django_assert_max_num_queries):
    for address, most in (("/en/", 20), ("/en/plan/2.2/", 25), ("/en/indicators/2.2.1/", 30), ("/en/parties/", 17)):
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200
