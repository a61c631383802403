"""What each line and the whole of an order would cost after a change (docs/decisions/0043)."""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from uuid import UUID

from django.utils import timezone

from catalogs.enums import LicenceRule
from orders.allowance import Allowance, over_limit
from orders.models import Order, OrderLine
from orders.queries.assortment import Offer, terms_of
from orders.queries.credit import open_amount_of
from orders.totals import (
    Tax,
    Taxed,
    delivery_fee,
    deposit_amount,
    goods_total,
    line_amount,
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
class ChangedLine:
    """A line of an order beside how many of it there would be, and at which price; without `line` it is new.

    Args:
        before_units: how many are to come now.
        offer: what its product is offered at today, asked for only where the retailer changes it; None: it is gone.
    """

    product_id: UUID
    name: str
    sku: str
    pack: str
    before_units: int
    units: int
    unit_price: Decimal
    unit_deposit: Decimal
    taxes: list[dict[str, str]]
    currency: str
    line: OrderLine | None = None
    offer: Offer | None = None

    @property
    def is_changed(self) -> bool:
        """Tell whether there would be more or less of it."""
        return self.units != self.before_units

    @property
    def was_unit_price(self) -> Decimal:
        """Return at which price it was ordered; of a new line its own."""
        return self.line.amount.unit_price if self.line else self.unit_price

    @property
    def price_changed(self) -> bool:
        """Tell whether its units would cost something else than they do now."""
        return self.is_changed and self.units > 0 and self.was_unit_price != self.unit_price

    @property
    def amount(self) -> Decimal:
        """Return what it would cost before tax."""
        if not self.units:
            return Decimal(0)
        return line_amount(unit_price=self.unit_price, quantity_units=self.units, currency=self.currency)

    @property
    def deposits(self) -> Decimal:
        """Return the deposits on all of its units."""
        return deposit_amount(deposit=self.unit_deposit, quantity_units=self.units, currency=self.currency)

    @property
    def is_short(self) -> bool:
        """Tell whether less is free than it asks for on top, and what is missing may not wait."""
        return self.offer is not None and self.offer.is_short_of(self.units - self.before_units)

    @property
    def backordered_units(self) -> int:
        """Return how many of what it asks for on top would be back-ordered."""
        return self.offer.backordered_units(self.units - self.before_units) if self.offer else 0


@dataclass(frozen=True)
class ChangedOrder:
    """An order with what it would come to; the terms it was placed by stay, but for the delivery fee of its retailer.

    Args:
        keeps_fee: whether the delivery costs what it did: a supplier that shortens an order makes none dearer.
    """

    order: Order
    customer: Customer
    lines: list[ChangedLine] = field(default_factory=list)
    keeps_fee: bool = False

    @property
    def currency(self) -> str:
        """Return in which currency the order was placed."""
        return str(self.order.total.currency)

    @cached_property
    def changed(self) -> list[ChangedLine]:
        """Return the lines of which there would be more or less."""
        return [line for line in self.lines if line.is_changed]

    @property
    def includes_tax(self) -> bool:
        """Tell whether its prices contain their taxes, as they did when it was placed."""
        return bool(self.order.total.includes_tax)

    @property
    def is_emptied(self) -> bool:
        """Tell whether nothing would be left of it."""
        return not any(line.units for line in self.lines)

    @cached_property
    def goods(self) -> Decimal:
        """Return what its lines would cost together."""
        return goods_total((line.amount for line in self.lines), self.currency)

    @cached_property
    def deposits(self) -> Decimal:
        """Return what its deposits would come to."""
        return goods_total((line.deposits for line in self.lines), self.currency)

    @cached_property
    def taxes(self) -> list[Tax]:
        """Return its taxes; an order that was placed without any takes none."""
        if self.order.total.is_tax_exempt:
            return []
        rows = (Taxed(rates_from(line.taxes), line.amount) for line in self.lines if line.units)
        return taxes_of(rows, self.currency, included=self.includes_tax)

    @cached_property
    def tax(self) -> Decimal:
        """Return what its taxes would come to."""
        return tax_total(self.taxes)

    @cached_property
    def delivery_fee(self) -> Decimal:
        """Return what its delivery would cost; of an order that follows another it was charged with that one."""
        terms, was = terms_of(self.customer), self.order.total.delivery_fee
        if self.keeps_fee or self.order.follows_id or not self.changed or terms is None:
            return was
        return delivery_fee(goods=self.goods, fee=terms.delivery_fee, free_from=terms.delivery_fee_free_from)

    @property
    def total(self) -> Decimal:
        """Return what it would come to."""
        return order_total(
            goods=self.goods,
            delivery=self.delivery_fee,
            deposits=self.deposits,
            taxes=self.taxes,
            included=self.includes_tax,
        )

    @cached_property
    def allowance(self) -> Allowance:
        """Return what the customer's terms say about it; its own sum is not counted twice."""
        terms, customer, was = terms_of(self.customer), self.customer, self.order.total
        if terms is None:
            return Allowance(is_on_hold=customer.is_on_hold)
        others = max(open_amount_of(customer) - was.total, Decimal(0))
        return Allowance(
            missing_to_minimum=missing_to_minimum(goods=self.goods, minimum=terms.minimum_order),
            minimum_is_hard=terms.minimum_is_hard,
            is_on_hold=customer.is_on_hold,
            over_credit_limit=over_limit(limit=terms.credit_limit, open_amount=others, total=self.total),
            hold_blocks=terms.hold_blocks,
            licence=self._licence if self.unlicensed else None,
            licence_blocks=any(x.offer and x.offer.licence == LicenceRule.BLOCKS for x in self.unlicensed),
        )

    @cached_property
    def unlicensed(self) -> list[ChangedLine]:
        """Return the lines of which more is asked that need a licence, where the customer has no good one today."""
        more = [x for x in self.lines if x.units > x.before_units and x.offer and x.offer.licence]
        return [] if not more or self._licence.is_good else more

    @cached_property
    def _licence(self) -> Licence:
        return self.customer.licence_on(plan_of(self.customer).today(timezone.now()))

    @property
    def digest(self) -> str:
        """Return what it would cost, in letters: what the buyer was shown and has confirmed."""
        lines = sorted(
            (str(x.product_id), x.units, f"{x.unit_price:.3f}", f"{x.unit_deposit:.3f}", repr(x.taxes))
            for x in self.lines
        )
        return sha256(repr((lines, f"{self.total:.3f}")).encode()).hexdigest()[:32]
