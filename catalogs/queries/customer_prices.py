"""What one customer pays for every product, and its special prices (SPEC.md K2, K3)."""

from collections.abc import Iterable
from hashlib import sha256
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Now
from django.http import Http404

from catalogs.models import CustomerPrice, PriceList, Product
from catalogs.queries.pricing import list_price, price_breaks, unit_price
from catalogs.queries.products import products_kept_for
from retailers.models import Customer

IN_FORCE = Q(valid_from__lte=Now()) & (Q(valid_until=None) | Q(valid_until__gt=Now()))
TO_COME = Q(valid_from__gt=Now())


def priced_for_customer(customer: Customer, price_list: PriceList | None) -> QuerySet[Product]:
    """Return a supplier's active products with what this customer pays for the fewest that can be ordered.

    In the supplier's context. `pays` and `breaks` are its own, `listed` is the list's; `special` is the key of its
    special price in force, with `special_until` and `is_net`; `has_later` says that another is to come.

    Args:
        price_list: the one that it buys by; None where its supplier has none, and then there are no prices.
    """
    currency = price_list.currency if price_list else customer.supplier.currency
    rows = special_prices_of(customer).filter(currency=currency, product=OuterRef("pk"))
    special = rows.filter(IN_FORCE).order_by("-valid_from")
    at = F("minimum_units")
    return products_kept_for(customer.supplier).annotate(
        pays=unit_price(customer_id=customer.pk, units=at),
        breaks=price_breaks(customer_id=customer.pk),
        listed=list_price(price_list_id=price_list.pk if price_list else UUID(int=0), units=at),
        special=Subquery(special.values("pk")[:1]),
        special_until=Subquery(special.values("valid_until")[:1]),
        is_net=Subquery(special.values("is_net")[:1]),
        has_later=Exists(rows.filter(TO_COME)),
    )


def with_special_prices(
    products: QuerySet[Product], customer: Customer, currency: str, *, to_come: bool = False
) -> QuerySet[Product]:
    """Narrow products to those for which a customer has a special price in force, or to come; led by its rows."""
    rows = special_prices_of(customer).filter(TO_COME if to_come else IN_FORCE, currency=currency)
    return products.filter(pk__in=rows.values("product"))


def special_prices_of(customer: Customer) -> QuerySet[CustomerPrice]:
    """Return the special prices of a customer, those too that have ended or are to come."""
    return CustomerPrice.objects.filter(supplier=customer.supplier_id, customer=customer)


def special_prices_of_product(customer: Customer, product: Product) -> list[CustomerPrice]:
    """Return the special prices of a customer for a product, the one that begins last first.

    `state` is "now", "later" or "ended".
    """
    state = Case(
        When(TO_COME, then=Value("later")), When(IN_FORCE, then=Value("now")), default=Value("ended")
    )
    rows = special_prices_of(customer).filter(product=product).annotate(state=state)
    return list(rows.order_by("-valid_from"))


def special_prices_version(prices: Iterable[CustomerPrice]) -> str:
    """Return in letters what a customer's special prices for a product are: another as soon as somebody changes one."""
    said = sorted(
        f"{each.pk} {each.valid_from.timestamp()} {each.valid_until and each.valid_until.timestamp()}"
        f" {each.unit_price} {each.breaks} {each.is_net} {each.currency}"
        for each in prices
    )
    return sha256("|".join(said).encode()).hexdigest()[:32]


def versions_of_special_prices(customer: Customer, product_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return special_prices_version for each of these products; the caller has locked the customer."""
    rows: dict[UUID, list[CustomerPrice]] = {each: [] for each in product_ids}
    for price in special_prices_of(customer).filter(product__in=rows):
        rows[price.product_id].append(price)
    return {product: special_prices_version(prices) for product, prices in rows.items()}


def special_price_for(customer: Customer, special_price: UUID) -> CustomerPrice:
    """Return one special price of a customer, with its product; 404 for anyone else's."""
    try:
        return special_prices_of(customer).select_related("product").get(pk=special_price)
    except CustomerPrice.DoesNotExist as error:
        raise Http404 from error
