"""Gives each supplier its taxes and deposits, and a few customers prices of their own."""

from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from catalogs.models import Product
from catalogs.prices import ListPrice
from catalogs.services import SpecialPrice, TaxDetails, TaxRate, create_tax_class, set_special_prices
from demo import cast
from demo.loading.assortments import CENT, Assortment
from demo.loading.clients import Client
from demo.loading.world import World, acting_for

_CAN = Decimal("0.05")
_FAVOURED, _PRICED = 4, 3
_STATE_TAX = TaxDetails(
    name="Beer",
    rates=[TaxRate(name="State sales tax", rate_percent=Decimal("2.9"), number="12-345678-0000")],
    is_default=True,
)
_FOOD = TaxDetails(name="Food")


def charge(world: World, supplier: cast.Supplier, clients: list[Client], shop: Assortment) -> None:
    """Write taxes, deposits on cans, and special prices: with breaks, with an end, one of them to come."""
    company, by = world.companies[supplier.slug], world.person(supplier.slug, "admin")
    with acting_for(world, supplier):
        create_tax_class(supplier=company, details=_STATE_TAX, by=by)
        if not supplier.source:
            create_tax_class(supplier=company, details=_FOOD, by=by)
        for product in shop.products:
            cans = product.pack.split(" ")[0]
            product.deposit = _CAN * int(cans) if supplier.source and cans.isdigit() else Decimal(0)
            product.unit = "case" if cans.isdigit() else ""
        Product.objects.bulk_update(shop.products, ["deposit", "unit"])
        for place, client in enumerate(clients[:_FAVOURED]):
            chosen = shop.products[place * _PRICED :][:_PRICED]
            wanted = [_special(world, shop, product, n) for n, product in enumerate(chosen)]
            set_special_prices(customer=client.row, prices=wanted, by=by)


def _special(world: World, shop: Assortment, product: Product, number: int) -> SpecialPrice:
    """Return a tenth less than the first list: with a quantity break, with an end, or to come."""
    price = (shop.prices[shop.lists[0].name, product.sku] * Decimal("0.9")).quantize(CENT, ROUND_HALF_UP)
    breaks = ((10, (price * Decimal("0.95")).quantize(CENT, ROUND_HALF_UP)),) if number == 0 else ()
    return SpecialPrice(
        product_id=product.pk,
        price=ListPrice(price, breaks),
        valid_from=world.now + timedelta(days=9) if number == 2 else None,
        valid_until=world.now + timedelta(days=21) if number == 1 else None,
    )
