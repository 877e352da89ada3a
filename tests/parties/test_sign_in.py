"""Sign-in: by e-mail, slowed for guessers and not for the owner, the same for those we do not know."""

import os
import re
import subprocess
import sys
from datetime import timedelta
from unittest import mock

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.contrib.messages import get_messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.translation import override
from lxml import html

from jobs.models import Job
from jobs.services import run
from parties.devices import device_of
from parties.models import AuditEvent, Email
from parties.permissions import TWO_STEP_FOR, has_two_step
from parties.receivers import authenticator_added
from parties.throttling import address_of, network_of
from tests.languages.english_left import english_in, english_words
from tests.people_factories import NOW, PASSWORD, client_of, make_focal_point, make_person, make_staff, set_up_two_step

LOGIN = "/en/accounts/login/"
COMMON = {"password1": "password", "password2": "password"}
# A quotation mark of a typewriter, and what nobody put in.
UNSET = re.compile(r"\w+[\"']\w*|%\(\w+")


def sign_in(client, email, password=PASSWORD, **given):
    headers = given.pop("headers", {})
    address = given.pop("address", "198.51.100.7")
    data = {"login": email, "password": password} | given
    return client.post(LOGIN, data, headers=headers, REMOTE_ADDR=address)


def signed_in(client):
    return client.get("/en/me/").status_code == 200


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def pages_of_signing_in(code):
    """(address, answer) of every page and refusal on the way to an account, in a language."""
    visitor, below = Client(headers={"accept-language": code}), f"/{code}/accounts/"
    person = make_person(language=code)
    long = "again a long sentence"

    def post(client, address, follow=True, **data):
        return address, client.post(below + address, data, follow=follow)

    for address in ("login/", "inactive/", "signup/", "password/reset/", "password/reset/key/1-a/"):
        yield address, visitor.get(below + address, follow=True)
    yield post(visitor, "login/")
    yield post(visitor, "login/", login="x", password="y")
    yield post(visitor, "login/", login="nobody@portal.example", password="y")
    yield post(visitor, "password/reset/")
    yield post(visitor, "password/reset/", email="x")
    yield post(visitor, "password/reset/", email=person.email)
    run(job_id=Job.objects.latest("pk").pk)
    link = re.search(rf"/{code}/accounts/(password/reset/key/\S+)", Email.objects.latest("pk").body)[1]
    address = visitor.get(below + link).headers["Location"].removeprefix(below)
    for typed in ({}, {"password1": "a", "password2": "b"}, COMMON):
        yield post(visitor, address, **typed)
    yield post(visitor, address, password1=person.email, password2=person.email)
    yield post(visitor, address, password1=long, password2=long)
    yield post(visitor, "login/", login=person.email, password=long)
    yield post(visitor, "password/change/")
    yield post(visitor, "password/change/", oldpassword="x", password1="short", password2="other")
    yield post(visitor, "password/change/", oldpassword=long, password1=PASSWORD, password2=PASSWORD)
    yield post(visitor, "reauthenticate/", password="x")
    yield post(visitor, "reauthenticate/", password=PASSWORD)
    shown = visitor.get(below + "2fa/totp/activate/")
    secret = re.search(r"\b[A-Z2-7]{32}\b", shown.content.decode())[0]
    yield "2fa/totp/activate/", shown
    yield post(visitor, "2fa/totp/activate/", code="000000")
    yield post(visitor, "2fa/totp/activate/", code=code_of(secret))
    for address in (
        *("2fa/", "2fa/recovery-codes/", "2fa/recovery-codes/generate/", "2fa/totp/deactivate/", "2fa/webauthn/"),
        *("2fa/webauthn/add/", "2fa/reauthenticate/", "password/change/", "sessions/", "logout/"),
    ):
        yield address, visitor.get(below + address, follow=True)
    other = Client(headers={"accept-language": code})
    yield post(other, "login/", login=person.email, password=PASSWORD)
    yield post(other, "2fa/authenticate/")
    yield post(other, "2fa/authenticate/", code="000000")
    yield post(visitor, "2fa/recovery-codes/generate/")
    yield post(visitor, "2fa/totp/deactivate/")
    yield post(visitor, "logout/")


@pytest.mark.parametrize("code", ["fr", "es", "ru", "ar", "zh-hans"])
def test_every_page_refusal_and_letter_of_signing_in_speaks_the_language(code, settings):
    """Also what allauth and Django say (parties/texts_of_others.py): no English, no apostrophe of a typewriter."""
    settings.LANGUAGES = list(settings.ALL_LANGUAGES.items())
    found = {}
    for address, answer in pages_of_signing_in(code):
        page = answer.content.decode()
        found |= dict.fromkeys(english_in(page, code), address)
        main = html.document_fromstring(page).find(".//main")
        for script in main.iter("script"):
            script.text = ""
        found |= dict.fromkeys(UNSET.findall(main.text_content()), address)
    for letter in Email.objects.all():
        for line in (letter.subject, *letter.body.splitlines()):
            found |= dict.fromkeys(english_words(line, code), letter.subject)
    assert Email.objects.count() >= 4
    assert found == {}


