"""Every address with hostile text in path, query, form, headers, cookies: the text or a refusal, never a fault."""

import os
import re
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from django.http import SimpleCookie
from django.test import Client
from django.urls import reverse

from tests.access_table import ADDRESSES, DESK, ENTRANCE, PUBLIC, PUBLISH, REPORT
from tests.test_access import ROUTES, paths, portal, world_once  # noqa: F401 -- fixtures

pytestmark = pytest.mark.slow

# Who is answered at an address, and before them who is sent to sign in.
ROLES = {PUBLIC: ("anonymous",), ENTRANCE: ("anonymous",), DESK: ("publisher",), PUBLISH: ("publisher",)}
# How often each field is sent with another of the texts; each of them once in `make drill`.
TURNS = int(os.environ.get("DRILL_HOSTILE", "1"))
# As they stand in an address, percent-encoded: what is no text, what no database holds, what breaks a page.
HOSTILE = {
    "nul": "a%00b",
    "digits": "9" * 5000,
    "large": "9" * 30,
    "negative": "-1",
    "surrogate": "%ED%A0%80",
    "overlong": "%C0%AF%E0%80%AF",
    "tags": quote("<a" * 600),
    "bidi": quote("\u202eKEN\u2066"),
    "digit": quote("٣²"),
    "word": "w" * 3000,
    "line": "a%0D%0Ab%7F%01",
}
ASKED = ("page", "cycle", "group", "party", "state", "language", "next", "edition", "q", "sha256", "search", "format")
FORM = "application/x-www-form-urlencoded"


def ask(portal, who, method, path, **given):  # noqa: F811
    client = Client(raise_request_exception=False)
    client.cookies = SimpleCookie(portal["cookies"][who].output(header="", sep=";"))
    with transaction.atomic():
        response = client.generic(method, path, **given)
        body = b"".join(response) if response.streaming else response.content
        transaction.set_rollback(True)
    return response.status_code, body


def hostile_paths(portal, name, texts):  # noqa: F811
    """The address with each of its parts in turn replaced by each of these texts."""
    own = ADDRESSES[name].args
    # Party and cycle of a report stand in one pattern for all of its addresses.
    if name not in ("national_reports:report", "desk:review"):
        own = {part: value for part, value in own.items() if (part, value) not in REPORT.items()}
    values = [str(portal.get(value, value)) for value in own.values()]
    for path in paths(portal, name):
        for value in values:
            before, found, after = path.rpartition(f"/{value}")
            if found:
                yield from (f"{before}/{hostile}{after}" for hostile in texts)


def texts_for(name, *, passes):
    """The texts that stand in an address: every one where PostgreSQL takes what is asked, of whoever passes.

    Elsewhere, and of whoever is sent to sign in before the address is read, one each turn, at each address another.
    """
    texts = list(HOSTILE.values())
    place = sorted(ADDRESSES).index(name)
    everything = passes and connection.vendor == "postgresql"
    return texts if everything else [texts[(place + turn) % len(texts)] for turn in range(TURNS)]


def fields_of(page):
    return sorted(set(re.findall(r'name="([^"]+)"', page.decode(errors="replace"))) - {"csrfmiddlewaretoken"})


def filled(names, turn):
    """Each field with one of the texts, in another turn with the next one."""
    texts = list(HOSTILE.values())
    return "&".join(f"{quote(name)}={texts[(place + turn) % len(texts)]}" for place, name in enumerate(names))


@pytest.mark.parametrize("name", sorted(name for name in ADDRESSES if not name.startswith("admin:")))
def test_hostile_text_at_an_address_is_answered_and_never_a_fault(portal, name):  # noqa: F811
    faults = []

    def expect(who, method, path, **given):
        status, body = ask(portal, who, method, path, **given)
        if status >= 500:
            faults.append((status, who, method, path[:200], {key: str(value)[:200] for key, value in given.items()}))
        return body

    roles = ROLES.get(ADDRESSES[name].access, ("anonymous", "authority"))
    for who in roles:
        for path in dict.fromkeys(hostile_paths(portal, name, texts_for(name, passes=who == roles[-1]))):
            expect(who, "GET", path)
        path = next(iter(paths(portal, name)))
        fields = (fields_of(expect(who, "GET", path)) + sorted(ADDRESSES[name].body))[:60]
        for turn in range(TURNS):
            expect(who, "GET", path, QUERY_STRING=filled(ASKED, turn))
            if ADDRESSES[name].post and fields:
                expect(who, "POST", path, data=filled(fields, turn), content_type=FORM)
    assert faults == []


STRANGE = ["x" * 5000, "\xff\xfe\x80", "'\"<a" * 300, "../..%00", "\t;,=", "q=" + "9" * 5000]


@pytest.mark.parametrize("header", ["ACCEPT", "ACCEPT_LANGUAGE", "ACCEPT_ENCODING", "USER_AGENT", "REFERER", "RANGE"])
def test_hostile_headers_are_answered(portal, header):  # noqa: F811
    for path in ("/en/method/", "/api/v1/cycles/"):
        for text in [*STRANGE, 'W/"' + "a" * 4000]:
            more = {f"HTTP_{header}": text, "HTTP_IF_NONE_MATCH": text, "HTTP_X_FORWARDED_FOR": text}
            assert ask(portal, "anonymous", "GET", path, **more)[0] < 500, (path, text[:20])


@pytest.mark.parametrize("cookie", ["sessionid", "csrftoken", "messages", "django_language", "device"])
def test_hostile_cookies_are_answered(portal, cookie):  # noqa: F811
    for text in ('"abcdefgh\\000ijkl"', "x" * 4000, '"\\377\\376"', "a:b:c", '"<a<a<a"'):
        for path in ("/en/", "/en/me/", "/en/accounts/login/", "/admin/"):
            assert Client(raise_request_exception=False).get(path, HTTP_COOKIE=f"{cookie}={text}").status_code < 500


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_account_is_refused_like_any_other(portal, text):  # noqa: F811
    for name in ("account_login", "account_reset_password"):
        body = f"login={text}&email={text}&password={text}"
        for _ in range(2):
            status, _page = ask(portal, "anonymous", "POST", reverse(name), data=body, content_type=FORM)
            assert status < 500
