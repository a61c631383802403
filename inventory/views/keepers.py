"""The drop-down *Available when distributed by …*: which keeper a page looks at (SPEC.md K8)."""

from inventory.queries import Place


def places_by_keeper(places: list[Place]) -> list[Place]:
    """Return one place for each company that serves customers."""
    return list({place.keeper.pk: place for place in reversed(places)}.values())[::-1]


def chosen_place(places: list[Place], slug: str) -> Place:
    """Return the place of the keeper that was asked for, else the supplier's own."""
    return next((place for place in places if place.keeper.slug == slug), places[0])
