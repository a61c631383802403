"""Days of service, closed days and next deliveries by API."""

import pytest
from django.core.cache import cache

from retailers.api.schedule_shapes import LINE, DeliveriesOutput, ScheduleOutput

BASE = "/api/v1/alder/selling/"
CALENDAR = {"closed_weekdays": [5, 6], "keeps_holidays": True, "holiday_region": "OR", "days": []}


@pytest.fixture
def alder(world):
    cache.clear()
    return world.client("alder")


def put(client, path, body, version):
    headers = {"If-Match": f'"v{version}"'} if version is not None else {}
    return client.put(BASE + path, body, content_type="application/json", headers=headers)


@pytest.mark.parametrize("level", ["default", "group", "customer"])
def test_a_schedule_is_replaced_at_each_level_if_nobody_was_first(world, alder, level):
    path = {
        "default": "schedule/",
        "group": f"groups/{world.groups['alder'].pk}/schedule/",
        "customer": f"customers/{world.customers['alder', 'rita'].pk}/schedule/",
    }[level]
    assert alder.get(BASE + path).json() == {"lines": [], "version": 0}

    made = put(alder, path, {"lines": [LINE]}, 0)

    assert (made.status_code, made.headers["ETag"]) == (200, '"v1"')
    assert set(made.json()) == set(ScheduleOutput().fields)
    assert made.json()["lines"] == [LINE]
    assert put(alder, path, {"lines": []}, 0).status_code == 412
    assert put(alder, path, {"lines": []}, None).status_code == 428
    assert put(alder, path, {"lines": [LINE | {"every_weeks": 53}]}, 1).status_code == 400
    assert put(alder, path, {"lines": [LINE | {"carrier": "named"}]}, 1).status_code == 400
    assert put(alder, path, {"lines": []}, 1).json() == {"lines": [], "version": 2}


def test_the_calendar_is_replaced(alder):
    made = put(alder, "delivery-calendar/", CALENDAR, 0)

    assert made.json() == CALENDAR
    assert put(alder, "delivery-calendar/", CALENDAR, 0).status_code == 412
    assert put(alder, "delivery-calendar/", CALENDAR | {"closed_weekdays": [7]}, 1).status_code == 400


def test_both_sides_read_the_same_deliveries(world, alder):
    put(alder, "schedule/", {"lines": [LINE]}, 0)
    customer = world.customers["alder", "rita"].pk

    sold = alder.get(f"{BASE}customers/{customer}/deliveries/").json()
    bought = world.client("rita").get("/api/v1/rita/buying/suppliers/alder/deliveries/").json()

    assert sold == bought
    assert set(sold) == set(DeliveriesOutput().fields)
    assert len(sold["deliveries"]) >= 12
    assert {each["carrier"] for each in sold["deliveries"]} == {"Dawn"}
    assert world.client("rita").get("/api/v1/rita/buying/suppliers/cedar/deliveries/").status_code == 404
