"""What people and scripts are told while the database is away."""

from unittest import mock

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client

from tests.keeping.making import SECTION, TEXT, address, posted

PLACES = ("/en/", "/en/reports/", "/api/v1/values/", "/en/accounts/login/?next=/en/reports/")


@pytest.fixture
def away(draft, of_first):
    """The browser of somebody signed in, with the database gone."""
    of_first.raise_request_exception = False
    gone = mock.patch("django.db.backends.utils.CursorWrapper.execute", side_effect=OperationalError("away"))
    with gone:
        yield of_first


def is_told(answer):
    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    assert "no-store" in answer["Cache-Control"]
    assert "Your answers are safe" in answer.content.decode()


@pytest.mark.parametrize("place", PLACES)
def test_every_page_says_that_answers_are_safe(away, place):
    is_told(away.get(place, headers={"accept": "text/html"}))


def test_a_script_is_told_in_its_own_words(away, draft):
    answer = away.post(address(draft, f"answers/{TEXT}/"), posted("typed", 0))
    is_told(answer)
    assert answer.json()["state"] == "away"


def test_a_page_holds_what_was_typed_to_be_sent_again(away, draft):
    place = address(draft, f"sections/{SECTION}/")
    text = "\n</textarea>typed for an hour\nin two lines"
    answer = away.post(place, posted(text, 0), headers={"accept": "text/html"})
    is_told(answer)
    shown = answer.content.decode()
    assert f'action="{place}"' in shown
    assert "\n&lt;/textarea&gt;typed for an hour\nin two lines</textarea>" in shown


def test_a_password_is_never_shown_again(away):
    answer = away.post("/en/accounts/login/", {"login": "x@portal.example", "password": "a secret"})
    assert "a secret" not in answer.content.decode()


def test_a_connection_that_broke_is_an_outage_too():
    browser = Client(raise_request_exception=False)
    with mock.patch("portal.generation.generation", side_effect=InterfaceError("closed")):
        is_told(browser.get("/en/"))


def test_a_database_that_another_writes_is_busy_and_not_away(draft, of_first):
    of_first.raise_request_exception = False
    locked = OperationalError("database is locked")
    with mock.patch("django.db.backends.utils.CursorWrapper.execute", side_effect=locked):
        page = of_first.post(
            address(draft, f"sections/{SECTION}/"), posted("typed", 0), headers={"accept": "text/html"}
        )
        script = of_first.post(address(draft, f"answers/{TEXT}/"), posted("typed", 0))
    assert page.status_code == 409
    assert "send it again in half a minute" in page.content.decode()
    assert "typed</textarea>" in page.content.decode()
    # A script sends it again by itself.
    is_told(script)


def test_a_fault_of_ours_is_not_called_an_outage(db):
    browser = Client(raise_request_exception=False)
    with mock.patch("portal.generation.generation", side_effect=ZeroDivisionError):
        assert browser.get("/en/").status_code == 500
