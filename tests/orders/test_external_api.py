"""Papers, links and reports for machines (SPEC.md I1, X1)."""

from typing import Any

import pytest

from tests.orders.conftest import Buyer
from tests.orders.external import link_of, mails, opened, place, report, token_for
from tests.world import World
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.testing import as_owner

pytestmark = pytest.mark.django_db
ORDERS = "/api/v1/alder/selling/orders/"


def post(world: World, url: str, who: str = "alder", key: str = "one") -> Any:
    client = world.client(who)
    return client.post(url, {}, content_type="application/json", headers={"Idempotency-Key": key})


def test_an_order_is_downloaded_by_those_who_sell_and_deliver_it(world: World) -> None:
    buyer = Buyer(world)
    buyer.put(1)
    number = buyer.submit().number
    theirs = f"/api/v1/dawn/delivering/orders/alder/{number}/paper/"

    ours = world.client("alder").get(f"{ORDERS}{number}/paper/?as_format=xlsx")
    answer: Any = world.client("dawn").get(theirs)

    assert ours.status_code == answer.status_code == 200
    assert "spreadsheetml" in ours["Content-Type"]
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert world.client("alder").get(f"{ORDERS}{number}/paper/?as_format=exe").status_code == 400
    assert world.client("ember").get(theirs.replace("dawn", "ember", 1)).status_code == 404
    assert world.client("cedar").get(f"/api/v1/cedar/selling/orders/{number + 50}/paper/").status_code == 404


def test_a_link_is_read_sent_again_once_for_each_key_and_revoked(world: World) -> None:
    order = place(world)
    url, client = f"{ORDERS}{order.number}/link/", world.client("alder")
    before = client.get(url).json()

    first, again = (post(world, f"{url}sending/") for _ in range(2))

    assert (before["is_open"], before["email"], before["first_used_at"]) == (True, "dusk@example.com", None)
    assert (first.status_code, first.json()) == (201, again.json())
    assert len(mails()) == 2
    assert token_for(order) not in str(first.json())
    revoked = post(world, f"{url}revocation/", key="two").json()
    assert (revoked["is_open"], revoked["end"]) == (False, "revoked")
    assert link_of(order).end == "revoked"


def test_whoever_may_not_confirm_orders_sends_no_link(world: World) -> None:
    order = place(world)
    with as_owner():
        Membership.objects.filter(user=world.users["alder"]).update(role=MemberRole.VIEWER)

    answers = [
        post(world, f"{ORDERS}{order.number}/link/{verb}/").status_code for verb in ("sending", "revocation")
    ]

    assert answers == [403, 403]
    assert world.client("alder").get(f"{ORDERS}{order.number}/link/").status_code == 200
    assert len(mails()) == 1


def test_an_order_without_an_external_distributor_has_no_link(world: World) -> None:
    buyer = Buyer(world)
    buyer.put(1)
    url = f"{ORDERS}{buyer.submit().number}/link/"

    assert world.client("alder").get(url).status_code == 404
    assert post(world, f"{url}sending/").json()["code"] == "no_external_distributor"
    assert post(world, f"{url}revocation/").status_code == 404


def test_reports_are_listed_the_newest_first(world: World) -> None:
    order = place(world)
    client, page = opened(token_for(order))
    report(client, page, "problem", problem="closed", note="Nobody")
    report(client, page, "delivered", received_by="Rosa")

    found = world.client("alder").get(f"{ORDERS}{order.number}/reports/").json()["results"]

    assert [(each["kind"], each["problem"], each["received_by"]) for each in found] == [
        ("delivered", "", "Rosa"),
        ("problem", "closed", ""),
    ]
    assert {each["has_photo"] for each in found} == {False}
    events = world.client("alder").get(f"{ORDERS}{order.number}/").json()["events"]
    assert events[0]["status"] == "submitted"
