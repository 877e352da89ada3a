"""Links that prove by themselves who may open them never reach a log."""

import logging

import pytest
from django.urls import get_resolver
from django.urls.resolvers import URLPattern
from gunicorn.config import Config

from strategic_plan.live_links import WithoutLiveLinks, without_live_links
from strategic_plan.serving.access_log import AccessLog

SECRET = "Sekret-7f3a_live"
PROVES = {"secret", "token"}


def live(resolver, within=""):
    """Every address of the URLconf that holds what proves itself, with such a thing in it."""
    for one in resolver.url_patterns:
        here = within + str(one.pattern)
        if not isinstance(one, URLPattern):
            yield from live(one, here)
        elif "key" in one.pattern.regex.groupindex and "uidb36" in one.pattern.regex.groupindex:
            yield f"/en/accounts/password/reset/key/7-{SECRET}/"
        elif PROVES & set(one.pattern.converters):
            name = next(iter(PROVES & set(one.pattern.converters)))
            yield "/" + here.replace("^", "").replace(f"<str:{name}>", SECRET)


ADDRESSES = [*live(get_resolver()), f"/en/desk/people/?going-on={SECRET}&party=KEN"]


def test_the_addresses_are_those_that_are_known_to_be_live():
    assert len(ADDRESSES) == 7


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_line_tells_the_place_and_not_the_secret(address):
    record = logging.LogRecord("django.request", 30, "", 0, "Not Found: %s", (address,), None)
    assert WithoutLiveLinks().filter(record)
    assert SECRET not in record.getMessage()
    assert address[:12] in record.getMessage()


def test_what_is_no_link_is_told_whole():
    line = "GET /en/parties/KEN/?page=2 200, /en/evaluations/mid-term/ queries"
    assert without_live_links(line) == line


def test_every_handler_of_the_settings_takes_them_out(settings):
    assert all("links" in handler["filters"] for handler in settings.LOGGING["handlers"].values())


def test_the_log_of_requests_of_the_server_has_none(rf):
    class Answer:
        status, sent, headers = "404 Not Found", 0, ()

    class Asked:
        headers = (("REFERER", f"https://portal.example/en/invitations/{SECRET}/"),)

    address = f"/en/invitations/{SECRET}/"
    environ = {"RAW_URI": address, "PATH_INFO": address, "REQUEST_METHOD": "GET", "SERVER_PROTOCOL": "HTTP/1.1"}
    environ |= {"HTTP_REFERER": f"https://portal.example{address}"}

    class Took:
        seconds, microseconds = 0, 1

    log = AccessLog(Config())
    assert SECRET not in str(dict(log.atoms(Answer, Asked, environ, Took)))
