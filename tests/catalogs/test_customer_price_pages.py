"""What a customer pays, on its tab and in the API; special prices typed, sent and ended there."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalogs.quotes import Quote
from catalogs.services import SpecialPrice, set_special_prices
from tests.catalogs.dealer import Dealer
from tests.orders.conftest import APART, assort
from tests.world import World
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import acting_as, as_owner

D = Decimal


@pytest.fixture
def dealer(world: World) -> Dealer:
    return Dealer(world)


def test_the_page_sets_changes_and_ends_it(dealer: Dealer) -> None:
    url = dealer.at("customer_price_update", dealer.pale.pk)
    key = str(uuid7())
    typed = {"unit_price": "25.5", "breaks": "10: 24.00; 50: 23", "is_net": "on", "form_key": key}

    for _ in range(2):  # a double click
        assert dealer.client.post(url, typed).status_code == 302
    (made,) = dealer.rows()
    assert (made.unit_price, made.break_units, made.is_net) == (D("25.5"), [10, 50], True)
    page = dealer.client.get(url).content.decode()
    assert 'value="25.50"' in page
    assert "10: 24.00; 50: 23.00" in page

    tab = " ".join(dealer.client.get(dealer.at("customer_prices")).content.decode().split())
    assert "Special price" in tab
    assert "from 10: $24.00" in tab
    only = dealer.client.get(dealer.at("customer_prices"), {"state": "special"})
    assert [row["sku"] for row in only.context["page"].rows] == ["PALE"]
    for state in ("later", "none"):
        none = dealer.client.get(dealer.at("customer_prices"), {"state": state})
        assert "Nothing matches" in none.content.decode()
    dealer.set("20", valid_from=timezone.now() + timedelta(days=2))
    later = dealer.client.get(dealer.at("customer_prices"), {"state": "later"})
    assert [row["sku"] for row in later.context["page"].rows] == ["PALE"]
    assert "Special price to come" in later.content.decode()

    ending = dealer.at("customer_price_ending_create", made.pk)
    assert dealer.client.post(ending).status_code == 302
    assert dealer.pays() == "30.000"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"unit_price": ""}, "required"),
        ({"unit_price": "1.005"}, "decimals"),
        ({"unit_price": "-1"}, "0"),
        ({"unit_price": "9", "breaks": "ten"}, "Write quantity breaks"),
        ({"unit_price": "9", "breaks": "10: 8.005"}, "decimals"),
        ({"unit_price": "9", "first_day": "2020-01-01"}, "This day is over"),
        ({"unit_price": "9", "first_day": "2999-02-02", "last_day": "2999-02-01"}, "before the first"),
    ],
)
def test_what_is_typed_wrong_is_said_beside_it_and_kept(
    dealer: Dealer, typed: dict[str, str], words: str
) -> None:
    url = dealer.at("customer_price_update", dealer.pale.pk)

    answer = dealer.client.post(url, typed | {"form_key": str(uuid7())})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    for value in filter(None, typed.values()):
        assert f'value="{value}"' in answer.content.decode()
    assert dealer.rows() == []


def test_whoever_sets_no_prices_sees_them_only(world: World, dealer: Dealer) -> None:
    made = dealer.set("25")
    with as_owner():
        Membership.objects.filter(user=world.users["alder"]).update(role=MemberRole.VIEWER)

    page = dealer.client.get(dealer.at("customer_prices"))
    assert page.status_code == 200
    assert f'"{dealer.at("customer_price_update", dealer.pale.pk)}"' not in page.content.decode()
    assert dealer.client.get(dealer.at("customer_price_update", dealer.pale.pk)).status_code == 403
    assert dealer.client.post(dealer.at("customer_price_ending_create", made.pk)).status_code == 403
    assert dealer.call("post", "special-prices/", {}).status_code == 403
    assert dealer.call("delete", f"special-prices/{made.pk}/").status_code == 403
    assert dealer.pays() == "25.000"


def test_machines_list_set_and_end_them(dealer: Dealer) -> None:
    body = {
        "prices": [
            {
                "product": str(dealer.pale.pk),
                "unit_price": "25",
                "breaks": [{"units": 10, "unit_price": "24"}],
            },
            {"product": str(dealer.stout.pk), "unit_price": "20", "is_net": False},
        ]
    }
    assert dealer.call("post", "special-prices/", body).status_code == 201

    paid = {row["sku"]: row for row in dealer.call("get", "prices/").json()["results"]}
    assert paid["PALE"]["unit_price"] == "25.000"
    assert paid["PALE"]["breaks"] == [{"units": 10, "unit_price": "24.000"}]
    assert (paid["PALE"]["list_price"], paid["STOUT"]["unit_price"]) == ("30.000", "20.000")
    kept = dealer.call("get", f"special-prices/?product={dealer.pale.pk}").json()["results"]
    assert [(row["sku"], row["unit_price"], row["is_net"]) for row in kept] == [("PALE", "25.000", True)]
    assert dealer.call("delete", f"special-prices/{kept[0]['id']}/").status_code == 204
    assert dealer.pays() == "30.000"

    wrong = {"prices": [{"product": str(uuid7()), "unit_price": "1"}]}
    refused = dealer.call("post", "special-prices/", wrong)
    assert (refused.status_code, "no such product" in refused.content.decode()) == (400, True)


@pytest.mark.parametrize("rows", [1, 30, 100])
def test_the_tab_and_setting_cost_the_same_for_one_product_or_a_hundred(
    world: World, dealer: Dealer, rows: int
) -> None:
    wanted = [SpecialPrice(product_id=each, quote=Quote(D(9))) for each in assort(world, rows)]
    with acting_as(world.context("alder")), CaptureQueriesContext(connection) as written:
        set_special_prices(customer=dealer.customer, prices=wanted, by=world.users["alder"])
    with CaptureQueriesContext(connection) as heard:
        dealer.client.get(dealer.at("customer_prices"))

    # Setting asks for the terms twice and the products, then writes prices and log. The page asks for the terms twice,
    # the rows and their count; the bar of the tour asks for the terms once more.
    assert sum(not each["sql"].startswith(APART) for each in written) == 5
    assert sum("catalogs_" in each["sql"] for each in heard) == 5
