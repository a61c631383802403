"""The cast for every test, and the connections that are needed beside it."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from retailers.models import CustomerPrivate
from tests.proof import FIGURES
from tests.seeding import plant
from tests.world import World
from wholesale.accounts.services import register_person
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.testing import as_owner


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Begin every test with nothing cached: the cast has the same ids in all of them."""
    cache.clear()


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Begin and end every test in English, whatever language a request of it spoke."""
    translation.activate("en")
    yield
    translation.deactivate()


@pytest.fixture
def world(db: None) -> World:
    """Return the cast, inside the test's own transaction."""
    return plant()


@pytest.fixture
def committed_world(transactional_db: None) -> World:
    """Return the cast really committed, for tests with threads; the tables are emptied afterwards."""
    return plant()


@pytest.fixture
def sally(world: World) -> Client:
    """Return alder's sales representative, who looks after rita alone."""
    person = register_person(email="sally@example.com", name="Sally")
    with as_owner():
        Membership.objects.create(organization=world.orgs["alder"], user=person, role=MemberRole.SALES)
        CustomerPrivate.objects.filter(customer=world.customers["alder", "rita"]).update(
            representative=person
        )
    world.users["sally"] = person
    return world.client("sally")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what the proofs have counted."""
    if FIGURES:
        terminalreporter.section("what was proven")
        terminalreporter.write("\n".join([*FIGURES, ""]))
