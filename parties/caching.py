"""What is kept for a while: in the memory of each process within bounds, or in Redis, and in memory while it is away.

A full cache forgets what was not asked for longest, and never fails.
"""

import logging
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as RedisAway
from redis.exceptions import ResponseError as RedisRefused
from redis.exceptions import TimeoutError as RedisSilent

log = logging.getLogger(__name__)

# Seconds: what may be away is never waited for long.
PATIENCE = {"socket_connect_timeout": 1, "socket_timeout": 2}
# Of memory, where the settings do not say.
MOST_ENTRIES, MOST_BYTES = 4000, 8 * 1024 * 1024


class BoundedMemory(LocMemCache):
    """The memory of one process, bounded in entries and in bytes."""

    # Of the class above, the longest unasked last.
    _cache: OrderedDict[str, bytes]
    _expire_info: dict[str, float | None]
    _lock: Lock

    def __init__(self, name: str, params: dict[str, Any]) -> None:
        options = {"MAX_ENTRIES": MOST_ENTRIES} | params.get("OPTIONS", {})
        super().__init__(name, params | {"OPTIONS": options})
        self._most_bytes = int(options.get("MAX_BYTES", MOST_BYTES))

    @property
    def held_bytes(self) -> int:
        return sum(len(held) for held in self._cache.values())

    def add(self, *args: Any, **kwargs: Any) -> bool:
        added = super().add(*args, **kwargs)
        self._shrink()
        return added

    def set(self, *args: Any, **kwargs: Any) -> None:
        super().set(*args, **kwargs)
        self._shrink()

    def _shrink(self) -> None:
        with self._lock:
            over = self.held_bytes - self._most_bytes
            while over > 0:
                oldest, held = self._cache.popitem()
                del self._expire_info[oldest]
                over -= len(held)


class RedisOrOwnMemory(RedisCache):
    """Pages are drawn and attempts to sign in are counted without Redis too, by each process for itself."""

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        super().__init__(server, params | {"OPTIONS": PATIENCE | params.get("OPTIONS", {})})
        name = f"redis-away/{params.get('KEY_PREFIX', '')}"
        self._own = BoundedMemory(name, {key: value for key, value in params.items() if key != "OPTIONS"})

    def _try(self, name: str, *args: Any, **kwargs: Any) -> Any:
        ask: Callable[..., Any] = getattr(super(), name)
        try:
            return ask(*args, **kwargs)
        except (RedisAway, RedisSilent):
            log.warning("cache away", extra={"asked": name})
            return getattr(self._own, name)(*args, **kwargs)
        except RedisRefused as refusal:
            # Full, or a replica that only reads: what could not be kept is made again.
            log.warning("cache refused", extra={"asked": name, "refusal": str(refusal)})
            return getattr(self._own, name)(*args, **kwargs)

    def add(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._try("add", *args, **kwargs))

    def get(self, *args: Any, **kwargs: Any) -> Any:
        return self._try("get", *args, **kwargs)

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._try("set", *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._try("touch", *args, **kwargs))

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._try("delete", *args, **kwargs))

    def get_many(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        found: dict[str, Any] = self._try("get_many", *args, **kwargs)
        return found

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._try("has_key", *args, **kwargs))

    def incr(self, *args: Any, **kwargs: Any) -> int:
        return int(self._try("incr", *args, **kwargs))

    def set_many(self, *args: Any, **kwargs: Any) -> list[Any]:
        refused: list[Any] = self._try("set_many", *args, **kwargs)
        return refused

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        self._try("delete_many", *args, **kwargs)

    def clear(self) -> None:
        """Forget our own entries: another cache or a broker may live in the same database."""
        try:
            client = self._cache.get_client(write=True)
            for key in client.scan_iter(match=self.make_key("*"), count=1000):
                client.delete(key)
        except (RedisAway, RedisSilent):
            log.warning("cache away", extra={"asked": "clear"})
        self._own.clear()
