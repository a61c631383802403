"""The cast for every test, and the connections that are needed beside it."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from tests.proof import FIGURES
from tests.seeding import seed
from tests.world import World


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Begin and end every test in English, whatever language a request of it spoke."""
    translation.activate("en")
    yield
    translation.deactivate()


@pytest.fixture
def world(db: None) -> World:
    """Return the cast, inside the test's own transaction."""
    return seed()


@pytest.fixture
def committed_world(transactional_db: None) -> World:
    """Return the cast really committed, for tests with threads; the tables are emptied afterwards."""
    return seed()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what the proofs have counted."""
    if FIGURES:
        terminalreporter.section("what was proven")
        terminalreporter.write("\n".join([*FIGURES, ""]))
