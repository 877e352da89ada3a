"""A cache server that is away costs pages nothing, and limits still count."""

import pytest
from django.core.cache import cache

from strategic_plan import cache_settings
from tests.keeping.servers import free_port
from tests.people_factories import PASSWORD, client_of, make_person


@pytest.fixture
def redis_away(settings):
    address = f"redis://127.0.0.1:{free_port()}/0"
    settings.CACHES = cache_settings.caches(address)


def test_what_is_kept_while_redis_is_away_is_kept_by_the_process(redis_away):
    assert cache.add("attempts", 1)
    assert not cache.add("attempts", 1)
    assert cache.incr("attempts") == 2
    cache.set_many({"one": 1, "two": 2})
    assert cache.get_many(["one", "two", "three"]) == {"one": 1, "two": 2}
    assert cache.touch("one")
    assert cache.has_key("one")
    assert cache.delete("one")
    cache.delete_many(["two"])
    assert cache.get("two", "gone") == "gone"
    cache.clear()
    assert cache.get("attempts") is None


def test_people_read_and_sign_in_while_redis_is_away(redis_away, world):
    person, browser = make_person(), client_of()
    assert browser.get("/en/").status_code == 200
    browser.post("/en/accounts/login/", {"login": person.email, "password": "not this one"})
    browser.post("/en/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert browser.get("/en/me/").status_code == 200
