"""Every request is bounded before it is read, by its view and by who sends it, and comes whole."""

import sys
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from parties.bounds import A_FILE, A_FORM, A_TEXT, LARGEST, MEGABYTE, SMALL, most_bytes
from strategic_plan.wsgi import application
from tests.keeping.making import address
from tests.people_factories import make_person

SECTION = "/en/reports/KEN/NR4/sections/first/"
LOGIN = "/en/accounts/login/"
# The views that take more than 64 KB, by hand: whoever adds one decides it here too.
MORE = {
    "national_reports:section": A_FORM,
    "national_reports:practice-section": A_FORM,
    "national_reports:answer": A_FORM,
    "national_reports:conflicts": A_FORM,
    "national_reports:attachments": A_FILE,
    "national_reports:offline": A_FILE,
    "national_reports:notes": A_TEXT,
    "national_reports:texts": A_FILE,
    "desk:report-texts": A_FILE,
    "desk:review-drafts": A_FORM,
    "desk:report-return": A_FORM,
    "desk:report-acceptance": A_FORM,
    "desk:report-publication": A_FORM,
    "desk:review-notes": A_TEXT,
    "desk:reviews-together": A_TEXT,
    "desk:carers": A_TEXT,
    "desk:report-acceptances": A_TEXT,
    "desk:report-publications": A_TEXT,
    "desk:paper": A_FILE,
    "desk:report-taking-off": A_FILE,
    "desk:reminders": A_TEXT,
    "inviting:several": A_TEXT,
    "desk_policies:policy-text": A_TEXT,
    "desk:reminder-preview": A_TEXT,
    "desk_evaluations:new": A_TEXT,
    "desk_evaluations:parameters": A_TEXT,
    "desk_evaluations:texts": A_TEXT,
    "desk_evaluations:text": A_TEXT,
    "desk_evaluations:masthead": A_TEXT,
    "desk_evaluations:return": A_TEXT,
    "desk_evaluations:publication": A_TEXT,
    "desk_evaluations:correction": A_TEXT,
    "desk_evaluations:passes": A_TEXT,
    "desk_evaluations:left-out-languages": A_TEXT,
    "desk_evaluations:withdrawal": A_TEXT,
    "desk_evaluations:hearing": A_TEXT,
    "desk_evaluations:objection": A_TEXT,
    "desk_evaluations:query": A_TEXT,
    "desk_evaluations:texts-exchange": A_FILE,
    "desk_evaluations:data-files": A_FILE,
    "party_reviews:remarks": A_FORM,
    "desk_evaluations:adjustment-new": A_TEXT,
    "desk_evaluations:adjustment": A_TEXT,
    "desk_evaluations:adjustment-withdrawal": A_TEXT,
    "desk_evaluations:data-declining": A_TEXT,
    "desk_evaluations:figure-proposal": A_TEXT,
    "desk_evaluations:extension-proposal": A_TEXT,
    "desk_evaluations:cycle-dates": A_TEXT,
    "desk_evaluations:party-name": A_TEXT,
}


def views(resolver, within=""):
    """Every view of the URLconf with its name."""
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from views(one, f"{within}{one.namespace}:" if one.namespace else within)
        elif isinstance(one, URLPattern):
            yield f"{within}{one.name}", one.callback


def test_every_view_takes_what_the_table_says_and_all_others_64_kb():
    found = {name: view.most_bytes for name, view in views(get_resolver()) if hasattr(view, "most_bytes")}
    assert found == MORE
    assert all(SMALL < most <= LARGEST <= 11 * MEGABYTE for most in found.values())


def asked(path, **cookies):
    return most_bytes(
        {"PATH_INFO": path, "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    )


@pytest.mark.django_db
def test_more_is_taken_of_whoever_is_signed_in_only(client):
    client.force_login(make_person())
    session = client.cookies["sessionid"].value
    assert asked(SECTION) == SMALL
    assert asked(SECTION, sessionid="x" * 32, opened="opened:x:y") == SMALL
    assert asked(SECTION, sessionid=session) == A_FORM
    assert asked(LOGIN, sessionid=session) == SMALL
    assert asked("/nowhere/\xff/", sessionid=session) == SMALL


@pytest.mark.django_db
def test_what_was_typed_on_a_page_opened_here_may_come_after_the_session_has_ended(of_first, draft):
    page = of_first.get(address(draft, "conflicts/"))
    mark = page.cookies["opened"]
    assert (mark["httponly"], mark["samesite"]) == (True, "Lax")
    assert asked(SECTION, opened=mark.value) == A_FORM
    assert asked(LOGIN, opened=mark.value) == SMALL
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert asked(SECTION, opened=mark.value) == SMALL


def test_what_is_too_large_is_refused_unread_with_a_way_on(client):
    answer = client.post(LOGIN, {"login": "x" * SMALL})
    assert answer.status_code == 413
    assert "shorten what you typed" in answer.content.decode()
    told = client.post(LOGIN, {"login": "x" * SMALL}, headers={"accept": "application/json"})
    assert (told.status_code, told.json()["state"]) == (413, "refused")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked"}, 411),
        ({"CONTENT_LENGTH": "-1"}, 400),
        ({"CONTENT_LENGTH": "1_0"}, 400),
        ({"CONTENT_LENGTH": "٣"}, 400),
        ({"CONTENT_LENGTH": "9" * 5000}, 400),
    ],
)
def test_a_length_that_is_none_is_refused(client, headers, status):
    assert client.post(LOGIN, b"login=x", "application/x-www-form-urlencoded", **headers).status_code == status


@pytest.mark.django_db
def test_whatever_server_hands_over_half_a_body_nothing_is_done():
    """As servers do that hand a request on before it has come: the reading ends early."""
    said = []
    environ = {"REQUEST_METHOD": "POST", "PATH_INFO": LOGIN, "CONTENT_TYPE": "application/x-www-form-urlencoded"}
    environ |= {"SERVER_NAME": "localhost", "SERVER_PORT": "80", "HTTP_HOST": "localhost", "wsgi.url_scheme": "http"}
    environ |= {"CONTENT_LENGTH": "1269", "wsgi.input": BytesIO(b"x=" + b"x" * 298), "wsgi.errors": sys.stderr}
    body = b"".join(application(environ, lambda status, headers: said.append(status)))
    assert said == ["400 Bad Request"]
    assert b"nothing of it was stored" in body
