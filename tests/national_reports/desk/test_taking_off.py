"""A published report is taken off at its Party's written request: the request kept, the reason public."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils.formats import date_format

from bch_sync.importing import Importer, ImportResult
from figures.services import compute_progress
from indicators.models import IndicatorValue
from jobs.models import Job
from national_reports.models import Report, StoredFile, TakingOff
from national_reports.services.opening import open_report
from national_reports.services.taking_off import Request, RequestMissing, take_off
from national_reports.services.workflow import ReasonMissing
from parties.audit import trail
from parties.models import Email
from tests.factories import document, make_report, make_survey, served
from tests.national_reports.desk.conftest import AT
from tests.people_factories import client_of, make_focal_point

PAGE = "/en/desk/reviews/KEN/NR4/taking-off/"
REASON = "The Party sent the answers of another year"
REQUEST = Request(date(2026, 2, 27), "A. Minister, for the Ministry", "Please take our report off.")


@pytest.fixture(autouse=True)
def _small(small_world, settings, tmp_path):
    """A plan that computes in a moment, and files in a folder of their own."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def off(publisher):
    def off(*reports, **overrides):
        given = {"request": REQUEST, "reason": REASON, "earlier_counts": False, "by": publisher, "at": AT}
        return take_off(reports=reports, **given | overrides)

    return off


def typed(**overrides):
    return {
        "parts": ["report"],
        "requested_on": "2026-02-27",
        "requested_by": "A. Minister, for the Ministry",
        "text": "Please take our report off.",
        "reason": REASON,
    } | overrides


def state_of(report):
    report.refresh_from_db()
    return report.state


def yes_of(code, cycle):
    held = IndicatorValue.objects.current().filter(measure__indicator__code=code, measure__is_headline=True)
    return held.get(cycle__code=cycle, group="all", threshold=None).yes


def test_a_publisher_takes_a_report_off_and_everything_follows(publisher, desk, django_capture_on_commit_callbacks):
    report = make_report("KEN", "NR4", {"Q014": "implementation.fullInPlace"})
    person = make_focal_point("KEN")
    compute_progress(at=AT, reason="before")
    assert yes_of("A.1", "NR4") == 1
    browser = client_of(publisher)
    assert "Published evaluations stay as they are" in browser.get(PAGE).content.decode()
    file = ContentFile(b"%PDF-1.7\nrequest", name="request.pdf")
    with django_capture_on_commit_callbacks(execute=True):
        told = browser.post(PAGE, typed(file=file, text=""), follow=True)
    assert "A. Minister" in told.content.decode()
    assert state_of(report) == "taken-off"
    assert Job.objects.get(kind="compute_progress").state == Job.State.DONE
    assert yes_of("A.1", "NR4") == 0

    # The reason is public, the request is not.
    anonymous = client_of()
    said = f"taken off at the Party's request on {date_format(REQUEST.on)}: {REASON}"
    for page in ("/en/parties/KEN/", "/en/parties/", "/en/reporting/?cycle=NR4"):
        content = unescape(anonymous.get(page).content.decode())
        assert said in content, page
        assert "A. Minister" not in content
    assert "fullInPlace" not in anonymous.get("/en/parties/KEN/").content.decode()
    assert f"withdrawn,withdrawn: {said}" in anonymous.get("/en/reporting.csv?cycle=NR4").content.decode()

    # The request is kept, for the desk.
    kept = desk.get(f"{PAGE}request/{TakingOff.objects.get().pk}/")
    assert b"".join(kept.streaming_content) == b"%PDF-1.7\nrequest"
    call_command("tidy_files")
    assert StoredFile.objects.filter(requests=TakingOff.objects.get()).exists()
    event = trail(report.subject).get(action="taken-off")
    assert (event.by, event.detail["reason"]) == (publisher, REASON)
    letter = Email.objects.get(to=person.email, key__startswith="taken off/")
    assert REASON in letter.body
    assert "Taken off at the Party" in desk.get("/en/desk/reviews/KEN/NR4/").content.decode()


def test_no_earlier_version_comes_back_unless_the_publisher_says_so(off):
    first = make_report("KEN", "NR4", {"Q014": "implementation.fullInPlace"}, state=Report.State.SUPERSEDED)
    second = make_report("KEN", "NR4", {"Q014": "implementation.none"}, version=2)
    off(second)
    assert (state_of(first), state_of(second)) == ("taken-off", "taken-off")
    assert not Report.objects.counted("NR4", "", first.cycle.cut_off).exists()


