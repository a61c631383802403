"""Alder's terms at three levels: for rita, for the groups she is in, and for all."""

from decimal import Decimal
from typing import Any

from catalogs.models import CustomerTerms, Price, PriceList
from catalogs.services import change_terms
from catalogs.terms import COLUMNS, Term
from retailers.models import CustomerGroup, GroupMember
from retailers.queries import Level
from tests.world import World
from wholesale.tenancy.testing import acting_as, as_owner


class Terms:
    """Who at alder may hold terms, and setting them there through the service."""

    def __init__(self, world: World, retailer: str = "rita") -> None:
        self.world, self.supplier = world, world.orgs["alder"]
        self.customer = world.customers["alder", retailer]
        self.bars = world.groups["alder"]

    def holder(self, level: "str | CustomerGroup") -> Level:
        """Return a level by its name, a group by itself."""
        if isinstance(level, CustomerGroup):
            return Level(self.supplier, group=level)
        found = {"customer": Level(self.supplier, customer=self.customer), "all": Level(self.supplier)}
        return found[level]

    def set(self, level: "str | CustomerGroup", **changes: Any) -> None:
        """Set columns of a level, whatever its version."""
        with acting_as(self.world.context("alder")):
            change_terms(
                holder=self.holder(level), changes=changes, version=None, by=self.world.users["alder"]
            )

    def join(self, name: str, rank: int) -> CustomerGroup:
        """Put the customer into one more group."""
        with acting_as(self.world.context("alder")):
            group = CustomerGroup.objects.create(supplier=self.supplier, name=name, rank=rank)
            GroupMember.objects.create(supplier=self.supplier, customer=self.customer, group=group)
        return group

    def list(self, name: str, price: str = "30", currency: str = "USD") -> PriceList:
        """Make one more price list, with this price for each of alder's products."""
        with acting_as(self.world.context("alder")):
            made = PriceList.objects.create(supplier=self.supplier, name=name, currency=currency)
            for product in self.world.products["alder"]:
                Price.objects.create(
                    supplier=self.supplier, price_list=made, product=product, unit_price=Decimal(price)
                )
        return made

    @property
    def applied(self) -> CustomerTerms:
        """Return what the shop reads."""
        with as_owner():
            return CustomerTerms.objects.get(customer=self.customer)


def same(row: CustomerTerms, terms: list[Term]) -> bool:
    """Tell whether what the shop reads is what the page says."""
    said = {column: value for term in terms for column, value in term.values.items()}
    limited = said.pop("has_credit_limit")
    default = said["price_list_id"] is None
    return all(
        getattr(row, column) == value
        for column, value in said.items()
        if column in COLUMNS and not (column == "price_list_id" and default)
    ) and limited == (row.credit_limit is not None)
