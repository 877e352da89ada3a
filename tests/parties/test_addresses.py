"""The address of an account changes by its owner or by staff; both addresses are told, roles and history stay."""

from datetime import timedelta

import pytest
import time_machine
from allauth.account.internal.flows.login import record_authentication
from allauth.usersessions.models import UserSession
from django.http import HttpRequest
from django.test import Client

from parties import address_changes as changes
from parties.models import AuditEvent, Email, Invitation, Party
from parties.people import NotYours, invite
from parties.verification import checks
from tests.people_factories import client_of, make_focal_point, make_person, make_staff

ME = "/en/me/address/"


@pytest.fixture(autouse=True)
def _clock(at):
    with time_machine.travel(at, tick=False):
        yield


def confirmed(user, *methods):
    """A browser in which somebody has just shown these steps again."""
    client = client_of(user)
    request = HttpRequest()
    request.session = client.session
    for one in methods:
        record_authentication(request, user, method=one, reauthenticated=True)
    request.session.save()
    return client


def told_to():
    return sorted(Email.objects.filter(key__startswith="address-changed/").values_list("to", flat=True))


def test_the_owner_changes_it_by_reading_a_link_at_the_new_one(at, links):
    person = make_focal_point(role="authority", email="old@portal.example")
    client, other = confirmed(person, "password", "mfa"), client_of(person)
    for one in (client, other):
        UserSession.objects.create(user=person, session_key=one.session.session_key, ip="127.0.0.1")
    assert client.post(ME, {"email": "New@portal.example"}).status_code == 302
    person.refresh_from_db()
    assert person.email == "old@portal.example"
    link = links("new@portal.example")
    assert "new@portal.example" in client.get(link).content.decode()
    person.refresh_from_db()
    assert person.email == "old@portal.example"
    client.post(link)
    person.refresh_from_db()
    assert person.email == "new@portal.example"
    assert person.emailaddress_set.get().email == "new@portal.example"
    assert person.focal_points.count() == 1
    assert told_to() == ["new@portal.example", "old@portal.example"]
    assert client.get("/en/me/").status_code == 200
    assert other.get("/en/me/").status_code == 302
    assert client.get(link).status_code == 404
    event = AuditEvent.objects.get(action="address changed")
    assert (event.detail["before"], event.detail["after"]) == ("old@portal.example", "new@portal.example")


@pytest.mark.parametrize("methods", [[], ["password"]])
def test_the_second_step_is_asked_first(at, methods):
    person = make_focal_point(role="authority")
    answer = confirmed(person, *methods).post(ME, {"email": "new@portal.example"})
    assert answer.status_code == 302
    assert "reauthenticate" in answer.url
    assert not Email.objects.exists()


def test_who_has_no_second_step_shows_the_password(at):
    person = make_focal_point()
    assert "reauthenticate" in client_of(person).get(ME).url
    assert confirmed(person, "password").get(ME).status_code == 200


def test_a_link_is_of_one_person_and_of_three_days(at, links):
    person = make_focal_point()
    changes.ask_for_address(user=person, email="new@portal.example", at=at)
    link = links("new@portal.example")
    assert client_of(make_person()).post(link).status_code == 404
    assert Client().post(link).status_code == 302
    with time_machine.travel(at + timedelta(days=4), tick=False):
        assert client_of(person).post(link).status_code == 404
    assert client_of(person).post(f"{ME}made-up/").status_code == 404
    person.refresh_from_db()
    assert person.email != "new@portal.example"


def test_an_address_that_another_account_has_is_not_taken(at):
    make_person("taken@portal.example")
    person = make_focal_point()
    page = confirmed(person, "password").post(ME, {"email": "TAKEN@portal.example"})
    assert page.status_code == 422
    token_of = make_person("elsewhere@portal.example")
    changes.ask_for_address(user=person, email="soon@portal.example", at=at)
    body = Email.objects.get(to="soon@portal.example").body
    token_of.__class__.objects.filter(pk=token_of.pk).update(email="soon@portal.example")
    token = body.split("/me/address/")[1].split("/")[0]
    with pytest.raises(changes.AddressTaken):
        changes.confirm_address(token=token, user=person, session=None, at=at)


def test_staff_change_it_for_a_reason_and_the_person_is_signed_out(at):
    person = make_focal_point(email="old@portal.example")
    desk, theirs = client_of(make_staff()), client_of(person)
    UserSession.objects.create(user=person, session_key=theirs.session.session_key, ip="127.0.0.1")
    assert theirs.get("/en/me/").status_code == 200
    path = f"/en/desk/people/{person.pk}/address/"
    assert path in desk.get("/en/desk/people/").content.decode()
    assert desk.post(path, {"email": "new@portal.example", "reason": " "}).status_code == 422
    assert desk.post(path, {"email": "new@portal.example", "reason": "The ministry was renamed."}).status_code == 302
    person.refresh_from_db()
    assert person.email == "new@portal.example"
    assert told_to() == ["new@portal.example", "old@portal.example"]
    assert all("The ministry was renamed." in one.body for one in Email.objects.all())
    assert theirs.get("/en/me/").status_code == 302
    (of_people,) = [one for one in checks() if "People" in str(one.what)]
    assert not of_people.faults


def test_only_a_publisher_changes_the_address_of_the_secretariat(at):
    colleague = make_staff()
    path = f"/en/desk/people/{colleague.pk}/address/"
    assert client_of(make_staff()).get(path).status_code == 403
    with pytest.raises(NotYours):
        changes.change_address(user=colleague, email="n@portal.example", reason="x", by=make_staff(), at=at)
    assert client_of(make_staff(publisher=True)).get(path).status_code == 200


def test_an_invitation_in_the_former_mailbox_opens_nothing(at):
    person = make_focal_point(email="old@portal.example")
    staff = make_staff()
    party = Party.objects.get(code="GHA")
    invite(email="old@portal.example", name="One", role="contributor", party=party, by=staff, at=at)
    changes.change_address(user=person, email="new@portal.example", reason="Left.", by=staff, at=at)
    assert Invitation.objects.get().withdrawn_at == at
