"""No page in another language shows English without saying so: every kind of page, for whoever reads it.

Of each kind of page one is read, each kind in a language of its own turn; `make drill` reads each in every language.
"""

import os
import re
import shutil
from collections import deque
from html import unescape
from urllib.parse import urljoin, urlsplit
from zlib import crc32

import pytest
from django.conf import settings
from django.test import override_settings
from django.urls import Resolver404, resolve
from django.utils import translation

from parties.addresses import in_language
from parties.models import User
from tests.conftest import on_copy
from tests.languages.english_left import english_in, is_english
from tests.people_factories import client_of
from tests.templates import sqlite_demonstration

pytestmark = pytest.mark.slow

OTHERS = [code for code in settings.ALL_LANGUAGES if code != "en"]
IN_EVERY_LANGUAGE = os.environ.get("DRILL_LANGUAGES") == "1"
LINK = re.compile(r'(?:href|src|action)="([^"]+)"')
# Pages that no link leads to.
BEGIN = (
    "/en/",
    "/en/nothing-here/",
    "/en/me/",
    "/en/me/landing/",
    "/en/accounts/login/",
    "/en/accounts/password/reset/",
)
# Machines and Django's own administration are answered in English, and files are no pages.
APART = ("/static/", "/admin/", "/api/")
# A reader, both people of a Party, an officer, who writes editions too, and who publishes them.
ACCOUNTS = ("", "authority", "contributor", "secretariat", "publisher")


@pytest.fixture(scope="module")
def reported_in_every_state(django_db_blocker, tmp_path_factory):
    """The demonstration with reports, a review and a query in every state that a page shows."""
    folder = tmp_path_factory.mktemp("states")
    with on_copy(sqlite_demonstration(), folder, django_db_blocker):
        from report_states import main

        # Told to what stores files, which else keeps the folder for every test after this.
        with override_settings(MEDIA_ROOT=folder / "files"):
            main()
            yield
        shutil.rmtree(folder / "files", ignore_errors=True)


def kind_of(address):
    """What view answers with which parameters: of two addresses of one kind one is read."""
    parts = urlsplit(address)
    # An address is below the language of the moment, and the last answer was in another.
    with translation.override("en"):
        try:
            name = resolve(parts.path).view_name
        except Resolver404:
            name = "nothing"
    return name, tuple(sorted({one.partition("=")[0] for one in parts.query.split("&") if one}))


def links_of(address, answer, page):
    found = [unescape(link) for link in LINK.findall(page)] + [answer.headers.get("Location", "")]
    for link in filter(None, found):
        parts = urlsplit(urljoin(f"http://testserver{address}", link))
        if parts.netloc == "testserver" and not parts.path.startswith(APART):
            yield in_language(parts.path + (f"?{parts.query}" if parts.query else ""), "en")


def crawl(client, read):
    """(address, language, page) of every kind of page that somebody finds by following links and that nobody read."""
    waiting, kinds = deque(BEGIN), set(read)
    while waiting:
        address = waiting.popleft()
        kind = kind_of(address)
        if kind in kinds:
            continue
        kinds.add(kind)
        turn = [OTHERS[crc32(kind[0].encode()) % len(OTHERS)]]
        for language in OTHERS if IN_EVERY_LANGUAGE else turn:
            here = in_language(address, language)
            answer = client.get(here, headers={"accept-language": language})
            is_page = answer.headers.get("Content-Type", "").startswith("text/html")
            page = answer.getvalue().decode() if is_page else ""
            if page:
                if answer.status_code == 200:
                    read.add(kind)
                yield here, language, page
            waiting.extend(links_of(here, answer, page))


def test_no_page_shows_english_that_does_not_say_so(reported_in_every_state, django_db_blocker, six_languages):
    """First what everybody reads, then of each account what is its own."""
    read, found = set(), {}
    with django_db_blocker.unblock():
        for account in ACCOUNTS:
            person = User.objects.get(email=f"{account}@demonstration.invalid") if account else None
            for address, language, page in crawl(client_of(person), read):
                for one in english_in(page, language):
                    found.setdefault(one, address)
    assert len(read) > 100
    assert found == {}


PAGE = '<html lang="{language}"><body><p>{text}</p></body></html>'


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Skip to the content"),
        ("fr", "Rapports of the Parties"),
        ("es", "Los informes were published"),
        ("ru", "Доклад: National report"),
        ("ar", "التقرير National report"),
        ("zh-hans", "报告 National report"),
        ("ar", "biosafetyDecision"),
        ("es", "Número para rebuild_edition"),
    ],
)
def test_english_is_found(language, text):
    assert english_in(PAGE.format(language=language, text=text), language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le Plan stratégique est à jour depuis le rapport"),
        ("es", "Los informes son de las Partes"),
        ("ru", "Доклад NR4 в Word"),
        ("ar", 'التقرير <span lang="en" dir="ltr">National report of the Party</span>'),
        ("zh-hans", '<bdi>National biosafety framework.pdf</bdi><code>WHERE x</code><p dir="auto">As typed here</p>'),
    ],
)
def test_what_says_its_language_and_what_somebody_typed_is_left_alone(language, text):
    assert english_in(PAGE.format(language=language, text=text), language) == []


@pytest.mark.parametrize("name", ["alt", "title", "aria-label", "placeholder", "data-ended-link"])
def test_what_is_read_out_counts_as_seen(name):
    page = PAGE.format(language="ru", text=f'<img {name}="Open the page again">')
    assert english_in(page, "ru") == ["<img> Open the page again"]


def test_a_text_of_the_interface_is_english_even_if_it_is_one_word():
    assert is_english("Yes", "fr")
    assert not is_english("Parties", "fr")
