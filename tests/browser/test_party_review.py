"""What a focal point types to the lines of a review outlives the session: it waits on the device until it stands."""

from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.conf import settings

from evaluation.hearing.services import Word, speak
from evaluation.models import PartyRemark
from parties.models import Party
from tests.evaluation.editions.making import AT
from tests.evaluation.hearing.conftest import _form_alone as _form_alone
from tests.evaluation.hearing.conftest import author as author
from tests.evaluation.hearing.conftest import authority as authority
from tests.evaluation.hearing.conftest import evaluation as evaluation
from tests.evaluation.hearing.conftest import reports as reports
from tests.evaluation.hearing.conftest import reports_once as reports_once
from tests.evaluation.hearing.conftest import review as review
from tests.people_factories import client_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

BASE = "http://portal.example"
LINE = "measure/A.1/headline"
SIGN_IN = "<!doctype html><title>Sign in</title><h1>Sign in</h1>"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(AT, tick=False):
        yield


class Device:
    """A browser before pages of the portal, whose answers are told to it beforehand; what it sends is kept."""

    def __init__(self, chromium, address):
        self.address, self.html, self.answer, self.sent = address, "", SIGN_IN, []
        self.context = chromium.new_context(viewport={"width": 360, "height": 800})
        self.context.route("**/*", self._serve)
        self.page = self.context.new_page()

    def _serve(self, route):
        path = urlsplit(route.request.url).path
        if route.request.method == "POST":
            self.sent.append(route.request.post_data)
            route.fulfill(body=self.answer, content_type="text/html; charset=utf-8")
        elif path == self.address:
            route.fulfill(body=self.html, content_type="text/html; charset=utf-8")
        elif path.startswith("/static/js/") and (file := settings.BASE_DIR / path.lstrip("/")).is_file():
            route.fulfill(body=file.read_text(), content_type="text/javascript; charset=utf-8")
        else:
            route.fulfill(status=404, body="")

    def open(self, client):
        """The page as the portal draws it now."""
        self.html = client.get(self.address).content.decode()
        self.page.goto(BASE + self.address)

    def words(self):
        return self.page.locator(f'[name="{LINE}-words"]')

    def type(self, text):
        line = self.page.locator(f'[data-line="{LINE}"]')
        line.get_by_text("objects", exact=True).click()
        self.words().fill(text)

    def save(self):
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="Save what the Party says").click()
        return {name: values[0] for name, values in parse_qs(self.sent[-1]).items()}

    def held(self):
        return self.page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('typed/'))")


@pytest.fixture
def device(chromium, review):
    made = Device(chromium, f"/en/reviews/KEN/{review.pk}/")
    yield made
    made.context.close()


def test_what_was_typed_outlives_the_session_and_goes_once_it_stands(device, authority):
    client = client_of(authority)
    device.open(client)
    device.type("It is a decree,\nnot a law.")
    assert "kept on this device" in device.page.locator("[data-state]").inner_text()
    # The session is over: the portal asks for a sign-in, and nothing was kept there.
    device.save()
    assert not PartyRemark.objects.exists()
    device.open(client)
    assert device.words().input_value() == "It is a decree,\nnot a law."
    assert device.page.locator(f'[id="{LINE}-objects"]').is_checked()
    assert device.page.locator(f'[data-typed] a[href="#{LINE}"]').is_visible()
    # Typing alone sends nothing: what a Party says stays said.
    assert len(device.sent) == 1
    sent = device.save()
    assert client.post(f"{device.address}remarks/", sent).status_code == 302
    assert PartyRemark.objects.get().words.splitlines() == ["It is a decree,", "not a law."]
    device.open(client)
    assert device.held() == []
    assert not device.page.locator("[data-typed]").is_visible()


def test_a_newer_word_of_the_party_meets_what_was_typed_before_it(device, review, authority):
    client = client_of(authority)
    device.open(client)
    device.type("It is a decree.")
    kenya = Party.objects.get(code="KEN")
    speak(review=review, party=kenya, said={LINE: Word("agrees", "", 0)}, by=authority, at=AT)
    device.open(client)
    assert device.words().input_value() == "It is a decree."
    answer = client.post(f"{device.address}remarks/", device.save())
    assert answer.status_code == 409
    assert "spoke to this line meanwhile" in answer.content.decode()
    # Shown back at the version to be answered: now it is said beside the other.
    device.html = answer.content.decode()
    device.page.goto(BASE + device.address)
    assert not device.page.locator("[data-typed]").is_visible()
    assert client.post(f"{device.address}remarks/", device.save()).status_code == 302
    assert [one.verdict for one in PartyRemark.objects.order_by("version")] == ["agrees", "objects"]


def test_what_the_closed_review_takes_no_more_is_shown_to_be_copied_and_can_be_deleted(device, review, authority):
    client = client_of(authority)
    device.open(client)
    device.type("It is a decree.")
    with time_machine.travel("2026-04-01T12:00:00Z", tick=False):
        device.open(client_of(authority))
    assert device.page.locator("form[data-lines]").count() == 0
    assert device.page.locator("[data-typed] textarea").input_value() == "It is a decree."
    device.page.get_by_role("button", name="Delete these texts from this device").click()
    assert device.held() == []


def test_on_a_shared_computer_nothing_is_kept_and_the_page_says_so(device, authority):
    client = client_of(authority)
    device.html = client.get(device.address).content.decode().replace('data-keeps="yes"', 'data-keeps="no"')
    device.page.goto(BASE + device.address)
    device.type("It is a decree.")
    assert "nothing is kept on this device" in device.page.locator("[data-state]").inner_text()
    assert device.held() == []
