"""Nobody sees or does what is not theirs: every address, for everybody, really asked for."""

import re
from collections import defaultdict
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLResolver

from indicators.models import ComputationRun, ReportingCycle
from jobs.models import Job
from national_reports.models import AnswerChange, QuestionMap, Questionnaire, Report
from parties.models import AuditEvent, Party, PartyGroup
from parties.permission_table import named_views
from tests.access_table import ADDRESSES, ANSWER, HIDDEN, IN, NO, PUBLIC, SECRETARIAT, SIGN_IN, TWO_STEP, WHO, answer_to
from tests.access_world import MARKER, build_world
from tests.factories import make_report
from tests.people_factories import client_of
from tests.portal.pages.conftest import held

# Tens of seconds together: documents are made, and every page is made for everybody.
pytestmark = pytest.mark.slow

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}
ROUTES = defaultdict(list)
for _view in named_views():
    ROUTES[_view.name].append(_view.route)


@pytest.fixture(scope="module")
def world_once(django_db_setup, django_db_blocker, tmp_path_factory):
    """Drafts of two Parties, one of them amending a published report, and whoever may ask for them."""
    world = {}

    def store():
        make_report("KEN", "NR2", {"Q015": "implementation.none"})
        make_report("KEN", "NR3", {"Q014": "implementation.fullFramwork"})
        make_report("GHA", "NR4", {"Q014": "implementation.none"})
        world.update(build_world())

    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files")), held(django_db_blocker, store):
        with django_db_blocker.unblock():
            world["cookies"] = {who: client_of(user).cookies for who, user in world["people"].items()}
            person = world["people"]["contributor"]
            world |= {
                "run": ComputationRun.objects.latest("pk").pk,
                "parties_party": Party.objects.get(code="KEN").pk,
                "parties_partygroup": PartyGroup.objects.first().pk,
                "parties_user": person.pk,
                "indicators_reportingcycle": ReportingCycle.objects.get(code="NR4").pk,
                "national_reports_questionnaire": Questionnaire.objects.first().pk,
                "national_reports_questionmap": QuestionMap.objects.first().pk,
                "national_reports_report": world["report"],
                "job": Job.objects.first().pk,
                "account_emailaddress": person.emailaddress_set.get().pk,
                "mfa_authenticator": world["people"]["authority"].authenticator_set.get().pk,
            }
        yield world


@pytest.fixture
def portal(world_once, db):
    return world_once


def ask(portal, who, method, path, body=None):
    """One request of somebody, whatever it changed taken back; with the number of events that it left."""
    client = Client()
    client.cookies = SimpleCookie(portal["cookies"][who].output(header="", sep=";"))
    with transaction.atomic():
        before = AuditEvent.objects.count()
        response = getattr(client, method)(path, body)
        # The administration sends everybody to its own sign-in page first, which leads on.
        while response.status_code == 302 and urlsplit(response.url).path in ("/admin/", "/admin/login/"):
            response = client.get(response.url)
        response.events = AuditEvent.objects.count() - before
        response.body = b"".join(response) if response.streaming else response.content
        transaction.set_rollback(True)
    return response


def paths(portal, name):
    """The address under each of its routes."""
    given = {key: portal.get(value, value) for key, value in ADDRESSES[name].args.items()}
    for route in ROUTES[name]:
        wanted = set(re.findall(r"<(?:\w+:)?(\w+)>", route))
        yield (
            "/api/v1/nothing/"
            if name == "api:not-found"
            else reverse(name, kwargs={key: value for key, value in given.items() if key in wanted})
        )


def outcome(response):
    if response.status_code != 302:
        return response.status_code
    path = urlsplit(response.url).path
    return {"/en/accounts/login/": SIGN_IN, "/en/accounts/2fa/": TWO_STEP}.get(path, 302)


def expected(who, name, method):
    address = ADDRESSES[name]
    if address.refused == method:
        return 405
    answer = answer_to(who, address.access, method)
    if answer == SIGN_IN and method == "post" and address.shown_back:
        return 401
    if answer != IN:
        return {NO: 403, HIDDEN: 404}.get(answer, answer)
    pair = (address.get, address.post)
    if who in SECRETARIAT:
        pair = address.staff or pair
    return address.others.get(who, pair)[method == "post"]


def test_every_address_of_the_portal_is_in_the_table():
    assert set(ROUTES) == set(ADDRESSES)


