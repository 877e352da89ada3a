"""What is published is public: the Party's page and the indicator's page change, after the job in this process."""

from datetime import timedelta

import pytest

from figures.services import compute_progress
from indicators.models import IndicatorValue
from jobs.models import Job
from national_reports.models import Report
from national_reports.services.workflow import accept_report, publish_report
from parties.publishers import TooFewPublishers
from tests.factories import make_report
from tests.national_reports.desk.conftest import AT, make_submitted, seen
from tests.people_factories import client_of, make_staff

REVIEW = "/en/desk/reviews/KEN/NR4/"
PUBLICATIONS = "/en/desk/reviews/publications/"


@pytest.fixture(autouse=True)
def _small(small_world):
    """A plan that computes in a moment."""


def yes_of(code, cycle):
    return (
        IndicatorValue.objects.current()
        .get(measure__indicator__code=code, measure__is_headline=True, cycle__code=cycle, group="all", threshold=None)
        .yes
    )


def test_publication_makes_answers_public_and_figures_follow(publisher, django_capture_on_commit_callbacks):
    compute_progress(at=AT, reason="before")
    before = yes_of("A.1", "NR4")
    anonymous = client_of()
    page = anonymous.get("/en/parties/KEN/")
    assert "NR4" not in page.content.decode().partition('id="answers"')[2]
    indicator = anonymous.get("/en/indicators/A.1/")
    report = make_submitted("KEN", received_on=None, answers={"Q014": "implementation.fullInPlace"})
    # Received on the day it was handed in: within the cut-off of a cycle that is still going on.
    Report.objects.filter(pk=report.pk).update(received_on=report.cycle.deadline)
    accept_report(report=report, by=make_staff(), at=AT)
    assert "fullInPlace" not in anonymous.get("/en/parties/KEN/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client_of(publisher).post(f"{REVIEW}publication/", seen(report))
    assert Job.objects.get(kind="compute_progress").state == Job.State.DONE
    assert yes_of("A.1", "NR4") == before + 1
    after = anonymous.get("/en/parties/KEN/")
    assert after["ETag"] != page["ETag"]
    assert "Q014" in after.content.decode()
    assert anonymous.get("/en/indicators/A.1/").content != indicator.content


def test_no_report_is_published_while_only_one_person_may_publish():
    alone = make_staff(publisher=True, alone=True)
    client, report = client_of(alone), make_submitted("KEN")
    accept_report(report=report, by=make_staff(), at=AT)
    reference = seen(report)["submission"]
    waiting = client.get("/en/desk/reviews/?state=accepted").content.decode()
    asked = client.post("/en/desk/reviews/together/", {"act": "publish", "report": reference}).content.decode()
    for page in (waiting, asked, client.get(REVIEW).content.decode()):
        assert "only one person may publish" in page
        assert 'value="publish"' not in page
        assert 'publication/"' not in page
    for path, sent in ((f"{REVIEW}publication/", seen(report)), (PUBLICATIONS, {"report": reference})):
        told = client.post(path, sent, follow=True).content.decode()
        assert '<a href="/en/desk/people/">Invite a second publisher</a>' in told
    with pytest.raises(TooFewPublishers):
        publish_report(report=report, by=alone, at=AT)
    assert not Report.objects.published().exists()
    make_staff(publisher=True)
    client.post(f"{REVIEW}publication/", seen(report))
    assert Report.objects.published().get() == report


def test_a_published_amendment_takes_the_place_of_the_version_before(publisher):
    first = make_report("KEN", "NR4", {"Q014": "implementation.none"})
    report = make_submitted("KEN", version=2, amends=first)
    accept_report(report=report, by=make_staff(), at=AT)
    client_of(publisher).post(f"{REVIEW}publication/", seen(report))
    first.refresh_from_db()
    assert first.state == Report.State.SUPERSEDED
    assert Report.objects.published().get(party__code="KEN", cycle__code="NR4") == report


@pytest.mark.parametrize(
    ("days", "decided", "counts"),
    [(1, False, "clearing-house"), (-1, False, "form"), (-1, True, "clearing-house")],
)
def test_what_came_from_elsewhere_later_or_was_decided_on_still_counts_after_a_publication(
    publisher, days, decided, counts
):
    received = AT.date() + timedelta(days=days)
    reason = {"preferred": True, "preferred_reason": "Agreed with the Party."} if decided else {}
    elsewhere = make_report("KEN", "NR4", {"Q014": "implementation.none"}, received_on=received, **reason)
    report = make_submitted("KEN", version=2, amends=elsewhere)
    accept_report(report=report, by=make_staff(), at=AT)
    publish_report(report=report, by=publisher, at=AT)
    assert Report.objects.published().get(party__code="KEN", cycle__code="NR4").origin == counts


def test_how_to_reach_the_contact_is_for_the_reviewer_and_never_public(desk, publisher):
    report = make_submitted("KEN")
    assert "contact@portal.example" in desk.get(REVIEW).content.decode()
    accept_report(report=report, by=make_staff(), at=AT)
    client_of(publisher).post(f"{REVIEW}publication/", seen(report))
    for page in ("/en/parties/KEN/", "/api/v1/parties/KEN/"):
        assert "contact@portal.example" not in client_of().get(page).content.decode()
    report.refresh_from_db()
    assert "contact@portal.example" not in str(report.header)


def test_a_report_that_came_after_the_cut_off_is_said_to_be_in_no_figure(publisher):
    report = make_submitted("KEN")
    accept_report(report=report, by=make_staff(), at=AT)
    page = client_of(publisher).post(f"{REVIEW}publication/", seen(report), follow=True)
    assert "no figure counts it" in page.content.decode()
