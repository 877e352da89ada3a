"""Addresses of every script are typed, kept, written to and signed in with."""

import socket

import pytest
from aiosmtpd.controller import Controller
from django.core.exceptions import ValidationError
from django.test import Client

from jobs.models import Job
from jobs.services import run
from parties.emails import queue_email, send_email
from parties.mailboxes import validate_mailbox
from parties.models import Email, User
from parties.password_resets import KIND
from tests.people_factories import PASSWORD, client_of, make_person, make_staff

CHINESE = "联络点@例子.example"


class Kept:
    def __init__(self):
        self.letters = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 -- the name that aiosmtpd calls
        self.letters.append(envelope)
        return "250 OK"


@pytest.fixture(params=[True, False], ids=["knows-smtputf8", "knows-it-not"])
def mail_server(request, settings):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = Kept()
    server = Controller(kept, hostname="127.0.0.1", port=port, enable_SMTPUTF8=request.param)
    server.start()
    settings.EMAIL_BACKEND = "parties.mail_backend.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    kept.international = request.param
    yield kept
    server.stop()


def letter(at, to):
    return queue_email(key=f"test/{to}", to=to, subject="Réçu", body="Bonjour à tous.", at=at)


@pytest.mark.parametrize("good", [CHINESE, "пункт.один@пример.example", "نقطة@مثال.example", "zoë+nr5@portal.example"])
def test_letters_of_every_script_make_an_address(good):
    validate_mailbox(good)


@pytest.mark.parametrize(
    "bad", ["", "联络点", "联 络@例子.example", "a\u200bb@portal.example", "a@", "é..é@portal.example"]
)
def test_what_is_no_address_is_refused(bad):
    with pytest.raises(ValidationError):
        validate_mailbox(bad)


def test_a_letter_goes_to_an_address_of_any_script_or_says_why_not(at, mail_server):
    plain = letter(at, "one@bücher.example")
    send_email(email=plain.pk)
    assert mail_server.letters[0].rcpt_tos == ["one@xn--bcher-kva.example"]
    chinese = letter(at, CHINESE)
    if mail_server.international:
        send_email(email=chinese.pk)
        sent = mail_server.letters[1]
        assert sent.rcpt_tos == ["联络点@xn--fsqu00a.example"]
        assert "To: 联络点@xn--fsqu00a.example" in sent.content.decode()
        assert "=?utf-8?" not in sent.content.decode().partition("To:")[2].partition("\n")[0]
    else:
        with pytest.raises(OSError, match="SMTPUTF8"):
            send_email(email=chinese.pk)
        chinese.refresh_from_db()
        assert "Hand over a code" in chinese.fault
        assert len(mail_server.letters) == 1


def test_somebody_with_such_an_address_is_invited_and_signs_in(at, links):
    whom = {"name": "联络点", "email": CHINESE, "role": "contributor", "party": "KEN"}
    client_of(make_staff()).post("/en/desk/people/", whom)
    link = links(CHINESE)
    answer = Client().post(link, {"name": "联络点", "password": PASSWORD, "again": PASSWORD})
    assert answer.status_code == 302
    assert User.objects.get(email=CHINESE).focal_points.count() == 1
    client = Client()
    client.post("/en/accounts/login/", {"login": CHINESE, "password": PASSWORD})
    assert client.get("/en/me/").status_code == 200


def test_a_forgotten_password_is_asked_for_with_such_an_address():
    make_person(CHINESE)
    Client().post("/en/accounts/password/reset/", {"email": CHINESE})
    run(job_id=Job.objects.get(kind=KIND).pk)
    assert Email.objects.filter(to=CHINESE).exists()
