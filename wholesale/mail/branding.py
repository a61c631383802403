"""How a mail looks when a supplier speaks, and when the platform does."""

from dataclasses import dataclass

from django.core.validators import RegexValidator
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wholesale.mail.links import absolute
from wholesale.organizations.models import Organization
from wholesale.ui import brand, marks

PLATFORM = "Cratebook"
SENDER_MAX = 80
# What stands before the address in a From line: no address of its own, nothing that ends the line or turns it around.
plain_sender = RegexValidator(
    r"^[^<>@\"\\\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]*\Z",
    _("Write a name, without <, >, @ and quotation marks."),
)
PLATFORM_COLOUR = "#1f5fbf"


@dataclass(frozen=True, slots=True)
class Brand:
    """Name, colour and logo of whoever speaks. `on_colour` is readable on `colour`; the logo's size is as shown."""

    name: str
    colour: str
    on_colour: str
    initials: str
    logo_url: str = ""
    logo_width: int = 0
    logo_height: int = 0
    is_platform: bool = False


def brand_of(supplier: Organization | None) -> Brand:
    """Return the supplier's brand, or the platform's own. Asks the database nothing."""
    if supplier is None:
        return Brand(PLATFORM, *brand.fill_of(PLATFORM_COLOUR), marks.initials_of(PLATFORM), is_platform=True)
    return Brand(
        supplier.name,
        *brand.fill_of(supplier.brand_color),
        marks.initials_of(supplier.name),
        logo_url=logo_url_of(supplier),
        logo_width=supplier.logo_width,
        logo_height=supplier.logo_height,
    )


def logo_url_of(supplier: Organization) -> str:
    """Return the whole address of a supplier's logo, or nothing."""
    digest = supplier.logo_digest
    return absolute(reverse("files:picture", kwargs={"digest": digest})) if digest else ""


def sender_of(supplier: Organization | None) -> str:
    """Return the name that a mail comes from."""
    return (supplier.sender_name or supplier.name) if supplier else PLATFORM
