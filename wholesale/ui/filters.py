"""Search, filters and sorting of a list, read from its address and written back into its links."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict
from django.utils.functional import Promise

MAX_SEARCH_LENGTH = 200


@dataclass(frozen=True)
class Filter:
    """One filter a list offers: its key in the address, its name, and the values to choose from."""

    key: str
    label: str
    options: Sequence[tuple[str, str | Promise]]


@dataclass(frozen=True)
class Option:
    """One value of a filter, and the address that turns it on or off."""

    label: str
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class Chip:
    """A filter as its chip shows it: pressed with its values, or offered."""

    label: str
    value: str
    clear_url: str
    options: list[Option]

    @property
    def is_pressed(self) -> bool:
        """Tell whether this filter narrows the list."""
        return bool(self.value)


class ListFilters:
    """What the reader of a list asked for.

    Args:
        query: `request.GET`.
        filters: the filters offered; any number of values of one filter may be chosen.
        sorts: sort key to keyset order, the first being the default; `"-key"` in the address reverses it.
    """

    def __init__(
        self,
        query: QueryDict,
        filters: Sequence[Filter] = (),
        sorts: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self._query = query
        self._filters = filters
        self._sorts = dict(sorts or {})

    @cached_property
    def search(self) -> str:
        """Return the words searched for, one line, at most 200 characters, without NUL."""
        return " ".join(self._query.get("q", "").replace("\x00", "").split())[:MAX_SEARCH_LENGTH]

    @cached_property
    def values(self) -> dict[str, list[str]]:
        """Return the chosen values of each filter; what is not offered is ignored."""
        return {
            each.key: [value for value, _ in each.options if value in set(self._query.getlist(each.key))]
            for each in self._filters
        }

    def one(self, key: str) -> str:
        """Return the first chosen value of a filter, or nothing."""
        return next(iter(self.values[key]), "")

    @cached_property
    def is_narrowed(self) -> bool:
        """Tell whether a search or filter hides rows, so that an empty list says so."""
        return bool(self.search) or any(self.values.values())

    @cached_property
    def chips(self) -> list[Chip]:
        """Return the chips of all filters, pressed ones first."""
        chips = [self._chip(each) for each in self._filters]
        return sorted(chips, key=lambda chip: not chip.is_pressed)

    @cached_property
    def cursor(self) -> str:
        """Return the keyset cursor in the address."""
        return self._query.get("cursor", "")

    @cached_property
    def sort(self) -> str:
        """Return the sort in the address if it is offered, else the default."""
        asked = self._query.get("sort", "")
        return asked if asked.removeprefix("-") in self._sorts else next(iter(self._sorts), "")

    @cached_property
    def order(self) -> list[str]:
        """Return the columns to order by, for `keyset_page`."""
        columns = self._sorts[self.sort.removeprefix("-")]
        return [_reversed(column) for column in columns] if self.sort.startswith("-") else list(columns)

    def direction_of(self, key: str) -> str:
        """Return how the list is sorted by this key: "ascending", "descending", or "" if by another."""
        if self.sort.removeprefix("-") != key:
            return ""
        return "descending" if self.order[0].startswith("-") else "ascending"

    def sort_url(self, key: str) -> str:
        """Return the address that sorts by this key, or the other way round if it does already."""
        return self._url(sort=f"-{key}" if self.sort == key else key)

    @cached_property
    def clear_url(self) -> str:
        """Return the address without search and filters."""
        return self._url(q=None, **{each.key: None for each in self._filters})

    @cached_property
    def kept(self) -> list[tuple[str, str]]:
        """Return what a search form carries along as hidden fields."""
        return [
            (key, value)
            for key, values in self._query.lists()
            if key not in {"q", "cursor"}
            for value in values
        ]

    @cached_property
    def asked(self) -> list[tuple[str, str]]:
        """Return search and filters as a form carries them along, to do something with all that fit."""
        kept = [(key, value) for key, values in self.values.items() for value in values]
        return [*([("q", self.search)] if self.search else []), *kept]

    @cached_property
    def query_string(self) -> str:
        """Return search and filters as an address carries them on to an export, ready for one more value."""
        kept = self._query.copy()
        for key in ("cursor", "sort", "as"):
            kept.pop(key, None)
        return f"{kept.urlencode()}&" if kept else ""

    def _chip(self, each: Filter) -> Chip:
        chosen = self.values[each.key]
        labels = [str(label) for value, label in each.options if value in chosen]
        value = labels[0] if len(labels) == 1 else f"{labels[0]} +{len(labels) - 1}" if labels else ""
        options = [
            Option(str(label), self._url(**{each.key: self._toggled(chosen, value)}), value in chosen)
            for value, label in each.options
        ]
        return Chip(str(each.label), value, self._url(**{each.key: None}), options)

    def _toggled(self, chosen: list[str], value: str) -> list[str]:
        return [one for one in chosen if one != value] if value in chosen else [*chosen, value]

    def _url(self, **changes: str | list[str] | None) -> str:
        query = self._query.copy()
        query.pop("cursor", None)
        for key, value in changes.items():
            if not value:
                query.pop(key, None)
            else:
                query.setlist(key, value if isinstance(value, list) else [value])
        return f"?{query.urlencode()}"


def _reversed(column: str) -> str:
    return column.removeprefix("-") if column.startswith("-") else f"-{column}"
