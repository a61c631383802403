"""By whose stock customers are served: the choices of *Available when distributed by …* (SPEC.md K8, I7, I9)."""

from collections.abc import Iterable
from dataclasses import dataclass

from inventory.queries.availability import Keepers
from inventory.queries.places import Place, places_of
from wholesale.organizations.models import Organization

_WITH_OWN = ".own"  # no slug has a dot


@dataclass(frozen=True, slots=True)
class Serving:
    """One way to serve customers: by a company's stock, or by a distributor's and the supplier's own besides."""

    place: Place
    own: Place | None = None

    @property
    def slug(self) -> str:
        """Return what names it in addresses."""
        return self.place.keeper.slug + (_WITH_OWN if self.own else "")

    @property
    def keepers(self) -> Keepers:
        """Return whose stock is available, as keepers_of says it of a customer."""
        return tuple(place.keeper.pk for place in (self.place, self.own) if place)

    @property
    def is_editable(self) -> bool:
        """Tell whether the number that is shown is one place's, which the supplier may correct."""
        return self.own is None and self.place.is_editable


def servings_of(places: Iterable[Place]) -> list[Serving]:
    """Return the ways to serve customers from a supplier's places, its own first."""
    found = {place.keeper.pk: place for place in reversed(list(places))}
    own, *others = list(found.values())[::-1]
    return [Serving(own), *(each for place in others for each in (Serving(place), Serving(place, own)))]


def serving_named(supplier: Organization, slug: str, *, adds_own_stock: bool = False) -> Serving | None:
    """Return the way to serve a supplier's customers that a machine names; none for a company that is not its."""
    wanted = slug + (_WITH_OWN if adds_own_stock and slug != supplier.slug else "")
    return next((each for each in servings_of(places_of(supplier)) if each.slug == wanted), None)
