"""What the world sees of an edition: the dashboard, the edition, an indicator, a Party, and two cycles compared."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evaluation.dashboard import Choice, dashboard
from evaluation.editions.services import correct, freeze, publish, send_to_review, set_masthead
from figures.catalogue import stand_label
from figures.services import compute_progress
from indicators.loading import load_plan
from indicators.models import Plan
from national_reports.models import Report
from tests.conftest import PLAN_FILE
from tests.evaluation.editions.making import AT, make_evaluation, make_frozen, make_published, read
from tests.evaluation.editions.test_freezing import form_of
from tests.factories import make_report
from tests.people_factories import client_of, make_focal_point

DASHBOARD, EDITION = "/en/evaluations/mid-term/", "/en/evaluations/mid-term/1.0/"


def test_the_list_and_the_first_page_lead_to_what_is_published(client, published):
    assert DASHBOARD in read(client, "/en/evaluations/")
    assert DASHBOARD in read(client, "/en/")


@pytest.fixture
def two_plans(published, world):
    """The plan of the published evaluation, no longer the current one, and another that is."""
    other = load_plan(PLAN_FILE)
    held = published.evaluation.plan
    assert (other.current, Plan.objects.get(pk=held.pk).current) == (True, False)
    return held, other


def test_a_plan_shows_its_own_evaluation_and_not_that_of_another(client, two_plans):
    held, _other = two_plans
    own = read(client, f"/en/plans/{held.slug}/")
    assert "Latest evaluation" in own
    assert DASHBOARD in own
    assert "Latest evaluation" not in read(client, "/en/")


def test_an_edition_of_another_plan_leads_to_that_plans_pages_and_speaks_its_words(client, two_plans):
    held, _other = two_plans
    page = read(client, EDITION + "indicators/A.1/")
    assert f'href="/en/plans/{held.slug}/indicators/A.1/"' in page
    assert "Yardstick A.1 in edition 1.0" in page
    dashboard = read(client, DASHBOARD)
    for said in (
        # Too few answered both times for a chart of change.
        "<h2>Goal A</h2>",
        "Trend of the yardsticks",
        "2 yardsticks with their figures",
    ):
        assert said in dashboard


def test_an_edition_leads_to_no_page_of_an_indicator_that_its_plan_holds_no_longer(client, two_plans):
    held, _other = two_plans
    held.indicators.get(code="A.1").delete()
    page = read(client, EDITION + "indicators/A.1/")
    assert "Yardstick A.1 in edition 1.0" in page
    assert f"/en/plans/{held.slug}/indicators/A.1/" not in page


def test_the_list_names_the_plan_of_each_evaluation_where_there_are_several(client, two_plans, author, publisher):
    held, other = two_plans
    assert other.short_title not in _listed(client)
    make_published(make_evaluation(author, slug="of-the-other", plan=other), author, publisher)
    assert {held.short_title, other.short_title} <= set(re.findall(r"· ([^<]+)</p>", _listed(client)))


def _listed(client):
    return read(client, "/en/evaluations/").split('<main id="main"')[1].split("</main>")[0]


def test_without_a_published_edition_there_is_nothing_to_see(client, frozen):
    assert client.get(DASHBOARD).status_code == 404
    assert client.get(EDITION).status_code == 404
    assert client.get(EDITION + "mid-term-1.0-frozen.json").status_code == 404
    assert "No evaluation is published yet" in read(client, "/en/evaluations/")
    assert "Latest evaluation" not in read(client, "/en/")


def test_the_dashboard_shows_what_was_frozen_whatever_is_computed_later(client, published):
    before = read(client, DASHBOARD)
    Report.objects.all().update(state="withdrawn")
    compute_progress(at=AT, reason="test")
    assert read(client, DASHBOARD) == before


def test_the_dashboard_tells_what_is_not_assessed_with_its_reason(client, published):
    page = read(client, DASHBOARD)
    held = page.split('id="not-assessed"')[1].split("</section>")[0]
    assert "No direction: too few answers in both cycles" in held
    assert "B.1 Story" in held
    assert "Not assessed: narrative only" in held


def test_the_first_page_says_why_its_counts_differ_from_those_of_the_edition(client, published):
    compute_progress(at=AT, reason="test")
    pair = f"/en/?pair={published.evaluation.baseline.code}-{published.evaluation.current.code}"
    assert "so the two differ" not in read(client, pair)
    Report.objects.all().update(state="withdrawn")
    compute_progress(at=AT, reason="test")
    assert "as it was frozen. Those above are computed from what is held now" in read(client, pair)


def test_a_trend_is_called_not_assessed_in_the_table_only_where_the_bar_counts_it_so(frozen):
    held = dashboard(form_of(frozen), Choice(), lambda code: code)
    rows = [row for goal in held["objectives"] for row in goal["rows"]]
    assert {row["stand"] for row in rows} >= {"no_direction", "not_assessed"}
    counted = {stand: number for stand, _label, number in held["glance_parts"]}
    for stand, words in (
        ("not_assessed", {"not assessed"}),
        ("no_direction", {"no direction", "not comparable", "no baseline"}),
    ):
        told = [row for row in rows if _trend_word(row) in words]
        assert [row["stand"] for row in told] == [stand] * counted[stand]
        listed = [len(one["rows"]) for one in held["not_assessed"] if one["label"] == stand_label(stand)]
        assert sum(listed) == counted[stand]


def _trend_word(row):
    return next((item["word"] for item in row["items"] if item["kind"] == "trend"), row["stand_label"].lower())


def test_the_dashboard_names_who_gained_and_who_lost(client, published):
    page = read(client, DASHBOARD)
    held = page.split('id="transitions"')[1].split("</section>")[0]
    # Too few for a trend: the gate's own numbers, and no change made of six Parties.
    assert re.search(r"too few answers in both cycles: 6 of \d+ Parties", page)
    assert "2 gained" not in page
    assert re.search(r"Gained 2.*Kenya.*Uganda.*Lost 1.*Zimbabwe", held, re.DOTALL)


def test_the_choices_stand_in_the_link_and_narrow_the_findings(client, published):
    page = read(client, DASHBOARD + "?objective=B&class=not_assessed&group=africa")
    assert "B.1 Story" in page
    assert "A.1" not in page.split('id="groups"')[0].split('id="strips"')[1]
    assert '<option value="africa" selected>' in page
    assert "?objective=B&amp;class=improved_clearly&amp;group=africa" in page
    assert "Nothing fits this choice" in read(client, DASHBOARD + "?objective=B&class=improved_clearly")


@pytest.mark.parametrize("query", ["objective=9", "class=best", "class=improved", "group=g7", "edition=7.7"])
def test_an_unknown_choice_is_not_found(client, published, query):
    assert client.get(f"{DASHBOARD}?{query}").status_code == 404


def test_the_sentences_of_all_parties_do_not_stand_beside_the_figures_of_a_group(client, published):
    assert "Of 2 yardsticks: " in read(client, DASHBOARD)
    assert "Of 2 yardsticks: " not in read(client, DASHBOARD + "?group=africa")


def test_a_narrowed_page_says_what_its_counts_are_of(client, published):
    def glance(query):
        return read(client, DASHBOARD + query).split('id="glance"')[1].split("</section>")[0]

    whole, narrowed = glance(""), glance("?objective=B&group=africa")
    assert "All Parties" in whole
    assert re.search(r"Africa, [a-z ]+ B\b", narrowed)
    (received, population), (of_group, in_group) = (
        map(int, re.search(r"(\d+) of (\d+)", held.split("#coverage")[1]).groups()) for held in (whole, narrowed)
    )
    assert of_group == 4 < received
    assert in_group < population


def test_the_words_on_an_indicator_say_that_they_are_of_all_parties_where_the_figure_is_of_a_group(client, published):
    one = reverse("portal:edition-indicator", args=["mid-term", "1.0", "A.1"])
    assert "the figure above is of this group: Africa." in read(client, one + "?group=africa")
    assert "the figure above is of this group" not in read(client, one)


def test_reporting_coverage_is_shown_by_group_for_both_cycles(client, published):
    held = read(client, DASHBOARD).split('id="coverage"')[1]
    assert re.search(r"Africa</th>\s*<td[^>]*>4/\d+</td>\s*<td[^>]*>4/\d+", held)


def test_a_number_leads_to_the_parties_the_formula_and_the_edition_in_two_clicks(client, published):
    one = reverse("portal:edition-indicator", args=["mid-term", "1.0", "A.1"])
    assert one in read(client, DASHBOARD)
    page = read(client, one + "?group=africa")
    parties = page.split('id="parties"')[1].split('id="groups"')[0]
    assert "Kenya" in parties
    assert "France" not in parties
    assert "single question" in page
    assert published.sha256 in page


def test_a_measure_or_group_that_the_edition_has_not_is_not_found(client, published):
    one = reverse("portal:edition-indicator", args=["mid-term", "1.0", "A.1"])
    assert client.get(one + "?measure=B.1/headline").status_code == 404
    assert client.get(one + "?group=sids").status_code == 404
    assert client.get(reverse("portal:edition-indicator", args=["mid-term", "1.0", "Z.9"])).status_code == 404


def test_my_party_shows_its_own_classes_beside_its_region(client, published):
    page = read(client, EDITION + "my-party/?party=KEN")
    row = re.split(r">\s*A\.1\s", page)[1].split("</tr>")[0]
    assert re.search(r"swatch--no.*swatch--yes", row, re.DOTALL)
    assert "<b>75&nbsp;%</b> of 4" in row
    assert "Africa, NR4" in page
    assert client.get(EDITION + "my-party/?party=XXX").status_code == 404


def test_a_focal_point_is_shown_their_own_party_at_once(published):
    page = read(client_of(make_focal_point("GHA")), EDITION + "my-party/")
    assert '<option value="GHA" selected>' in page
    assert "Africa, NR4" in page


def test_the_edition_lists_its_documents_with_sizes_and_hashes(client, published):
    page = read(client, EDITION)
    for one in published.documents.all():
        assert EDITION + one.name in page
        assert one.sha256 in page
    assert "Not an official document" in page


def test_a_correction_is_told_on_both_editions(client, evaluation, published, author, publisher):
    edition = correct(evaluation=evaluation, by=author, at=AT)
    changes = [{"what": "One share", "why": "A report was counted twice"}]
    set_masthead(edition=edition, symbol="PORTAL/1/Corr.1", changes=changes, by=author, at=AT)
    edition = make_frozen(evaluation, author)
    send_to_review(edition=edition, by=author, at=AT)
    publish(edition=edition, by=publisher, at=AT, confirmed=edition.sha256)
    assert "Edition 1.1 corrects this one" in read(client, EDITION)
    corrected = read(client, "/en/evaluations/mid-term/1.1/")
    assert "A report was counted twice" in corrected
    assert "PORTAL/1/Corr.1" in corrected
    assert "edition 1.1" in read(client, DASHBOARD)
    assert "Edition 1.1 corrects this one" in read(client, DASHBOARD + "?edition=1.0")


def test_publishing_makes_the_pages_anew_for_those_who_had_them(client, evaluation, frozen, author, publisher):
    home = client.get("/en/")
    send_to_review(edition=frozen, by=author, at=AT)
    publish(edition=frozen, by=publisher, at=AT, confirmed=frozen.sha256)
    again = client.get("/en/", headers={"if-none-match": home["ETag"]})
    assert again.status_code == 200
    assert "Latest evaluation" in again.content.decode()


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("baseline=NR4&current=NR3", "from an earlier cycle to a later one"),
        ("baseline=NR3&current=NR3", "from an earlier cycle to a later one"),
        ("baseline=NR1&current=NR4", "No measure of the plan rests on the questions of NR1"),
    ],
)
def test_cycles_that_may_not_be_compared_are_refused_with_the_reason(client, reports, query, reason):
    assert reason in read(client, f"/en/evaluations/compare/?{query}")


def test_cycles_that_may_be_compared_are_and_what_may_not_is_listed(client, reports):
    compute_progress(at=AT, reason="test")
    page = read(client, "/en/evaluations/compare/?baseline=NR3&current=NR4")
    compared, refused = page.split('id="refused"')
    # Six of 170 Parties answered both times: below the gate no change is told.
    assert "A.1 Rules in force" in refused
    assert re.search(r"6 of \d+ Parties", refused)
    assert "A.1 Rules in force" not in compared
    assert "A.2 Decisions" in refused


def test_narrative_of_hostile_text_is_only_text(client, evaluation, author, publisher):
    from evaluation.editions.services import open_edition, write_text

    edition = open_edition(evaluation=evaluation, by=author, at=AT)
    hostile = "<script>alert(1)</script>\u202eevil"
    said = {"language": "en", "narrative": hostile, "sources": hostile, "version": 0, "by": author, "at": AT}
    for subject in ("whole", "objective/A", "indicator/A.1"):
        write_text(edition=edition, subject=subject, **said)
    make_published(evaluation, author, publisher)
    for path in (DASHBOARD, EDITION, EDITION + "indicators/A.1/"):
        page = read(client, path)
        assert "&lt;script&gt;alert(1)" in page
        assert "<script>" not in page


def test_freezing_anew_changes_nothing_of_what_is_published(client, evaluation, published, author):
    before = read(client, DASHBOARD)
    make_report("ETH", "NR4", {"Q014": "implementation.fullInPlace"})
    correct(evaluation=evaluation, by=author, at=AT)
    freeze(evaluation=evaluation, by=author, at=AT)
    assert read(client, DASHBOARD) == before


def test_the_frozen_form_is_read_once_however_often_its_pages_are(client, published):
    read(client, DASHBOARD)
    paths = (
        EDITION,
        DASHBOARD + "?group=ldc",
        "/en/evaluations/",
        f"/en/evaluations/verify/?sha256={published.sha256}",
    )
    for path in paths:
        with CaptureQueriesContext(connection) as queries:
            read(client, path)
        assert not any('"frozen"' in one["sql"] or '"content"' in one["sql"] for one in queries), path
