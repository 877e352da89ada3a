"""The journal of sign-ins: what it tells, what it does not, and whom a new device is told to."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from parties.journal import events
from parties.models import AuditEvent, Email, User
from parties.people import invite
from parties.storable import one_line
from tests.people_factories import NOW, PASSWORD, client_of, make_person, make_staff, set_up_two_step

LOGIN = "/en/accounts/login/"
JOURNAL = "/en/desk/people/sign-ins/"
ADDRESS = "198.51.100.7"


def sign_in(browser, email, password=PASSWORD, address=ADDRESS):
    return browser.post(LOGIN, {"login": email, "password": password}, REMOTE_ADDR=address)


def of(person):
    return [event.action for event in reversed(events(person=person))]


def joined_long_ago(**more):
    person = make_person(**more)
    User.objects.filter(pk=person.pk).update(date_joined=timezone.now() - timedelta(days=30))
    return person


def test_sign_ins_failures_and_wrong_codes_are_told_with_a_network_that_names_nobody():
    person = make_person()
    set_up_two_step(person)
    browser = Client()
    sign_in(browser, person.email, "a wrong sentence")
    sign_in(browser, person.email)
    browser.post(reverse("mfa_authenticate"), {"code": "000000"}, REMOTE_ADDR=ADDRESS)
    assert of(person) == ["sign-in failed", "sign-in failed"]
    told = [event.detail for event in reversed(events(person=person))]
    assert [one["step"] for one in told] == ["password", "code"]
    assert told[0]["network"] == told[1]["network"]
    other = make_person()
    sign_in(Client(), other.email, address="203.0.113.9")
    assert of(other) == ["signed in"]
    assert events(person=other)[0].detail["network"] != told[0]["network"]
    assert ADDRESS not in str(list(AuditEvent.objects.values_list("detail", flat=True)))


def test_whoever_tried_too_often_is_told_as_refused():
    person = make_person()
    for n in range(7):
        sign_in(Client(), person.email, f"guess {n}")
    assert "sign-in refused" in of(person)


def test_strangers_fill_no_trail():
    for n in range(30):
        sign_in(Client(), f"nobody-{n}@portal.example", "guess", address=f"203.0.113.{n}")
    told = AuditEvent.objects.filter(subject="sign-in")
    assert told.count() == 20
    assert "nobody" not in str(list(told.values_list("detail", flat=True)))


def test_a_new_device_writes_a_letter_and_a_known_one_none():
    person, browser = joined_long_ago(), Client()
    sign_in(browser, person.email)
    letter = Email.objects.get(to=person.email)
    assert "new device" in letter.subject
    assert reverse("usersessions_list") in letter.body
    browser.post("/en/accounts/logout/")
    sign_in(browser, person.email)
    assert Email.objects.count() == 1
    assert [event.detail["new_device"] for event in events(person=person)] == [False, True]


def test_whoever_has_just_joined_gets_no_letter():
    sign_in(Client(), make_person().email)
    assert not Email.objects.exists()


def test_publishers_read_the_journal_of_all_and_of_one():
    person, publisher = make_person(name="Person Shown"), make_staff(publisher=True)
    sign_in(Client(), person.email)
    sign_in(Client(), "nobody@portal.example", "guess")
    page = client_of(publisher).get(JOURNAL).content.decode()
    assert "Person Shown" in page
    assert "an unknown account" in page
    one = client_of(publisher).get(JOURNAL, {"person": person.pk}).content.decode()
    assert "an unknown account" not in one
    assert client_of(make_staff()).get(JOURNAL).status_code == 403
    assert JOURNAL in client_of(publisher).get("/en/desk/people/").content.decode()


def test_one_session_of_ones_own_is_ended_by_itself():
    person = make_person()
    here, there, third = Client(), Client(), Client()
    for browser in (here, there, third):
        sign_in(browser, person.email)
    number = UserSession.objects.get(session_key=there.session.session_key).pk
    address = reverse("parties:session-end", args=[number])
    assert address in here.get(reverse("usersessions_list")).content.decode()
    stranger = client_of(make_person())
    stranger.post(address)
    assert there.get("/en/me/").status_code == 200
    for _ in range(2):
        assert here.post(address).url == reverse("usersessions_list")
    assert [browser.get("/en/me/").status_code for browser in (here, there, third)] == [200, 302, 200]
    assert of(person).count("session ended") == 1


@pytest.mark.parametrize(
    ("typed", "kept"), [("Ann\r\nBcc: x@portal.example", "Ann Bcc: x@portal.example"), (" A\u2028B\x07 C ", "A B C")]
)
def test_a_name_is_one_line(typed, kept):
    assert one_line(typed) == kept
    invitation = invite(
        email="new@portal.example", name=typed, role="staff", party=None, by=make_staff(publisher=True), at=NOW
    )
    assert invitation.name == kept
