"""How long a session lasts, and what is noted of it."""

from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.test import Client

from tests.people_factories import NOW, PASSWORD, client_of, make_person

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def signed_in_at(at):
    person = make_person()
    client = Client()
    with time_machine.travel(at, tick=False):
        client.post("/en/accounts/login/", {"login": person.email, "password": PASSWORD})
    return person, client


def visit(client, at):
    with time_machine.travel(at, tick=False):
        return client.get("/en/me/").status_code


def test_a_session_lasts_while_it_is_used():
    _, client = signed_in_at(NOW)
    assert [visit(client, NOW + n * 11 * HOUR) for n in range(1, 15)] == [200] * 14


def test_a_session_ends_when_nobody_used_it_for_twelve_hours():
    _, client = signed_in_at(NOW)
    assert visit(client, NOW + 12 * HOUR - MINUTE) == 200
    assert visit(client, NOW + 24 * HOUR) == 302


def test_a_session_ends_after_seven_days_however_much_it_is_used():
    _, client = signed_in_at(NOW)
    for hours in range(6, 7 * 24, 6):
        assert visit(client, NOW + hours * HOUR) == 200
    assert visit(client, NOW + 7 * DAY) == 302


def test_whoever_was_signed_out_is_told_and_may_sign_in_again():
    person, client = signed_in_at(NOW)
    with time_machine.travel(NOW + DAY, tick=False):
        page = client.get("/en/me/", follow=True)
        assert "You were signed out" in page.content.decode()
        client.post("/en/accounts/login/", {"login": person.email, "password": PASSWORD})
        assert client.get("/en/me/").status_code == 200


def test_scripts_learn_of_an_ended_session():
    _, client = signed_in_at(NOW)
    with time_machine.travel(NOW + DAY, tick=False):
        answer = client.post("/en/desk/people/", headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()) == (401, {"sign_in": "/en/accounts/login/"})


def test_the_last_visit_is_noted_at_most_every_five_minutes():
    person, client = signed_in_at(NOW)
    for minutes, noted in ((4, 0), (5, 5), (9, 5), (10, 10)):
        visit(client, NOW + minutes * MINUTE)
        assert UserSession.objects.get(user=person).last_seen_at == NOW + noted * MINUTE


def test_a_session_without_our_clocks_is_not_believed():
    client = client_of(make_person())
    session = client.session
    del session["began_at"]
    session.save()
    assert client.get("/en/me/").status_code == 302


def test_an_anonymous_visitor_is_not_asked_anything(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert Client().get("/healthz").status_code == 200


@pytest.mark.parametrize("name", ["httponly", "samesite"])
def test_the_session_cookie_is_kept_from_scripts_and_other_sites(name):
    _, client = signed_in_at(NOW)
    assert client.cookies["sessionid"][name]
