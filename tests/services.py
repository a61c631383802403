"""pytest plugin: what a test may need of the machine, or a reason to skip.

REQUIRE_SERVICES=1 and REQUIRE_BROWSER=1 turn the skip into a failure: .ci/run sets them.
"""

import os
import shutil
from collections.abc import Iterator
from typing import NoReturn

import pytest
import redis

CLAIM = "cratebook:test"  # marks an empty database as taken by one run
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def _missing(what: str, *, required: str) -> NoReturn:
    if os.environ.get(required) == "1":
        pytest.fail(f"{what} ({required}=1)")
    pytest.skip(what)


@pytest.fixture(scope="session")
def redis_server() -> str:
    """Return the address of a Redis server: REDIS_TEST_URL, or the usual one of this machine."""
    url = os.environ.get("REDIS_TEST_URL", "redis://127.0.0.1:6379")
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=1, socket_timeout=5) as client:
            client.ping()
    except redis.RedisError:
        _missing(f"no Redis server answers at {url}", required="REQUIRE_SERVICES")
    return url


@pytest.fixture
def redis_url(redis_server: str) -> Iterator[str]:
    """Return the address of an empty Redis database that no other run uses; emptied afterwards."""
    with redis.Redis.from_url(redis_server) as server:
        count = int(server.config_get("databases").get("databases", 1))
    for number in reversed(range(count)):
        with redis.Redis.from_url(redis_server, db=number) as client:
            if client.dbsize() == 0 and client.set(CLAIM, "1", nx=True):
                try:
                    yield f"{redis_server.rstrip('/')}/{number}"
                finally:
                    client.flushdb()
                return
    _missing(f"every database of {redis_server} holds something", required="REQUIRE_SERVICES")


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of the system's Chromium; CHROMIUM names another."""
    for name in filter(None, (os.environ.get("CHROMIUM"), *BROWSERS)):
        if path := shutil.which(name):
            return path
    _missing("no Chromium on this machine (Debian: apt install chromium)", required="REQUIRE_BROWSER")
