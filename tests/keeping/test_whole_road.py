"""From a report to an edition through a real worker: Celery on Redis does what is asked for, PostgreSQL holds it.

Both sign in as the role that the portal is served as, which may do no more than it needs.
"""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.test import Client

from evaluation.editions.canonical import sha256
from evaluation.editions.services import freeze, publish, send_to_review
from evaluation.models import Edition
from figures.selectors import indicators_using
from indicators.models import IndicatorValue, Plan, ReportingCycle
from jobs.models import Job
from national_reports.models import Answer, Report
from national_reports.services.opening import open_report
from national_reports.services.workflow import accept_report, publish_report, submit_report
from parties.models import Party
from tests.evaluation.editions.making import AT, make_evaluation
from tests.factories import make_report
from tests.keeping.making import FULL, OTHER, fill
from tests.keeping.servers import POSTGRESQL, REDIS, Broker, Postbox, Worker, send_to, until
from tests.people_factories import make_focal_point, make_staff

pytestmark = [
    pytest.mark.services,
    pytest.mark.slow,
    pytest.mark.skipif(POSTGRESQL is None or REDIS is None, reason="no PostgreSQL or no Redis is installed"),
    pytest.mark.xdist_group("keeping"),
]

# Before the deadline of the cycle, so that the report counts.
IN_TIME = datetime(2019, 9, 20, 9, 0, tzinfo=UTC)
# Every document of an edition is set, on a machine that has other work too.
LONG = 240


@pytest.fixture
def worker(served_database, settings, monkeypatch):
    """A worker that is woken by what this process asks for."""
    broker = Broker()
    broker.start()
    with Postbox() as postbox, Worker(served_database, broker.url, postbox.environment):
        send_to(broker.url, settings, monkeypatch)
        yield
    broker.stop()


def done(kind: str) -> Job:
    """The job of a kind, once it is done; a failure ends the waiting."""

    def ended():
        job = Job.objects.filter(kind=kind).latest("pk")
        assert not job.error, job.error
        return job if job.state == Job.State.DONE else None

    return until(ended, f"{kind} is done", LONG)


def read(place: str) -> str:
    answer = Client().get(place)
    assert answer.status_code == 200, place
    return answer.content.decode()


def published_report() -> Report:
    """Kenya's report, with one answer that we know: filled in, handed in, found in order, published."""
    author = make_focal_point("KEN", "authority")
    staff = make_staff(publisher=True)
    party, cycle = Party.objects.get(code="KEN"), ReportingCycle.objects.get(code="NR4")
    report = open_report(party=party, cycle=cycle, by=author, at=IN_TIME)
    fill(report)
    Answer.objects.update_or_create(report=report, question=OTHER, defaults={"options": [FULL]})
    submit_report(report=report, key=uuid4(), declared=True, by=author, at=IN_TIME)
    accept_report(report=report, by=staff, at=IN_TIME)
    publish_report(report=report, by=staff, at=IN_TIME)
    return report


def test_a_report_becomes_a_figure_a_dashboard_and_an_edition(worker):
    # An edition compares: without a report counted in its baseline it would be refused.
    make_report("KEN", "NR3", {"Q014": "implementation.fullFramwork"})
    report = published_report()
    assert not IndicatorValue.objects.exists()

    computed = done("compute_progress")
    measure = indicators_using(Plan.objects.get(current=True), report.cycle, OTHER)[0]
    value = IndicatorValue.objects.get(
        run_id=computed.result["run"], measure=measure, cycle=report.cycle, group="all", threshold=None
    )
    assert (value.classes.yes, value.classes.answering) == (1, 1)
    assert "100 %" in read(f"/en/indicators/{measure.indicator.code}/?measure={measure.key}&cycle=NR4")

    author, publisher = make_staff(publisher=True), make_staff(publisher=True)
    evaluation = make_evaluation(author, slug="road")
    edition = freeze(evaluation=evaluation, by=author, at=AT)
    assert not edition.documents.exists()
    done("build_edition")
    edition = send_to_review(edition=Edition.objects.get(pk=edition.pk), by=author, at=AT)
    publish(edition=edition, by=publisher, at=AT, confirmed=edition.sha256)
    done("send_edition_notices")

    assert "1 of 171" in read("/en/evaluations/road/")
    page = read("/en/evaluations/road/1.0/")
    assert {"brief", "report", "tables", "data", "kit", "sums"} <= {one.kind for one in edition.documents.all()}
    for document in edition.documents.all():
        assert document.sha256 in page
        assert sha256(bytes(document.content)) == document.sha256