def test_a_password_like_the_person_is_refused_without_the_name_of_a_column():
    with override("fr"), pytest.raises(ValidationError, match="à votre nom ou à votre adresse électronique"):
        validate_password("focal.one@portal.example", make_person("focal.one@portal.example"))


def test_a_person_signs_in_with_an_address_whatever_its_case(client):
    make_person("Focal.One@portal.example")
    assert sign_in(client, "FOCAL.one@portal.example").status_code == 302
    assert signed_in(client)


def test_the_session_key_changes_when_somebody_signs_in(client):
    make_person("one@portal.example")
    planted = client.session
    planted["before"] = True
    planted.save()
    client.cookies["sessionid"] = planted.session_key
    sign_in(client, "one@portal.example")
    assert client.cookies["sessionid"].value != planted.session_key
    assert not planted.exists(planted.session_key)


def test_nobody_signs_up_and_no_address_is_added(client):
    answer = client.post("/en/accounts/signup/", {"email": "x@portal.example", "password1": PASSWORD})
    assert b"invitation" in answer.content
    assert client.get("/en/accounts/email/").status_code == 404


def test_two_steps_are_asked_for_where_they_are_set_up(client):
    person = make_person("one@portal.example")
    secret = set_up_two_step(person)
    assert sign_in(client, person.email).url == reverse("mfa_authenticate")
    assert not signed_in(client)
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert not signed_in(client)
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(secret)}).status_code == 302
    assert signed_in(client)


def test_guessing_the_second_step_is_slowed_and_ends_after_a_while():
    person = make_person("one@portal.example")
    secret = set_up_two_step(person)
    with time_machine.travel(NOW, tick=False):
        guesser = Client()
        sign_in(guesser, person.email)
        for n in range(11):
            guesser.post(reverse("mfa_authenticate"), {"code": f"{n:06}"})
        guesser.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
        assert not signed_in(guesser)
    with time_machine.travel(NOW + timedelta(minutes=16), tick=False):
        owner = Client()
        sign_in(owner, person.email)
        owner.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
        assert signed_in(owner)


def test_a_recovery_code_signs_in_once(client):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    person = make_person("one@portal.example", two_step=True)
    code = RecoveryCodes.activate(person).get_unused_codes()[0]
    for expected in (True, False):
        browser = Client()
        sign_in(browser, person.email)
        browser.post(reverse("mfa_authenticate"), {"code": code})
        assert signed_in(browser) is expected


def test_the_secret_of_an_app_lies_encrypted():
    person = make_person()
    secret = set_up_two_step(person)
    assert secret not in str(Authenticator.objects.get(user=person).data)


def test_a_wrong_password_and_an_unknown_account_get_the_same_answer(client):
    make_person("known@portal.example")
    pages = []
    for email in ("known@portal.example", "nobody@portal.example"):
        page = sign_in(Client(), email, "some other sentence").content.decode()
        pages.append(re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page).replace(email, "E"))
    assert pages[0] == pages[1]
    assert "not correct" in pages[0]


def counted(name):
    original = getattr(Argon2PasswordHasher, name)
    return mock.patch.object(Argon2PasswordHasher, name, autospec=True, side_effect=original)


def test_a_hash_is_computed_for_an_unknown_account_as_for_a_known_one():
    make_person("known@portal.example")
    for email in ("known@portal.example", "nobody@portal.example"):
        with counted("encode") as made, counted("verify") as checked:
            sign_in(Client(), email, "some other sentence")
        assert made.call_count + checked.call_count == 1


def test_guessing_is_slowed_for_the_guesser_and_not_for_the_owner_elsewhere():
    make_person("known@portal.example")
    guesser, owner = Client(), Client()
    answers = [sign_in(guesser, "known@portal.example", f"guess {n}", address="203.0.113.9") for n in range(7)]
    assert answers[-1].status_code == 429
    assert sign_in(guesser, "known@portal.example", address="203.0.113.9").status_code == 429
    assert sign_in(owner, "known@portal.example", address="198.51.100.7").status_code == 302
    assert signed_in(owner)


def test_an_unknown_account_is_slowed_alike():
    answers = [sign_in(Client(), "nobody@portal.example", f"guess {n}").status_code for n in range(7)]
    assert answers == [200] * 5 + [429] * 2


