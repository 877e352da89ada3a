"""Invitations give a role once, to the person at the address, while they are open."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client

from parties import people
from parties.models import AuditEvent, Email, FocalPoint, Invitation, Party, User
from tests.people_factories import PASSWORD, client_of, make_focal_point, make_person, make_staff

NEW = {"name": "Focal Point One", "password": PASSWORD, "again": PASSWORD}


def invite(at, email="one@portal.example", role="contributor", party="KEN", by=None):
    return people.invite(
        email=email,
        name="Focal Point One",
        role=role,
        party=Party.objects.get(code=party) if party else None,
        by=by or make_staff(publisher=True),
        at=at,
    )


def actions(subject):
    return list(AuditEvent.objects.filter(subject=subject).order_by("sequence").values_list("action", flat=True))


def roles(user):
    return list(user.focal_points.values_list("party__code", "role", "ends_on"))


@pytest.fixture(autouse=True)
def _clock(at):
    with time_machine.travel(at, tick=False):
        yield


def test_a_new_person_sets_a_name_and_a_password_and_is_in(at, links):
    invite(at)
    client, link = Client(), links("one@portal.example")
    page = client.get(link).content.decode()
    assert "Kenya" in page
    assert "Focal point, contributor" in page
    answer = client.post(link, NEW)
    assert answer.status_code == 302
    user = User.objects.get(email="one@portal.example")
    assert roles(user) == [("KEN", "contributor", None)]
    assert user.emailaddress_set.get().verified
    assert client.get("/en/me/").status_code == 200
    assert actions(f"person/{user.pk}") == ["account created", "role given", "signed in"]


def test_only_the_digest_of_the_secret_is_kept_and_the_message_is_emptied(
    at, links, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        invitation = invite(at)
    (message,) = mail.outbox
    secret = message.body.split("/invitations/")[1].split("/")[0]
    assert people.digest(secret) == invitation.secret_sha256
    assert Email.objects.get().body == ""


def test_a_link_works_once(at, links):
    invitation = invite(at)
    link = links("one@portal.example")
    Client().post(link, NEW)
    for method in ("get", "post"):
        answer = getattr(Client(), method)(link)
        assert answer.status_code == 410
        assert "was accepted before" in answer.content.decode()
    assert actions(f"invitation/{invitation.pk}") == ["invited", "invitation accepted"]


def test_a_link_works_for_fourteen_days(at, links):
    invite(at)
    link = links("one@portal.example")
    with time_machine.travel(at + timedelta(days=14, seconds=-1), tick=False):
        assert Client().get(link).status_code == 200
    with time_machine.travel(at + timedelta(days=14), tick=False):
        assert "fourteen days" in Client().get(link).content.decode()
        assert Client().post(link, NEW).status_code == 410
    assert not User.objects.filter(email="one@portal.example").exists()


def test_a_withdrawn_link_is_dead_at_once(at, links):
    invitation = invite(at)
    link = links("one@portal.example")
    people.withdraw_invitation(invitation=invitation, by=make_staff(), at=at)
    assert Client().post(link, NEW).status_code == 410
    with pytest.raises(people.InvitationWithdrawn):
        people.withdraw_invitation(invitation=invitation, by=make_staff(), at=at)


def test_inviting_again_withdraws_the_link_before_and_sends_a_new_one(at, links):
    invite(at)
    first = links("one@portal.example")
    invite(at, email="ONE@portal.example ")
    second = links("one@portal.example")
    assert first != second
    assert "withdrawn" in Client().get(first).content.decode()
    assert Client().get(second).status_code == 200


def test_a_link_that_was_made_up_finds_nothing():
    assert Client().get("/en/invitations/made-up/").status_code == 404


def test_an_existing_person_signs_in_first(at, links):
    person = make_person("one@portal.example")
    invite(at)
    link = links(person.email)
    assert "has an account" in Client().get(link).content.decode()
    Client().post(link, NEW)
    assert roles(person) == []
    client_of(person).post(link)
    assert roles(person) == [("KEN", "contributor", None)]


@pytest.mark.parametrize("has_account", [True, False])
def test_somebody_else_who_is_signed_in_gets_nothing(at, links, has_account):
    if has_account:
        make_person("one@portal.example")
    other = make_focal_point("GHA")
    invite(at)
    link = links("one@portal.example")
    client = client_of(other)
    assert "another address" in client.get(link).content.decode()
    client.post(link, NEW)
    assert roles(other) == [("GHA", "contributor", None)]
    assert not FocalPoint.objects.filter(party__code="KEN").exists()
    assert Invitation.objects.get().accepted_at is None


def test_posting_state_role_or_staff_changes_nothing(at, links):
    invite(at)
    Client().post(
        links("one@portal.example"), NEW | {"role": "publisher", "is_staff": "1", "email": "x@portal.example"}
    )
    user = User.objects.get(email="one@portal.example")
    assert (user.is_staff, user.is_superuser, roles(user)) == (False, False, [("KEN", "contributor", None)])


@pytest.mark.parametrize("weak", ["short", "password1234", "one@portal.example"])
def test_a_weak_password_is_refused_and_nothing_is_stored(at, links, weak):
    invite(at)
    link = links("one@portal.example")
    page = Client().post(link, NEW | {"password": weak, "again": weak})
    assert page.status_code == 200
    assert "error-message" in page.content.decode()
    assert not User.objects.filter(email="one@portal.example").exists()
    secret = link.split("/")[-2]
    with pytest.raises(ValidationError):
        people.accept_invitation(secret=secret, by=None, at=at, name="One", password=weak)


def test_two_different_passwords_are_refused(at, links):
    invite(at)
    page = Client().post(links("one@portal.example"), NEW | {"again": "another long sentence"})
    assert "not the same" in page.content.decode()


@pytest.mark.parametrize(("role", "party"), [("authority", "KEN"), ("staff", None), ("publisher", None)])
def test_who_submits_or_works_for_the_secretariat_is_led_to_two_step_sign_in(at, links, role, party):
    invite(at, role=role, party=party)
    client = Client()
    assert client.post(links("one@portal.example"), NEW).url == "/en/accounts/2fa/"
    assert client.get("/en/accounts/2fa/totp/activate/").status_code == 200
    user = User.objects.get(email="one@portal.example")
    assert (user.is_staff, user.is_publisher) == (role in ("staff", "publisher"), role == "publisher")


def test_another_role_for_the_party_ends_the_one_before(at, links):
    person = make_focal_point()
    invite(at, email=person.email, role="authority")
    client_of(person).post(links(person.email))
    assert roles(person) == [("KEN", "contributor", at.date()), ("KEN", "authority", None)]
    assert actions(f"person/{person.pk}") == ["role ended", "role given"]


def test_the_same_role_again_changes_nothing(at):
    person = make_focal_point()
    people.give_role(user=person, party=Party.objects.get(code="KEN"), role="contributor", by=make_staff(), at=at)
    assert roles(person) == [("KEN", "contributor", None)]


def test_a_role_goes_back_and_forth_within_a_day(at):
    person, party, staff = make_focal_point(), Party.objects.get(code="KEN"), make_staff()
    for role in ("authority", "contributor", "authority"):
        people.give_role(user=person, party=party, role=role, by=staff, at=at)
    assert person.focal_points.current(at.date()).get().role == "authority"


def test_a_role_ends_once(at):
    person, staff = make_focal_point(), make_staff()
    held = person.focal_points.get()
    people.end_role(focal_point=held, by=staff, at=at)
    with pytest.raises(people.AlreadyEnded):
        people.end_role(focal_point=held, by=staff, at=at)
    assert not person.focal_points.current(at.date()).exists()


@pytest.mark.parametrize(
    ("who", "role", "allowed"),
    [
        (make_person, "contributor", False),
        (lambda: make_focal_point(role="authority"), "contributor", True),
        (lambda: make_focal_point("GHA", role="authority"), "contributor", False),
        (lambda: make_focal_point(role="authority"), "staff", False),
        (make_focal_point, "contributor", False),
        (make_staff, "contributor", True),
        (make_staff, "authority", True),
        (make_staff, "staff", False),
        (make_staff, "publisher", False),
        (lambda: make_staff(publisher=True), "staff", True),
        (lambda: make_staff(publisher=True), "publisher", True),
        (lambda: make_staff(is_superuser=True), "publisher", True),
        (lambda: make_staff(is_active=False), "contributor", False),
    ],
)
def test_staff_invite_focal_points_and_publishers_invite_staff(at, who, role, allowed):
    party = "KEN" if role in ("contributor", "authority") else None
    by = who()
    if allowed:
        assert invite(at, role=role, party=party, by=by).pk
    else:
        with pytest.raises(people.NotYours):
            invite(at, role=role, party=party, by=by)
        assert not Email.objects.exists()


def test_only_a_publisher_ends_staff_and_their_sessions_end(at):
    person = make_staff()
    client = Client()
    plain = make_staff(two_step=False, name="No Step")
    client.post("/en/accounts/login/", {"login": plain.email, "password": PASSWORD})
    with pytest.raises(people.NotYours):
        people.end_staff(user=plain, by=person, at=at)
    people.end_staff(user=plain, by=make_staff(publisher=True), at=at)
    assert client.get("/en/me/").status_code == 302
    assert actions(f"person/{plain.pk}") == ["staff given", "signed in", "staff ended"]
    with pytest.raises(people.AlreadyEnded):
        people.end_staff(user=plain, by=make_staff(publisher=True), at=at)


def test_an_accepted_invitation_keeps_who_sent_and_who_accepted(at, links):
    sender = make_staff()
    invitation = invite(at, by=sender)
    Client().post(links("one@portal.example"), NEW)
    invitation.refresh_from_db()
    assert (invitation.invited_by, invitation.accepted_by.email) == (sender, "one@portal.example")


def test_a_new_person_on_a_shared_computer_says_so(at, links):
    invite(at)
    client = Client()
    client.post(links("one@portal.example"), NEW | {"shared_device": "on"})
    assert client.session["shared_device"] is True
