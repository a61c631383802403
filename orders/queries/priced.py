"""A cart with what it comes to now: its lines at today's prices and stock, deposits, taxes, what terms say."""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from uuid import UUID

from django.utils import timezone

from catalogs.enums import LicenceRule
from orders.allowance import Allowance, over_limit
from orders.queries.assortment import Offer, currency_of, includes_tax, terms_of
from orders.queries.credit import open_amount_of
from orders.queries.places import Ordering, ordering_of
from orders.totals import (
    Tax,
    Taxed,
    delivery_fee,
    goods_total,
    missing_to_minimum,
    order_total,
    rates_from,
    tax_total,
    taxes_of,
)
from retailers.enums import Licence
from retailers.models import Customer
from retailers.queries import plan_of


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A line of a cart beside what its product costs and has left now; no offer: it is gone."""

    product_id: UUID
    name: str
    quantity_units: int
    seen_unit_price: Decimal | None
    offer: Offer | None
    amount: Decimal
    deposits: Decimal = Decimal(0)

    @property
    def picture_digest(self) -> str:
        """Return its picture as long as it is offered."""
        return self.offer.picture_digest if self.offer else ""

    @property
    def price_changed(self) -> bool:
        """Tell whether it costs something else than when it was put in."""
        seen = self.seen_unit_price
        return self.offer is not None and seen is not None and seen != self.offer.unit_price

    @property
    def is_short(self) -> bool:
        """Tell whether less is left than it asks for, and what is missing may not wait."""
        return self.offer is not None and self.offer.is_short_of(self.quantity_units)

    @property
    def backordered_units(self) -> int:
        """Return how many of it would be back-ordered."""
        return self.offer.backordered_units(self.quantity_units) if self.offer else 0


def _asked_for(offer: Offer | None, *, is_taxed: bool) -> tuple[str, ...]:
    """Return what a unit costs: price, deposit, tax; nothing where it is gone."""
    if offer is None:
        return ()
    taxes = ((each["name"], each["rate_percent"]) for each in offer.taxes) if is_taxed else ()
    return (f"{offer.unit_price:.3f}", f"{offer.unit_deposit:.3f}", *map(str, taxes))


@dataclass(frozen=True)
class PricedCart:
    """A cart with what it comes to now; without a version nothing was ever put in."""

    customer: Customer
    lines: list[PricedLine] = field(default_factory=list)
    version: int = 0

    @property
    def ordering(self) -> Ordering:
        """Return for which of its places the customer orders with it."""
        return ordering_of(self.customer)

    @cached_property
    def units_by_product(self) -> dict[UUID, int]:
        """Return how many units of each product are in it."""
        return {line.product_id: line.quantity_units for line in self.lines}

    @cached_property
    def currency(self) -> str:
        """Return the currency of the customer's price list."""
        return currency_of(self.customer)

    @cached_property
    def goods(self) -> Decimal:
        """Return what the offered lines cost together."""
        return goods_total((line.amount for line in self.lines), self.currency)

    @cached_property
    def lines_digest(self) -> str:
        """Return what its lines cost, in letters: prices that moved against each other leave all sums as they were."""
        shown = sorted(
            (
                str(line.product_id),
                line.quantity_units,
                *_asked_for(line.offer, is_taxed=not self.is_tax_exempt),
            )
            for line in self.lines
        )
        return sha256(repr(shown).encode()).hexdigest()[:32]

    @cached_property
    def quantity_units(self) -> int:
        """Return the units of all offered lines."""
        return sum(line.quantity_units for line in self.lines if line.offer)

    @cached_property
    def delivery_fee(self) -> Decimal:
        """Return what its delivery costs."""
        terms = terms_of(self.customer)
        if terms is None:
            return Decimal(0)
        return delivery_fee(goods=self.goods, fee=terms.delivery_fee, free_from=terms.delivery_fee_free_from)

    @cached_property
    def deposits(self) -> Decimal:
        """Return the deposits on everything in it; paid back, and never taxed."""
        return goods_total((line.deposits for line in self.lines), self.currency)

    @property
    def is_tax_exempt(self) -> bool:
        """Tell whether its customer pays no tax."""
        terms = terms_of(self.customer)
        return terms is not None and terms.is_tax_exempt

    @cached_property
    def includes_tax(self) -> bool:
        """Tell whether its prices contain their taxes."""
        return includes_tax(self.customer)

    @cached_property
    def taxes(self) -> list[Tax]:
        """Return its taxes, by name and rate; an exempt customer has none."""
        if self.is_tax_exempt:
            return []
        offered = ((line.offer, line.amount) for line in self.lines if line.offer)
        taxed = (Taxed(rates_from(offer.taxes), amount) for offer, amount in offered)
        return taxes_of(taxed, self.currency, included=self.includes_tax)

    @cached_property
    def tax(self) -> Decimal:
        """Return what its taxes come to."""
        return tax_total(self.taxes)

    @property
    def total(self) -> Decimal:
        """Return what it comes to."""
        return order_total(
            goods=self.goods,
            delivery=self.delivery_fee,
            deposits=self.deposits,
            taxes=self.taxes,
            included=self.includes_tax,
        )

    @cached_property
    def unlicensed(self) -> list[PricedLine]:
        """Return the lines that need a licence, where the customer has no good one today."""
        needing = [line for line in self.lines if line.offer and line.offer.licence]
        return [] if not needing or self.licence.is_good else needing

    @cached_property
    def licence(self) -> Licence:
        """Return how the customer's licence stands today, by its supplier's calendar."""
        return self.customer.licence_on(plan_of(self.customer).today(timezone.now()))

    @cached_property
    def allowance(self) -> Allowance:
        """Return what the customer's terms say about it; while nothing is in it, only whether it is on hold."""
        terms, customer = terms_of(self.customer), self.customer
        if terms is None or not self.lines:
            return Allowance(is_on_hold=customer.is_on_hold, hold_blocks=terms is None or terms.hold_blocks)
        return Allowance(
            missing_to_minimum=missing_to_minimum(goods=self.goods, minimum=terms.minimum_order),
            minimum_is_hard=terms.minimum_is_hard,
            is_on_hold=customer.is_on_hold,
            over_credit_limit=over_limit(
                limit=terms.credit_limit, open_amount=open_amount_of(customer), total=self.total
            ),
            hold_blocks=terms.hold_blocks,
            licence=self.licence if self.unlicensed else None,
            licence_blocks=any(
                line.offer and line.offer.licence == LicenceRule.BLOCKS for line in self.unlicensed
            ),
        )

    @cached_property
    def changed(self) -> list[PricedLine]:
        """Return the lines whose price moved since they were put in."""
        return [line for line in self.lines if line.price_changed]

    @cached_property
    def short(self) -> list[PricedLine]:
        """Return the lines of which less is left than asked for."""
        return [line for line in self.lines if line.is_short]

    @cached_property
    def waiting(self) -> list[PricedLine]:
        """Return the lines of which something would be back-ordered."""
        return [line for line in self.lines if line.backordered_units]

    @cached_property
    def gone(self) -> list[PricedLine]:
        """Return the lines that are no longer offered."""
        return [line for line in self.lines if line.offer is None]
