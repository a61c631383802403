"""What a buyer looks for, read from the shop's address and written back into its links."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from orders.queries.facets import Counts, Facets
from orders.queries.wishing import Pairs, Wish
from wholesale.ui.filters import MAX_SEARCH_LENGTH

MOST_CHIPS = 8
_MOST_CHOSEN = 20  # of one kind; nobody presses more
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a kind: its name, how many products have it, and the address that turns it on or off."""

    label: str
    url: str
    count: int | None = None
    is_pressed: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """Brand, or one property, with its values."""

    label: str
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class Choices:
    """What stands above the shop's list: without counts only what is pressed."""

    chips: list[Choice]
    kinds: list[Kind] = field(default_factory=list)


def wish_of(query: QueryDict) -> Wish:
    """Read what the buyer looks for from the address; what makes no sense is left out."""
    pairs: Pairs = tuple(
        (name, value) for name, colon, value in (each.partition(":") for each in _values(query, "attribute"))
        if name and value
    )  # fmt: skip
    return Wish(
        text=" ".join(query.get("q", "").replace("\x00", "").split())[:MAX_SEARCH_LENGTH],
        categories=_values(query, "category"),
        brands=_values(query, "brand"),
        attributes=pairs,
        sold_out=bool(query.get("sold_out")),
        cursor=query.get("cursor", ""),
    )


def kept_fields(query: QueryDict) -> list[tuple[str, str]]:
    """Return what the search form carries along as hidden fields."""
    wish = wish_of(query)
    kept = [("category", value) for value in wish.categories] + [("brand", value) for value in wish.brands]
    kept += [("attribute", f"{name}:{value}") for name, value in wish.attributes]
    return kept + ([("sold_out", "yes")] if wish.sold_out else [])


def choices_of(base: str, query: QueryDict, wish: Wish, facets: Facets | None = None) -> Choices:
    """Return the chips and menus above the list; before anything was counted, what is pressed.

    Args:
        base: the address of the shop.
    """
    link = _Links(base, query)
    pressed = [
        *_pressed(link, "brand", ((value, value) for value in wish.brands)),
        *_pressed(link, "attribute", ((f"{n}:{v}", v) for n, v in wish.attributes)),
    ]
    sold_out = Choice(_("Sold out too"), link.toggled("sold_out", "yes"), None, wish.sold_out)
    total = facets.total if facets else None
    everything = Choice(_("All"), link.without("category"), total, not wish.categories)
    if facets is None:
        categories = _pressed(link, "category", ((value, value) for value in wish.categories))
        return Choices([everything, *categories, *pressed, sold_out])
    named = _choices(link, "category", facets.categories, wish.categories)
    kinds = [Kind(pgettext("of a product", "Brand"), _choices(link, "brand", facets.brands, wish.brands))]
    for name, counts in facets.attributes.items():
        wanted = wish.values_by_attribute.get(name, [])
        kinds.append(Kind(name, _choices(link, "attribute", counts, wanted, prefix=f"{name}:")))
    if len(named) > MOST_CHIPS:
        kinds.insert(0, Kind(_("Category"), named))
        named = [each for each in named if each.is_pressed]
    return Choices([everything, *named, *pressed, sold_out], [kind for kind in kinds if kind.choices])


class _Links:
    """Addresses of the shop that change one thing of what is asked for, and begin at the first page."""

    def __init__(self, base: str, query: QueryDict) -> None:
        self.base, self.query = base, query

    def toggled(self, key: str, value: str) -> str:
        """Return the address with this value, or without it if it is there."""
        values = [each for each in self.query.getlist(key) if each != value]
        return self._with(key, values if value in self.query.getlist(key) else [*values, value])

    def without(self, key: str) -> str:
        """Return the address without any value of this kind."""
        return self._with(key, [])

    def _with(self, key: str, values: list[str]) -> str:
        changed = self.query.copy()
        for gone in ("cursor", "view", key):
            changed.pop(gone, None)
        if values:
            changed.setlist(key, values)
        return f"{self.base}?{changed.urlencode()}"


def _pressed(link: _Links, key: str, values: Iterable[tuple[str, str]]) -> list[Choice]:
    return [Choice(label, link.toggled(key, value), None, is_pressed=True) for value, label in values]


def _choices(
    link: _Links, key: str, counts: Counts, wanted: Iterable[str], *, prefix: str = ""
) -> list[Choice]:
    chosen = set(wanted)
    return [
        Choice(value, link.toggled(key, prefix + value), number, value in chosen) for value, number in counts
    ]


def _values(query: QueryDict, key: str) -> tuple[str, ...]:
    values = (each.replace("\x00", "")[:_LONGEST] for each in query.getlist(key))
    return tuple(dict.fromkeys(value for value in values if value))[:_MOST_CHOSEN]
