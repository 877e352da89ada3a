"""An authority brings in colleagues of its own Party, sees them, and ends their access."""

import re

import pytest
import time_machine

from parties import colleagues, people
from parties.colleagues import HasRole, OwnAccess, TooManyLetters, TooManyPeople, end_colleague, invite_colleague
from parties.models import AuditEvent, Email, FocalPoint, Invitation, Party
from parties.permissions import role_for
from tests.people_factories import client_of, make_focal_point, make_staff

PAGE = "/en/colleagues/KEN/"


@pytest.fixture(autouse=True)
def _clock(at):
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def authority():
    return make_focal_point("KEN", role="authority", name="Authority One")


def bring_in(by, at, email="new@portal.example", role="contributor", party="KEN", language="fr"):
    whom = {"email": email, "name": "New Colleague", "role": role, "language": language}
    return invite_colleague(party=Party.objects.get(code=party), by=by, at=at, **whom)


def test_a_colleague_gets_a_letter_in_the_language_chosen_that_names_who_invites(authority, at):
    invitation = bring_in(authority, at)
    letter = Email.objects.get(key=people.letter_key(invitation))
    assert "Authority One" in letter.body
    assert "/fr/" in letter.body
    assert (invitation.language, invitation.role, invitation.is_by_colleague) == ("fr", "contributor", True)
    assert AuditEvent.objects.get(subject=f"invitation/{invitation.pk}").by == authority


def test_the_other_authorities_are_told_whom_one_of_them_invited(authority, at):
    other = make_focal_point("KEN", role="authority")
    contributor = make_focal_point("KEN")
    invitation = bring_in(authority, at)
    told = set(Email.objects.filter(key__startswith="colleague-invited/").values_list("to", flat=True))
    assert told == {other.email}
    assert contributor.email not in told
    assert "new@portal.example" in Email.objects.get(key=f"colleague-invited/{invitation.pk}/{other.pk}").body


@pytest.mark.parametrize("make", [lambda: make_focal_point("KEN"), lambda: make_focal_point("GHA", role="authority")])
def test_nobody_else_brings_anybody_in(make, at):
    with pytest.raises(people.NotYours):
        bring_in(make(), at)
    assert not Invitation.objects.exists()


def test_whoever_has_the_role_gets_no_letter(authority, at):
    held = make_focal_point("KEN", role="authority")
    with pytest.raises(HasRole):
        bring_in(authority, at, email=held.email)
    assert not Email.objects.exists()


def test_the_letters_of_a_day_and_the_people_of_a_party_are_bounded(authority, at, monkeypatch):
    monkeypatch.setattr(colleagues, "MOST_LETTERS", 2)
    bring_in(authority, at, "one@portal.example")
    bring_in(authority, at, "two@portal.example")
    with pytest.raises(TooManyLetters):
        bring_in(authority, at, "three@portal.example")
    monkeypatch.setattr(colleagues, "MOST_PEOPLE", 3)
    with pytest.raises(TooManyPeople):
        bring_in(authority, at, "three@portal.example")
    assert Invitation.objects.count() == 2


def test_an_ended_access_is_refused_at_once_and_everybody_concerned_is_told(authority, at):
    colleague, other = make_focal_point("KEN"), make_focal_point("KEN", role="authority")
    browser = client_of(colleague)
    assert browser.get(PAGE).status_code == 200
    end_colleague(held=FocalPoint.objects.get(user=colleague), by=authority, at=at)
    assert role_for(colleague, "KEN", at.date()) is None
    assert browser.get(PAGE).status_code == 404
    told = set(Email.objects.filter(key__startswith="colleague-ended/").values_list("to", flat=True))
    assert told == {colleague.email, other.email}
    assert AuditEvent.objects.get(subject=f"person/{colleague.pk}", action="role ended").by == authority


def test_nobody_ends_their_own_access(authority, at):
    with pytest.raises(OwnAccess):
        end_colleague(held=FocalPoint.objects.get(user=authority), by=authority, at=at)
    assert role_for(authority, "KEN", at.date()) is not None


def test_ending_is_asked_first_and_said_to_whom(authority, at):
    colleague = make_focal_point("KEN", name="Colleague Two")
    page = f"{PAGE}roles/{colleague.focal_points.get().pk}/end/"
    browser = client_of(authority)
    assert "End the access of Colleague Two?" in browser.post(page).content.decode()
    assert colleague.focal_points.get().ends_on is None
    done = browser.post(page, {"sure": "yes"}, follow=True)
    assert "The access of Colleague Two has ended." in done.content.decode()


def test_a_role_of_another_party_is_not_found(authority):
    stranger = make_focal_point("GHA")
    answer = client_of(authority).post(f"{PAGE}roles/{stranger.focal_points.get().pk}/end/", {"sure": "yes"})
    assert answer.status_code == 404
    assert stranger.focal_points.get().ends_on is None


def test_the_page_invites_and_contributors_read_it_without_the_form(authority):
    given = {"name": "New", "email": "new@portal.example", "role": "authority", "language": "en"}
    done = client_of(authority).post(f"{PAGE}invitations/", given, follow=True)
    assert "The invitation to new@portal.example" in done.content.decode()
    seen = client_of(make_focal_point("KEN")).get(PAGE).content.decode()
    assert "new@portal.example" in seen
    assert "Send the invitation" not in seen


def test_a_wrong_address_is_named_at_its_box(authority):
    answer = client_of(authority).post(f"{PAGE}invitations/", {"name": "New", "email": "no", "role": "contributor"})
    assert answer.status_code == 422
    assert not Invitation.objects.exists()


def test_the_secretariat_sees_who_invited_whom(authority, at, links):
    bring_in(authority, at, language="en")
    secret = links("new@portal.example").strip("/").rsplit("/", 1)[-1]
    people.accept_invitation(secret=secret, by=None, at=at, name="New", password="a long enough sentence")
    seen = client_of(make_staff()).get("/en/desk/people/?party=KEN").content.decode()
    assert re.search(r"invited by\s*<bdi>Authority One</bdi>", seen)
