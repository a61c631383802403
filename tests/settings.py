"""The product's settings with what tests need; `tests.cluster` has set the environment before."""

import os

from wholesale.settings import *  # noqa: F403
from wholesale.settings import DATABASES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Without a cache nothing counts how often somebody calls, as when Redis is away.
_CACHE = "dummy.DummyCache" if "TEST_WITHOUT_CACHE" in os.environ else "locmem.LocMemCache"
CACHES = {"default": {"BACKEND": f"django.core.cache.backends.{_CACHE}"}}
# A database that has the migrations; each test process copies it.
DATABASES["default"]["TEST"] = {"TEMPLATE": os.environ.get("TEST_DATABASE_TEMPLATE", "")}
