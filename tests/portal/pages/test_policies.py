"""Pages in the Secretariat's words: entered at the desk with the trail, else the portal's own text, which says so."""

import pytest
from django.core.cache import caches

from parties.audit import trail
from portal.policies import TITLES
from tests.people_factories import client_of, make_staff

pytestmark = pytest.mark.django_db
OWN = "The Secretariat has not entered its own words"


@pytest.fixture
def publisher(world):
    return client_of(make_staff(publisher=True))


def said(client, address="/en/policies/privacy/"):
    caches["pages"].clear()
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def enter(publisher, text, over=0, place="privacy/en/"):
    return publisher.post(f"/en/desk/pages/{place}", {"text": text, "over": over})


@pytest.mark.parametrize("page", TITLES)
def test_every_page_has_a_text_of_ours_that_says_so_and_a_link_below(client, world, page):
    assert OWN in said(client, f"/en/policies/{page}/")
    assert f'href="/en/policies/{page}/"' in said(client, "/en/accessibility/")
    assert client.get("/en/policies/other/").status_code == 404


def test_what_a_publisher_enters_is_shown_and_told_in_the_trail(client, publisher):
    assert enter(publisher, "We keep little.\n\nAnd <b>tell</b> you.").status_code == 302
    shown = said(client)
    assert "<p>We keep little.</p>" in shown
    assert "&lt;b&gt;tell" in shown
    assert OWN not in shown
    (event,) = trail("page/privacy/en")
    assert event.detail == {"text": "We keep little.\n\nAnd <b>tell</b> you."}
    assert OWN in said(client, "/en/policies/terms/")


def test_the_same_text_again_is_no_event_and_an_empty_one_brings_ours_back(client, publisher):
    enter(publisher, "We keep little.")
    enter(publisher, "We keep little.", over=1)
    assert trail("page/privacy/en").count() == 1
    enter(publisher, "", over=1)
    assert OWN in said(client)
    assert trail("page/privacy/en").count() == 2


def test_a_reader_of_a_language_without_a_text_is_told_and_reads_another(client, publisher, settings):
    settings.LANGUAGES = list(settings.ALL_LANGUAGES.items())
    enter(publisher, "نحتفظ بالقليل.", place="privacy/ar/")
    assert 'lang="ar" dir="rtl"' in said(client)
    assert "has not entered this text in your language" in said(client)
    assert "has not entered this text in your language" not in said(client, "/ar/policies/privacy/")


def test_a_text_begun_before_another_was_entered_is_kept_for_its_writer_and_not_stored(client, publisher):
    enter(publisher, "The first.")
    answer = enter(publisher, "The second.")
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "The first." in shown
    assert "The second." in shown
    assert "The first." in said(client)
    assert 'name="over" value="1"' in shown


def test_a_text_that_is_too_long_is_refused(publisher):
    assert enter(publisher, "x" * 20_001).status_code == 422
    assert publisher.get("/en/desk/pages/privacy/pt/").status_code == 404


def test_the_desk_lists_what_stands_where(publisher):
    enter(publisher, "We keep little.")
    listed = publisher.get("/en/desk/pages/").content.decode()
    assert "The Secretariat’s words" in listed
    assert "The portal’s own text" in listed
