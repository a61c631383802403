"""Alder, who gives rita prices of her own for the pale ale; through the service, its pages and the API."""

import json
from decimal import Decimal
from typing import Any

from django.urls import reverse

from catalogs.models import CustomerPrice, Product
from catalogs.prices import ListPrice
from catalogs.queries import unit_price
from catalogs.services import SpecialPrice, end_special_price, set_special_prices
from tests.world import World
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import acting_as, as_owner

D = Decimal


class Dealer:
    """Alder, giving rita prices of her own for the pale ale."""

    def __init__(self, world: World) -> None:
        self.world, self.customer = world, world.customers["alder", "rita"]
        self.pale, self.stout = world.products["alder"]
        self.client = world.client("alder")
        with as_owner():
            CustomerPrice.objects.filter(customer=self.customer).delete()

    def set(self, price: str, *breaks: tuple[int, str], **details: Any) -> CustomerPrice:
        costs = ListPrice(D(price), tuple((units, D(at)) for units, at in breaks))
        wanted = SpecialPrice(product_id=self.pale.pk, price=costs, **details)
        with acting_as(self.world.context("alder")):
            return set_special_prices(customer=self.customer, prices=[wanted], by=self.world.users["alder"])[
                0
            ]

    def end(self) -> None:
        with acting_as(self.world.context("alder")):
            kept = CustomerPrice.objects.filter(customer=self.customer).select_related("product", "customer")
            price = kept.latest("valid_from")
            end_special_price(price=price, by=self.world.users["alder"])

    def rows(self) -> list[CustomerPrice]:
        with as_owner():
            return list(CustomerPrice.objects.filter(customer=self.customer).order_by("-valid_from"))

    def pays(self, units: int = 1) -> str | None:
        """Return what rita pays for a case of pale ale, asked in her own context."""
        with acting_as(self.world.context("rita")):
            priced = Product.objects.annotate(pays=unit_price(customer_id=self.customer.pk, units=units))
            found = priced.get(pk=self.pale.pk).pays
        return None if found is None else str(found)

    def at(self, name: str, *rest: object) -> str:
        return reverse(f"catalogs:{name}", args=["alder", self.customer.pk, *rest])

    def call(self, method: str, path: str, body: Any = None, version: str | None = None) -> Any:
        sent = {"data": json.dumps(body), "content_type": "application/json"} if body is not None else {}
        whole = f"/api/v1/alder/selling/customers/{self.customer.pk}/{path}"
        headers = {"Idempotency-Key": str(uuid7())} | ({"If-Match": f'"v{version}"'} if version else {})
        return getattr(self.client, method)(whole, headers=headers, **sent)
