"""What a storm goes through: how often clients were told to come back, and how often the server broke a deadlock."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

import psycopg
from django.db import OperationalError

from bench.data import Market
from catalogs.models import CustomerTerms, TermsLevel
from inventory.enums import MovementKind
from inventory.models import StockBalance, StockMovement, Warehouse
from retailers.models import Customer
from tests.plans import superuser_address
from wholesale.organizations.models import Organization
from wholesale.tenancy.retries import is_busy, retried
from wholesale.tenancy.testing import as_owner

# How often a client comes back that is told 503; the product itself has tried four times for a lock.
PATIENCE = 20
T = TypeVar("T")


@dataclass
class Storm:
    """What was counted; the product gets over deadlocks and waits, and would hide them."""

    deadlocks: int = 0
    busy: list[str] = field(default_factory=list)

    def patiently(self, run: Callable[[], T]) -> T:
        """Do what a client does that is told 503 (Busy): try again, twenty times."""
        for _ in range(PATIENCE):
            try:
                return retried(run)
            except OperationalError as error:
                if not is_busy(error):
                    raise
                self.busy.append(str(error))
        return retried(run)

    def __str__(self) -> str:
        return f"{self.deadlocks} deadlocks, {len(self.busy)} times told 503"


@contextmanager
def raging() -> Iterator[Storm]:
    """Count the deadlocks of the block, whose threads all close their connections."""
    storm, before = Storm(), deadlocks()
    yield storm
    storm.deadlocks = deadlocks() - before


def deadlocks() -> int:
    """Return how many deadlocks the server has broken in the test's database; a session tells of its own at its end."""
    with psycopg.connect(superuser_address(), autocommit=True) as superuser:
        told = superuser.execute(
            "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
        ).fetchone()
    assert told
    return int(told[0])


def serve_by_two(market: Market, units: int) -> None:
    """Give a distributor as much stock as the supplier has; customers have the one, the other or both in turn."""
    supplier = market.supplier
    with as_owner():
        distributor = Organization.objects.create(name="Bench Delivery", slug="bench-delivery", delivers=True)
        warehouse = Warehouse.objects.create(organization=distributor, name="Dock", is_default=True)
        stock = {"supplier": supplier, "warehouse": warehouse, "keeper": distributor, "on_hand_units": units}
        StockBalance.objects.bulk_create(
            StockBalance(product_id=product, **stock) for product in market.product_ids
        )
        StockMovement.objects.bulk_create(
            StockMovement(product_id=product, kind=MovementKind.RECEIPT, **stock)
            for product in market.product_ids
        )
        customers = list(Customer.objects.filter(supplier=supplier).order_by("pk"))
        delivered = [customer.pk for at, customer in enumerate(customers) if at % 3]
        Customer.objects.filter(pk__in=delivered).update(distributor=distributor)
        TermsLevel.objects.bulk_create(
            TermsLevel(supplier=supplier, customer=customer, adds_own_stock=True, version=1)
            for customer in customers[2::3]
        )
        assert CustomerTerms.objects.filter(supplier=supplier, adds_own_stock=True).count() == len(
            customers[2::3]
        )
