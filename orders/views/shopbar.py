"""What every page of a supplier's shop shows around its content."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from orders.queries.places import ordering_of
from orders.queries.shop import FEW_UNITS
from retailers.models import Customer
from wholesale.organizations.access import ActingRequest


def shop_context(request: ActingRequest, customer: Customer, *, current: str) -> dict[str, Any]:
    """Return the bar of the shop: whose it is, for whom and which of its addresses, and its pages."""
    keys = {"organization": request.acting.organization.slug, "supplier": customer.supplier.slug}
    orders = reverse("orders:buying_list", kwargs={"organization": keys["organization"]})
    ordering = ordering_of(customer)
    at_place = f"?ship_to={ordering.cart_key.key}" if ordering.is_shown else ""
    pages = {
        "shop": (_("Shop"), reverse("orders:shop", kwargs=keys)),
        "quick": (_("Quick order"), reverse("orders:quick_order", kwargs=keys)),
        "lists": (_("Lists"), reverse("orders:standing_lists", kwargs=keys)),
        "cart": (_("Cart"), reverse("orders:cart", kwargs=keys)),
    }
    links = [
        {"label": name, "url": f"{url}{at_place}", "is_current": key == current}
        for key, (name, url) in pages.items()
    ]
    links.append({"label": _("Orders"), "url": orders, "is_current": current == "orders"})
    return {
        "customer": customer,
        "supplier": customer.supplier,
        "customer_name": customer.retailer.name,
        "shop_links": links,
        "keys": keys,
        "shop_url": pages["shop"][1],
        "lines_url": reverse("orders:cart_line_create", kwargs=keys),
        "ordering": ordering,
        "at_place": at_place,
        "place_url": pages.get(current, pages["shop"])[1],
        "few": FEW_UNITS,
    }


def viewing_context(request: ActingRequest, customer: Customer) -> dict[str, Any]:
    """Return the bar of the shop as its supplier sees it who views it as this customer: nothing to order by."""
    keys = {"organization": request.acting.organization.slug, "customer": customer.pk}
    shop = reverse("orders:customer_store", kwargs=keys)
    return {
        "customer": customer,
        "supplier": customer.supplier,
        "customer_name": customer.retailer.name,
        "shop_links": [{"label": _("Shop"), "url": shop, "is_current": True}],
        "shop_url": shop,
        "few": FEW_UNITS,
        "viewed_as": customer.private.display_name,
        "back_url": reverse("retailers:customer_detail", kwargs=keys),
    }
