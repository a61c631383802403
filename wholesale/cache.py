"""Redis as a cache that may be away: then nothing is found and nothing kept, and pages go on (SPEC.md B6)."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
TIMEOUT_SECONDS = 0.5
QUIET_SECONDS = 5.0


class FailOpenRedisCache(RedisCache):
    """Django's Redis cache, which answers as an empty one while the server is away."""

    quiet_until = 0.0  # of all threads of this process

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        timeouts = {"socket_connect_timeout": TIMEOUT_SECONDS, "socket_timeout": TIMEOUT_SECONDS}
        super().__init__(server, {**params, "OPTIONS": {**timeouts, **params.get("OPTIONS", {})}})

    def _or(self, missing: Any, ask: Callable[..., Any], *args: Any, **options: Any) -> Any:
        cls = type(self)
        if time.monotonic() < cls.quiet_until:
            return missing
        try:
            return ask(*args, **options)
        except RedisError as error:
            cls.quiet_until = time.monotonic() + QUIET_SECONDS
            log.warning("the cache is away: %s", error)
            return missing

    def add(self, *args: Any, **options: Any) -> Any:
        return self._or(True, super().add, *args, **options)  # noqa: FBT003 - "you are the first"

    def get(self, key: Any, default: Any = None, version: Any = None) -> Any:
        return self._or(default, super().get, key, default, version)

    def set(self, *args: Any, **options: Any) -> None:
        self._or(None, super().set, *args, **options)

    def touch(self, *args: Any, **options: Any) -> Any:
        return self._or(False, super().touch, *args, **options)  # noqa: FBT003

    def delete(self, *args: Any, **options: Any) -> Any:
        return self._or(False, super().delete, *args, **options)  # noqa: FBT003

    def get_many(self, *args: Any, **options: Any) -> Any:
        return self._or({}, super().get_many, *args, **options)

    def set_many(self, *args: Any, **options: Any) -> Any:
        return self._or([], super().set_many, *args, **options)

    def delete_many(self, *args: Any, **options: Any) -> None:
        self._or(None, super().delete_many, *args, **options)

    def has_key(self, *args: Any, **options: Any) -> Any:
        return self._or(False, super().has_key, *args, **options)  # noqa: FBT003

    def incr(self, key: Any, delta: int = 1, version: Any = None) -> Any:
        return self._or(delta, super().incr, key, delta, version)

    def clear(self) -> Any:
        return self._or(False, super().clear)  # noqa: FBT003
