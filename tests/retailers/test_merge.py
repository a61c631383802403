"""Two entries become one, and two again: every row of every table is held against what it was (SPEC.md C7)."""

from typing import Any

import pytest

from retailers.models import Merge
from retailers.services.merging import merge_retailers
from retailers.services.undoing import undo_merge
from tests.probe import everything
from tests.world import World
from wholesale.tenancy.contexts import Context
from wholesale.tenancy.roles import Role
from wholesale.tenancy.testing import acting_as

RECORDS = {
    "audit_auditentry", "retailers_customerevent", "retailers_merge", "retailers_mergedrow",
    "retailers_mergedcustomer",
}  # fmt: skip
STAFF = Context(Role.STAFF)


def merged(world: World, kept: str, gone: str, **choices: str) -> Merge:
    with acting_as(STAFF):
        return merge_retailers(
            kept=world.org_id(kept),
            gone=world.org_id(gone),
            choices=choices,
            is_one_company=True,
            by=world.users["alder"],
        )


def undone(world: World, merge: Merge) -> Merge:
    with acting_as(STAFF):
        return undo_merge(merge=merge, by=world.users["alder"])


def all_rows() -> dict[str, dict[Any, dict[str, Any]]]:
    """Return every row of every table but the records of what happened, by its key."""
    rows = everything()
    return {
        table: {
            (row.get("id") or row.get("retailer_id") or row.get("user_id") or row.get("email")): row
            for row in held
        }
        for table, held in rows.items()
        if table not in RECORDS
    }


@pytest.mark.parametrize(
    ("kept", "gone"), [("rita", "rosa"), ("rosa", "rita"), ("rita", "rex"), ("rita", "rolf")]
)
def test_undone_at_once_nothing_has_happened(world: World, kept: str, gone: str) -> None:
    before = all_rows()

    merge = merged(world, kept, gone)
    between = all_rows()
    undone(world, merge)

    assert between != before
    assert all_rows() == before
