"""A link opens with whatever was hung on it on the way; what a page reads it states, and nothing else is drawn."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.cache import caches
from django.urls import URLResolver, get_resolver, resolve

from parties.asked import stated
from portal.api.asked import is_of_the_api
from tests.access_table import ADDRESSES, PUBLIC
from tests.portal.pages.addresses import PAGES
from tests.portal.pages.conftest import computed_once, reported_once  # noqa: F401 -- fixtures

HUNG_ON = "utm_source=messenger&utm_medium=x&fbclid=IwAR0abc&_=1"


@pytest.fixture
def portal(reported_once, db):  # noqa: F811
    """The real Parties, with a few reports."""


def views(patterns, namespace=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from views(pattern.url_patterns, inner)
        elif pattern.name:
            yield f"{namespace}{pattern.name}", pattern.callback


def test_every_public_view_states_what_it_reads():
    found = {name: view for name, view in views(get_resolver().url_patterns) if name in ADDRESSES}
    public = {name for name, address in ADDRESSES.items() if address.access == PUBLIC}
    assert [name for name in sorted(public) if stated(found[name]) is None and not is_of_the_api(found[name])] == []


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("page", ["/en/", "/en/indicators/2.2.1/?group=africa", "/en/reporting.svg", "/api/v1/docs/"])
def test_a_link_leads_on_to_the_page_without_what_the_page_does_not_know(client, portal, method, page):
    joined = f"{page}{'&' if '?' in page else '?'}{HUNG_ON}"
    answer = getattr(client, method)(joined)
    assert (answer.status_code, answer.url) == (302, page)
    assert client.get(page).status_code == 200


def test_people_who_are_signed_in_are_led_on_as_well(client, portal):
    client.cookies["sessionid"] = "whatever-it-may-hold"
    assert client.get(f"/en/plan/?{HUNG_ON}").url == "/en/plan/"


def test_of_a_parameter_given_twice_the_last_counts(client, portal):
    assert client.get("/en/indicators/2.2.1/?group=africa&group=sids").url == "/en/indicators/2.2.1/?group=sids"


@pytest.mark.parametrize("path", ["//evil.example/en/", "//evil.example", "/\\evil.example/en/", "/en//evil.example/"])
def test_nobody_is_led_to_another_host(client, portal, path):
    answer = client.get(path, QUERY_STRING="utm_source=x")
    assert answer.status_code in (301, 302, 404)
    if answer.status_code != 404:
        assert urlsplit(urljoin("http://testserver/", answer.url)).netloc == "testserver"


def test_what_leads_on_carries_over_no_line_break_and_no_other_name(client, portal):
    answer = client.get("/en/parties/?q=a%0d%0aSet-Cookie:%20x=1&x%0d%0a=2")
    assert answer.url == "/en/parties/?q=a%0D%0ASet-Cookie%3A+x%3D1"
    assert not answer.cookies


def test_nothing_that_a_page_does_not_know_is_drawn_or_kept(client, portal, django_assert_num_queries):
    for number in range(5):
        with django_assert_num_queries(0):
            assert client.get(f"/en/plan/?random={number}").status_code == 302
    assert caches["pages"].held_bytes == 0


def test_the_api_names_the_parameter_that_it_does_not_know(client, portal):
    answer = client.get("/api/v1/values/?utm_source=x")
    assert answer.status_code == 400
    assert "Unknown parameter" in answer.json()["fields"]["utm_source"][0]
    assert caches["pages"].held_bytes == 0


def test_no_page_links_to_itself_or_another_with_what_is_not_known(client, portal):
    leads_on = []
    for page in PAGES:
        body = client.get(page).content.decode(errors="replace")
        for found in re.findall(r'(?:href|src|action)="([^"#]*\?[^"#]+)', body):
            address = urljoin(page, found.replace("&amp;", "&"))
            parts = urlsplit(address)
            reads = stated(resolve(parts.path).func) if parts.path.startswith("/en/") and not parts.netloc else None
            if reads and {one.partition("=")[0] for one in parts.query.split("&")} - reads.names:
                leads_on.append((page, found))
    assert leads_on == []


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/en/indicators/2.2.1/?group=nobody", "africa"),
        ("/en/indicators/2.2.1/?cycle=99999999999999999999", "NR2"),
        ("/en/reporting/?cycle=-1", "NR3"),
        ("/en/questions/?cycle=%00", "no name here has"),
        ("/en/?pair=NR3-NR2", "NR2-NR3"),
        ("/en/parties/?status=%E2%80%AEevil", "non-party"),
        ("/en/evaluations/compare/?baseline=" + "9" * 5000, "NR2"),
    ],
)
def test_an_unknown_value_is_not_found_and_the_page_names_those_that_are(client, portal, address, says):
    answer = client.get(address)
    page = answer.content.decode()
    assert answer.status_code == 404
    assert says in page
    assert f'href="{urlsplit(address).path}"' in page
