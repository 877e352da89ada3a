"""The Secretariat's list of people, one's own page, and what every account page carries."""

import pytest
from django.test import Client

from parties.models import FocalPoint, Invitation
from tests.languages.english_left import english_in
from tests.people_factories import client_of, make_focal_point, make_person, make_staff

PEOPLE = "/en/desk/people/"
SURE = {"sure": "yes"}
KENYA = {"name": "Focal Point Two", "email": "two@portal.example", "role": "contributor", "party": "KEN"}


def test_people_are_listed_with_roles_and_filtered_by_party():
    make_focal_point("KEN", name="Focal Point Kenya")
    make_focal_point("GHA", name="Focal Point Ghana")
    client = client_of(make_staff())
    everybody, of_kenya = client.get(PEOPLE).content.decode(), client.get(f"{PEOPLE}?party=KEN").content.decode()
    assert "Focal Point Kenya" in everybody
    assert "Focal Point Ghana" in everybody
    assert "Focal Point Kenya" in of_kenya
    assert "Focal Point Ghana" not in of_kenya


def test_the_list_costs_the_same_for_many(django_assert_max_num_queries):
    for _ in range(12):
        make_focal_point()
    client = client_of(make_staff())
    with django_assert_max_num_queries(16):
        client.get(PEOPLE)


def test_staff_invite_withdraw_and_end_on_the_page():
    client = client_of(make_staff())
    assert client.post(PEOPLE, KENYA).status_code == 302
    sent = Invitation.objects.get()
    assert "two@portal.example" in client.get(PEOPLE).content.decode()
    for _ in range(2):
        assert client.post(f"{PEOPLE}invitations/{sent.pk}/withdrawal/", SURE).status_code == 302
    sent.refresh_from_db()
    assert sent.withdrawn_at
    held = make_focal_point().focal_points.get()
    for _ in range(2):
        assert client.post(f"{PEOPLE}roles/{held.pk}/end/", SURE).status_code == 302
    assert FocalPoint.objects.get(pk=held.pk).ends_on


@pytest.mark.parametrize(
    "given",
    [KENYA | {"party": ""}, KENYA | {"role": "staff"}, KENYA | {"role": "staff", "party": ""}, KENYA | {"email": "no"}],
)
def test_an_invitation_that_does_not_fit_is_not_sent(given):
    page = client_of(make_staff()).post(PEOPLE, given)
    assert page.status_code == 200
    assert "error-message" in page.content.decode()
    assert not Invitation.objects.exists()


def test_only_a_publisher_ends_staff_on_the_page():
    colleague = make_staff()
    refused = client_of(make_staff()).post(f"{PEOPLE}staff/{colleague.pk}/end/", SURE)
    assert refused.status_code == 403
    assert client_of(make_staff(publisher=True)).post(f"{PEOPLE}staff/{colleague.pk}/end/", SURE).status_code == 302
    colleague.refresh_from_db()
    assert not colleague.is_staff


def test_staff_may_not_withdraw_an_invitation_of_staff():
    publisher = make_staff(publisher=True)
    client_of(publisher).post(PEOPLE, KENYA | {"role": "staff", "party": ""})
    sent = Invitation.objects.get()
    assert client_of(make_staff()).post(f"{PEOPLE}invitations/{sent.pk}/withdrawal/", SURE).status_code == 403


@pytest.mark.parametrize("address", ["invitations/1/withdrawal/", "roles/1/end/", "staff/1/end/"])
def test_changes_are_posted(address):
    assert client_of(make_staff()).get(PEOPLE + address).status_code == 405


def test_hostile_names_are_only_text():
    hostile = "<script>alert(1)</script>"
    make_focal_point(name=hostile)
    assert hostile not in client_of(make_staff()).get(PEOPLE).content.decode()


def test_ones_own_page_names_roles_and_whether_two_steps_are_set_up():
    page = client_of(make_focal_point(role="authority")).get("/en/me/").content.decode()
    assert "Kenya" in page
    assert "Authority" in page
    assert "Set up" in page
    assert "Not set up" in client_of(make_person()).get("/en/me/").content.decode()


def test_the_masthead_says_who_is_signed_in():
    assert "Sign in" in Client().get("/en/method/").content.decode()
    page = client_of(make_person(name="Focal Point Six")).get("/en/method/")
    assert "Focal Point Six" in page.content.decode()
    assert page["Cache-Control"] == "private, no-store"


ENTRANCE = ["login/", "signup/", "inactive/", "password/reset/", "password/reset/done/", "password/reset/key/done/"]
OWN = ["logout/", "password/change/", "reauthenticate/", "sessions/", "2fa/", "2fa/webauthn/", "2fa/recovery-codes/"]
FRESH = ["2fa/totp/activate/", "2fa/webauthn/add/", "2fa/totp/deactivate/", "2fa/recovery-codes/generate/"]


def check(page):
    assert "script-src 'self'" in page["Content-Security-Policy"]
    assert "default-src 'none'" in page["Content-Security-Policy"]
    assert "unsafe" not in page["Content-Security-Policy"]
    assert page["Cross-Origin-Opener-Policy"] == "same-origin"
    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["X-Frame-Options"] == "DENY"
    assert page["Referrer-Policy"] == "same-origin"
    assert "public" not in page.get("Cache-Control", "")
    assert "ETag" not in page


@pytest.mark.parametrize("address", ENTRANCE)
def test_pages_at_the_entrance_are_ours_and_strict(address):
    page = Client().get(f"/en/accounts/{address}")
    assert page.status_code == 200
    assert "Strategic Plan Portal" in page.content.decode()
    assert " style=" not in page.content.decode()
    check(page)


@pytest.mark.parametrize("address", OWN + FRESH)
@pytest.mark.parametrize("make", [make_person, make_staff])
def test_ones_own_account_pages_are_ours_and_strict(address, make):
    page = client_of(make()).get(f"/en/accounts/{address}", follow=True)
    assert page.status_code in (200, 404)
    assert "Strategic Plan Portal" in page.content.decode()
    assert " style=" not in page.content.decode()
    check(page)


@pytest.mark.parametrize("address", ["/en/me/", PEOPLE])
def test_pages_of_people_are_never_kept(address):
    page = client_of(make_staff()).get(address)
    assert "no-store" in page["Cache-Control"]
    check(page)


def test_errors_are_joined_to_their_fields():
    page = Client().post("/en/accounts/login/", {"login": "no address", "password": ""}).content.decode()
    for field in ("login", "password"):
        assert f'id="id_{field}_error"' in page
    assert page.count('aria-invalid="true"') == 2
    assert "id_login_error" in page.split('name="login"')[1].split(">")[0]


@pytest.mark.parametrize("address", ["/fr/parties/ZZZ/", "/fr/nothing-here/"])
def test_what_is_not_found_is_told_without_words_of_the_framework(client, settings, address):
    settings.LANGUAGES = list(settings.ALL_LANGUAGES.items())
    answer = client.get(address)
    assert answer.status_code == 404
    assert english_in(answer.content.decode(), "fr") == []
    assert "query" not in answer.content.decode()
    assert "Resolver404" not in answer.content.decode()


def test_the_portals_own_reason_stands_where_nothing_is_found(client):
    page = client.get("/en/evaluations/none/").content.decode()
    assert "No edition of this evaluation is published under this address." in page
