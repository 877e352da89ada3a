"""Where what can be made again is kept: pages in one place, the counters of attempts in another."""

from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

# Redis has sixteen databases unless told otherwise.
DATABASES = 16
# For each process that serves.
MEMORY_OF_PAGES = {"MAX_ENTRIES": 2000, "MAX_BYTES": 16 * 1024 * 1024}
# So many pages are drawn at once in a process of eight threads, and so few wait for a turn, that two threads are
# always free: for what is kept, for saves, and for whoever asks whether the portal is there.
TURNS = (4, 2, 0.8)


def beside(broker: str) -> str:
    """The database after the broker's: what is kept never shares one with what waits to be done."""
    parts = urlsplit(broker)
    number = parts.path.strip("/") or "0"
    if not number.isdecimal():
        return broker
    return urlunsplit(parts._replace(path=f"/{(int(number) + 1) % DATABASES}"))


def with_password(address: str, password: str) -> str:
    """An address of Redis with a password of any characters; without one the address as it is."""
    if not (address and password):
        return address
    parts = urlsplit(address)
    user, host = parts.username or "", parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{user}:{quote(password, safe='')}@{host}"))


def caches(url: str) -> dict[str, dict[str, Any]]:
    """Both caches, in Redis where there is an address, else in the memory of each process."""
    if url:
        redis = {"BACKEND": "parties.caching.RedisOrOwnMemory", "LOCATION": url}
        return {name: redis | {"KEY_PREFIX": name} for name in ("default", "pages")}
    memory = "parties.caching.BoundedMemory"
    return {
        "default": {"BACKEND": memory, "LOCATION": "default", "OPTIONS": {"MAX_ENTRIES": 10_000}},
        "pages": {"BACKEND": memory, "LOCATION": "pages", "OPTIONS": MEMORY_OF_PAGES},
    }
