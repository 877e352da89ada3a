"""Public pages answer repeat visits with 304 and are drawn once in a generation; private ones never."""

import pytest
from django.conf import settings
from django.core.cache import caches
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client
from django.urls import path
from django.views.decorators.cache import never_cache

from parties.asked import reads
from parties.changes import REPORTS, RUN, generation, note_change, note_content

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.portal.test_generation")]

drawn = []


@reads("group", "cycle", freely=("q",))
def page(request):
    drawn.append(request.get_full_path())
    return HttpResponse(f"page {len(drawn)} " + "x" * 1000)


def undeclared(request):
    drawn.append(request.get_full_path())
    return HttpResponse(f"undeclared {len(drawn)}")


@reads()
@never_cache
def fresh(request):
    drawn.append(request.get_full_path())
    return HttpResponse(f"fresh {len(drawn)}")


@reads()
def missing(request):
    return HttpResponse("missing", status=404)


@reads()
def with_cookie(request):
    response = HttpResponse("hello")
    response.set_cookie("name", "value")
    return response


@reads()
def stream(request):
    return StreamingHttpResponse(iter([b"a", b"b"]))


@reads()
def large(request):
    drawn.append("large")
    return HttpResponse("x" * 600 * 1024)


urlpatterns = [
    path("page", page),
    path("undeclared", undeclared),
    path("fresh", fresh),
    path("missing", missing),
    path("with-cookie", with_cookie),
    path("stream", stream),
    path("large", large),
    path("admin/page", page),
]


@pytest.fixture(autouse=True)
def _plain(settings):
    drawn.clear()
    settings.MIDDLEWARE = [
        "django.middleware.gzip.GZipMiddleware",
        "portal.generation.GenerationMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
    ]


def test_a_page_is_drawn_once_and_a_repeat_visit_is_answered_with_304(client):
    first = client.get("/page")
    assert first["Cache-Control"] == "public, no-cache"
    assert client.get("/page").content == first.content
    repeat = client.get("/page", headers={"if-none-match": first["ETag"]})
    assert (repeat.status_code, repeat.content, repeat["ETag"]) == (304, b"", first["ETag"])
    assert len(drawn) == 1


def test_a_change_makes_a_new_generation(client):
    first = client.get("/page")
    for source in (REPORTS, RUN):
        before = generation()
        note_change(source)
        assert generation() != before
    before = generation()
    note_content("another source", {"a": 1})
    assert generation() != before
    before = generation()
    note_content("another source", {"a": 1})
    assert generation() == before
    second = client.get("/page", headers={"if-none-match": first["ETag"]})
    assert second.status_code == 200
    assert second["ETag"] != first["ETag"]
    assert len(drawn) == 2


def test_another_code_version_makes_a_new_generation(client, settings):
    first = client.get("/page")
    settings.CODE_VERSION = "another"
    assert client.get("/page")["ETag"] != first["ETag"]


def test_a_browser_that_takes_compressed_pages_gets_its_304(client):
    first = client.get("/page", headers={"accept-encoding": "gzip"})
    assert first["Content-Encoding"] == "gzip"
    repeat = client.get("/page", headers={"accept-encoding": "gzip", "if-none-match": first["ETag"]})
    assert repeat.status_code == 304


def test_what_the_view_distinguishes_makes_pages_of_their_own_and_nothing_else_does(client, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    plain = client.get("/page")["ETag"]
    others = {
        client.get("/page?group=africa")["ETag"],
        client.get("/page?group=asia")["ETag"],
        client.get("/page", headers={"x-forwarded-proto": "https"})["ETag"],
    }
    assert len(others | {plain}) == 4
    settings.ALLOWED_HOSTS = ["*"]
    for headers in (
        {"accept": "application/json"},
        {"accept-language": "fr"},
        {"host": "testserver:8001"},
        {"host": "another.example"},
        {"user-agent": "one", "referer": "http://another.example/"},
    ):
        assert client.get("/page", headers=headers)["ETag"] == plain, headers
    in_one_order = client.get("/page?group=africa&cycle=NR2")["ETag"]
    assert client.get("/page?cycle=NR2&group=africa")["ETag"] == in_one_order
    assert len(drawn) == 5


def test_the_headers_alone_are_those_of_the_whole_page_and_draw_none_anew(client):
    whole = client.get("/page", headers={"accept-encoding": "gzip"})
    kept = client.get("/page", headers={"accept-encoding": "gzip"})
    alone = client.head("/page", headers={"accept-encoding": "gzip"})
    assert (alone["ETag"], alone.content) == (whole["ETag"], b"")
    assert dict(alone.items()) == dict(kept.items())
    assert alone["Content-Length"] == str(len(kept.content))
    assert client.head("/page", headers={"if-none-match": whole["ETag"]}).status_code == 304
    assert len(drawn) == 1


def test_a_page_whose_view_states_nothing_is_never_kept(client):
    assert client.get("/undeclared").content != client.get("/undeclared").content
    assert "ETag" not in client.get("/undeclared")


def test_a_page_of_what_somebody_typed_is_drawn_for_each_and_takes_no_room(client):
    first = client.get("/page?q=sea")
    assert client.get("/page?q=sea").content != first.content
    assert client.get("/page?q=sea", headers={"if-none-match": first["ETag"]}).status_code == 304
    assert caches["pages"].held_bytes == 0


def test_a_visit_with_a_session_is_private_and_neither_kept_nor_served_from_what_is_kept(client):
    client.get("/page")
    visitor = Client()
    visitor.cookies[settings.SESSION_COOKIE_NAME] = "some-session"
    first, second = visitor.get("/page"), visitor.get("/page")
    assert first.content != second.content
    assert first["Cache-Control"] == "private, no-store"
    assert "ETag" not in first
    assert len(drawn) == 3


def test_a_page_that_depends_on_the_cookie_says_so(client):
    for _ in ("drawn", "kept"):
        assert {name.strip() for name in client.get("/page")["Vary"].split(",")} == {"Accept-Encoding", "Cookie"}


@pytest.mark.parametrize("address", ["/missing", "/with-cookie", "/stream", "/admin/page"])
def test_only_whole_public_pages_are_kept(client, address):
    response = client.get(address)
    assert "ETag" not in response
    assert "public" not in response.get("Cache-Control", "")


def test_what_is_sent_to_the_portal_is_never_answered_from_what_is_kept(client):
    client.get("/page")
    assert client.post("/page").content.startswith(b"page 2")


def test_a_page_that_wants_to_be_fresh_is_neither_kept_nor_made_public(client):
    first, second = client.get("/fresh"), client.get("/fresh")
    assert first.content != second.content
    assert "no-store" in first["Cache-Control"]
    assert "public" not in first["Cache-Control"]


def test_a_large_page_is_not_kept_but_still_answers_with_304(client):
    first = client.get("/large")
    client.get("/large")
    assert drawn == ["large", "large"]
    assert client.get("/large", headers={"if-none-match": first["ETag"]}).status_code == 304
