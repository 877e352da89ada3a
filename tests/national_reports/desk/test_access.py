"""Who reaches the desk: the Secretariat in two steps, and publishers alone what makes public."""

import pytest

from national_reports.services.workflow import accept_report
from tests.national_reports.desk.conftest import AT, make_submitted, seen
from tests.people_factories import client_of, make_focal_point, make_staff

PAGES = [
    "/en/desk/",
    "/en/desk/monitor.csv",
    "/en/desk/paper/",
    "/en/desk/reminders/",
    "/en/desk/reviews/",
    "/en/desk/reviews/KEN/NR4/",
    "/en/desk/figures/",
    "/en/desk/figures/5.1.4/headline/",
    "/en/desk/cycles/",
    "/en/desk/jobs/",
]
FOR_STAFF = [
    "reminders/",
    "reminders/preview/",
    "reviews/KEN/NR4/return/",
    "reviews/KEN/NR4/acceptance/",
    "reviews/KEN/NR4/notes/",
    "evaluations/data-files/figures/5.1.4/headline/",
    "paper/",
    "jobs/1/retry/",
]
FOR_PUBLISHERS = ["reviews/KEN/NR4/publication/", "cycles/NR5/opening/", "cycles/NR4/closing/"]


@pytest.mark.parametrize("page", PAGES)
def test_staff_read_every_page_of_the_desk(desk, page):
    make_submitted()
    assert desk.get(page).status_code == 200


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", ["contributor", "authority"])
def test_focal_points_reach_no_page_of_the_desk(page, role):
    assert client_of(make_focal_point(role=role)).get(page).status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_who_is_not_signed_in_is_asked_to(page):
    answer = client_of().get(page)
    assert answer.status_code == 302
    assert answer.url.startswith("/en/accounts/login/")


def test_staff_without_a_second_step_are_led_to_it():
    assert client_of(make_staff(two_step=False)).get("/en/desk/").url.endswith("/2fa/")


def test_a_publisher_without_a_second_step_can_not_publish():
    report = make_submitted()
    accept_report(report=report, by=make_staff(), at=AT)
    publisher = client_of(make_staff(publisher=True, two_step=False))
    assert publisher.post("/en/desk/reviews/KEN/NR4/publication/", seen(report)).url.endswith("/2fa/")
    report.refresh_from_db()
    assert report.state == "accepted"


@pytest.mark.parametrize("address", FOR_STAFF)
@pytest.mark.parametrize("role", ["contributor", "authority"])
def test_focal_points_change_nothing_at_the_desk(address, role):
    make_submitted()
    assert client_of(make_focal_point(role=role)).post(f"/en/desk/{address}").status_code == 403


@pytest.mark.parametrize("address", FOR_PUBLISHERS)
def test_staff_make_nothing_public(desk, address):
    report = make_submitted()
    assert desk.post(f"/en/desk/{address}", seen(report)).status_code == 403


@pytest.mark.parametrize("address", ["reviews/KEN/NR4/return/", "reviews/KEN/NR4/acceptance/", *FOR_PUBLISHERS])
def test_decisions_are_posted(publisher, address):
    assert client_of(publisher).get(f"/en/desk/{address}").status_code == 405


@pytest.mark.parametrize(
    "address",
    ["?cycle=NR9", "?group=nowhere", "?state=lost", "reviews/KEN/NR9/", "reviews/XXX/NR4/", "figures/2.2.1/headline/"],
)
def test_an_address_of_something_that_is_not_there_is_not_found(desk, address):
    assert desk.get(f"/en/desk/{address}").status_code == 404


def test_the_secretariat_lands_at_the_desk(desk):
    assert desk.get("/en/me/landing/").url == "/en/desk/"


def test_pages_of_the_desk_are_never_kept(desk):
    assert "no-store" in desk.get("/en/desk/")["Cache-Control"]
