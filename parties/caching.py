"""The cache of production: Redis, and while it is away the memory of each process."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as RedisAway
from redis.exceptions import TimeoutError as RedisSilent

log = logging.getLogger(__name__)

# Seconds: what may be away is never waited for long.
PATIENCE = {"socket_connect_timeout": 1, "socket_timeout": 2}


class RedisOrOwnMemory(RedisCache):
    """Pages are drawn and attempts to sign in are counted without Redis too, by each process for itself."""

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        super().__init__(server, params | {"OPTIONS": PATIENCE | params.get("OPTIONS", {})})
        self._own = LocMemCache("redis-away", {name: value for name, value in params.items() if name != "OPTIONS"})

    def _try(self, name: str, *args: Any, **kwargs: Any) -> Any:
        ask: Callable[..., Any] = getattr(super(), name)
        try:
            return ask(*args, **kwargs)
        except (RedisAway, RedisSilent):
            log.warning("cache away", extra={"asked": name})
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
        self._try("clear")
