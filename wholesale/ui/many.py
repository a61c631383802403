"""Pages that do one thing with many rows of a list, chosen one by one or by its filters: `ui/many.html`."""

from collections.abc import Callable
from typing import Any

from django.http import QueryDict

from wholesale.ui.filters import ListFilters

WHOLE = "all"


def chosen_context(
    query: QueryDict, *, row: str, filters: Callable[[], ListFilters], back: str
) -> dict[str, Any]:
    """Return what the form carries along, and the filters in words if it is for all that fit.

    Args:
        row: the name that the boxes of the list have.
        filters: of the list as it was asked for.
        back: the list's address.
    """
    if not query.get(WHOLE):
        return {"back": back, "carried": [(row, value) for value in query.getlist(row)], "chips": []}
    found = filters()
    chips = [chip for chip in found.chips if chip.is_pressed]
    return {"back": back, "carried": [(WHOLE, "1"), *found.asked], "chips": chips, "filters": found}
