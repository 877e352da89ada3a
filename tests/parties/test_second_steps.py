"""The second step: a code counts once, a recent one is asked for, what was sent goes on, a lost one is reset."""

from datetime import timedelta
from io import StringIO
from urllib.parse import unquote

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from parties.models import AuditEvent, Email, Invitation, User, WaitingForm
from parties.permissions import has_two_step
from parties.second_steps import NoSecondStep, NotByOneself, ReasonMissing, reset, use_code
from parties.waiting_forms import forget_waiting_forms
from tests.at_once import at_once
from tests.people_factories import (
    NOW,
    PASSWORD,
    client_of,
    make_focal_point,
    make_person,
    make_staff,
    set_up_two_step,
    show_second_step,
)

PEOPLE = "/en/desk/people/"
NEW = {"name": "Newly Invited", "email": "new@portal.example", "role": "contributor", "party": "KEN"}
HOUR = timedelta(minutes=60)


def code_of(secret, ahead=0):
    counter = list(yield_hotp_counters_from_time())[1 + ahead]
    return format_hotp_value(hotp_value(secret, counter))


def authenticator_of(person):
    return Authenticator.objects.get(user=person, type="totp")


def browser_after(person, ago=HOUR):
    """Somebody signed in who showed the second step a while ago."""
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    show_second_step(client, person, ago=ago)
    return client


# -- a code counts once


def test_a_code_counts_once_though_the_memory_of_the_process_forgets():
    person = make_person()
    secret = set_up_two_step(person)
    with time_machine.travel(NOW, tick=False):
        code = code_of(secret)
    outcomes = []
    for seconds in (0, 0, 34):
        cache.clear()
        with time_machine.travel(NOW + timedelta(seconds=seconds), tick=False):
            browser = Client()
            browser.post("/en/accounts/login/", {"login": person.email, "password": PASSWORD})
            browser.post(reverse("mfa_authenticate"), {"code": code})
            outcomes.append(browser.get("/en/me/").status_code)
    assert outcomes == [200, 302, 302]


def test_codes_of_other_steps_count_still():
    person = make_person()
    secret = set_up_two_step(person)
    with time_machine.travel(NOW, tick=False):
        one = authenticator_of(person)
        assert [use_code(one, code_of(secret, ahead)) for ahead in (1, -1, 0, 1)] == [True, True, True, False]
        assert not use_code(one, "000000")
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        assert use_code(one, code_of(secret))
    assert len(authenticator_of(person).data["used_counters"]) == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite in memory refuses who would wait in a file")
@pytest.mark.django_db(transaction=True)
def test_of_many_who_send_the_same_code_at_once_one_is_let_in():
    person = make_person()
    secret = set_up_two_step(person)
    one, code, outcomes = authenticator_of(person), code_of(secret), []
    at_once(4, lambda: outcomes.append(use_code(one, code)))
    assert sorted(outcomes) == [False, False, False, True]


# -- a recent one is asked for, and what was sent goes on


@pytest.fixture
def staff():
    person = make_staff(publisher=True, two_step=False)
    person.secret = set_up_two_step(person)
    return person


def show(client, asked, code):
    """Type a code on the page that asks for it; where it leads on to."""
    address, _, onward = asked.url.partition("?next=")
    assert asked.status_code == 302
    answer = client.post(address, {"code": code, "next": unquote(onward)})
    assert answer.status_code == 302, answer.content.decode()
    return answer.url


def test_what_is_sent_to_the_desk_after_an_hour_waits_for_the_second_step_and_goes_on_by_itself(staff):
    client = browser_after(staff)
    assert client.get(PEOPLE).status_code == 200
    asked = client.post(PEOPLE, NEW)
    assert not Invitation.objects.exists()
    assert "are kept" in client.get(asked.url).content.decode()
    onward = show(client, asked, code_of(staff.secret))
    page = client.get(onward, follow=True)
    assert page.status_code == 200
    assert page.redirect_chain[-1][0] == PEOPLE
    assert Invitation.objects.get().email == NEW["email"]
    assert not WaitingForm.objects.exists()
    # For an hour it is not asked again.
    assert client.post(PEOPLE, NEW | {"email": "other@portal.example"}).url == PEOPLE


def test_what_is_sent_within_the_hour_is_done_at_once(staff):
    assert browser_after(staff, ago=HOUR - timedelta(seconds=5)).post(PEOPLE, NEW).url == PEOPLE
    assert Invitation.objects.count() == 1