def test_what_has_no_name_is_known_too():
    def unnamed(patterns, route=""):
        for pattern in patterns:
            here = route + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from unnamed(pattern.url_patterns, here)
            elif not pattern.name:
                yield here

    # Django's administration leads on from these to a page that has a name, or answers that there is none.
    others = {one for one in unnamed(get_resolver().url_patterns) if not one.startswith("admin/")}
    assert others == {"healthz", "readyz"}


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_everybody_is_answered_as_the_table_says(portal, name):
    address = ADDRESSES[name]
    assert len(list(paths(portal, name))) == len(ROUTES[name])
    methods = ["get"] if address.post is None and address.refused != "post" else ["get", "post"]
    for path in paths(portal, name):
        found, wanted = {}, {}
        for who in WHO:
            for method in methods:
                body = address.body if method == "post" else None
                response = ask(portal, who, method, path, body)
                found[who, method] = outcome(response)
                wanted[who, method] = expected(who, name, method)
                assert_guarded(response)
                refused = answer_to(who, address.access, method) != IN
                if refused or address.access == PUBLIC:
                    assert response.events == 0, (who, method, path)
                    assert MARKER.encode() not in response.body, (who, method, path)
        assert found == wanted


def assert_guarded(response):
    """The headers without which no response leaves."""
    held = response.headers
    assert {name: held.get(name) for name in HEADERS} == HEADERS
    policy = dict(one.strip().split(" ", 1) for one in held["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert "unsafe" not in held["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/en/nothing/", "/admin/nothing/", "/api/v1/nothing/"])
def test_pages_without_a_name_carry_the_same_headers(portal, path):
    assert_guarded(ask(portal, "anonymous", "get", path))


def test_the_draft_says_the_marker_to_those_whose_it_is(portal):
    own = ask(portal, "contributor", "get", "/en/reports/KEN/NR4/print/")
    assert f"KEN {MARKER}" in own.body.decode()
    assert ask(portal, "contributor of another", "get", "/en/reports/KEN/NR4/print/").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/en/parties/GHA/",
        "/en/parties/KEN/changes/NR3..NR4/",
        "/en/questions/NR4/Q020/",
        "/en/questions/NR4/Q020.csv",
        "/en/questions/NR4/Q014/",
        "/en/questions/NR4/Q014.csv",
        "/en/reporting/?cycle=NR4",
        "/en/reporting.csv?cycle=NR4",
        "/api/v1/parties/GHA/",
        "/api/v1/values/?cycle=NR4",
    ],
)
def test_where_the_answer_would_stand_the_draft_does_not(portal, path):
    body = ask(portal, "anonymous", "get", path).body.decode()
    assert MARKER not in body


def test_a_draft_counts_in_no_figure(portal):
    """Kenya's draft answers question 14, Ghana's draft changes what was published: neither is in the file."""
    rows = ask(portal, "anonymous", "get", "/en/questions/NR4/Q014.csv").body.decode()
    assert "fullInPlace" not in rows
    assert "none" in rows


def test_whoever_has_no_part_in_a_report_can_not_tell_a_draft_from_none(portal):
    there = ask(portal, "contributor of another", "get", "/en/reports/KEN/NR4/")
    absent = ask(portal, "contributor of another", "get", "/en/reports/UGA/NR4/")
    assert there.status_code == absent.status_code == 404
    assert there.body.replace(b"KEN", b"UGA") == absent.body


def test_no_field_sets_what_it_must_not(portal):
    forged = {
        **ANSWER,
        "report": "0",
        "party": "GHA",
        "state": "published",
        "by": portal["people"]["authority"].pk,
        "at": "2001-01-01",
        "how": "confirmed",
        "origin": "paper",
    }
    client = client_of(portal["people"]["contributor"])
    # A field that the question has not is refused, and nothing of the answer is stored with it.
    assert client.post("/en/reports/KEN/NR4/answers/Q020/", forged).status_code == 400
    assert not AnswerChange.objects.filter(question="Q020", how="confirmed").exists()
    assert client.post("/en/reports/KEN/NR4/answers/Q020/", ANSWER).status_code == 200
    change = AnswerChange.objects.filter(question="Q020").latest("pk")
    assert (change.report.party.code, change.how) == ("KEN", "typed")
    assert change.by == portal["people"]["contributor"]
    assert change.at.year > 2001
    assert {(one.state, one.origin) for one in Report.objects.filter(party__code="KEN", cycle__code="NR4")} == {
        ("draft", "form")
    }
