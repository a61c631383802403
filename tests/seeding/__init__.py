"""The cast of the tests, written down for each."""

from tests.seeding.replaying import plant

__all__ = ["plant"]