def test_what_goes_on_counts_once_and_a_second_visit_is_told(staff):
    client = browser_after(staff)
    onward = show(client, client.post(PEOPLE, NEW), code_of(staff.secret))
    client.get(onward)
    again = client.get(onward, follow=True)
    assert "went on already" in again.content.decode()
    assert Invitation.objects.count() == 1


def test_what_is_refused_shows_its_text_and_is_there_for_another_try(staff):
    client = browser_after(staff)
    person = make_focal_point()
    address = reverse("parties:person-address", args=[person.pk])
    onward = show(client, client.post(address, {"email": "no address", "reason": "typed words"}), code_of(staff.secret))
    for _ in range(2):
        page = client.get(onward)
        assert page.status_code == 422
        assert "typed words" in page.content.decode()


def test_the_query_of_the_address_and_a_question_before_the_end_go_on_too(staff):
    person = make_focal_point()
    role = person.focal_points.get()
    client = browser_after(staff)
    address = reverse("parties:role-end", args=[role.pk]) + "?from=here"
    onward = show(client, client.post(address, {}), code_of(staff.secret))
    assert "from=here" in onward
    assert "End the role of" in client.get(onward).content.decode()
    client.post(address, {"sure": "yes"})
    role.refresh_from_db()
    assert role.ends_on is not None


def test_files_that_were_chosen_are_kept(staff):
    client = browser_after(staff)
    rows = "name,email,party\nFrom A File,file@portal.example,KEN\n"
    file = SimpleUploadedFile("people.csv", rows.encode(), "text/csv")
    sent = {"file": file, "role": "contributor", "language": "en"}
    onward = show(client, client.post(reverse("inviting:several"), sent), code_of(staff.secret))
    assert "file@portal.example" in client.get(onward, follow=True).content.decode()


def test_somebody_elses_link_an_old_one_and_another_session_send_nothing(staff):
    client, other = browser_after(staff), client_of(staff)
    onward = client.post(PEOPLE, NEW).url.partition("?next=")[2]
    assert other.get(unquote(onward)).status_code == 302
    WaitingForm.objects.update(at=timezone.now() - HOUR)
    assert client.get(unquote(onward)).status_code == 302
    assert not Invitation.objects.exists()
    assert forget_waiting_forms(at=timezone.now()) == 1


def test_the_link_alone_asks_for_the_second_step_again(staff):
    client = browser_after(staff)
    onward = unquote(client.post(PEOPLE, NEW).url.partition("?next=")[2])
    assert client.get(onward).url.startswith(reverse("mfa_reauthenticate"))
    assert not Invitation.objects.exists()


def test_a_form_without_anything_in_it_goes_on_too(staff):
    client = browser_after(staff)
    asked = client.generic("POST", PEOPLE, headers={"x-nothing": "in it"})
    assert client.get(show(client, asked, code_of(staff.secret))).status_code == 200


def test_what_waits_lies_sealed(staff):
    browser_after(staff).post(PEOPLE, NEW)
    assert NEW["email"].encode() not in bytes(WaitingForm.objects.get().body)


def test_a_script_is_told_where_to_show_it(staff):
    answer = browser_after(staff).post(PEOPLE, NEW, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()) == (403, {"show_again": reverse("mfa_reauthenticate")})
    assert not WaitingForm.objects.exists()


