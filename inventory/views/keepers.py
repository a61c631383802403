"""The drop-down *Available when distributed by …*: by whose stock a page looks (SPEC.md K8)."""

from collections.abc import Sequence

from inventory.queries import Serving


def chosen_serving(servings: Sequence[Serving], slug: str) -> Serving:
    """Return the way to serve customers that was asked for, else the supplier's own."""
    return next((each for each in servings if each.slug == slug), servings[0])
