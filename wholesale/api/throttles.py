"""Rate limits by counting in the cache. Without a cache nobody is counted, and everybody gets in."""

import time
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from wholesale.api.errors import TooManyRequests

READS, READ_METHODS = 1_200, ("GET", "HEAD", "OPTIONS")
WRITES = 300
WINDOW_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of a limit in the present window."""

    limit: int
    used: int
    reset_seconds: int

    @property
    def is_used_up(self) -> bool:
        """Tell whether this call is one too many."""
        return self.used > self.limit

    def headers(self) -> dict[str, str]:
        """Return the headers that tell a machine how it stands."""
        left = max(self.limit - self.used, 0)
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(left),
            "RateLimit-Reset": str(self.reset_seconds),
        }


def take(name: str, *, limit: int, seconds: int = WINDOW_SECONDS) -> Allowance:
    """Count one call against a limit; for pages and API alike.

    Args:
        name: of what is limited, with whom ("directory:<organization>").
        limit: calls in each window of so many seconds.
    """
    window, passed = divmod(int(time.time()), seconds)
    key = f"rate:{name}:{window}"
    try:
        cache.add(key, 0, timeout=seconds * 2)
        used = cache.incr(key)
    except ValueError:  # gone between the two, or no cache at all
        used = 1
    return Allowance(limit, used, seconds - passed)


def count(
    name: str, *, limit: int, seconds: int = WINDOW_SECONDS, error: type[TooManyRequests] = TooManyRequests
) -> None:
    """Count one call against a limit, as `take` does, and refuse it if it is one too many.

    Count before anything is written: what is refused leaves nothing behind.

    Raises: `error`. A cache that is away lets everybody through.
    """
    allowance = take(name, limit=limit, seconds=seconds)
    if allowance.is_used_up:
        raise error(allowance.reset_seconds)


class ActingThrottle(BaseThrottle):
    """Limit each token, or person at a company: reads and writes apart. A view's `rate_limit` is its own."""

    def allow_request(self, request: Request, view: Any) -> bool:
        http = request._request  # noqa: SLF001
        acting = getattr(http, "acting", None)
        if acting is None:
            return True
        token = getattr(http, "api_token", None)
        who = f"token:{token.pk}" if token else f"{acting.user.pk}:{acting.organization.pk}"
        reads = request.method in READ_METHODS
        own: int | None = getattr(view, "rate_limit", None)
        what = type(view).__name__ if own else ("read" if reads else "write")
        allowance = take(f"{what}:{who}", limit=own or (READS if reads else WRITES))
        http.allowance = allowance  # type: ignore[attr-defined]
        if allowance.is_used_up:
            raise TooManyRequests(allowance.reset_seconds)
        return True
