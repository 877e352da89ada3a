"""Kept pages are compressed once, served as the client takes them, and never outgrow their place."""

import gzip

import brotli
import pytest
import redis
from django.conf import settings as configured
from django.core.cache import caches
from django.http import HttpResponse
from django.test import RequestFactory

from parties.caching import BoundedMemory, RedisOrOwnMemory
from portal.kept_pages import KeptPage, chosen_encoding
from strategic_plan.cache_settings import beside
from tests.keeping.servers import REDIS, Broker

TEXT = "<p>the same words, again and again</p>" * 500


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("", ""),
        ("identity", ""),
        ("gzip", "gzip"),
        ("gzip, deflate, br", "br"),
        ("GZIP;q=1, br;q=0.5", "gzip"),
        ("br;q=0, gzip;q=0.1", "gzip"),
        ("gzip;q=0", ""),
        ("*", "br"),
        ("*;q=0", ""),
        ("br;q=nonsense, gzip", "gzip"),
        ("," * 9000 + "gzip", ""),
    ],
)
def test_the_encoding_is_the_one_that_the_client_takes_best(accepted, chosen):
    assert chosen_encoding(accepted) == chosen


@pytest.mark.parametrize(("accepted", "open_up"), [("br", brotli.decompress), ("gzip", gzip.decompress), ("", bytes)])
def test_a_kept_page_is_the_same_in_every_encoding(accepted, open_up):
    kept = KeptPage.of(HttpResponse(TEXT, headers={"Content-Security-Policy": "default-src 'none'"}))
    answer = kept.answer(RequestFactory().get("/", headers={"accept-encoding": accepted}))
    assert open_up(answer.content).decode() == TEXT
    assert answer["Content-Length"] == str(len(answer.content))
    assert answer["Content-Security-Policy"] == "default-src 'none'"
    assert answer["Vary"] == "Accept-Encoding"
    assert answer.get("Content-Encoding", "") == accepted


def test_a_page_takes_a_small_part_of_its_own_size():
    kept = KeptPage.of(HttpResponse(TEXT))
    assert sum(map(len, kept.bodies.values())) < len(TEXT) / 10


@pytest.mark.parametrize("address", ["/en/reporting.csv", "/en/reporting.svg", "/en/parties/", "/api/v1/parties/"])
def test_pages_files_drawings_and_the_api_are_kept_alike(client, world, address):
    first = client.get(address, headers={"accept-encoding": "br"})
    again = client.get(address, headers={"accept-encoding": "br"})
    assert again["Content-Encoding"] == "br"
    assert again["ETag"] == first["ETag"]
    assert again["Content-Type"] == first["Content-Type"]
    assert again.get("Content-Disposition") == first.get("Content-Disposition")
    plain = client.get(address, headers={"accept-encoding": "gzip;q=0"})
    assert "Content-Encoding" not in plain
    assert brotli.decompress(again.content) == plain.content
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304


def test_the_api_tells_what_it_distinguishes_and_keeps_no_answer_for_a_made_up_one(client, world, settings):
    settings.ALLOWED_HOSTS = ["*"]
    for headers in ({"host": "testserver:4711"}, {"accept": "application/json; indent=3"}, {"accept": "text/html"}):
        client.get("/api/v1/cycles/", headers=headers)
    for query in ("page_size=7", "in_force_on=2014-01-01", "search=sea"):
        client.get(f"/api/v1/{'questions' if 'search' in query else 'parties'}/?{query}")
    assert caches["pages"].held_bytes == 0
    answer = client.get("/api/v1/cycles/")
    assert {"Accept", "Cookie"} <= {one.strip() for one in answer["Vary"].split(",")}
    assert client.get("/api/v1/cycles/", headers={"accept": "text/html"}).status_code == 406
    assert caches["pages"].held_bytes > 0


def memory(**options):
    cache = BoundedMemory("test-of-bounds", {"OPTIONS": options})
    cache.clear()
    return cache


def test_a_full_memory_forgets_what_was_not_asked_for_longest_and_never_fails():
    cache = memory(MAX_BYTES=10_000)
    cache.set("often", b"x" * 1000)
    for number in range(100):
        assert cache.get("often")
        cache.set(str(number), b"y" * 1000)
    assert cache.held_bytes <= 10_000
    assert cache.get("often")
    assert cache.get("99")
    assert cache.get("0") is None
    cache.set("more-than-all", b"z" * 20_000)
    assert cache.held_bytes <= 10_000


def test_a_memory_is_bounded_in_entries_too():
    cache = memory(MAX_ENTRIES=10)
    for number in range(100):
        cache.add(str(number), number)
    assert len(cache._cache) <= 10


@pytest.mark.parametrize(
    ("broker", "kept"),
    [
        ("redis://redis:6379/0", "redis://redis:6379/1"),
        ("redis://redis:6379", "redis://redis:6379/1"),
        ("rediss://:secret@redis:6380/3?ssl_cert_reqs=none", "rediss://:secret@redis:6380/4?ssl_cert_reqs=none"),
        ("redis://127.0.0.1:6379/15", "redis://127.0.0.1:6379/0"),
    ],
)
def test_what_is_kept_has_a_database_beside_the_brokers(broker, kept):
    assert beside(broker) == kept


def test_pages_cannot_push_out_the_counters_of_attempts():
    assert configured.CACHES["default"]["LOCATION"] != configured.CACHES["pages"]["LOCATION"]


@pytest.fixture
def server():
    broker = Broker()
    broker.start()
    yield broker
    broker.stop()


@pytest.mark.services
@pytest.mark.skipif(REDIS is None, reason="no Redis is installed")
def test_a_full_redis_that_serves_both_keeps_the_jobs_forgets_pages_and_fails_nobody(server):
    client = redis.Redis.from_url(server.url)
    client.config_set("maxmemory", client.info("memory")["used_memory"] + 2_000_000)
    client.config_set("maxmemory-policy", "volatile-lru")
    client.lpush("celery", *(f"job {number}" for number in range(50)))
    cache = RedisOrOwnMemory(beside(server.url), {"KEY_PREFIX": "pages"})
    for number in range(100):
        cache.set(str(number), b"x" * 100_000, 60)
    assert client.llen("celery") == 50
    assert cache.get("99")
    assert client.info("stats")["evicted_keys"] > 0
    # Where whoever runs it chose that nothing may be forgotten, the process keeps what it can by itself.
    client.config_set("maxmemory-policy", "noeviction")
    client.config_set("maxmemory", 1)
    cache.set("one-more", b"y", 60)
    client.config_set("maxmemory", 0)
    cache.clear()
    assert client.llen("celery") == 50
    assert redis.Redis.from_url(beside(server.url)).dbsize() == 0