def test_the_administration_asks_too(staff):
    User.objects.filter(pk=staff.pk).update(is_superuser=True)
    person = make_person()
    client, address = browser_after(staff), reverse("admin:parties_user_change", args=[person.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {}).url.startswith(reverse("mfa_reauthenticate"))


def test_whoever_has_a_second_step_never_shows_the_password_in_its_place(staff):
    client = browser_after(staff)
    assert client.get(reverse("mfa_deactivate_totp")).url.startswith(reverse("mfa_reauthenticate"))
    # The page of the password leads to the other.
    assert client.get(reverse("account_reauthenticate")).url == reverse("mfa_reauthenticate")
    assert client.post(reverse("account_reauthenticate"), {"password": PASSWORD}).url == reverse("mfa_reauthenticate")
    client.post(reverse("mfa_deactivate_totp"))
    assert has_two_step(staff)


def test_a_key_is_asked_for_first_and_by_itself(staff):
    key = {"credential": {}, "name": "Key", "passwordless": False}
    Authenticator.objects.create(user=staff, type="webauthn", data=key)
    asked = browser_after(staff).post(PEOPLE, NEW)
    assert asked.url.startswith(reverse("mfa_reauthenticate_webauthn"))


# -- changes end other sessions


def test_removing_a_second_step_ends_the_other_sessions(staff):
    here, elsewhere = (Client() for _ in range(2))
    for ahead, browser in enumerate((here, elsewhere)):
        browser.post("/en/accounts/login/", {"login": staff.email, "password": PASSWORD})
        browser.post(reverse("mfa_authenticate"), {"code": code_of(staff.secret, ahead)})
        assert browser.get("/en/me/").status_code == 200
    show(here, here.get(reverse("mfa_deactivate_totp")), code_of(staff.secret, -1))
    here.post(reverse("mfa_deactivate_totp"))
    assert not has_two_step(staff)
    assert [browser.get("/en/me/").status_code for browser in (here, elsewhere)] == [200, 302]
    event = AuditEvent.objects.get(action="two-step removed", subject=f"person/{staff.pk}")
    assert event.detail == {"kind": "totp", "sessions_ended": 1}


# -- lost


def test_a_publisher_resets_a_lost_second_step_with_a_reason_a_letter_and_the_trail(staff):
    person = make_focal_point(role="authority")
    elsewhere = Client()
    person_secret = authenticator_of(person)
    assert person_secret
    by = client_of(staff)
    assert reverse("parties:second-step-reset", args=[person.pk]) in by.get(PEOPLE).content.decode()
    answer = by.post(reverse("parties:second-step-reset", args=[person.pk]), {"reason": "Lost telephone, called back"})
    assert answer.url == PEOPLE
    assert not has_two_step(person)
    letter = Email.objects.get(to=person.email)
    assert "Lost telephone, called back" in letter.body
    event = AuditEvent.objects.get(subject=f"person/{person.pk}", action="two-step removed")
    assert (event.by, event.detail["reason"]) == (staff, "Lost telephone, called back")
    elsewhere.post("/en/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert elsewhere.get("/en/me/").status_code == 200


def test_a_reset_asks_for_a_reason_and_is_nobodys_own(staff):
    address = reverse("parties:second-step-reset", args=[staff.pk])
    assert client_of(staff).post(address, {"reason": " "}).status_code == 422
    assert client_of(staff).post(address, {"reason": "my own"}).status_code == 403
    assert client_of(make_staff()).post(address, {"reason": "no publisher"}).status_code == 403
    assert has_two_step(staff)
    with pytest.raises(ReasonMissing):
        reset(user=staff, reason="\n ", by=None, at=NOW)
    with pytest.raises(NotByOneself):
        reset(user=staff, reason="my own", by=staff, at=NOW)
    with pytest.raises(NoSecondStep):
        reset(user=make_person(), reason="none there", by=staff, at=NOW)


def test_a_command_resets_it_too(staff):
    said = StringIO()
    call_command("reset_second_step", staff.email, reason="No other publisher", stdout=said)
    assert said.getvalue().startswith("1 taken away")
    assert not has_two_step(staff)
    with pytest.raises(CommandError, match="no second step"):
        call_command("reset_second_step", staff.email, reason="again")
    with pytest.raises(CommandError, match="Nobody signs in"):
        call_command("reset_second_step", "nobody@portal.example", reason="again")


# -- keys


def test_a_key_that_was_replaced_opens_still_and_a_command_seals_anew(settings, staff):
    settings.TWO_STEP_KEY, settings.TWO_STEP_KEY_FALLBACKS = "a key of its own", []
    # Sealed with one made of the secret key before.
    assert use_code(authenticator_of(staff), code_of(staff.secret))
    said = StringIO()
    call_command("seal_second_steps", stdout=said)
    assert "1 second steps are sealed" in said.getvalue()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "quite another", []
    assert use_code(authenticator_of(staff), code_of(staff.secret, 1))
    settings.TWO_STEP_KEY, settings.TWO_STEP_KEY_FALLBACKS = "the next", ["a key of its own"]
    assert use_code(authenticator_of(staff), code_of(staff.secret, -1))


def test_a_key_that_is_lost_is_a_page_and_a_way_on(settings, staff):
    settings.SECRET_KEY = "after a restore"
    browser = Client()
    browser.post("/en/accounts/login/", {"login": staff.email, "password": PASSWORD})
    assert browser.get(reverse("mfa_authenticate")).status_code == 200
    answer = browser.post(reverse("mfa_authenticate"), {"code": "123456"})
    assert answer.status_code == 409
    assert "cannot be read" in answer.content.decode()
    with pytest.raises(CommandError, match=f"person/{staff.pk}, totp"):
        call_command("seal_second_steps", stdout=StringIO())