@pytest.mark.parametrize("behind_proxy", [False, True])
def test_forged_forwarding_resets_nothing(settings, behind_proxy):
    settings.BEHIND_PROXY = behind_proxy
    make_person("known@portal.example")
    real = ", 203.0.113.9" if behind_proxy else ""
    for n in range(7):
        forged = {"x-forwarded-for": f"192.0.2.{n}{real}"}
        answer = sign_in(Client(), "known@portal.example", f"guess {n}", headers=forged)
    assert answer.status_code == 429


def test_many_accounts_from_one_address_are_slowed_as_well(settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed": "10/m/ip,300/h/key"}
    answers = [sign_in(Client(), f"person-{n}@portal.example", "guess").content.decode() for n in range(11)]
    assert "Too many failed login attempts" in answers[-1]
    assert "Too many failed login attempts" not in answers[-2]


def account_limit(settings, number):
    """As many wrong passwords as an account takes from everywhere."""
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed": f"120/m/ip,{number}/h/key"}


def guess(email, numbers, host="testserver"):
    return [
        sign_in(Client(), email, f"guess {n}", address=f"203.0.113.{n}", headers={"host": f"{host}:{8000 + n}"})
        for n in numbers
    ][-1]


def test_the_counter_of_an_account_does_not_depend_on_the_port_or_the_host(settings):
    settings.ALLOWED_HOSTS = ["testserver", "another.example"]
    account_limit(settings, 4)
    make_person("known@portal.example")
    for email in ("known@portal.example", "nobody@portal.example"):
        guess(email, range(2))
        guess(email, range(2, 4), host="another.example")
        assert "Too many failed login attempts" in guess(email, [4]).content.decode()


def test_the_owner_signs_in_on_a_device_known_before_however_often_others_guess(settings):
    account_limit(settings, 4)
    make_person("known@portal.example")
    owner = Client()
    assert sign_in(owner, "known@portal.example").status_code == 302
    owner.post("/en/accounts/logout/")
    # From elsewhere, and from the owner's own network.
    guess("known@portal.example", range(5))
    for n in range(7):
        sign_in(Client(), "known@portal.example", f"guess {n}")
    stranger = Client()
    sign_in(stranger, "known@portal.example")
    assert not signed_in(stranger)
    assert sign_in(owner, "Known@portal.example").status_code == 302
    assert signed_in(owner)


def test_a_known_device_has_a_small_limit_of_its_own():
    make_person("known@portal.example")
    thief = Client()
    sign_in(thief, "known@portal.example")
    thief.post("/en/accounts/logout/")
    for n in range(10):
        assert "not correct" in sign_in(thief, "known@portal.example", f"guess {n}").content.decode()
    sign_in(thief, "known@portal.example")
    assert not signed_in(thief)


def test_the_cookie_of_a_device_names_nobody_and_is_of_no_use_for_another_account_or_when_made_up(settings):
    settings.SESSION_COOKIE_SECURE = True
    person = make_person("known@portal.example")
    make_person("other@portal.example")
    owner = Client()
    sign_in(owner, person.email)
    cookie = owner.cookies["__Host-device"]
    assert cookie["httponly"]
    assert cookie["secure"]
    assert cookie["samesite"] == "Lax"
    assert "known" not in str(signing.loads(cookie.value, salt="parties.device"))
    for email, value in (("other@portal.example", cookie.value), (person.email, cookie.value[:-1] + "_")):
        request = RequestFactory().post(LOGIN, {"login": email})
        request.COOKIES["__Host-device"] = value
        assert not device_of(request)


def test_a_shared_computer_is_not_remembered(client):
    make_person("one@portal.example")
    sign_in(client, "one@portal.example", shared_device="on")
    assert signed_in(client)
    assert "device" not in client.cookies


def test_a_device_is_remembered_after_both_steps_only(client):
    person = make_person("one@portal.example")
    secret = set_up_two_step(person)
    sign_in(client, person.email)
    assert "device" not in client.cookies
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert client.cookies["device"].value


def test_a_hall_of_people_behind_one_address_signs_in_with_a_slip_each(db):
    for n in range(40):
        email = f"delegate-{n}@portal.example"
        make_person(email)
        browser = Client()
        assert sign_in(browser, email, "a slip of the finger").status_code == 200
        assert sign_in(browser, email).status_code == 302, n


@pytest.mark.parametrize(
    ("behind_proxy", "forwarded", "expected"),
    [
        (False, None, "198.51.100.7"),
        (False, "192.0.2.1", "198.51.100.7"),
        (True, "192.0.2.1, 203.0.113.9", "203.0.113.9"),
        (True, "not an address", "198.51.100.7"),
        (True, None, "198.51.100.7"),
    ],
)
def test_the_address_is_the_connection_or_what_the_proxy_wrote_last(rf, settings, behind_proxy, forwarded, expected):
    settings.BEHIND_PROXY = behind_proxy
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    assert address_of(rf.get("/", headers=headers, REMOTE_ADDR="198.51.100.7")) == expected


def test_a_subscribers_whole_network_counts_as_one(rf):
    near = [network_of(rf.get("/", REMOTE_ADDR=f"2001:db8:1:2::{n}")) for n in (1, 2)]
    assert near[0] == near[1] != network_of(rf.get("/", REMOTE_ADDR="2001:db8:1:3::1"))


def test_a_first_second_step_ends_other_sessions_and_is_on_the_trail(django_capture_on_commit_callbacks):
    person = make_person("one@portal.example")
    here, elsewhere = Client(), Client()
    for browser in (here, elsewhere):
        sign_in(browser, person.email)
    here.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    secret = here.get(reverse("mfa_activate_totp")).context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        here.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert has_two_step(person)
    assert signed_in(here)
    assert not signed_in(elsewhere)
    event = AuditEvent.objects.get(subject=f"person/{person.pk}", action="two-step added", detail__kind="totp")
    assert event.detail["sessions_ended"] == 1


def test_after_the_second_step_is_set_up_there_is_a_way_back():
    staff = make_staff(two_step=False)
    browser = Client()
    sign_in(browser, staff.email)
    request = browser.get("/en/desk/people/").wsgi_request
    set_up_two_step(staff)
    # As allauth does once it is stored, within the request.
    authenticator_added(request, staff, Authenticator.objects.get(user=staff))
    told = [str(one) for one in get_messages(request)]
    assert '<a href="/en/desk/people/">' in told[-1]
    assert TWO_STEP_FOR not in request.session


def test_somebody_lists_and_ends_ones_own_sessions():
    person = make_person("one@portal.example")
    here, elsewhere = Client(), Client()
    for browser in (here, elsewhere):
        sign_in(browser, person.email)
    assert UserSession.objects.filter(user=person).count() == 2
    here.post("/en/accounts/sessions/")
    assert signed_in(here)
    assert not signed_in(elsewhere)


def test_an_inactive_person_does_not_get_in(client):
    make_person("one@portal.example", is_active=False)
    sign_in(client, "one@portal.example")
    assert not signed_in(client)


def test_on_a_shared_computer_nothing_is_kept_and_the_session_ends_with_the_browser(client):
    make_person("one@portal.example")
    sign_in(client, "one@portal.example", shared_device="on")
    assert client.session["shared_device"] is True
    assert client.cookies["sessionid"]["max-age"] == ""
    page = client.get("/en/me/")
    assert not page.context["keeps_on_device"]
    assert "shared computer" in page.content.decode()


def test_on_ones_own_computer_what_is_typed_may_be_kept(client):
    make_person("one@portal.example")
    sign_in(client, "one@portal.example")
    assert client.cookies["sessionid"]["max-age"]
    assert client.get("/en/me/").context["keeps_on_device"]


@pytest.mark.parametrize(
    ("make", "lands"),
    [(make_person, "/en/me/"), (make_focal_point, "/en/reports/"), (make_staff, "/en/desk/")],
)
def test_people_land_where_they_work(make, lands, settings):
    settings.LANDING = {"secretariat": "landed-desk", "focal_point": "landed-reports"}
    settings.ROOT_URLCONF = "tests.parties.urls_with_work"
    assert client_of(make()).get("/en/me/landing/").url == lands


def test_without_the_pages_above_people_land_on_their_own():
    assert client_of(make_staff()).get("/en/me/landing/").url in ("/en/me/", "/en/desk/")


@pytest.mark.parametrize(
    "guess",
    ["CartagenaProtocol2026", "Cartagena-Protocol-1!", "b1os4fety portal", "The National Report 5", "Portalportal1"],
)
def test_a_password_of_words_that_anybody_tries_here_is_refused(guess):
    with pytest.raises(ValidationError, match="anybody tries here first"):
        validate_password(guess)


def test_a_sentence_that_holds_such_a_word_among_others_is_taken():
    validate_password("the protocol of seven grey herons")


def test_over_https_cookies_have_names_that_browsers_keep_from_other_hosts():
    code = "from django.conf import settings as s; from parties.cookies import named; print(s.SESSION_COOKIE_NAME, "
    code += "s.CSRF_COOKIE_NAME, s.LANGUAGE_COOKIE_NAME, named('device'), s.LANGUAGE_COOKIE_SECURE)"
    environment = os.environ | {"PUBLIC_URL": "https://portal.example", "SECRET_KEY": "k" * 86}
    environment |= {"DJANGO_SETTINGS_MODULE": "strategic_plan.settings"}
    command = [sys.executable, "-c", f"import django; django.setup(); {code}"]
    said = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=True, cwd=settings.BASE_DIR
    ).stdout
    *names, secure = said.split()
    assert (secure, len(names)) == ("True", 4)
    assert all(name.startswith("__Host-") for name in names)
