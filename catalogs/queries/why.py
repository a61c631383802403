"""Why a customer pays what it pays: each step of the pricing by name (SPEC.md K3).

It reads what queries/pricing.py reads and says it step by step; the price itself is asked of the pricing, so that
what is said is what is charged. tests/catalogs/test_why.py holds the two together.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Exists

from catalogs.models import CustomerPrice, CustomerTerms, Price, PriceList, Product
from catalogs.queries.customer_prices import IN_FORCE, special_prices_of
from catalogs.queries.places import place_of
from catalogs.queries.pricing import unit_price
from catalogs.queries.taxes import charged_deposit, charged_taxes
from catalogs.queries.terms import pays_by
from catalogs.terms import Term
from retailers.models import Customer
from wholesale.money import round_amount

_Charged = tuple[Decimal | None, Decimal, tuple[tuple[str, Decimal], ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """What a customer pays for one unit when it orders `units`, and how that comes about.

    Args:
        listed_by: where the price list comes from; `changed_by` the markup or discount.
        listed: the list's row in force; without, or with one without a price, the product is not on the list.
        special: the customer's own, which stands in place of the list's.
        break_units: from how many units on the price before the change is that of a quantity break; None is none.
        before: the price of the row or its break; `changed` after markup or discount, not yet rounded.
        pays: after rounding; None: there is no price.
        taxes: by name, with their rates in percent, where it is delivered to; none where the customer is exempt.
    """

    units: int
    price_list: PriceList | None
    listed_by: Term
    changed_by: Term
    listed: Price | None
    special: CustomerPrice | None
    break_units: int | None = None
    before: Decimal | None = None
    changed: Decimal | None = None
    pays: Decimal | None = None
    deposit: Decimal = Decimal(0)
    taxes: tuple[tuple[str, Decimal], ...] = ()

    @property
    def includes_tax(self) -> bool:
        """Tell whether the price contains its taxes."""
        return self.price_list is not None and self.price_list.includes_tax

    @property
    def currency(self) -> str:
        """Return the currency of the price list."""
        return self.price_list.currency if self.price_list else ""

    @property
    def quoted(self) -> Price | CustomerPrice | None:
        """Return the row that counts."""
        return self.special or self.listed

    @property
    def is_net(self) -> bool:
        """Tell whether markup or discount is left out."""
        return self.special is not None and self.special.is_net

    @property
    def change_percent(self) -> Decimal:
        """Return the markup, below zero the discount, that the customer has."""
        percent: Decimal = self.changed_by.values["price_change_percent"]
        return percent

    @property
    def changed_exactly(self) -> Decimal | None:
        """Return the price before rounding, without zeros at its end."""
        return None if self.changed is None else Decimal(f"{self.changed.normalize():f}")

    @property
    def is_rounded(self) -> bool:
        """Tell whether rounding made it another price."""
        return self.pays != self.changed


def why_price(customer: Customer, product: Product, units: int) -> Why:
    """Return why a customer pays what it pays for a product, in six statements; in the supplier's context.

    Source: SPEC.md K3.
    """
    by = pays_by(customer)
    charged = _charged(customer, product, units)
    special = listed = None
    if by.price_list:
        listed = _in_force_on(by.price_list, product)
        rows = special_prices_of(customer).filter(IN_FORCE, product=product, currency=by.price_list.currency)
        special = rows.order_by("-valid_from").first()
    why = Why(
        units=units,
        price_list=by.price_list,
        listed_by=by.listed,
        changed_by=by.change,
        listed=listed,
        special=special,
    )
    return _with_steps(why, *charged)


def _charged(customer: Customer, product: Product, units: int) -> _Charged:
    """Return what is charged: price, deposit, taxes, none of who is exempt; as an order takes it."""
    of_supplier = customer.supplier_id
    exempt = CustomerTerms.objects.filter(supplier=of_supplier, customer=customer, is_tax_exempt=True)
    pays, deposit, taxes, is_exempt = (
        Product.objects.filter(supplier=of_supplier, pk=product.pk)
        .annotate(
            pays=unit_price(customer_id=customer.pk, units=units),
            unit_deposit=charged_deposit(customer_id=customer.pk),
            taxes=charged_taxes(of_supplier, place_of(customer)),
            is_exempt=Exists(exempt),
        )
        .values_list("pays", "unit_deposit", "taxes", "is_exempt")
        .get()
    )
    charged = [] if is_exempt else taxes
    return pays, deposit, tuple((each["name"], Decimal(each["rate_percent"])) for each in charged)


def _in_force_on(price_list: PriceList, product: Product) -> Price | None:
    rows = Price.objects.filter(
        IN_FORCE, supplier=price_list.supplier_id, price_list=price_list, product=product
    )
    return rows.select_related("price_list__base_list").order_by("is_derived", "-valid_from").first()


def _with_steps(
    why: Why, pays: Decimal | None, deposit: Decimal, taxes: tuple[tuple[str, Decimal], ...]
) -> Why:
    """Return the same with each step counted."""
    quoted = why.quoted
    break_units = before = changed = None
    if quoted is not None and quoted.unit_price is not None:
        reached = [step for step in quoted.breaks if step[0] <= why.units]
        break_units, before = reached[-1] if reached else (None, quoted.unit_price)
        factor = Decimal(1) if why.is_net else (why.change_percent + 100) / 100
        changed = before * factor
    return replace(
        why,
        break_units=break_units,
        before=before,
        changed=changed,
        pays=pays,
        deposit=round_amount(deposit, why.currency) if why.currency else deposit,
        taxes=taxes,
    )
