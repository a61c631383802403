"""Platform staff for the tests of duplicates: their browser, and their context."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.test import Client

from retailers.models import CustomerEvent, Merge
from retailers.services.merging import merge_retailers
from retailers.services.undoing import undo_merge
from tests.matrix_tables import KEY
from tests.probe import everything
from tests.world import World
from wholesale.accounts.models import User
from wholesale.tenancy.contexts import Context
from wholesale.tenancy.roles import Role
from wholesale.tenancy.testing import acting_as, as_owner

STAFF = Context(Role.STAFF)
# What happened stays on record; the rest must be as it was.
RECORDS = {
    "audit_auditentry", "retailers_customerevent", "retailers_merge", "retailers_mergedrow",
    "retailers_mergedcustomer",
}  # fmt: skip


def sam() -> User:
    """Return a person of the staff with a second factor."""
    person = User.objects.filter(email="sam@example.com").first()
    if person is None:
        person = User.objects.create_superuser("sam@example.com", name="Sam Staff")
        Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    return person


def staff_client() -> Client:
    """Return a browser of the staff."""
    client = Client()
    client.force_login(sam())
    return client


def merged(world: World, kept: str, gone: str, **choices: str) -> Merge:
    """Merge two of the cast as one company."""
    person = sam()
    with acting_as(STAFF):
        return merge_retailers(
            kept=world.org_id(kept), gone=world.org_id(gone), choices=choices, is_one_company=True, by=person
        )


def undone(merge: Merge) -> Merge:
    """Undo a merge."""
    person = sam()
    with acting_as(STAFF):
        return undo_merge(merge=merge, by=person)


def all_rows() -> dict[str, dict[Any, dict[str, Any]]]:
    """Return every row of every table but the records of what happened, by its key."""
    return {
        table: {row[KEY.get(table, "id")]: row for row in held}
        for table, held in everything().items()
        if table not in RECORDS
    }


def history(supplier: str, world: World) -> list[str]:
    with as_owner():
        events = CustomerEvent.objects.filter(supplier=world.orgs[supplier], kind__in=("merged", "parted"))
        return list(events.order_by("at", "id").values_list("kind", flat=True))
