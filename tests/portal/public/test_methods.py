"""A page is asked for by the methods that it knows."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "TRACK", "X"])
@pytest.mark.parametrize("place", ["/en/", "/healthz", "/readyz", "/en/sign-in/", "/nowhere", "/api/v1/"])
def test_a_method_that_nobody_offers_is_refused_and_told_which_are_known(client, method, place):
    answer = client.generic(method, place, "Cookie: secret", headers={"x-secret": "echo"})
    assert answer.status_code == 405
    assert "GET" in answer["Allow"]
    assert answer.content == b""
    assert "Content-Security-Policy" in answer


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_those_that_are_known_reach_the_page(client, method):
    assert client.generic(method, "/healthz").status_code == 200
