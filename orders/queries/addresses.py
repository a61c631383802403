"""Where a retailer takes deliveries, as its checkout offers them (SPEC.md C13)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from catalogs.queries import TaxPlace
from orders.queries.places import OWN_ADDRESS
from retailers.models import DirectoryEntry, ShipToAddress

PLACE = ("name", "street", "city", "region", "postal_code", "country", "phone")
FIELDS = (*PLACE, "access_notes", "opening_hours")


@dataclass(frozen=True, slots=True)
class DeliveryAddress:
    """An address as an order keeps it."""

    key: str
    name: str
    street: str
    city: str
    region: str
    postal_code: str
    country: str
    phone: str
    access_notes: str = ""
    opening_hours: str = ""

    @property
    def line(self) -> str:
        """Return it on one line, for a choice."""
        place = " ".join(filter(None, [self.postal_code, self.city, self.region]))
        return ", ".join(filter(None, [self.name, self.street, place]))

    @property
    def place(self) -> TaxPlace:
        """Return where it is, as far as taxes ask."""
        return TaxPlace.of(self.country, self.region)

    def snapshot(self) -> dict[str, str]:
        """Return what the order keeps; by the key whoever delivers knows the place again (RouteStop)."""
        return asdict(self)


def place_chosen(retailer_id: UUID, key: str) -> TaxPlace | None:
    """Return where the address of this key is; none for an unknown or no key, so that the usual place counts."""
    if not key:
        return None
    return next((each.place for each in delivery_addresses(retailer_id) if each.key == key), None)


def delivery_addresses(retailer_id: UUID) -> list[DeliveryAddress]:
    """Return where a retailer takes deliveries, the default first; its company address if it named none."""
    rows = ShipToAddress.objects.filter(retailer_id=retailer_id).order_by("-is_default", "name", "pk")
    found = [DeliveryAddress(str(pk), *values) for pk, *values in rows.values_list("pk", *FIELDS)]
    if found:
        return found
    entry = DirectoryEntry.objects.filter(retailer_id=retailer_id).values_list(*PLACE).first()
    return [DeliveryAddress(OWN_ADDRESS, *entry)] if entry else []


def address_of(addresses: Sequence[DeliveryAddress], key: str) -> DeliveryAddress | None:
    """Return the address of this key, if it is among them."""
    return next((address for address in addresses if address.key == key), None)
