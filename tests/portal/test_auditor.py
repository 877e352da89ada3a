"""What an auditor is shown: roles of a day, acts of a period, changes under figures; and who takes them along."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.utils import timezone

from parties.audit import record
from parties.journal import EXPORTED
from parties.models import AuditEvent, FocalPoint, User
from parties.people import end_staff
from tests.people_factories import client_of, make_focal_point, make_person, make_staff

pytestmark = pytest.mark.django_db
PAGE = "/en/desk/auditor/"


@pytest.fixture
def publisher(world):
    return make_staff(publisher=True, name="Publisher")


def rows(answer):
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline="")))


def exports(person):
    return [event.detail["what"] for event in AuditEvent.objects.filter(by=person, action=EXPORTED).order_by("pk")]


def test_the_roles_are_those_of_the_day_and_not_of_today(publisher):
    today = timezone.localdate()
    user = make_focal_point("KEN", name="Former Contributor")
    FocalPoint.objects.filter(user=user).update(
        begins_on=today - timedelta(days=40), ends_on=today - timedelta(days=10)
    )
    then, now = (
        {
            (row["name"], row["role"], row["party"])
            for row in rows(client_of(publisher).get(f"{PAGE}roles.csv", {"on": day}))
        }
        for day in (today - timedelta(days=20), today)
    )
    assert ("Former Contributor", "contributor", "KEN") in then
    assert "Former Contributor" not in {name for name, *_ in now}


def test_who_was_of_the_secretariat_is_told_by_the_trail_though_it_ended(publisher):
    left = make_person(name="Left Staff", is_staff=True)
    joined = AuditEvent.objects.filter(subject=f"person/{left.pk}", action="staff given").get()
    end_staff(user=User.objects.get(pk=left.pk), by=publisher, at=timezone.now() + timedelta(days=2))
    today = timezone.localdate(joined.at)
    client = client_of(publisher)
    assert ("Left Staff", "staff") in {
        (row["name"], row["role"]) for row in rows(client.get(f"{PAGE}roles.csv", {"on": today}))
    }
    later = rows(client.get(f"{PAGE}roles.csv", {"on": today + timedelta(days=3)}))
    assert "Left Staff" not in {row["name"] for row in later}
    earlier = rows(client.get(f"{PAGE}roles.csv", {"on": today - timedelta(days=1)}))
    assert "Left Staff" not in {row["name"] for row in earlier}


def test_the_acts_are_those_of_one_person_or_all_within_a_period(publisher):
    person, now = make_person(name="=Doer"), timezone.now()
    for days, word in ((0, "done now"), (60, "done before")):
        record(subject="party/KEN", action=word, by=person, at=now - timedelta(days=days), detail={"to": "é"})
    record(subject="party/KEN", action="done by the portal", by=None, at=now, detail={})
    client, of = client_of(publisher), {"person": person.pk}
    (row,) = rows(client.get(f"{PAGE}acts.csv", of))
    assert (row["action"], row["name"], row["detail"], row["subject"]) == (
        "done now",
        "'=Doer",
        '{"to": "é"}',
        "party/KEN",
    )
    assert row["sha256"] == AuditEvent.objects.get(action="done now").sha256
    longer = of | {"first": timezone.localdate() - timedelta(days=61)}
    assert [row["action"] for row in rows(client.get(f"{PAGE}acts.csv", longer))] == ["done now", "done before"]
    assert {"done now", "done by the portal"} <= {row["action"] for row in rows(client.get(f"{PAGE}acts.csv"))}


def test_every_change_of_what_figures_rest_on_is_told_and_nothing_else(publisher):
    now = timezone.now()
    changes = [
        *(("report/1", state) for state in ("published", "superseded", "taken-off", "counted by decision")),
        *(("data/plan", "stored"), ("cycle/NR4", "due day extended"), ("indicator/1.1.1", "figure recorded")),
        *(("party/KEN", "name changed"), ("run/1", "computed"), ("evaluation/1", "evaluation changed")),
    ]
    others = [("report/1", "answer"), ("person/1", "signed in"), ("evaluation/1", "edition text written")]
    for subject, action in changes + others:
        record(subject=subject, action=action, by=None, at=now, detail={})
    told = rows(client_of(publisher).get(f"{PAGE}inputs.csv"))
    assert {(row["subject"], row["action"]) for row in told} >= set(changes)
    assert not {(row["subject"], row["action"]) for row in told} & set(others)


def test_the_page_shows_the_first_rows_and_leads_to_the_files(publisher):
    page = client_of(publisher).get(PAGE, {"person": publisher.pk}).content.decode()
    assert f"{PAGE}roles.csv?person={publisher.pk}" in page
    assert "Changes under figures" in page
    assert exports(publisher) == []


def test_days_that_nobody_can_mean_are_refused_at_their_box(publisher):
    client = client_of(publisher)
    assert "Give a day between" in client.get(PAGE, {"on": "2562-01-01"}).content.decode()
    assert client.get(f"{PAGE}acts.csv", {"first": "no day"}).status_code == 404
    assert client.get(f"{PAGE}other.csv").status_code == 404
    assert exports(publisher) == []


def test_whoever_takes_a_file_along_stands_in_the_journal(publisher):
    client = client_of(publisher)
    for what in ("roles", "acts", "inputs"):
        rows(client.get(f"{PAGE}{what}.csv", {"on": "2026-01-01", "first": "2026-01-01", "last": "2026-01-31"}))
    assert exports(publisher) == ["roles 2026-01-01", "acts 2026-01-01–2026-01-31", "inputs 2026-01-01–2026-01-31"]
    journal = client.get("/en/desk/people/sign-ins/").content.decode()
    assert "personal data exported" in journal
    assert "roles 2026-01-01" in journal


def test_nobody_but_publishers_reads_it(world):
    staff, focal_point = make_staff(), make_focal_point("KEN")
    for person in (staff, focal_point):
        client = client_of(person)
        assert {client.get(PAGE).status_code, client.get(f"{PAGE}roles.csv").status_code} <= {403, 404}
        assert exports(person) == []


def test_from_and_to_are_said_of_days_in_a_language_that_says_otherwise_of_what_changed(publisher, settings):
    settings.LANGUAGES = list(settings.ALL_LANGUAGES.items())
    page = client_of(publisher).get(PAGE.replace("/en/", "/ru/")).content.decode()
    assert page.count("Начиная с") == 2
    assert "Стало" not in page
