"""The cast for every test, and the connections that are needed beside it."""

import pytest

from tests.seeding import seed
from tests.world import World


@pytest.fixture
def world(db: None) -> World:
    """Return the cast, inside the test's own transaction."""
    return seed()


@pytest.fixture
def committed_world(transactional_db: None) -> World:
    """Return the cast really committed, for tests with threads; the tables are emptied afterwards."""
    return seed()
