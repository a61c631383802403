"""Where a customer's goods go, as far as taxes ask (SPEC.md O18)."""

from dataclasses import dataclass
from typing import Any, Self

from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat

from retailers.models import Customer, DirectoryEntry, ShipToAddress
from retailers.queries import region_key


@dataclass(frozen=True, slots=True)
class TaxPlace:
    """Where something is delivered, as far as taxes ask: a country's code and the key of a region."""

    country: str
    region_key: str

    @classmethod
    def of(cls, country: str, region: str) -> Self:
        """Return the place of an address."""
        return cls(country, region_key(country, region))


# What stands for a customer's place while a statement is compiled once for all of them.
MARKED_PLACE = TaxPlace("(a country)", "(a region)")


def with_place(customers: QuerySet[Customer]) -> QuerySet[Customer]:
    """Add `ship_to_place` to customers: country and region of its first delivery address, for place_of."""
    named = Concat(F("country"), Value("|"), F("region"))
    of_retailer = {"retailer_id": OuterRef("retailer_id")}
    ship_to = ShipToAddress.objects.filter(**of_retailer).order_by("-is_default", "name", "pk")
    entries = DirectoryEntry.objects.filter(**of_retailer)
    return customers.annotate(
        ship_to_place=Coalesce(
            Subquery(ship_to.annotate(at=named).values("at")[:1]),
            Subquery(entries.annotate(at=named).values("at")[:1]),
            Value("|"),
        )
    )


def place_of(customer: Customer) -> TaxPlace:
    """Return where a customer usually takes deliveries; one statement, or none after with_place."""
    found = getattr(customer, "ship_to_place", None)
    if isinstance(found, TaxPlace):
        return found
    if found is None:
        rows: Any = with_place(Customer.objects.filter(pk=customer.pk))
        found = rows.values_list("ship_to_place", flat=True).first()
    country, _bar, region = (found or "|").partition("|")
    return TaxPlace.of(country, region)


def deliver_to(customer: Customer, place: TaxPlace) -> None:
    """Let this instance of a customer take deliveries at a place: its taxes are those of it."""
    customer.ship_to_place = place  # type: ignore[attr-defined]


def mark_place(customer: Customer) -> None:
    """Let a customer that stands for any other be at MARKED_PLACE."""
    customer.ship_to_place = MARKED_PLACE  # type: ignore[attr-defined]
