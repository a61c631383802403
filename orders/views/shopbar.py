"""What every page of a supplier's shop shows around its content."""

from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from orders.queries.shop import FEW_UNITS, Wish
from retailers.models import Customer
from wholesale.organizations.access import ActingRequest
from wholesale.ui.filters import MAX_SEARCH_LENGTH


def shop_context(request: ActingRequest, customer: Customer, *, current: str) -> dict[str, Any]:
    """Return the bar of the shop: whose it is, for whom, and its pages."""
    keys = {"organization": request.acting.organization.slug, "supplier": customer.supplier.slug}
    orders = reverse("orders:buying_list", kwargs={"organization": keys["organization"]})
    links = (
        ("shop", _("Shop"), reverse("orders:shop", kwargs=keys)),
        ("quick", _("Quick order"), reverse("orders:quick_order", kwargs=keys)),
        ("lists", _("Lists"), reverse("orders:standing_lists", kwargs=keys)),
        ("cart", _("Cart"), reverse("orders:cart", kwargs=keys)),
        ("orders", _("Orders"), orders),
    )
    return {
        "customer": customer,
        "supplier": customer.supplier,
        "customer_name": customer.retailer.name,
        "shop_links": [{"label": name, "url": url, "is_current": key == current} for key, name, url in links],
        "keys": keys,
        "few": FEW_UNITS,
    }


def viewing_context(request: ActingRequest, customer: Customer) -> dict[str, Any]:
    """Return the bar of the shop as its supplier sees it who views it as this customer: nothing to order by."""
    keys = {"organization": request.acting.organization.slug, "customer": customer.pk}
    return {
        "customer": customer,
        "supplier": customer.supplier,
        "customer_name": customer.retailer.name,
        "shop_links": [{"label": _("Shop"), "url": request.path, "is_current": True}],
        "few": FEW_UNITS,
        "viewed_as": customer.private.display_name,
        "back_url": reverse("retailers:customer_detail", kwargs=keys),
    }


def wish_of(query: QueryDict) -> Wish:
    """Read what the buyer looks for from the address."""
    text = " ".join(query.get("q", "").replace("\x00", "").split())[:MAX_SEARCH_LENGTH]
    category = query.get("category", "").replace("\x00", "")[:60]
    return Wish(text, category, bool(query.get("sold_out")), query.get("cursor", ""))


def category_chips(query: QueryDict, categories: list[tuple[str, int]], wish: Wish) -> list[dict[str, Any]]:
    """Return the chips above the list: all, each category, and sold-out ones too."""
    total = sum(count for _name, count in categories)
    chips = [
        {"label": _("All"), "count": total, "url": _url(query, category=""), "is_pressed": not wish.category}
    ]
    chips += [
        {
            "label": name or _("Other"),
            "count": count,
            "url": _url(query, category=name),
            "is_pressed": wish.category == name,
        }
        for name, count in categories
        if name
    ]
    shown = "" if wish.sold_out else "yes"
    pressed = {"label": _("Sold out too"), "url": _url(query, sold_out=shown), "is_pressed": wish.sold_out}
    return [*chips, pressed]


def _url(query: QueryDict, **changes: str) -> str:
    changed = query.copy()
    changed.pop("cursor", None)
    for key, value in changes.items():
        changed.pop(key, None)
        if value:
            changed[key] = value
    return f"?{changed.urlencode()}"
