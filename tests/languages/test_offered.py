"""Six languages by address: on the first visit the browser's wish, then what the person chose, and letters in it."""

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from languages.catalogues import number_of_texts
from parties.addresses import in_language
from parties.models import Email, Party, User
from parties.people import invite
from tests.people_factories import client_of, make_staff

pytestmark = pytest.mark.django_db


def test_a_language_without_a_catalogue_has_no_texts():
    assert number_of_texts("de") == 0


def test_the_first_visit_follows_the_browser(client, six_languages):
    assert client.get("/", headers={"accept-language": "ru,en;q=0.5"}).headers["Location"] == "/ru/"
    assert client.get("/", headers={"accept-language": "zh-CN"}).headers["Location"] == "/zh-hans/"
    assert client.get("/", headers={"accept-language": "de"}).headers["Location"] == "/en/"


@pytest.mark.parametrize(("code", "direction"), [("fr", "ltr"), ("ar", "rtl"), ("zh-hans", "ltr")])
def test_the_same_page_is_one_click_away_in_every_language(client, six_languages, code, direction):
    page = client.get(f"/{code}/parties/?status=all").content.decode()
    assert f'<html lang="{code}" dir="{direction}">' in page
    for other in ("en", "fr", "es", "ru", "ar", "zh-hans"):
        assert f'href="/{other}/parties/?status=all"' in page


def test_whoever_is_signed_in_keeps_the_language_and_gets_letters_in_it(six_languages):
    person = make_staff()
    client = client_of(person)
    page = client.get("/en/me/").content.decode()
    assert 'name="next" value="/ar/me/"' in page
    answer = client.post(reverse("parties:language"), {"language": "ar", "next": "/ar/me/"})
    assert answer.headers["Location"] == "/ar/me/"
    assert User.objects.get(pk=person.pk).letters_in == "ar"
    # Where somebody signs in, the page says the language; letters come in the one that is kept.
    assert client.get("/fr/me/landing/").headers["Location"].startswith("/fr/")
    invite(name="New", email=person.email, role="staff", party=None, by=make_staff(publisher=True), at=timezone.now())
    assert "/ar/invitations/" in Email.objects.latest("pk").body


def test_a_language_that_is_not_offered_and_a_page_elsewhere_are_refused(six_languages):
    client = client_of(make_staff())
    assert client.post("/en/me/language/", {"language": "de"}).status_code == 404
    answer = client.post("/en/me/language/", {"language": "fr", "next": "https://elsewhere.example/en/"})
    assert answer.headers["Location"] == "/fr/"


def test_where_a_sign_in_leads_on_to_changes_its_language_with_the_page():
    assert in_language("/fr/accounts/login/?next=%2Ffr%2Freports%2F", "ar") == (
        "/ar/accounts/login/?next=%2Far%2Freports%2F"
    )
    assert in_language("/fr/accounts/login/?next=/admin/", "ar") == "/ar/accounts/login/?next=/admin/"


@pytest.mark.parametrize(
    ("asked", "leads"),
    [
        ("/zh/", "/zh-hans/"),
        ("/zh-cn/plan/?group=africa", "/zh-hans/plan/?group=africa"),
        ("/zh_Hans/plan/", "/zh-hans/plan/"),
        ("/FR/plan", "/fr/plan"),
        ("/fr-CA/", "/fr/"),
        ("/en/%0d%0aX/", None),
        ("/xx/", None),
    ],
)
def test_a_language_spelled_otherwise_leads_to_ours(client, six_languages, asked, leads):
    answer = client.get(asked)
    assert answer.headers.get("Location") == leads
    assert answer.status_code == (302 if leads else 404)


@pytest.mark.parametrize(
    ("wanted", "given"),
    [("fr;q=0", "en"), ("fr;q=0.0, ru;q=0.1", "ru"), ("fr;q=0.5", "fr"), ("fr; Q=0 , *", "en")],
)
def test_a_language_that_a_browser_refuses_is_not_offered_first(client, six_languages, wanted, given):
    assert client.get("/", headers={"Accept-Language": wanted}).headers["Location"] == f"/{given}/"


def test_an_address_that_has_no_language_stays():
    assert in_language("/api/v1/parties/", "fr") == "/api/v1/parties/"
    assert in_language("/en/plan/?group=africa", "zh-hans") == "/zh-hans/plan/?group=africa"


def test_parties_stand_in_the_order_of_the_reader_s_language():
    with translation.override("fr"):
        names = [party.name for party in Party.objects.by_name()]
    assert names.index("Égypte") < names.index("Érythrée") < names.index("Finlande")
    with translation.override("ar"):
        assert next(iter(Party.objects.by_name())).name_ar[0] in "أإآا"


@pytest.mark.parametrize("text", ["Cote d", "Côte d’I", "ivoire", "Кот-д", "كوت", "科特迪瓦"])
def test_a_party_is_found_by_its_name_in_any_language(text):
    assert "CIV" in Party.objects.named_like(text).values_list("code", flat=True)
