"""The day, its papers, the door and the moved day by the API: what the pages do, and nothing of anyone else's."""

from base64 import b64encode
from typing import Any

import pytest
from django.test import Client

from orders.enums import OrderStatus
from orders.models import DelivererReport, Order
from tests.orders.days import DAY, clear_routes, stand
from tests.orders.test_day_moves import NEW_DAY
from tests.orders.test_link_page import photo
from tests.orders.test_take_step import bring_to
from tests.world import World
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import as_owner

START = "/api/v1/dawn/delivering/"


def send(client: Client, path: str, body: dict[str, Any], **headers: Any) -> Any:
    return client.post(
        f"{START}{path}",
        body,
        content_type="application/json",
        headers={"Idempotency-Key": str(uuid7())} | headers,
    )


def test_a_day_is_read_put_on_a_route_and_moved(world: World) -> None:
    clear_routes(world)
    rita, rosa = stand(world, ("alder", "rita"), ("birch", "rosa"))
    client = world.client("dawn")
    route = send(client, "deliveries/routes/", {"name": "West"}).json()
    put = {"day": str(DAY), "orders": [str(rosa.pk), str(world.orders["cedar", "rex"].pk)]}
    assert send(client, f"deliveries/routes/{route['id']}/stops/", put).json() == {"places": 1}

    day = client.get(f"{START}deliveries/?day={DAY}").json()
    assert [(stop["retailer_name"], stop["route_name"]) for stop in day["stops"]] == [
        ("Rosa", "West"), ("Rita", None),
    ]  # fmt: skip
    assert client.get(f"{START}deliveries/?day={DAY}&route=none").json()["stops"][0]["order"] == str(rita.pk)
    assert client.get(f"{START}deliveries/?route=nonsense").status_code == 400
    paper = client.get(f"{START}deliveries/paper/?day={DAY}&paper=route-sheet")
    assert paper.getvalue().startswith(b"%PDF")

    body = {"day": str(DAY), "new_day": str(NEW_DAY), "reason": "Snow"}
    seen = client.get(f"{START}deliveries/move/?day={DAY}&new_day={NEW_DAY}").json()
    assert send(client, "deliveries/move/", {**body, "digest": "0" * 32}).status_code == 409
    assert send(client, "deliveries/move/", {**body, "digest": seen["digest"]}).json()["moved"] == 2
    assert send(client, "deliveries/move/", body).status_code == 422


@pytest.mark.parametrize("how", ["handover", "failed-delivery"])
def test_the_door_takes_a_proof_once_and_based_on_what_was_read(world: World, how: str) -> None:
    order = bring_to(world, OrderStatus.SHIPPED)
    client, path = world.client("dawn"), f"orders/alder/{order.number}/"
    days = client.get(f"{START}{path}door/").json()["days"]
    picture = b64encode(photo().read()).decode()
    body = {
        "handover": {"received_by": "Rosa", "photo": picture},
        "failed-delivery": {"problem": "closed", "day": days[1], "photo": picture},
    }[how]
    assert send(client, f"{path}{how}/", body).status_code == 428
    assert send(client, f"{path}{how}/", body, **{"If-Match": '"v1"'}).status_code == 412
    wrong = send(client, f"{path}{how}/", body | {"photo": "%"}, **{"If-Match": f'"v{order.version}"'})
    assert wrong.status_code == 400
    key = {"Idempotency-Key": str(uuid7()), "If-Match": f'"v{order.version}"'}
    answers = [send(client, f"{path}{how}/", body, **key) for _twice in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert "total" not in answers[0].json()
    with as_owner():
        assert DelivererReport.objects.filter(order=order, link=None).count() == 1
        now = Order.objects.get(pk=order.pk)
    assert now.status == ("delivered" if how == "handover" else "shipped")
    if how == "failed-delivery":
        assert str(now.delivery_date) == days[1]