def test_the_version_before_counts_again_where_the_publisher_says_so(publisher):
    first = make_report("KEN", "NR4", {"Q014": "implementation.fullInPlace"}, state=Report.State.SUPERSEDED)
    second = make_report("KEN", "NR4", {"Q014": "implementation.none"}, version=2, preferred=True, preferred_reason="x")
    client_of(publisher).post(PAGE, typed(earlier_counts="on"))
    assert (state_of(first), state_of(second)) == ("published", "taken-off")
    assert Report.objects.counted("NR4", "", first.cycle.cut_off).get() == first
    assert not second.preferred


def test_what_is_missing_is_told_and_nothing_is_done(publisher):
    report = make_report("KEN", "NR4", received_on=date(2019, 9, 30))
    browser = client_of(publisher)
    for missing, said in (
        ({"text": ""}, "Add the request as a file, or its text"),
        ({"reason": ""}, "This field is required"),
        ({"requested_by": ""}, "This field is required"),
        ({"requested_on": "2126-01-01"}, "This day has not been yet"),
        ({"requested_on": "2019-09-29"}, "What is taken off came only on 30 September 2019"),
        ({"file": ContentFile(b"MZ", name="request.exe")}, "its name does not fit its content"),
    ):
        assert said in browser.post(PAGE, typed(**missing)).content.decode(), missing
    assert state_of(report) == "published"
    assert not TakingOff.objects.exists()


def test_the_service_and_the_database_ask_for_a_request_and_a_reason(off):
    report = make_report("KEN", "NR4", received_on=date(2019, 9, 30))
    with pytest.raises(ReasonMissing):
        off(report, reason=" ")
    for request in (
        Request(REQUEST.on, "", "Off"),
        Request(REQUEST.on, "A. Minister"),
        Request(AT.date() + timedelta(days=1), "A. Minister", "Off"),
        Request(date(2019, 9, 29), "A. Minister", "Off"),
    ):
        with pytest.raises(RequestMissing):
            off(report, request=request)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(state="taken-off")
    taking = off(report)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(state="published")
    for nothing in ({"reason": ""}, {"requested_by": ""}, {"request_text": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            TakingOff.objects.filter(pk=taking.pk).update(**nothing)


def test_staff_who_publish_nothing_take_nothing_off(desk):
    report = make_report("KEN", "NR4")
    assert desk.post(PAGE, typed()).status_code == 403
    assert "taking-off" not in desk.get("/en/desk/reviews/KEN/NR4/").content.decode()
    assert state_of(report) == "published"


def test_a_collection_kept_with_the_cycle_may_stay(publisher):
    report, survey = make_report("KEN", "NR2"), make_survey("KEN")
    page = PAGE.replace("NR4", "NR2")
    client_of(publisher).post(page, typed(parts=["report"]))
    assert (state_of(report), state_of(survey)) == ("taken-off", "published")
    client_of(publisher).post(page, typed(parts=["survey-2014"]))
    assert state_of(survey) == "taken-off"


def test_the_party_goes_on_from_what_was_taken_off(off):
    report = make_report("KEN", "NR4", {"Q014": "implementation.none"}, origin="form")
    off(report)
    person = make_focal_point("KEN")
    browser = client_of(person)
    assert "Go on: open the next version" in browser.get("/en/reports/KEN/NR4/").content.decode()
    second = open_report(party=report.party, cycle=report.cycle, by=person, at=AT)
    assert (second.version, second.amends) == (2, report)
    assert second.answers.get(question="Q014").options == ["implementation.none"]


def test_a_record_that_is_read_again_stays_off_and_what_is_sent_later_counts(off):
    body = document("ke", Q014={"value": "implementation.none"})
    body["header"]["identifier"] = "BCH-NR-KEN-4"

    def read(revision, received, option="implementation.none", at=AT):
        content = body | {"Q014": {"value": option}}
        given = served(content, revision=revision, received=received, updatedOn=f"{received}T10:00:00Z")
        importer = Importer(at=at, computes=False)
        importer.document(content, schema="cpbNationalReport4", info=given, place="a test", result=ImportResult())

    read(1, "2019-09-28")
    off(Report.objects.published().get())
    held = Report.objects.count()
    read(1, "2019-09-28")
    assert Report.objects.count() == held
    read(2, "2019-09-29", "implementation.fullInPlace")
    assert set(Report.objects.values_list("state", flat=True)) == {"taken-off"}
    later = AT + timedelta(days=9)
    read(3, later.date().isoformat(), "implementation.fullInPlace", at=later + timedelta(days=1))
    assert Report.objects.published().get().revision == 3
