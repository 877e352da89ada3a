"""Reports that came on paper: opened by staff with the scan, in the name of the Secretariat, on the trail."""

import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from docx import Document
from openpyxl import Workbook

from national_reports.models import Report
from parties.models import AuditEvent, Email
from tests.factories import make_report
from tests.national_reports.desk.conftest import make_complete, make_submitted
from tests.people_factories import make_focal_point

PAGE = "/en/desk/paper/"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def form(content=PDF, name="report.pdf", **overrides):
    return {
        "party": "KEN",
        "cycle": "NR4",
        "received_on": "2019-09-20",
        "scan": SimpleUploadedFile(name, content),
    } | overrides


def test_paper_opens_a_report_with_its_scan(desk, staff):
    answer = desk.post(PAGE, form())
    assert answer.url == "/en/reports/KEN/NR4/"
    report = Report.objects.get(party__code="KEN", cycle__code="NR4")
    assert (report.origin, report.state, report.received_on) == ("paper", "draft", date(2019, 9, 20))
    assert report.opened_by == staff
    scan = report.attachments.get()
    assert scan.is_scan
    assert scan.name == "report.pdf"
    actions = set(AuditEvent.objects.filter(subject=report.subject).values_list("action", flat=True))
    assert actions == {"opened", "file added", "received on paper"}


def test_the_same_again_changes_nothing(desk):
    for _ in range(2):
        assert desk.post(PAGE, form()).status_code == 302
    report = Report.objects.get(party__code="KEN", cycle__code="NR4")
    assert report.attachments.count() == 1
    assert AuditEvent.objects.filter(subject=report.subject, action="received on paper").count() == 1


def test_a_mended_day_is_on_the_trail(desk):
    desk.post(PAGE, form())
    desk.post(PAGE, form(received_on="2019-09-21"))
    report = Report.objects.get(party__code="KEN", cycle__code="NR4")
    assert report.received_on == date(2019, 9, 21)
    days = AuditEvent.objects.filter(action="received on paper").values_list("detail__received_on", flat=True)
    assert list(days) == ["2019-09-20", "2019-09-21"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"content": b"MZ not a pdf", "name": "report.pdf"}, "not a file that is taken"),
        ({"content": PDF, "name": "report.png"}, "not a file that is taken"),
        ({"content": b"", "name": "report.pdf"}, "empty"),
        ({"party": "XXX"}, "error-message"),
        ({"cycle": "NR5"}, "error-message"),
        ({"received_on": ""}, "error-message"),
        ({"received_on": (timezone.localdate() + timedelta(days=2)).isoformat()}, "has not been yet"),
    ],
)
def test_what_is_wrong_opens_nothing(desk, wrong, said):
    answer = desk.post(PAGE, form(**wrong))
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not Report.objects.filter(cycle__code="NR4").exists()


@pytest.mark.parametrize("name", ["report.docx", "report.xlsx"])
def test_the_original_may_be_a_document_or_a_workbook_that_came_by_mail(desk, name):
    held = io.BytesIO()
    (Document() if name.endswith("docx") else Workbook()).save(held)
    assert desk.post(PAGE, form(content=held.getvalue(), name=name)).status_code == 302
    assert Report.objects.get(party__code="KEN", cycle__code="NR4").attachments.get().name == name


def test_what_comes_after_the_cycle_is_closed_is_entered_too(desk, nr4):
    make_report("GHA", "NR4")
    nr4.is_open = False
    nr4.save()
    assert desk.post(PAGE, form()).status_code == 302
    assert Report.objects.get(party__code="KEN", cycle__code="NR4").origin == "paper"


def test_its_party_is_asked_to_check_what_was_entered(staff):
    person = make_focal_point("KEN")
    make_submitted("KEN", origin="paper", received_on=date(2019, 9, 20), by=staff)
    letter = Email.objects.get(to=person.email)
    assert letter.subject.startswith("Please check what was entered")
    assert "An authority of your Party then confirms it" in letter.body
    assert "/reports/KEN/NR4/entered/" in letter.body


def test_a_report_that_its_party_began_is_left_to_it_until_somebody_says_so(desk):
    report = make_complete("KEN")
    assert "has begun this report itself" in desk.post(PAGE, form()).content.decode()
    assert report.attachments.count() == 0
    report.refresh_from_db()
    assert report.state == "draft"


def test_a_report_that_its_party_handed_in_is_returned_first(desk):
    report = make_submitted("KEN")
    assert "return it before you enter another" in desk.post(PAGE, form(beside="on")).content.decode()
    report.refresh_from_db()
    assert report.state == "submitted"


def test_a_report_in_review_is_returned_first(desk):
    report = make_report("KEN", "NR4", origin="paper", state="submitted")
    assert "in review already" in desk.post(PAGE, form()).content.decode()
    assert report.attachments.count() == 0


def test_paper_after_a_published_report_is_its_next_version(desk):
    first = make_report("KEN", "NR4")
    desk.post(PAGE, form())
    report = Report.objects.get(party__code="KEN", cycle__code="NR4", version=2)
    assert (report.amends, report.origin) == (first, "paper")
