"""Which of a customer's carts is meant: for which ship-to address, or the supplier's own (SPEC.md O2, O17)."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.http import Http404

from catalogs.queries import TaxPlace, deliver_to
from retailers.models import Customer

# The key of the company's own address, for a retailer that has not written down any other.
OWN_ADDRESS = "company"
_PLACES = """(
SELECT json_agg(json_build_array(a.id, a.name, a.street, a.city, a.country, a.region)
  ORDER BY a.is_default DESC, a.name, a.id)
FROM retailers_shiptoaddress a WHERE a.retailer_id = retailers_customer.retailer_id)"""


@dataclass(frozen=True, slots=True)
class Place:
    """A ship-to address by the name that a buyer chooses it by."""

    id: UUID
    name: str
    street: str = ""
    city: str = ""
    country: str = ""
    region: str = ""

    @property
    def key(self) -> str:
        """Return how it is called in an address and in a form."""
        return str(self.id)

    @property
    def line(self) -> str:
        """Return it on one line."""
        return ", ".join(filter(None, [self.name, self.street, self.city]))


@dataclass(frozen=True, slots=True)
class CartKey:
    """Which cart of a customer. No ship-to: for the company's own address, or the supplier's, tied to none."""

    ship_to_id: UUID | None = None
    is_suppliers: bool = False

    @property
    def key(self) -> str:
        """Return how its place is called in an address and in a form."""
        return str(self.ship_to_id) if self.ship_to_id else OWN_ADDRESS


@dataclass(frozen=True, slots=True)
class Ordering:
    """For which of its places a customer orders now.

    Args:
        places: all that it has, the default first.
        cart_key: of the cart that is filled.
    """

    places: tuple[Place, ...] = ()
    cart_key: CartKey = CartKey()

    @property
    def place(self) -> Place | None:
        """Return the address that it orders for, if it has it still."""
        return next((each for each in self.places if each.id == self.cart_key.ship_to_id), None)

    @property
    def is_astray(self) -> bool:
        """Tell whether the cart is for an address that is not there, and asks where to."""
        key = self.cart_key
        return not key.is_suppliers and self.place is None and bool(self.places or key.ship_to_id)

    @property
    def is_shown(self) -> bool:
        """Tell whether a page says where it orders for: a retailer with one address sees nothing of it."""
        return len(self.places) > 1 or self.is_astray


def with_places(customers: QuerySet[Customer]) -> QuerySet[Customer]:
    """Let customers bring their ship-to addresses, for ordering_of: in the statement that reads them."""
    return customers.annotate(places_row=RawSQL(_PLACES, []))  # noqa: S611


def ordering_of(customer: Customer) -> Ordering:
    """Return where a customer orders for: what choose_cart has said, else its first address.

    One statement for a customer that was read without with_places.
    """
    chosen: Ordering | None = getattr(customer, "ordering", None)
    if chosen is None:
        known = hasattr(customer, "places_row")
        places = _places_of(customer if known else with_places(Customer.objects.all()).get(pk=customer.pk))
        chosen = Ordering(places, CartKey(places[0].id) if places else CartKey())
    return chosen


def choose_cart(customer: Customer, cart_key: CartKey) -> Customer:
    """Let this instance order with another of its carts; of an address that is gone, too: its lines are kept.

    Whom the supplier orders for is served as if it were active (SPEC.md O17): such an instance is never saved.
    """
    customer.is_active = customer.is_active or cart_key.is_suppliers
    ordering = Ordering(_places_of(customer), cart_key)
    customer.ordering = ordering  # type: ignore[attr-defined]
    if place := ordering.place:
        deliver_to(customer, TaxPlace.of(place.country, place.region))
    return customer


def cart_key_from(text: str) -> CartKey | None:
    """Return which cart a form or an address names; None for what names none."""
    if text == OWN_ADDRESS:
        return CartKey()
    try:
        return CartKey(UUID(text))
    except ValueError:
        return None


def place_for(customer: Customer, key: str) -> Place:
    """Return an address of this customer by its key; 404 for any other."""
    found = next((place for place in ordering_of(customer).places if place.key == key), None)
    if found is None:
        raise Http404
    return found


def _places_of(customer: Customer) -> tuple[Place, ...]:
    rows = getattr(customer, "places_row", None) or ()
    return tuple(Place(UUID(key), *words) for key, *words in rows)
