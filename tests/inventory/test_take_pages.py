"""Stock takes on pages: opened, counted by SKU or barcode, applied; the same for whoever keeps the warehouse."""

import re
from html import unescape
from uuid import uuid4

import pytest

from catalogs.models import Product
from inventory.models import StockTake
from tests.inventory.pages import on_hand, url
from tests.world import World
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.testing import as_owner


def emptied(world: World, supplier: str, keeper: str) -> StockTake:
    with as_owner():
        world.takes[supplier, keeper].lines.all().delete()
    return world.takes[supplier, keeper]


@pytest.mark.parametrize(
    ("who", "supplier", "prefix"),
    [("alder", "alder", "take"), ("dawn", "alder", "delivering_take"), ("gale", "birch", "delivering_take")],
)
def test_it_is_counted_and_applied(world, who, supplier, prefix):
    take, pale = emptied(world, supplier, who), world.products[supplier][0]
    with as_owner():
        Product.objects.filter(pk=pale.pk).update(gtin="4006381333931")
    client = world.client(who)

    def post(name: str, **typed: object) -> int:
        typed |= {"form_key": uuid4()}
        return client.post(url(f"{prefix}_{name}", take.pk, slug=who), typed).status_code

    assert client.get(url(f"{prefix}_list", slug=who)).status_code == 200
    assert client.get(url(f"{prefix}_detail", take.pk, slug=who)).status_code == 200
    assert post("lines", code="pale", units=20) == 302
    assert post("lines", code="4006381333931", units=21) == 409  # told that it was counted
    assert post("lines", code="4006381333931", units=21, seen_version=1) == 302
    assert post("lines", code="no such", units=1) == 422
    assert post("lines", code="pale", units=-1) == 422
    assert post("applying", reason="") == 422
    assert post("applying", reason="Sunday") == 302
    assert post("applying", reason="Sunday") == 409
    assert post("lines", code="pale", units=1) == 409
    assert on_hand(world, who, pale) == 21


def test_a_second_person_adds_or_counts_instead(world):
    take, pale = emptied(world, "alder", "alder"), world.products["alder"][0]
    client = world.client("alder")
    client.post(url("take_lines", take.pk), {"code": "PALE", "units": 20, "form_key": uuid4()})

    met = client.post(url("take_lines", take.pk), {"code": "PALE", "units": 4, "form_key": uuid4()})

    assert met.status_code == 409
    assert b"20" in met.content
    assert b'value="PALE"' in met.content
    again = {"code": "PALE", "units": 4, "seen_version": 1, "add": "1", "form_key": uuid4()}
    for _double_click in range(2):
        assert client.post(url("take_lines", take.pk), again).status_code == 302
    client.post(url("take_applying", take.pk), {"reason": "count"})
    assert on_hand(world, "alder", pale) == 24


def test_one_of_several_is_chosen_and_the_number_stays(world):
    take, pale = emptied(world, "alder", "alder"), world.products["alder"][0]
    with as_owner():
        Product.objects.filter(pk=pale.pk).update(sku="P & 1", search_text="spring")
        Product.objects.filter(pk=world.products["alder"][1].pk).update(search_text="spring")
    client = world.client("alder")

    several = client.post(url("take_lines", take.pk), {"code": "spring", "units": 7, "form_key": uuid4()})

    assert several.status_code == 422
    choices = re.findall(r'href="([^"]*[?]code=[^"]*)"', several.content.decode())
    choice = next(each for each in choices if "code=P%20" in each)
    chosen = client.get(unescape(choice))
    assert chosen.status_code == 200
    assert chosen.context["form"]["code"].value() == "P & 1"
    assert chosen.context["form"]["units"].value() == "7"


def test_what_is_added_stays_within_what_a_warehouse_can_hold(world):
    take, client = emptied(world, "alder", "alder"), world.client("alder")
    most = {"code": "PALE", "units": 2_147_483_647}
    assert client.post(url("take_lines", take.pk), most | {"form_key": uuid4()}).status_code == 302
    added = {"code": "PALE", "units": 1, "add": "1", "form_key": uuid4()}
    refused = client.post(url("take_lines", take.pk), added)
    assert refused.status_code == 422
    assert b"More would be on hand" in refused.content


def test_opening_one_twice_opens_one(world):
    client = world.client("alder")
    typed = {"warehouse": world.warehouses["alder"].pk, "category": "Beer", "note": ""}
    first, second = (client.post(url("take_create"), typed) for _ in range(2))
    assert first.status_code == 302
    assert first.url == second.url
    refused = client.post(url("take_create"), typed | {"warehouse": world.warehouses["dawn"].pk})
    assert refused.status_code == 422  # nothing is granted there


def test_whoever_only_looks_counts_nothing(world):
    take = world.takes["alder", "alder"]
    with as_owner():
        Membership.objects.filter(user=world.users["alder"]).update(role=MemberRole.VIEWER)
    viewer = world.client("alder")
    assert viewer.get(url("take_detail", take.pk)).status_code == 200
    assert viewer.post(url("take_lines", take.pk), {"code": "PALE", "units": 1}).status_code == 403
    assert viewer.post(url("take_applying", take.pk), {"reason": "x"}).status_code == 403


def test_the_sheet_to_count_on_does_not_say_what_is_expected(world):
    take = emptied(world, "alder", "alder")
    client = world.client("alder")

    def sheet() -> str:
        answer = client.get(url("take_export", take.pk) + "?as=csv")
        return b"".join(answer.streaming_content).decode()

    assert "24" not in sheet().replace("24 ×", "")
    client.post(url("take_lines", take.pk), {"code": "PALE", "units": 20, "form_key": uuid4()})
    client.post(url("take_applying", take.pk), {"reason": "count"})
    assert ",20,24,-4" in sheet()


@pytest.mark.parametrize("count", [1, 30])
def test_a_take_is_shown_in_the_same_statements(world, count, django_assert_num_queries):
    with as_owner():
        Product.objects.bulk_create(
            Product(supplier=world.orgs["alder"], sku=f"P{n}", name=f"P{n}") for n in range(count)
        )
    client = world.client("alder")
    client.get(url("take_detail", world.takes["alder", "alder"].pk))
    with django_assert_num_queries(10):
        client.get(url("take_detail", world.takes["alder", "alder"].pk))


@pytest.mark.parametrize("verb", ["lines", "applying", "discarding"])
def test_the_list_of_a_refused_page_is_narrowed_on_the_page_of_the_take(world, verb):
    take = world.takes["alder", "alder"]
    found = world.client("alder").get(url(f"take_{verb}", take.pk), {"state": "counted"})

    assert found["Location"] == f"{url('take_detail', take.pk)}?state=counted"
