"""Notices: nothing before the owner of the address confirms, one letter an edition, stopped at one click."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail, signing
from django.test import Client
from django.utils import timezone

from evaluation import notices
from evaluation.models import NoticeRequest, Subscription
from evaluation.tasks import forget_unconfirmed
from jobs.models import Job
from parties.emails import send_email
from parties.models import Email
from strategic_plan import cache_settings
from tests.keeping.servers import free_port

FORM = "/en/evaluations/mid-term/notices/"
ADDRESS = "delegate@portal.example"


def ask(client, email=ADDRESS):
    response = client.post(FORM, {"email": email})
    assert response.status_code == 200
    return response.content.decode()


def link_in(body):
    return re.search(r"https?://[^/]+(/en/evaluations/notices/\S+)", body).group(1)


@pytest.fixture
def asked(client, published):
    ask(client)
    return link_in(Email.objects.get().body)


@pytest.fixture
def subscribed(client, asked):
    client.post(asked)
    return Subscription.objects.get()


def test_nothing_is_sent_before_the_owner_confirms(client, asked, published):
    assert Subscription.objects.get().confirmed_at is None
    assert notices.send_edition_notices(edition=published.pk) == {"letters": 0}


def test_opening_the_link_confirms_nothing_and_the_button_does(client, asked):
    assert "Confirm" in client.get(asked).content.decode()
    assert Subscription.objects.get().confirmed_at is None
    assert "Confirmed" in client.post(asked).content.decode()
    assert Subscription.objects.get().confirmed_at is not None
    client.post(asked)
    assert Subscription.objects.count() == 1


def test_the_page_says_the_same_of_a_known_address(client, asked):
    assert ask(client, ADDRESS.upper()) == ask(client, "another@portal.example")
    assert Email.objects.filter(to__iexact=ADDRESS).count() == 1
    assert Subscription.objects.filter(email__iexact=ADDRESS).count() == 1


def test_whoever_is_subscribed_is_not_asked_again(client, subscribed):
    ask(client)
    assert Email.objects.count() == 1


def test_a_mailbox_is_written_to_once_until_it_is_forgotten_whatever_the_tag_and_the_case(client, asked):
    for email in (ADDRESS, "Delegate+1@portal.example", "DELEGATE+another@Portal.Example"):
        for days in range(0, 7, 2):
            with time_machine.travel(timezone.now() + timedelta(days=days)):
                assert "Look into your mailbox" in ask(client, email)
    assert Email.objects.count() == Subscription.objects.count() == 1


def test_dots_are_left_because_elsewhere_they_count(client, asked):
    ask(client, "dele.gate@portal.example")
    assert Email.objects.count() == 2


def test_one_mailbox_is_sent_few_unconfirmed_letters_whatever_the_evaluations(client, published, monkeypatch):
    monkeypatch.setattr(notices, "MOST_UNCONFIRMED", 0)
    assert "Look into your mailbox" in ask(client)
    assert not Email.objects.exists()


def ask_from(address, email):
    return Client().post(FORM, {"email": email}, REMOTE_ADDR=address).content.decode()


def test_one_network_that_asks_too_often_is_stopped_and_closes_the_form_for_nobody_else(published, monkeypatch):
    monkeypatch.setattr(notices, "MOST_ASKED_BY_ONE", 2)
    for number in range(4):
        page = ask_from(f"2001:db8:1:2::{number}", f"person-{number}@portal.example")
    assert "Try again tomorrow" in page
    # A known address is refused alike: the answer says nothing of what is held.
    assert "Try again tomorrow" in ask_from("2001:db8:1:2::9", "person-0@portal.example")
    assert Email.objects.count() == 2
    assert "Look into your mailbox" in ask_from("198.51.100.7", "honest@portal.example")
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        assert "Look into your mailbox" in ask_from("2001:db8:1:2::1", "person-7@portal.example")
        assert NoticeRequest.objects.count() == 1


def test_who_asked_is_held_as_a_digest_only(published):
    ask_from("198.51.100.7", ADDRESS)
    assert "198.51.100.7" not in str(NoticeRequest.objects.values())


def test_the_limits_hold_while_the_cache_is_away(published, settings, monkeypatch):
    settings.CACHES = cache_settings.caches(f"redis://127.0.0.1:{free_port()}/0")
    monkeypatch.setattr(notices, "MOST_ASKED_BY_ONE", 1)
    ask_from("198.51.100.7", ADDRESS)
    assert "Try again tomorrow" in ask_from("198.51.100.7", "another@portal.example")


def test_what_nobody_confirmed_is_forgotten_after_a_week_and_may_be_asked_for_again(client, subscribed):
    ask(client, "never@portal.example")
    for days, held in ((6, 2), (8, 1)):
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            forget_unconfirmed()
        assert Subscription.objects.count() == held
    assert Subscription.objects.get().pk == subscribed.pk
    assert [one.to for one in Email.objects.all()] == [ADDRESS]
    assert not NoticeRequest.objects.exists()
    ask(client, "never@portal.example")
    assert Email.objects.filter(to="never@portal.example").count() == 1


def test_a_link_works_for_a_week(client, asked):
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert client.post(asked).status_code == 404
    assert Subscription.objects.get().confirmed_at is None


@pytest.mark.parametrize("token", ["x", signing.dumps(1, salt="another")], ids=["no token", "a token of another"])
def test_a_link_that_is_not_ours_is_not_found(client, published, token):
    assert client.get(f"/en/evaluations/notices/{token}/").status_code == 404
    assert client.post(f"/en/evaluations/notices/{token}/end/").status_code == 404


def test_the_link_to_confirm_does_not_stop(client, subscribed, asked):
    assert client.post(f"{asked}end/").status_code == 404
    assert Subscription.objects.exists()


def test_publication_asks_for_one_letter_a_subscriber_and_a_repeat_writes_no_second(client, subscribed, published):
    assert Job.objects.filter(kind="send_edition_notices", arguments={"edition": published.pk}).count() == 1
    for _ in range(2):
        notices.send_edition_notices(edition=published.pk)
    letter = Email.objects.get(key=f"edition/{published.pk}/{subscribed.pk}")
    assert "/en/evaluations/mid-term/1.0/" in letter.body
    assert published.sha256 in letter.body


def test_a_letter_says_how_to_stop_and_one_click_without_a_session_does(subscribed, published):
    notices.send_edition_notices(edition=published.pk)
    letter = Email.objects.get(key__startswith="edition/")
    send_email(email=letter.pk)
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = link_in(headers["List-Unsubscribe"].strip("<>"))
    program = Client(enforce_csrf_checks=True)
    assert program.get(path).status_code == 200
    assert Subscription.objects.exists()
    for _ in range(2):
        assert program.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscription.objects.exists()


def test_other_letters_carry_no_link_to_stop(asked):
    send_email(email=Email.objects.get().pk)
    assert "List-Unsubscribe" not in mail.outbox[0].extra_headers


def test_a_wrong_address_is_told_at_its_field(client, published):
    page = ask(client, "nobody")
    assert "Enter a valid email address" in page
    assert not Subscription.objects.exists()


def test_without_a_published_edition_there_is_nothing_to_be_told_of(client, frozen):
    assert client.get(FORM).status_code == 404
