"""Cycles are opened and closed by publishers on the trail; a failed job is tried anew by somebody named."""

import pytest

from indicators.models import ReportingCycle
from jobs import kinds
from jobs.kinds import Kind
from jobs.models import Job
from jobs.services import AlreadyWaiting, NotFailed, enqueue, retry
from national_reports.selectors import NoQuestionnaire
from national_reports.services.cycles import close_cycle, open_cycle
from parties.models import AuditEvent
from tests.people_factories import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def failed(monkeypatch):
    """A job that failed, of a kind whose handler works by now."""
    monkeypatch.setitem(kinds._kinds, "a test", Kind(lambda **_arguments: {"done": True}))
    return Job.objects.create(kind="a test", state="failed", attempts=5, error="RuntimeError: broken")


def actions(subject):
    return list(AuditEvent.objects.filter(subject=subject).order_by("sequence").values_list("action", flat=True))


def test_a_publisher_closes_and_opens_a_cycle_and_both_are_on_the_trail(publisher, nr4):
    client = client_of(publisher)
    for _ in range(2):
        assert client.post("/en/desk/cycles/NR4/closing/", {"sure": "yes"}).status_code == 302
    nr4.refresh_from_db()
    assert not nr4.is_open
    for _ in range(2):
        assert client.post("/en/desk/cycles/NR4/opening/").status_code == 302
    nr4.refresh_from_db()
    assert nr4.is_open
    # It came open with the data.
    assert actions("cycle/NR4") == ["opened for reports", "closed for reports", "opened for reports"]


def test_a_cycle_without_a_questionnaire_stays_closed(publisher, at):
    first = ReportingCycle.objects.get(code="NR1")
    with pytest.raises(NoQuestionnaire):
        open_cycle(cycle=first, by=publisher, at=at)
    answer = client_of(publisher).post("/en/desk/cycles/NR1/opening/", follow=True)
    assert "no questionnaire" in answer.content.decode()
    first.refresh_from_db()
    assert not first.is_open


def test_only_publishers_see_the_buttons(desk, publisher):
    assert "/closing/" not in desk.get("/en/desk/cycles/").content.decode()
    assert "/en/desk/cycles/NR4/closing/" in client_of(publisher).get("/en/desk/cycles/").content.decode()


def test_the_page_names_questionnaire_hash_and_maps(desk, nr4):
    page = desk.get("/en/desk/cycles/").content.decode()
    held = nr4.questionnaires.latest("version")
    assert held.sha256 in page
    assert f"{len(held.form.questions)} questions" in page
    assert "NR3: " in page


def test_a_closed_cycle_lets_nothing_be_begun(publisher, nr4, at):
    from national_reports.services.opening import CycleClosed, open_report
    from parties.models import Party

    close_cycle(cycle=nr4, by=publisher, at=at)
    nr4.refresh_from_db()
    with pytest.raises(CycleClosed):
        open_report(party=Party.objects.get(code="KEN"), cycle=nr4, by=publisher, at=at)


@pytest.mark.parametrize("model", ["questionnaire", "questionmap", "report"])
def test_questionnaires_maps_and_reports_are_only_looked_up(publisher, model):
    client = client_of(publisher)
    assert client.get(f"/admin/national_reports/{model}/").status_code == 200
    assert client.get(f"/admin/national_reports/{model}/add/").status_code == 403


def test_a_failed_job_is_tried_anew_and_the_trail_says_by_whom(desk, staff, failed, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert desk.post(f"/en/desk/jobs/{failed.pk}/retry/").status_code == 302
    failed.refresh_from_db()
    assert (failed.state, failed.attempts, failed.result) == (Job.State.DONE, 1, {"done": True})
    event = AuditEvent.objects.get(subject=f"job/{failed.pk}")
    assert (event.by, event.detail["error"]) == (staff, "RuntimeError: broken")


def test_trying_twice_tries_once(desk, failed):
    for _ in range(2):
        desk.post(f"/en/desk/jobs/{failed.pk}/retry/")
    assert actions(f"job/{failed.pk}") == ["tried anew"]


@pytest.mark.parametrize("state", ["queued", "done"])
def test_only_a_failed_job_is_tried_anew(failed, state):
    Job.objects.filter(pk=failed.pk).update(state=state)
    with pytest.raises(NotFailed):
        retry(job_id=failed.pk)


def test_a_failed_job_whose_work_waits_already_stays_failed(desk, failed):
    enqueue(kind="a test")
    with pytest.raises(AlreadyWaiting):
        retry(job_id=failed.pk)
    answer = desk.post(f"/en/desk/jobs/{failed.pk}/retry/", follow=True)
    assert "waits already" in answer.content.decode()
    failed.refresh_from_db()
    assert failed.state == Job.State.FAILED
    assert actions(f"job/{failed.pk}") == []


def test_the_page_shows_error_and_attempts(desk, failed):
    page = desk.get("/en/desk/jobs/").content.decode()
    assert "RuntimeError: broken" in page
    assert "1 job failed" in page
