"""Times carry their zone, and are the reader's own once a zone was chosen."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from languages import days
from languages.zones import offset
from national_reports.day_end import day_end
from parties import people
from parties.formats import clock, date_format
from parties.letters import as_read_by
from parties.models import Party, User
from parties.zones import choices, offered, shown_in, usual_zone
from tests.people_factories import client_of, make_focal_point, make_person, make_staff

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ACCOUNT, ZONE = "/en/me/", "/en/me/time-zone/"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "2 March 2026, 15:00 UTC+3 (Nairobi)"),
        ("fr", "2 mars 2026, 15:00 UTC+3 (Nairobi)"),
        ("ru", "2 марта 2026 года, 15:00 UTC+3 (Найроби)"),
        ("zh", "2026年3月2日 15:00 UTC+3（内罗毕）"),
    ],
)
def test_a_zone_is_called_by_its_offset_and_city(language, said):
    assert days.moment(NOON.astimezone(ZoneInfo("Africa/Nairobi")), language) == said


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        (UTC, "UTC"),
        (ZoneInfo("UTC"), "UTC"),
        (timezone(timedelta(hours=-12)), "UTC−12"),
        (ZoneInfo("Asia/Kolkata"), "UTC+5:30"),
        (ZoneInfo("America/St_Johns"), "UTC−3:30"),
        (None, ""),
    ],
)
def test_an_offset_is_written_from_utc(zone, said):
    assert offset(NOON.replace(tzinfo=zone) if zone is None else NOON.astimezone(zone)) == said


def test_a_moment_is_shown_by_the_chosen_clock_and_a_day_stays_the_day_it_is():
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    with shown_in("Asia/Tokyo"):
        assert date_format(late, "DATETIME_FORMAT") == "3 March 2026, 08:30 UTC+9 (Tokyo)"
        assert clock(late) == "08:30 UTC+9 (Tokyo)"
        assert date_format(late.date()) == "2 March 2026"
    assert date_format(late, "DATETIME_FORMAT") == "2 March 2026, 23:30 UTC"


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "EST5EDT"])
def test_without_a_zone_that_is_offered_times_are_utc(zone):
    with shown_in(zone):
        assert clock(NOON) == "12:00 UTC"


def test_a_due_day_keeps_its_own_zone_beside_the_readers():
    with shown_in("Africa/Nairobi"):
        said = day_end(date(2026, 3, 12))
    assert said.startswith("The day ends when it has ended everywhere on Earth (UTC−12).")
    assert said.endswith("That is 13 March 2026, 15:00 UTC+3 (Nairobi).")


def test_the_usual_zone_is_that_of_a_country_with_one_alone():
    assert usual_zone("KE") == "Africa/Nairobi"
    assert usual_zone("BR") == usual_zone(None) == ""


@pytest.mark.parametrize("language", ["en", "fr", "ru", "ar", "es", "zh-hans"])
def test_every_zone_can_be_chosen_by_a_name_of_its_own(language):
    shown = dict(choices(language, NOON))
    assert shown.keys() == offered().keys()
    assert all(shown.values())


def test_the_page_of_the_account_offers_the_partys_zone_and_keeps_the_choice():
    person = make_focal_point("KEN")
    browser = client_of(person)
    page = browser.get(ACCOUNT).content.decode()
    assert '<option value="Africa/Nairobi" selected>Nairobi (UTC+3)</option>' in page
    assert "UTC. Deadlines keep their own zone." in page
    for _twice in range(2):
        assert browser.post(ZONE, {"time_zone": "Asia/Dhaka"}).status_code == 302
    person.refresh_from_db()
    assert person.time_zone == "Asia/Dhaka"
    assert "UTC+6 (Dhaka). Deadlines keep their own zone." in browser.get(ACCOUNT).content.decode()
    assert browser.post(ZONE, {"time_zone": "Mars/Olympus"}).status_code == 404
    browser.post(ZONE, {"time_zone": ""})
    person.refresh_from_db()
    assert person.time_zone == ""


def test_two_readers_of_one_process_see_times_by_their_own_clocks():
    there, here = (client_of(make_person(time_zone=zone)) for zone in ("Asia/Tokyo", ""))
    for _turn in range(2):
        assert "UTC+9 (Tokyo)" in there.get(ACCOUNT).content.decode()
        assert "(Tokyo)." not in here.get(ACCOUNT).content.decode()


def test_a_letter_says_times_by_the_clock_of_whoever_reads_it():
    with as_read_by(User(language="en", time_zone="Africa/Nairobi")):
        assert clock(NOON) == "15:00 UTC+3 (Nairobi)"
    with override("en"):
        assert clock(NOON) == "12:00 UTC"


def test_whoever_comes_in_by_an_invitation_begins_with_the_clock_of_the_partys_country(at, links):
    kenya = Party.objects.get(code="KEN")
    people.invite(email="n@portal.example", name="N", role="contributor", party=kenya, by=make_staff(), at=at)
    secret = links("n@portal.example").split("/")[3]
    user = people.accept_invitation(secret=secret, by=None, at=at, name="N", password="a long enough sentence")
    assert user.time_zone == "Africa/Nairobi"
