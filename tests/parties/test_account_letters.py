"""Letters about an account: who writes, what happened, what to do, by when, whom to ask."""

from datetime import timedelta
from pathlib import Path

import allauth
import pytest
from django.core import mail
from django.utils.translation import override

from parties import people
from parties.account_letters import LetterUnknown, of_a_change, of_a_forgotten_password
from parties.address_changes import change_address
from parties.carers import give_into_care
from parties.models import Email, Party
from tests.people_factories import make_focal_point, make_person, make_staff

# What allauth would tell of ways in that the portal does not offer: sign-up, codes by mail, further addresses.
NOT_OFFERED = {
    *("account_already_exists", "unknown_account", "login_code", "password_reset_code", "password_reset_key"),
    *("email_changed", "email_confirm", "email_deleted", "email_confirmation", "email_confirmation_signup"),
}
DEVICE = {"ip": "192.0.2.7", "user_agent": "Firefox"}


@pytest.fixture
def staff():
    return make_staff(name="Lin Wei")


def invited(staff, at, email="new@portal.example"):
    kenya = Party.objects.get(code="KEN")
    people.invite(email=email, name="Ada Moyo", role="contributor", party=kenya, by=staff, at=at)
    return Email.objects.get(key__startswith="invitation/")


def test_an_invitation_says_who_invites_to_what_by_when_and_whom_to_ask(staff, at, links):
    letter = invited(staff, at)
    body = " ".join(letter.body.split())
    assert letter.body.startswith("Dear Ada Moyo,")
    assert "Lin Wei invites you to work on the national reports" in body
    assert "for this Party: Kenya." in body
    assert "The link works once, until 16 March 2026, 09:00 UTC." in body
    assert "choose a password" in body
    assert "Write to the Secretariat" in body
    assert links("new@portal.example").startswith("/en/invitations/")
    assert f'{links("new@portal.example")}">Accept the invitation</a>' in letter.html


def test_an_invitation_names_whoever_looks_after_the_party_and_knows_an_account(staff, at):
    give_into_care(parties=[Party.objects.get(code="KEN")], carer=make_staff(name="Rosa Diaz"), by=staff, at=at)
    make_person("known@portal.example")
    body = invited(staff, at, "known@portal.example").body
    assert "Ask Rosa Diaz, who looks after your Party" in body
    assert "You have an account already" in body


def test_a_forgotten_password_is_asked_for_by_whoever_it_is_and_the_link_has_an_end(at):
    letter = of_a_forgotten_password(url="https://portal.example/key", at=at)
    body = letter.as_text("Ada Moyo")
    assert "Somebody, most likely you" in body
    assert "until 2 March 2026, 10:00 UTC" in body
    assert body.index("https://portal.example/key") < body.index("Questions?")


def test_every_change_that_allauth_may_tell_has_words_of_ours(at):
    folder = Path(allauth.__file__).parent / "templates"
    names = {
        path.relative_to(folder).as_posix().removesuffix("_message.txt")
        for app in ("account", "mfa")
        for path in (folder / app / "email").glob("*_message.txt")
    }
    told = {one for one in names if one.rpartition("/")[2] not in NOT_OFFERED | {"base"}}
    assert len(told) == 8
    for template in told:
        body = of_a_change(template, DEVICE | {"timestamp": at}).as_text("Ada Moyo")
        assert "at the Strategic Plan Portal" in body
        assert "When: 2 March 2026, 09:00 UTC" in body
        assert "From the network address: 192.0.2.7" in body
    with pytest.raises(LetterUnknown):
        of_a_change("account/email/login_code", DEVICE | {"timestamp": at})


def test_a_browser_that_says_no_name_is_told_as_such(at):
    letter = of_a_change("account/email/password_set", {"ip": "192.0.2.7", "user_agent": "", "timestamp": at})
    assert "With the browser: not named" in letter.as_text("Ada Moyo")


def test_the_letter_speaks_the_language_that_its_reader_chose(client, settings, django_capture_on_commit_callbacks):
    settings.LANGUAGES = list(settings.ALL_LANGUAGES.items())
    make_person("known@portal.example", language="fr")
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/ar/accounts/password/reset/", {"email": "KNOWN@portal.example"})
    (message,) = mail.outbox
    assert "Quelqu’un, sans doute vous" in message.body
    ((page, kind),) = message.alternatives
    assert (kind, 'lang="fr"' in page) == ("text/html", True)
    held = Email.objects.get()
    assert (held.body, held.html) == ("", "")


def test_an_arabic_letter_of_the_account_runs_from_right_to_left(at):
    with override("ar"):
        page = of_a_forgotten_password(url="https://portal.example/key", at=at + timedelta(days=1)).as_html("Ada")
    assert 'dir="rtl"' in page
    assert "Somebody" not in page


def test_a_changed_address_quotes_the_reason(staff, at):
    person = make_focal_point("KEN", email="old@portal.example")
    change_address(user=person, email="next@portal.example", reason="The ministry was renamed.", by=staff, at=at)
    bodies = [one.body for one in Email.objects.all()]
    assert len(bodies) == 2
    assert all("Its reason\n> The ministry was renamed." in body for body in bodies)
