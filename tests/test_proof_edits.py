"""R8: many editors of one thing at once: whoever was too late is told so, and no edit is lost."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.proof import EDITS, found
from tests.world import World
from wholesale.accounts.models import User
from wholesale.audit.models import AuditEntry
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.testing import as_owner

pytestmark = pytest.mark.proof
EDITORS = 16
# What of each thing is counted up, and where the count begins.
THINGS: dict[str, tuple[Callable[[World], str], str, Callable[[int], Any]]] = {
    "product": (lambda world: f"products/{world.products['alder'][0].pk}/", "low_stock_units", int),
    "customer": (lambda world: f"customers/{world.customers['alder', 'rita'].pk}/", "note", str),
}


@pytest.mark.parametrize("thing", THINGS)
def test_sixteen_editors_lose_no_edit(committed_world: World, thing: str) -> None:
    """Each reads a number and writes the next one back: an edit that went under would be missing in the sum."""
    address, field, written = THINGS[thing]
    path = f"/api/v1/alder/selling/{address(committed_world)}"
    editors, together = _editors(committed_world), Barrier(EDITORS)
    _edit(editors[0], path, {field: written(0)}, editors[0].get(path).headers["ETag"])
    first = editors[0].get(path).json()
    with as_owner():
        noted = AuditEntry.objects.filter(subject_id=first["id"]).count()

    def edit(editor: Client) -> list[int]:
        try:
            together.wait()
            return [_add_one(editor, path, field, written) for _ in range(EDITS)]
        finally:
            connection.close()

    with ThreadPoolExecutor(EDITORS) as pool:
        answers = [status for statuses in pool.map(edit, editors) for status in statuses]

    last, accepted = editors[0].get(path).json(), answers.count(200)
    found(
        "R8",
        f"{thing}: {EDITORS} editors x {EDITS} edits, {accepted} accepted, {answers.count(412)} told (412)",
    )
    assert set(answers) == {200, 412}
    assert last["version"] - first["version"] == accepted
    assert int(last[field]) == accepted
    with as_owner():
        assert AuditEntry.objects.filter(subject_id=first["id"]).count() - noted == accepted


def _editors(world: World) -> list[Client]:
    """Return browsers of so many colleagues; each has a rate limit of its own."""
    clients = []
    for number in range(EDITORS):
        with as_owner():
            user = User.objects.create_user(f"editor{number}@example.com", name=f"Editor {number}")
            Membership.objects.create(user=user, organization=world.orgs["alder"], role=MemberRole.ADMIN)
        clients.append(Client())
        clients[-1].force_login(user)
    return clients


def _add_one(editor: Client, path: str, field: str, written: Callable[[int], Any]) -> int:
    read = editor.get(path)
    return _edit(editor, path, {field: written(int(read.json()[field]) + 1)}, read.headers["ETag"])


def _edit(editor: Client, path: str, change: dict[str, Any], etag: str) -> int:
    headers = {"If-Match": etag}
    return editor.patch(
        path, json.dumps(change), content_type="application/json", headers=headers
    ).status_code
