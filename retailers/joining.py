"""Where the one customer stands that was two, and what its supplier keeps of it (SPEC.md C7). Pure."""

from collections.abc import Mapping
from typing import Any

from retailers.enums import CustomerStatus

MOST_LABELS = 20
_FURTHEST = (
    CustomerStatus.REJECTED,
    CustomerStatus.PROSPECT,
    CustomerStatus.REQUESTED,
    CustomerStatus.INVITED,
    CustomerStatus.REGISTERED,
    CustomerStatus.HAS_ORDERED,
)

STANDING = (
    "status", "relation", "is_active", "awaits_welcome", "is_on_hold", "invited_at", "registered_at",
    "first_ordered_at", "last_ordered_at", "requires_po_number", "licence_number", "licence_expires_on",
)  # fmt: skip
# Each its own, where the one that stays has none.
FILLED = ("nickname", "number", "contact_name", "contact_email", "hold_reason")


def joined_standing(kept: Mapping[str, Any], gone: Mapping[str, Any]) -> dict[str, Any]:
    """Return where the one customer stands that was two: as the one that came furthest, with the times of both.

    Source: C10 (it never goes back), DATA.md 00.
    """
    furthest = max((kept, gone), key=lambda each: _FURTHEST.index(CustomerStatus(each["status"])))
    joined = {name: furthest[name] for name in ("status", "relation", "is_active", "awaits_welcome")}
    joined["is_on_hold"] = kept["is_on_hold"] or gone["is_on_hold"]
    joined["requires_po_number"] = kept["requires_po_number"] or gone["requires_po_number"]
    licensed = kept if kept["licence_number"] else gone
    joined |= {name: licensed[name] for name in ("licence_number", "licence_expires_on")}
    for name in ("invited_at", "registered_at", "first_ordered_at"):
        joined[name] = min(filter(None, (kept[name], gone[name])), default=None)
    joined["last_ordered_at"] = max(
        filter(None, (kept["last_ordered_at"], gone["last_ordered_at"])), default=None
    )
    if joined["status"] == CustomerStatus.REGISTERED and joined["first_ordered_at"]:
        joined["status"] = CustomerStatus.HAS_ORDERED.value
    return joined


def joined_private(kept: Mapping[str, Any], gone: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a supplier keeps of the one customer that was two: what the one that stays has, else the other.

    Notes and labels of both are kept.
    """
    joined = {name: kept[name] or gone[name] for name in (*FILLED, "representative_id")}
    joined["note"] = "\n\n".join(dict.fromkeys(filter(None, (kept["note"], gone["note"]))))
    have = {label.casefold() for label in kept["labels"]}
    more = [label for label in gone["labels"] if label.casefold() not in have]
    joined["labels"] = [*kept["labels"], *more][: max(MOST_LABELS, len(kept["labels"]))]
    return joined
