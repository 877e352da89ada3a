"""Few pages are drawn at once, what is kept is answered all the while, and whoever finds no turn is told so."""

import threading
from contextlib import ExitStack

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from parties.asked import reads
from parties.changes import RUN, note_change
from portal.generation import GenerationMiddleware
from portal.turns import DrawingTurns
from portal.views import health

pytestmark = [pytest.mark.urls("tests.portal.public.test_turns")]


@reads("group")
def page(request):
    return HttpResponse("page " + "x" * 1000)


urlpatterns = [path("page", page), path("other", page), path("healthz", health.alive), path("api/v1/page", page)]


def turns(**limits):
    return DrawingTurns(**({"at_once": 2, "waiting": 1, "patience": 0.05} | limits))


def test_so_many_have_a_turn_and_the_next_ones_none():
    held = turns()
    with ExitStack() as stack:
        assert [stack.enter_context(held.turn(thing)) for thing in "abc"] == [True, True, False]
    with held.turn("c") as given:
        assert given


def test_a_fault_gives_the_turn_back():
    held = turns(at_once=1)
    with pytest.raises(ZeroDivisionError), held.turn("a"):
        1 / 0  # noqa: B018
    with held.turn("b") as given:
        assert given


def test_whoever_waits_is_given_the_turn_that_ends_and_more_than_a_few_do_not_wait():
    held = turns(at_once=1, waiting=1, patience=30)
    first, begun, found = threading.Event(), threading.Event(), []

    def draw():
        with held.turn("a"):
            begun.set()
            first.wait(30)

    def wait():
        with held.turn("b") as given:
            found.append(given)

    drawing, waiting = threading.Thread(target=draw), threading.Thread(target=wait)
    drawing.start()
    begun.wait(30)
    waiting.start()
    while not held._waiting:
        pass
    with held.turn("c") as given:
        assert not given
    first.set()
    for one in (drawing, waiting):
        one.join(30)
    assert found == [True]


def test_one_thing_is_drawn_once_at_a_time():
    held = turns(at_once=5)
    with held.turn("a"), held.turn("a") as again, held.turn("b") as other:
        assert (again, other) == (False, True)


@pytest.fixture
def middleware(settings, db):
    """The middleware with a single turn, and nobody who waits."""
    settings.DRAWN_AT_ONCE, settings.WAITING_TO_BE_DRAWN = 1, 0
    settings.MIDDLEWARE = ["portal.generation.GenerationMiddleware"]
    return GenerationMiddleware(lambda request: page(request))


def asked(address, **more):
    return RequestFactory().get(address, **more)


def test_without_a_turn_the_answer_is_503_and_says_when_to_come_again(middleware):
    with middleware.turns.turn("another"):
        answer = middleware(asked("/page"))
        of_the_api = middleware(asked("/api/v1/page"))
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "3", "no-store")
    assert "try again in a few seconds" in answer.content.decode()
    assert of_the_api.headers["Content-Type"] == "application/json"
    assert middleware(asked("/page")).status_code == 200


def test_what_is_kept_and_who_asks_for_health_need_no_turn(middleware):
    first = middleware(asked("/page"))
    with middleware.turns.turn("another"):
        assert middleware(asked("/page")).content == first.content
        assert middleware(asked("/page", headers={"if-none-match": first["ETag"]})).status_code == 304
        assert middleware(asked("/healthz")).status_code == 200
        assert middleware(asked("/other")).status_code == 503


def test_a_made_up_session_needs_a_turn_and_somebody_signed_in_does_not(middleware, world):
    from tests.people_factories import client_of, make_person

    session = client_of(make_person()).cookies["sessionid"].value
    with middleware.turns.turn("another"):
        request = asked("/page")
        request.COOKIES["sessionid"] = "made-up-by-somebody"
        assert middleware(request).status_code == 503
        request.COOKIES["sessionid"] = session
        assert middleware(request).status_code == 200


def test_for_a_minute_after_a_change_the_page_before_stands_in_where_there_is_no_turn(middleware, monkeypatch):
    first = middleware(asked("/page"))
    note_change(RUN)
    with middleware.turns.turn("another"):
        before = middleware(asked("/page"))
        assert (before.status_code, before["ETag"]) == (200, first["ETag"])
        monkeypatch.setattr("portal.generation.BEFORE_SECONDS", -1)
        assert middleware(asked("/page")).status_code == 503
    now = middleware(asked("/page"))
    assert now["ETag"] != first["ETag"]


def test_a_busy_page_is_whole_for_the_test_client_too(settings, world):
    settings.DRAWN_AT_ONCE = settings.WAITING_TO_BE_DRAWN = 0
    answer = Client().get("/page")
    assert answer.status_code == 503
    assert b"Busy for a moment" in answer.content
