"""What is handed over at a door, line by line: checked counts and reasons, and what comes back of the rest (O9)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from orders.enums import REASONS_OF_STAGE, ChangeReason, LineStage
from orders.route_errors import DoorRefused

# Of these the goods are gone; of every other reason they come back and can be sold again.
GONE = frozenset({ChangeReason.DAMAGED, ChangeReason.LOST})


@dataclass(frozen=True, slots=True)
class AtDoor:
    """How much of a line was handed over, and if less than was shipped, why."""

    delivered_units: int
    reason: str = ""
    note: str = ""


def comes_back(found: AtDoor) -> bool:
    """Tell whether what was not handed over goes back into stock: not loaded, refused or returned, but not lost."""
    return found.reason not in GONE


def short_lines(lines: Iterable[Any], found: Mapping[UUID, AtDoor]) -> list[tuple[Any, AtDoor]]:
    """Return the lines of which less was handed over than shipped.

    Raises: DoorRefused where more was, a reason is missing, a line is not of the order, or nothing at all was handed
        over.
    """
    rows = list(lines)
    wrong: dict[str, str] = {}
    if unknown := found.keys() - {line.pk for line in rows}:
        raise DoorRefused({str(key): _("This is no line of the order.") for key in unknown})
    short = [(line, found[line.pk]) for line in rows if _differs(line, found)]
    for line, each in short:
        if text := _wrong(line, each):
            wrong[str(line.pk)] = text
    if wrong:
        raise DoorRefused(wrong)
    handed = {line.pk: each.delivered_units for line, each in short}
    if not sum(handed.get(line.pk, line.shipped_units or 0) for line in rows):
        raise DoorRefused(
            {"": _("Nothing was handed over. Say that the delivery failed, and what becomes of it.")}
        )
    return short


def allows_quantities(granted_since: datetime | None) -> bool:
    """Tell whether an agreement lets its distributor deliver less than was shipped."""
    return granted_since is not None


def _differs(line: Any, found: Mapping[UUID, AtDoor]) -> bool:
    return line.pk in found and found[line.pk].delivered_units != (line.shipped_units or 0)


def _wrong(line: Any, found: AtDoor) -> str:
    if not 0 <= found.delivered_units <= (line.shipped_units or 0):
        return _("Only %(n)s were on the way.") % {"n": line.shipped_units or 0}
    if found.reason not in REASONS_OF_STAGE[LineStage.DELIVERED]:
        return _("Say why less was handed over.")
    if found.reason == ChangeReason.OTHER and not found.note:
        return _("Say in a note what the other reason is.")
    return ""
