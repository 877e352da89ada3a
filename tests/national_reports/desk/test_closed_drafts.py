"""A draft is its Party's alone, until the Party lets the Secretariat read it; and the Party sees who did."""

from datetime import timedelta

import pytest
from django.utils import timezone

from national_reports.models import DraftLeave, Preparation
from national_reports.services.preparing import end_reading, let_read
from parties.models import AuditEvent
from tests.national_reports.desk.conftest import make_complete, make_submitted
from tests.people_factories import client_of, make_focal_point

pytestmark = pytest.mark.django_db
REPORT, REVIEW = "/en/reports/KEN/NR4/", "/en/desk/reviews/KEN/NR4/"
OF_A_DRAFT = (REPORT, f"{REPORT}print/", f"{REPORT}report.json", f"{REPORT}history/", REVIEW)


@pytest.fixture
def person():
    return make_focal_point("KEN")


def test_staff_read_no_draft_that_its_party_has_not_opened(desk, publisher):
    make_complete("KEN")
    for page in OF_A_DRAFT:
        for client in (desk, client_of(publisher)):
            answer = client.get(page)
            assert answer.status_code == 403
            assert "alone" in answer.content.decode()
    # How far it is stands in the monitor; what it says does not.
    assert desk.get("/en/desk/?q=Kenya").status_code == 200


def test_one_button_opens_it_for_seven_days_and_the_party_sees_who_read_it(desk, staff, person, time_machine):
    report = make_complete("KEN")
    for _ in range(2):
        client_of(person).post(f"{REPORT}draft-leave/")
    assert DraftLeave.objects.count() == 1
    assert all(desk.get(page).status_code == 200 for page in OF_A_DRAFT)
    shown = client_of(person).get(REPORT).content.decode()
    assert shown.count(f"<bdi>{staff.name}</bdi>") == 1
    assert AuditEvent.objects.filter(subject=report.subject, action="draft opened to the Secretariat").count() == 1
    time_machine.move_to(timezone.now() + timedelta(days=7, minutes=1))
    assert client_of(staff).get(REPORT).status_code == 403
    assert staff.name in client_of(person).get(REPORT).content.decode()


def test_the_party_may_end_it_and_staff_decide_nothing_of_it(desk, person):
    report, now = make_complete("KEN"), timezone.now()
    let_read(report=report, by=person, at=now)
    assert desk.post(f"{REPORT}draft-leave/", {"end": "yes"}).status_code == 403
    assert desk.post(f"{REPORT}preparation/", {"said": "yes"}).status_code == 403
    end_reading(report=report, by=person, at=now + timedelta(seconds=1))
    assert not DraftLeave.objects.filter(until__gt=timezone.now() + timedelta(minutes=1)).exists()


def test_what_was_submitted_and_what_staff_enter_from_paper_are_read_as_ever(desk):
    make_submitted("KEN")
    assert desk.get(REPORT).status_code == desk.get(REVIEW).status_code == 200
    make_complete("GHA", origin="paper")
    assert desk.get("/en/reports/GHA/NR4/").status_code == 200


def test_a_party_says_itself_that_its_report_is_in_preparation(person):
    make_complete("KEN")
    client, page = client_of(person), "/en/reporting/received/?cycle=NR4"
    before = client_of().get(page)
    assert "in preparation</td>" not in before.content.decode()
    for _ in range(2):
        client.post(f"{REPORT}preparation/", {"said": "yes"})
    after = client_of().get(page)
    assert after.content.decode().count("<td>in preparation</td>") == 1
    assert after["ETag"] != before["ETag"]
    client.post(f"{REPORT}preparation/", {"said": "no"})
    assert not Preparation.objects.exists()
