"""The product's settings with what tests need; `tests.cluster` has set the environment before."""

import os

from wholesale.settings import *  # noqa: F403
from wholesale.settings import DATABASES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# A database that has the migrations; each test process copies it.
DATABASES["default"]["TEST"] = {"TEMPLATE": os.environ.get("TEST_DATABASE_TEMPLATE", "")}
