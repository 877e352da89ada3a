"""A name that documents print, and names of before, lead on to where the portal is now."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as house
from django.test import Client

from parties.emails import absolute, permanent

NOW, THEN = "https://portal.example", "old.example"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def moved(settings):
    settings.PUBLIC_URL, settings.PERMANENT_URL = NOW, "https://plan.example"
    settings.MOVED_HOSTS = {THEN, "plan.example"}
    settings.ALLOWED_HOSTS = ["portal.example", THEN, "plan.example"]


@pytest.mark.parametrize("host", [THEN, "OLD.example", "plan.example"])
def test_a_page_is_led_on_with_all_that_was_asked(host):
    answer = Client(headers={"host": host}).get("/fr/data/?cycle=NR4&group=all", secure=True)
    assert (answer.status_code, answer.url) == (302, f"{NOW}/fr/data/?cycle=NR4&group=all")
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_portal_s_own_name_and_the_machine_s_questions_are_answered(world):
    assert Client(headers={"host": "portal.example"}).get("/en/", secure=True).status_code == 200
    for place in ("/healthz", "/readyz"):
        assert Client(headers={"host": THEN}).get(place).status_code == 200


def test_a_form_that_is_open_at_an_old_name_is_still_taken(world):
    sent = Client(headers={"host": THEN}).post("/en/accounts/login/", {"login": "nobody@portal.example"}, secure=True)
    assert sent.status_code == 200


def test_a_path_that_looks_like_another_host_leads_nowhere_else():
    answer = Client(headers={"host": THEN}).get("//evil.example/", secure=True)
    assert answer.status_code != 302 or answer.url.startswith(f"{NOW}/")


def test_documents_print_the_name_that_stays_and_letters_lead_to_the_portal():
    assert permanent("/x/") == "https://plan.example/x/"
    assert absolute("/x/") == f"{NOW}/x/"


@pytest.mark.parametrize(
    ("told", "moved_hosts", "allowed"),
    [
        ({}, set(), {"a.example"}),
        ({"PERMANENT_URL": NOW}, set(), {"a.example"}),
        (
            {"PERMANENT_URL": "https://plan.example", "FORMER_URLS": f"https://{THEN} https://older.example:8443"},
            {"plan.example", THEN, "older.example:8443"},
            {"a.example", "plan.example", THEN, "older.example"},
        ),
    ],
)
def test_what_the_environment_says(told, moved_hosts, allowed):
    asked = "from django.conf import settings as s; print(sorted(s.MOVED_HOSTS)); print(sorted(s.ALLOWED_HOSTS))"
    own = {"DJANGO_SETTINGS_MODULE": "strategic_plan.settings", "PUBLIC_URL": NOW, "SECRET_KEY": "k" * 64}
    environment = os.environ | own | {"ALLOWED_HOSTS": "a.example"} | told
    done = subprocess.run(
        [sys.executable, "-c", asked], env=environment, cwd=house.BASE_DIR, capture_output=True, text=True
    )
    assert done.stdout.splitlines() == [str(sorted(moved_hosts)), str(sorted(allowed))]
