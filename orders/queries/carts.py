"""Carts, as a buyer reads them: the lines with today's price and stock beside what was seen."""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.http import Http404

from catalogs.queries import TaxPlace, with_place
from orders.allowance import Allowance, over_limit
from orders.models import Cart, CartLine
from orders.queries.assortment import RELATED, Offer, currency_of, includes_tax, offers_of, terms_of
from orders.queries.credit import open_amount_of, with_open_amount
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
from retailers.models import Customer
from retailers.queries import with_plans
from wholesale.organizations.models import Organization
from wholesale.tenancy.compiled import Compiled


def customer_for_buyer(
    organization: Organization, supplier_slug: str, *, related: tuple[str, ...] = RELATED
) -> Customer:
    """Return this retailer's customer record at a supplier that it is connected to; 404 for anyone else's.

    Args:
        related: what comes with it, by default companies, terms, days of service and what is open on orders.
    """
    found = _customers_of_buyer(related).all({_RETAILER: organization.pk, _SUPPLIER: supplier_slug})
    if not found:
        raise Http404
    return found[0]


_RETAILER, _SUPPLIER = UUID(int=1), "(a supplier's slug)"


@cache
def _customers_of_buyer(related: tuple[str, ...]) -> Compiled[Customer]:
    def build() -> QuerySet[Customer]:
        customers = with_place(Customer.objects.select_related(*related))
        if related == RELATED:
            customers = with_open_amount(with_plans(customers))
        return customers.filter(retailer=_RETAILER, supplier__slug=_SUPPLIER, registered_at__isnull=False)

    return Compiled(build)


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


def cart_for_buyer(organization: Organization, supplier_slug: str) -> Cart:
    """Return this retailer's cart at a supplier; 404 for anyone else's, and before anything was put in."""
    try:
        return Cart.objects.get(retailer=organization, supplier__slug=supplier_slug)
    except Cart.DoesNotExist as error:
        raise Http404 from error


def priced_cart(customer: Customer, *, place: TaxPlace | None = None) -> PricedCart:
    """Return a customer's cart with today's prices, taxes and stock, delivered to a place, in two statements."""
    lines = CartLine.objects.filter(supplier_id=customer.supplier_id, retailer_id=customer.retailer_id)
    rows = list(lines.order_by("added_at", "pk").values_list(*_LINE, "cart__version"))
    return PricedCart(
        customer, _priced_lines(customer, [row[:-1] for row in rows], place), rows[0][-1] if rows else 0
    )


def price_cart(cart: Cart, customer: Customer, *, place: TaxPlace) -> PricedCart:
    """Return a cart that the caller has locked with today's prices, taxes and stock, delivered to a place."""
    rows = list(lines_of(cart).values_list(*_LINE))
    return PricedCart(customer, _priced_lines(customer, rows, place), cart.version)


def customer_behind(cart: Cart) -> Customer:
    """Return whose cart it is, with companies, terms, delivery days and open orders, in one statement."""
    customers = with_open_amount(with_plans(Customer.objects.select_related(*RELATED)))
    return customers.get(supplier_id=cart.supplier_id, pk=cart.customer_id)


def lines_of(cart: Cart) -> QuerySet[CartLine]:
    """Return a cart's lines in the order they were put in."""
    return CartLine.objects.filter(supplier_id=cart.supplier_id, cart_id=cart.pk).order_by("added_at", "pk")


def units_in_cart(cart: Cart | None) -> dict[UUID, int]:
    """Return how many units of each product are in a cart."""
    return dict(lines_of(cart).values_list("product_id", "quantity_units")) if cart else {}


def carts_of_retailer(organization: Organization) -> QuerySet[Cart]:
    """Return this retailer's carts that hold something, the last touched first, with supplier and line count."""
    carts = Cart.objects.filter(retailer=organization).select_related("supplier")
    return carts.annotate(line_count=Count("lines")).filter(line_count__gt=0).order_by("-updated_at", "-pk")


_LINE = ("product_id", "seen_name", "quantity_units", "seen_unit_price")


def _priced_lines(
    customer: Customer, rows: list[tuple[Any, ...]], place: TaxPlace | None
) -> list[PricedLine]:
    offers = offers_of(customer, {row[0]: row[2] for row in rows}, place=place) if rows else {}
    return [_priced(row, offers.get(row[0]), currency_of(customer)) for row in rows]


def _priced(row: tuple[Any, ...], offer: Offer | None, currency: str) -> PricedLine:
    product_id, name, units, seen = row
    if offer is None:
        return PricedLine(product_id, name, units, seen, None, Decimal(0))
    amount = line_amount(unit_price=offer.unit_price, quantity_units=units, currency=currency)
    deposits = deposit_amount(deposit=offer.unit_deposit, quantity_units=units, currency=currency)
    return PricedLine(product_id, offer.name, units, seen, offer, amount, deposits)
