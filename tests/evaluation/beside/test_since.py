"""A published edition's page lists what has moved since: reports, answers, and figures that would differ now."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from evaluation.editions.services import correct
from evaluation.since import KIND, compare_editions, figures_since, reports_since
from figures.services import compute_progress
from jobs.models import Job
from national_reports.models import Answer, Report
from parties.changes import generation
from tests.evaluation.editions.making import AT, make_published
from tests.factories import make_report

PAGE = "/en/evaluations/mid-term/1.0/"
FULL4, NONE = "implementation.fullInPlace", "implementation.none"


def since(edition):
    return [(one.what, one.party, one.cycle, one.version, one.counted) for one in reports_since(edition)]


def amend(party="KEN", answer=NONE):
    Report.objects.filter(party__code=party, cycle__code="NR4").update(state="superseded")
    return make_report(party, "NR4", {"Q014": answer}, version=2, published_at=timezone.now())


@pytest.fixture
def run(published):
    return compute_progress(at=AT, reason="a test").run


def test_nothing_has_moved_where_nothing_was_changed(client, published, run):
    compare_editions()
    told, is_current = figures_since(published)
    assert told == {"figures": 0, "findings": 0, "measures": {}}
    assert is_current
    body = client.get(PAGE).content.decode()
    assert "No report came, changed or went since." in body
    assert "No figure and no finding would differ" in body


def test_before_a_comparison_it_is_said_that_there_is_none(client, published):
    assert "The figures are not compared with those of today." in client.get(PAGE).content.decode()


def test_a_report_that_came_later_is_listed_with_its_link(client, published):
    make_report("NOR", "NR4", {"Q014": FULL4}, received_on=date(2025, 6, 1), published_at=timezone.now())
    assert since(published) == [("received", "NOR", "NR4", 1, None)]
    body = client.get(PAGE).content.decode()
    assert "Reports received after <b>1</b>" in body
    assert '<a href="/en/parties/NOR/?cycle=NR4#answers">Norway</a>' in body


def test_what_came_after_the_cut_off_and_before_the_freezing_is_no_news(client, evaluation, author, publisher):
    before = AT - timedelta(days=1)
    make_report("NOR", "NR4", {"Q014": FULL4}, received_on=date(2025, 6, 1), published_at=before)
    late = {"version": 2, "received_on": date(2025, 6, 1), "published_at": before}
    Report.objects.filter(party__code="KEN", cycle__code="NR4").update(state="superseded")
    make_report("KEN", "NR4", {"Q014": NONE}, **late)
    edition = make_published(evaluation, author, publisher)
    assert since(edition) == []
    assert "No report came, changed or went since." in client.get(PAGE).content.decode()


def test_a_report_of_who_was_no_party_is_no_news(published):
    make_report("USA", "NR4", {"Q014": FULL4}, received_on=date(2025, 6, 1), published_at=timezone.now())
    assert since(published) == []


def test_answers_that_were_amended_and_figures_that_would_differ_are_listed(client, published, run):
    amend()
    compute_progress(at=AT + timedelta(hours=1), reason="amended")
    compare_editions()
    assert since(published) == [("amended", "KEN", "NR4", 2, 1)]
    told, _is_current = figures_since(published)
    before, after = told["measures"]["A.1/headline"]["figures"][0]
    assert (before["yes"], after["yes"]) == (3, 2)
    body = client.get(PAGE).content.decode()
    assert "version 2, where version 1 is counted" in body
    assert "<b>NR4</b> 50 % of 6" in body
    assert "33 % of 6" in body
    assert '/en/evaluations/mid-term/1.0/indicators/A.1/?measure=A.1/headline"' in body
    assert '/en/indicators/A.1/?measure=headline"' in body


def test_a_report_that_was_taken_off_is_listed(published):
    Answer.objects.filter(report__party__code="KEN", report__cycle__code="NR4").delete()
    Report.objects.filter(party__code="KEN", cycle__code="NR4").update(state="superseded")
    assert since(published) == [("taken off", "KEN", "NR4", 1, 1)]


def test_the_page_says_when_figures_were_computed_after_the_comparison(client, published, run):
    compare_editions()
    amend()
    compute_progress(at=AT + timedelta(hours=1), reason="amended")
    assert "Figures were computed since this comparison" in client.get(PAGE).content.decode()


def test_the_edition_itself_stays_as_it_is(published, run):
    before = published.sha256
    amend()
    compare_editions()
    published.refresh_from_db()
    assert published.sha256 == before


def test_a_new_run_and_a_publication_ask_for_the_comparison(run):
    assert Job.objects.filter(kind=KIND, state="queued").count() == 1


def test_a_comparison_makes_the_pages_anew(published, run):
    before = generation()
    compare_editions()
    assert generation() != before


def test_a_draft_is_compared_by_nobody(published, evaluation, author):
    draft = correct(evaluation=evaluation, by=author, at=AT)
    compare_editions()
    assert figures_since(draft) == (None, True)
