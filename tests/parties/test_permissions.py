"""Who passes: insider, colleague, outsider, staff, publisher; at once when a role ends."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from parties.models import FocalPoint, Party
from parties.people import end_role, end_staff, give_role
from parties.permission_table import UNGUARDED, as_markdown, named_views
from parties.permissions import Access, Answer, Nobody, may, parties_of, role_for, who_is
from parties.roles import ROLES
from tests.people_factories import client_of, make_focal_point, make_person, make_staff

pytestmark = pytest.mark.urls("tests.parties.guarded_urls")

MAKE = {
    "anonymous": lambda: None,
    "person without a role": make_person,
    "contributor": make_focal_point,
    "contributor of another": lambda: make_focal_point("GHA"),
    "authority": lambda: make_focal_point(role="authority"),
    "authority without two-step": lambda: make_focal_point(role="authority", two_step=False),
    "authority of another": lambda: make_focal_point("GHA", role="authority"),
    "former contributor": lambda: make_focal_point(ends_on=date(2021, 1, 1)),
    "coming contributor": lambda: make_focal_point(begins_on=date(2099, 1, 1)),
    "inactive contributor": lambda: make_focal_point(is_active=False),
    "staff": make_staff,
    "staff without two-step": lambda: make_staff(two_step=False),
    "publisher": lambda: make_staff(publisher=True),
}

IN, SIGN_IN, TWO_STEP, NO, HIDDEN = "in", "sign in", "two-step", "no", "hidden"
A = Access
EVERYWHERE = {
    # Who: what becomes of READ, EDIT, SUBMIT, DESK, PUBLISH.
    "anonymous": (SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN),
    "person without a role": (HIDDEN, HIDDEN, HIDDEN, NO, NO),
    "contributor": (IN, IN, NO, NO, NO),
    "contributor of another": (HIDDEN, HIDDEN, HIDDEN, NO, NO),
    "authority": (IN, IN, IN, NO, NO),
    "authority without two-step": (IN, IN, TWO_STEP, NO, NO),
    "authority of another": (HIDDEN, HIDDEN, HIDDEN, NO, NO),
    "former contributor": (HIDDEN, HIDDEN, HIDDEN, NO, NO),
    "coming contributor": (HIDDEN, HIDDEN, HIDDEN, NO, NO),
    "inactive contributor": (SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN),
    "staff": (IN, IN, IN, IN, NO),
    "staff without two-step": (TWO_STEP, TWO_STEP, TWO_STEP, TWO_STEP, NO),
    "publisher": (IN, IN, IN, IN, IN),
}


def outcome(response):
    if response.status_code == 302:
        return TWO_STEP if response.url.endswith("/2fa/") else SIGN_IN
    return {200: IN, 403: NO, 404: HIDDEN}[response.status_code]


@pytest.mark.parametrize("who", EVERYWHERE)
def test_every_role_passes_where_it_should_and_nowhere_else(who):
    client = client_of(MAKE[who]())
    asked = (A.REPORT_READ, A.REPORT_EDIT, A.REPORT_SUBMIT, A.DESK, A.PUBLISH)
    found = tuple(outcome(client.get(f"/guarded/{access.name}/KEN/")) for access in asked)
    assert found == EVERYWHERE[who]
    assert outcome(client.get("/guarded/PUBLIC/KEN/")) == IN
    signed_in = who not in ("anonymous", "inactive contributor")
    assert outcome(client.get("/guarded/SIGNED_IN/KEN/")) == (IN if signed_in else SIGN_IN)


def test_what_is_sent_to_a_page_that_is_read_takes_who_fills_in_and_nobody_higher():
    contributor = client_of(make_focal_point(role="contributor"))
    assert contributor.post("/guarded/REPORT_READ/KEN/").status_code == 200
    assert contributor.post("/guarded/REPORT_SUBMIT/KEN/").status_code == 403


def test_a_party_that_does_not_exist_is_hidden_like_one_of_others():
    assert client_of(make_focal_point()).get("/guarded/REPORT_READ/XXX/").status_code == 404


def test_a_role_ended_in_mid_session_is_refused_at_the_next_request():
    user, staff = make_focal_point(), make_staff()
    client = client_of(user)
    assert client.get("/guarded/REPORT_EDIT/KEN/").status_code == 200
    end_role(focal_point=user.focal_points.get(), by=staff, at=timezone.now())
    assert client.post("/guarded/REPORT_EDIT/KEN/").status_code == 404


def test_staff_ended_in_mid_session_are_refused_at_the_next_request():
    user = make_staff()
    client = client_of(user)
    assert client.get("/guarded/DESK/KEN/").status_code == 200
    end_staff(user=user, by=make_staff(publisher=True), at=timezone.now())
    assert client.get("/guarded/DESK/KEN/").status_code in (302, 403)


def test_a_role_given_in_mid_session_counts_at_the_next_request():
    user = make_person()
    client = client_of(user)
    assert client.get("/guarded/REPORT_EDIT/KEN/").status_code == 404
    party = Party.objects.get(code="KEN")
    give_role(user=user, party=party, role="contributor", by=make_staff(), at=timezone.now())
    assert client.get("/guarded/REPORT_EDIT/KEN/").status_code == 200


def test_a_second_step_taken_away_in_mid_session_closes_the_desk():
    user = make_staff()
    client = client_of(user)
    assert client.get("/guarded/DESK/KEN/").status_code == 200
    user.authenticator_set.all().delete()
    assert outcome(client.get("/guarded/DESK/KEN/")) == TWO_STEP


@pytest.mark.parametrize("access", [Access.REPORT_READ, Access.REPORT_EDIT])
def test_a_focal_point_costs_one_query_besides_session_and_user(access, django_assert_num_queries):
    client = client_of(make_focal_point())
    with django_assert_num_queries(3):
        assert client.get(f"/guarded/{access.name}/KEN/").status_code == 200


def test_a_view_asks_for_the_role_again_without_a_query(django_assert_num_queries):
    client = client_of(make_focal_point())
    with django_assert_num_queries(3):
        assert client.get("/guarded/asks-again/KEN/").content == b"contributor"


def test_scripts_are_told_where_to_sign_in():
    answer = client_of().post("/guarded/REPORT_EDIT/KEN/", headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()) == (401, {"sign_in": "/en/accounts/login/"})


@pytest.mark.parametrize(
    ("who", "access", "status"),
    [
        ("contributor", "REPORT_SUBMIT", 403),
        ("authority without two-step", "REPORT_SUBMIT", 403),
        ("contributor of another", "REPORT_EDIT", 404),
    ],
)
def test_scripts_are_refused_with_the_same_numbers(who, access, status):
    client = client_of(MAKE[who]())
    assert client.post(f"/guarded/{access}/KEN/", headers={"accept": "application/json"}).status_code == status


def test_signing_in_leads_back_to_the_page_asked_for_or_that_a_form_was_sent_from():
    client = client_of()
    assert client.get("/guarded/DESK/KEN/?page=2").url.endswith("?next=%2Fguarded%2FDESK%2FKEN%2F%3Fpage%3D2")
    sent = client.post("/guarded/DESK/KEN/", headers={"referer": "http://testserver/en/desk/people/"})
    assert sent.url.endswith("?next=%2Fen%2Fdesk%2Fpeople%2F")
    elsewhere = client.post("/guarded/DESK/KEN/", headers={"referer": "http://elsewhere.invalid/x/"})
    assert elsewhere.url.endswith("?next=%2Fguarded%2FDESK%2FKEN%2F")


def test_whoever_lacks_the_second_step_is_told_why():
    page = client_of(make_staff(two_step=False)).get("/guarded/DESK/KEN/", follow=True)
    assert "needs two-step sign-in" in page.content.decode()


def test_the_refusal_page_says_what_to_do():
    page = client_of(make_focal_point()).get("/guarded/DESK/KEN/")
    assert "Ask the Secretariat" in page.content.decode()


def test_of_two_roles_on_the_day_of_a_change_the_higher_counts():
    user = make_focal_point(role="authority", ends_on=date(2099, 1, 1))
    FocalPoint.objects.create(
        user=user, party=Party.objects.get(code="KEN"), role="contributor", begins_on=date(2020, 1, 1)
    )
    on = date(2026, 3, 2)
    assert parties_of(user, on) == {"KEN": ROLES["authority"]}
    assert role_for(user, "GHA", on) is None
    assert who_is(user, "KEN", on) is ROLES["authority"]


def test_nothing_lets_the_anonymous_beyond_public():
    for access in set(Access) - {Access.PUBLIC}:
        assert may(Nobody.ANONYMOUS, access, two_step=True) is Answer.SIGN_IN


@pytest.mark.urls("strategic_plan.urls")
def test_every_address_is_guarded_and_the_page_of_permissions_is_up_to_date():
    views = named_views()
    assert {view.name for view in views} >= {"parties:people", "account_login", "portal:home", "admin:index"}
    assert [view.name for view in views if view.kind == UNGUARDED] == []
    assert (Path(settings.BASE_DIR) / "docs" / "permissions.md").read_text() == as_markdown(views)


@pytest.mark.urls("strategic_plan.urls")
def test_what_the_table_says_of_the_anonymous_is_what_they_find():
    client = client_of()
    for view in named_views():
        if "<" in view.route or "(?P" in view.route or not view.name.startswith(("account", "mfa", "user", "parties")):
            continue
        answer = client.get(view.route)
        turned_away = answer.status_code == 302 and "/accounts/login/" in answer.url
        inside = not turned_away or view.name == "mfa_authenticate"
        assert inside == view.passes(Nobody.ANONYMOUS) or answer.status_code == 405, view


def test_an_address_without_a_guard_shows(rf):
    from parties.permission_table import _access_of

    def bare(request):
        return None

    assert _access_of(bare, "") == (None, UNGUARDED)
