"""What a product looks like: its picture, or one that is drawn."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from wholesale.organizations.enums import Side
from wholesale.ui.templatetags.ui import can

register = template.Library()

# At most so many pixels of the page; the file has twice as many.
SHOWN_PIXELS = {"small": 52, "medium": 240, "large": 600}


@register.simple_tag(takes_context=True)
def picture(
    context: Context, product: Any, size: str = "small", *, supplier: str = "", alt: str = ""
) -> SafeString:
    """Show a product's picture, or a drawn can where it has none; asks the database nothing.

    Args:
        product: a row with `name` and `picture_digest`, or a picture with `digest`; a mapping or an object.
        size: small (a list's), medium (a grid's) or large (a page's).
        supplier: slug of whose product it is, on a retailer's pages; default that of the shop's `keys`.
        alt: what it shows; nothing where the name stands beside it.
    """
    digest = _of(product, "picture_digest") or _of(product, "digest")
    acting = context["request"].acting
    if not digest or acting.side == Side.DELIVERING:
        return _drawn(size, can(str(_of(product, "name")))["colour"])
    shop = (supplier or context["keys"]["supplier"]) if acting.side == Side.BUYING else ""
    return format_html(
        '<img class="cb-picture cb-picture--{}" src="{}" alt="{}" width="{}" height="{}"'
        ' loading="lazy" decoding="async">',
        size,
        picture_url(acting.organization.slug, shop, digest, size),
        alt,
        SHOWN_PIXELS[size],
        SHOWN_PIXELS[size],
    )


@cache
def _drawn(size: str, colour: int) -> SafeString:
    drawn = render_to_string("ui/_can.html", {"colour": colour})
    return format_html('<span class="cb-picture cb-picture--{}">{}</span>', size, drawn)


def picture_url(organization: str, shop: str, digest: str, size: str) -> str:
    """Return where a picture is: below a supplier's shop for a retailer, else among the supplier's own products."""
    keys = {"organization": organization, "digest": digest, "size": size}
    if shop:
        return reverse("catalogs:shown_picture", kwargs=keys | {"supplier": shop})
    return reverse("catalogs:picture", kwargs=keys)


def _of(row: Any, name: str) -> Any:
    return row.get(name, "") if isinstance(row, Mapping) else getattr(row, name, "")
