"""A box in a table that is edited like a spreadsheet (docs/ui.md: A grid)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What stands in a box of a grid."""

    TEXT = "text"
    UNITS = "units"
    AMOUNT = "amount"
    CHOICE = "choice"
    TICK = "tick"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One box of a grid.

    Args:
        name: of the field in the form.
        label: said aloud, with what the row is about: "Price of Pale Ale".
        value: what stands in it, as a form sends it; a tick is "on" or nothing.
        saved: what is stored, where that is something else: what was typed and refused stays marked as changed.
        error: what is wrong with it.
        options: value and words of a choice.
        list_id: of a datalist to choose from while typing.
        is_first: it stands where a row's name stands, and stays in sight.
    """

    name: str
    label: str
    value: str
    saved: str | None = None
    error: str = ""
    kind: Kind = Kind.TEXT
    options: Sequence[tuple[str, str]] = ()
    max_length: int | None = None
    list_id: str = ""
    is_first: bool = False
