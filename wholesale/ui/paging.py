"""Keyset paging: pages by the values of the last row seen, as fast on page 1,000 as on the first."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from operator import attrgetter, itemgetter
from typing import Any
from uuid import UUID

from django.core import signing
from django.db.models import F, Model, QuerySet
from django.db.models.fields.tuple_lookups import TupleGreaterThan, TupleLessThan
from django.utils.translation import gettext, ngettext

COUNT_LIMIT = 1_000
_SIGNER = signing.Signer(salt="wholesale.ui.paging")


class BadCursor(ValueError):
    """The cursor was not made by this list, or was changed on its way."""


@dataclass(frozen=True)
class Page:
    """One page of a list: its rows and the cursors that lead on and back."""

    rows: list[Any]
    next: str | None
    previous: str | None
    count: int | None = None

    @property
    def count_text(self) -> str:
        """Say how many rows the list has, up to 1,000; empty if nobody counted."""
        if self.count is None:
            return ""
        if self.count > COUNT_LIMIT:
            return gettext("more than 1,000")
        return ngettext("%(n)s in all", "%(n)s in all", self.count) % {"n": f"{self.count:,}"}

    @property
    def is_only_page(self) -> bool:
        """Tell whether all rows are on this page."""
        return self.next is None and self.previous is None


Reader = Callable[[QuerySet[Any, Any], int], list[Any]]


def _first(ordered: QuerySet[Any, Any], limit: int) -> list[Any]:
    return list(ordered[:limit])


def keyset_page(
    queryset: QuerySet[Any, Any],
    *,
    order: Sequence[str],
    cursor: str = "",
    size: int = 50,
    counted: bool | QuerySet[Any, Any] = False,
    read: Reader = _first,
) -> Page:
    """Read one page of a list in one statement; a second one if it is to be counted.

    Args:
        queryset: filtered rows, instances or `.values()`; its own ordering is replaced.
        order: columns or annotations, all in the same direction ("-placed_at", "-id"); the last is unique,
            none is ever NULL (annotate a Coalesce), and all are among the `.values()`.
        cursor: what an earlier page's `next` or `previous` said; empty or foreign means the first page.
        counted: whether to count, to 1,000 at most; or the same rows with less joined, to count those.
        read: reads so many of the ordered rows, by a statement around theirs.
    """
    names = [name.removeprefix("-") for name in order]
    descending = order[0].startswith("-")
    if any(name.startswith("-") != descending for name in order):
        raise ValueError("keyset paging needs one direction for all columns")
    try:
        backward, values = _read(cursor, order) if cursor else (False, [])
    except BadCursor:
        backward, values = False, []

    ordered = _from(queryset, names, values, descending=descending != backward)
    page = page_of(read(ordered, size + 1), order=order, size=size, backward=backward, has_begun=bool(values))
    if counted is False:
        return page
    return replace(page, count=bounded_count(queryset if counted is True else counted))


def page_of(
    rows: list[Any], *, order: Sequence[str], size: int, backward: bool = False, has_begun: bool = False
) -> Page:
    """Return the page that these rows make, of which one more than fit on it were read.

    Args:
        backward: whether they were read from the end.
        has_begun: whether they are what follows on a cursor.
    """
    names = [name.removeprefix("-") for name in order]
    has_more = len(rows) > size
    rows = rows[:size]
    if backward:
        rows.reverse()
    has_next, has_previous = (True, has_more) if backward else (has_more, has_begun)
    return Page(
        rows=rows,
        next=_write(order, rows[-1], names, backward=False) if rows and has_next else None,
        previous=_write(order, rows[0], names, backward=True) if rows and has_previous else None,
    )


def bounded_count(queryset: QuerySet[Any, Any]) -> int:
    """Count rows, but never more than 1,001 of them, and without what is only shown of each."""
    return queryset.order_by().values("pk")[: COUNT_LIMIT + 1].count()


def is_cursor(cursor: str, order: Sequence[str]) -> bool:
    """Tell whether a cursor was made by a list of this order; a page forgives one that was not, an API says so."""
    try:
        _read(cursor, order)
    except BadCursor:
        return False
    return True


def _from(
    queryset: QuerySet[Any, Any], names: list[str], values: list[Any], *, descending: bool
) -> QuerySet[Any, Any]:
    """Return the rows beyond `values` in this direction, by one row comparison that an index answers."""
    ordered = queryset.order_by(*(F(name).desc() if descending else F(name).asc() for name in names))
    if not values:
        return ordered
    if len(names) == 1:
        return ordered.filter(**{f"{names[0]}__{'lt' if descending else 'gt'}": values[0]})
    lookup = TupleLessThan if descending else TupleGreaterThan
    return ordered.filter(lookup(tuple(F(name) for name in names), tuple(values)))


def _write(order: Sequence[str], row: Any, names: list[str], *, backward: bool) -> str:
    value_of = itemgetter if isinstance(row, Mapping) else attrgetter
    values = [value_of(name if isinstance(row, Mapping) else name.replace("__", "."))(row) for name in names]
    payload = [",".join(order), "b" if backward else "f", *(_tagged(value) for value in values)]
    return _SIGNER.sign_object(payload, serializer=_Json, compress=True)


def _read(cursor: str, order: Sequence[str]) -> tuple[bool, list[Any]]:
    try:
        columns, way, *tagged = _SIGNER.unsign_object(cursor, serializer=_Json)
        values = [_TYPES[tag](text) for tag, text in tagged]
    except (signing.BadSignature, ValueError, KeyError, TypeError) as error:
        raise BadCursor(cursor) from error
    if columns != ",".join(order) or len(values) != len(order):
        raise BadCursor(cursor)
    return way == "b", values


class _Json:
    def dumps(self, obj: Any) -> bytes:
        return json.dumps(obj, separators=(",", ":")).encode()

    def loads(self, data: bytes) -> Any:
        return json.loads(data)


_TYPES: dict[str, Any] = {
    "s": str,
    "i": int,
    "b": lambda text: text == "True",
    "n": Decimal,
    "u": UUID,
    "t": datetime.fromisoformat,
    "d": date.fromisoformat,
}
_TAGS: tuple[tuple[type, str], ...] = (
    (bool, "b"),
    (int, "i"),
    (Decimal, "n"),
    (UUID, "u"),
    (datetime, "t"),
    (date, "d"),
    (str, "s"),
)


def _tagged(value: Any) -> tuple[str, str]:
    if isinstance(value, Model):
        value = value.pk
    for kind, tag in _TAGS:
        if isinstance(value, kind):
            return tag, value.isoformat() if isinstance(value, date) else str(value)
    raise ValueError(f"a list cannot be paged by {value!r}")
