"""The rows of a shop: put into words here, all of a page together, so that their template only places them."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.formats import localize
from django.utils.translation import gettext, ngettext

from wholesale.money import format_money
from wholesale.ui.templatetags.ui import reader_locale_of

register = template.Library()


@register.inclusion_tag("orders/_shop_items.html", takes_context=True)
def shop_items(context: Context, offers: Iterable[dict[str, Any] | None]) -> dict[str, Any]:
    """Show offers as rows of the shop: `cart`, `few`, `view`, `shop_url`, and `keys` where they can be starred.

    Args:
        offers: rows of the shop; nothing for one that is no longer offered.
    """
    flat: dict[Any, Any] = context.flatten()
    keys, words = flat.get("keys"), _Words(context)
    return {
        "rows": [_row(offer, words) if offer else None for offer in offers],
        "request": flat["request"],
        "keys": keys,
        "ordering": flat.get("ordering"),
        "size": "medium" if flat.get("view") == "grid" else "small",
        "shop_url": flat["shop_url"],
        "star_url": reverse("orders:star_create", kwargs=keys) if keys else "",
        "is_viewed": bool(flat.get("viewed_as")),
        "csrf_token": str(flat.get("csrf_token", "")),
    }


class _Words:
    """What the rows of a page say, in the reader's language: each looked up once."""

    def __init__(self, context: Context) -> None:
        self.currency, self.few = context["cart"].currency, context["few"]
        self.locale = reader_locale_of(context)
        self.sold_out, self.back_order, self.in_stock = (
            gettext("Sold out"),
            gettext("Back-order"),
            gettext("In stock"),
        )
        self.licence = gettext("Licence needed")
        self.by, self.at_least = gettext("by %(n)s"), gettext("from %(n)s")
        self.breaks, self.deposit = gettext("from %(units)s: %(each)s"), gettext("+ %(each)s deposit")
        self.star, self.product = gettext("Favourite: %(name)s"), gettext("%(name)s, %(pack)s")
        self.less, self.more = gettext("One less %(of)s"), gettext("One more %(of)s")
        self.quantity = gettext("Quantity of %(of)s")

    def money(self, amount: Decimal) -> str:
        return format_money(amount, self.currency, self.locale)

    def stock(self, units: int, *, allows_backorder: bool) -> tuple[str, str]:
        """Return how much is left, and its tone."""
        if not units:
            return (self.back_order, "info") if allows_backorder else (self.sold_out, "idle")
        if units > self.few:
            return self.in_stock, "ok"
        return ngettext("%(n)s left", "%(n)s left", units) % {"n": units}, "warn"


def _row(offer: dict[str, Any], words: _Words) -> dict[str, Any]:
    """Return what the row of an offer says."""
    attributes, units = offer["attributes"], offer["available_units"]
    can_wait = offer["allows_backorder"]
    stock, tone = words.stock(units, allows_backorder=can_wait)
    multiple, minimum = offer["order_multiple"], offer["minimum_units"]
    sold_by = [words.by % {"n": localize(multiple)}] if multiple > 1 else []
    sold_by += [words.at_least % {"n": localize(minimum)}] if minimum > 1 and minimum != multiple else []
    product = words.product % {"name": offer["name"], "pack": offer["pack"]}
    return {
        "id": str(offer["id"]),
        "name": offer["name"],
        "picture_digest": offer["picture_digest"],
        "about": [
            each
            for each in (
                offer["brand"],
                attributes.get("Style") or attributes.get("style"),
                offer["licence"] and words.licence,
            )
            if each
        ],
        "sku": offer["sku"],
        "is_out": not units and not can_wait,
        "is_starred": offer.get("is_starred"),
        "star": words.star % {"name": offer["name"]},
        "stock": stock,
        "tone": tone,
        "price": words.money(offer["unit_price"]),
        "unit": " ".join(each for each in (offer["unit"], offer["pack"]) if each),
        "sold_by": sold_by,
        "breaks": [
            words.breaks % {"units": localize(number), "each": words.money(price)}
            for number, price in offer["breaks"]
        ],
        "deposit": words.deposit % {"each": words.money(offer["unit_deposit"])}
        if offer["unit_deposit"]
        else "",
        "has_box": bool(units or can_wait or offer["cart_units"]),
        "cart_units": str(offer["cart_units"]),
        "is_in_cart": bool(offer["cart_units"]),
        "multiple": str(multiple),
        "product": product,
        "less": words.less % {"of": product},
        "more": words.more % {"of": product},
        "quantity": words.quantity % {"of": product},
    }
