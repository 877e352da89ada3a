"""A forgotten password: the same answer by the same work for everybody, a link for an hour, once."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jobs.models import Job
from jobs.services import run
from parties.models import Email
from parties.password_resets import KIND, ask_for_reset
from tests.people_factories import make_person

RESET = "/en/accounts/password/reset/"
ANOTHER = "another long sentence"


def choose(browser, link, password=ANOTHER):
    form = browser.get(link, follow=True)
    if not form.redirect_chain:
        return form
    return browser.post(form.redirect_chain[-1][0], {"password1": password, "password2": password})


def signs_in(person, password):
    data = {"login": person.email, "password": password}
    return Client().post("/en/accounts/login/", data).status_code == 302


@pytest.fixture
def asked(django_capture_on_commit_callbacks):
    def ask(email):
        with django_capture_on_commit_callbacks(execute=True):
            return Client().post(RESET, {"email": email})

    return ask


def test_the_answer_is_the_same_and_only_a_known_account_gets_mail(asked):
    make_person("known@portal.example")
    answers = [asked(email) for email in ("known@portal.example", "nobody@portal.example")]
    assert answers[0].status_code == answers[1].status_code == 302
    assert answers[0].url == answers[1].url
    assert [message.to for message in mail.outbox] == [["known@portal.example"]]


def test_whoever_asks_waits_for_the_same_statements():
    make_person("known@portal.example")
    make_person("away@portal.example", is_active=False)
    done = []
    for email in ("known@portal.example", "nobody@portal.example", "away@portal.example"):
        with CaptureQueriesContext(connection) as queries:
            Client().post(RESET, {"email": email})
        done.append([re.split(r"VALUES|WHERE|SAVEPOINT", one["sql"])[0] for one in queries])
    assert done[0] == done[1] == done[2]
    assert not Email.objects.exists()


def test_of_an_address_that_no_account_has_nothing_is_kept(asked):
    for _ in range(3):
        asked("nobody@portal.example")
    assert "nobody" not in str(list(Job.objects.values()))
    assert Job.objects.filter(kind=KIND).count() <= 1


def test_a_job_that_runs_twice_writes_one_letter():
    ask_for_reset(person=make_person(), language="en")
    job = Job.objects.get(kind=KIND)
    run(job_id=job.pk)
    Job.objects.filter(pk=job.pk).update(state=Job.State.QUEUED)
    run(job_id=job.pk)
    assert Email.objects.count() == 1


def test_the_link_leads_to_the_public_address_and_works_once(asked, links, settings):
    settings.PUBLIC_URL = "https://portal.example"
    person = make_person(name="Known One")
    asked(person.email)
    # Emptied once it is sent.
    assert Email.objects.get().body == ""
    body = mail.outbox[0].body
    assert "https://portal.example/en/accounts/password/reset/key/" in body
    assert "The link works once, until" in body
    link = "/" + body.partition("https://portal.example/")[2].split()[0]
    choose(Client(), link)
    assert signs_in(person, ANOTHER)
    assert b"already been used" in Client().get(link, follow=True).content


@pytest.mark.parametrize(("minutes", "works"), [(59, True), (61, False)])
def test_the_link_works_for_an_hour(asked, minutes, works):
    person, now = make_person(), timezone.now()
    asked(person.email)
    link = mail.outbox[0].body.partition("http://127.0.0.1:8000")[2].split()[0]
    with time_machine.travel(now + timedelta(minutes=minutes), tick=False):
        choose(Client(), link)
        assert signs_in(person, ANOTHER) is works


def test_the_letter_is_in_the_language_of_the_person_or_else_of_the_page(settings):
    settings.LANGUAGES = list(settings.ALL_LANGUAGES.items())
    for person, language in ((make_person(language="es"), "fr"), (make_person(), "fr")):
        ask_for_reset(person=person, language=language)
    for job in Job.objects.filter(kind=KIND):
        run(job_id=job.pk)
    bodies = [Email.objects.get(to=job_to).html for job_to in Email.objects.order_by("pk").values_list("to", flat=True)]
    assert ['lang="es"' in bodies[0], 'lang="fr"' in bodies[1]] == [True, True]
