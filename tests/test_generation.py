"""Public pages answer repeat visits with 304 and are drawn once in a generation; private ones never."""

import pytest
from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client
from django.urls import path
from django.views.decorators.cache import never_cache

from parties.changes import REPORTS, RUN, generation, note_change, note_content

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.test_generation")]

drawn = []


def page(request):
    drawn.append(request.get_full_path())
    return HttpResponse(f"page {len(drawn)} " + "x" * 1000)


@never_cache
def fresh(request):
    drawn.append(request.get_full_path())
    return HttpResponse(f"fresh {len(drawn)}")


def missing(request):
    return HttpResponse("missing", status=404)


def with_cookie(request):
    response = HttpResponse("hello")
    response.set_cookie("name", "value")
    return response


def stream(request):
    return StreamingHttpResponse(iter([b"a", b"b"]))


def large(request):
    drawn.append("large")
    return HttpResponse("x" * 600 * 1024)


urlpatterns = [
    path("page", page),
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
        "evaluation.generation.GenerationMiddleware",
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


def test_the_query_the_accepted_type_and_the_method_make_pages_of_their_own(client):
    tags = {
        client.get("/page")["ETag"],
        client.get("/page?group=africa")["ETag"],
        client.get("/page", headers={"accept": "application/json"})["ETag"],
        client.head("/page")["ETag"],
    }
    assert len(tags) == 4


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
    assert {"Accept", "Cookie"} <= {name.strip() for name in client.get("/page")["Vary"].split(",")}


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
