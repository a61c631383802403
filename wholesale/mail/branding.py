"""How a mail looks when a supplier speaks, and when the platform does."""

from dataclasses import dataclass

from wholesale.organizations.models import Organization
from wholesale.ui import brand, marks

PLATFORM = "Cratebook"
PLATFORM_COLOUR = "#1f5fbf"


@dataclass(frozen=True, slots=True)
class Brand:
    """Name, colour and logo of whoever speaks. `on_colour` is readable on `colour`."""

    name: str
    colour: str
    on_colour: str
    initials: str
    logo_url: str = ""
    is_platform: bool = False


def brand_of(supplier: Organization | None) -> Brand:
    """Return the supplier's brand, or the platform's own."""
    name = supplier.name if supplier else PLATFORM
    colour, on_colour = brand.fill_of(supplier.brand_color if supplier else PLATFORM_COLOUR)
    return Brand(name, colour, on_colour, marks.initials_of(name), is_platform=supplier is None)
