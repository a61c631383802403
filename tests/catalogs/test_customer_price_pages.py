"""What a customer pays, on its tab and in the API; special prices typed, sent and ended there."""

import time
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalogs.prices import ListPrice
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
    typed |= shown_version(dealer)

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


def shown_version(dealer: Dealer) -> dict[str, str]:
    """Return the version that the form of the pale ale carries."""
    form = dealer.client.get(dealer.at("customer_price_update", dealer.pale.pk)).context["form"]
    return {"version": form["version"].value()}


def test_of_two_who_type_one_special_price_the_second_is_told(dealer: Dealer) -> None:
    url = dealer.at("customer_price_update", dealer.pale.pk)
    mine = {"unit_price": "22", "form_key": str(uuid7())} | shown_version(dealer)
    theirs = mine | {"unit_price": "26", "form_key": str(uuid7())}
    assert dealer.client.post(url, theirs).status_code == 302

    answer = dealer.client.post(url, mine)

    assert (answer.status_code, dealer.pays()) == (412, "26.000")
    page = answer.content.decode()
    assert "Somebody else changed this special price meanwhile" in page
    assert 'value="22"' in page
    assert "$26.00" in page
    again = mine | {"version": answer.context["form"]["version"].value()}
    assert dealer.client.post(url, again).status_code == 302
    assert dealer.pays() == "22.000"
    late = mine | {"form_key": str(uuid7()), "version": ""}
    assert (dealer.client.post(url, late).status_code, dealer.pays()) == (412, "22.000")


def test_one_that_was_ended_or_taken_back_meanwhile_is_told_and_time_alone_is_not(dealer: Dealer) -> None:
    url = dealer.at("customer_price_update", dealer.pale.pk)
    dealer.set("25", valid_until=timezone.now() + timedelta(days=2))
    before = shown_version(dealer)
    dealer.end()
    told = dealer.client.post(url, {"unit_price": "9", "form_key": str(uuid7())} | before)
    assert (told.status_code, dealer.pays()) == (412, "30.000")

    dealer.set("24", valid_until=timezone.now() + timedelta(seconds=1))
    before = shown_version(dealer)
    time.sleep(1.2)
    assert dealer.pays() == "30.000"
    kept = dealer.client.post(url, {"unit_price": "9", "form_key": str(uuid7())} | before)
    assert (kept.status_code, dealer.pays()) == (302, "9.000")


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
                "breaks": [{"from_units": 10, "unit_price": "24"}],
            },
            {"product": str(dealer.stout.pk), "unit_price": "20", "is_net": False},
        ]
    }
    assert dealer.call("post", "special-prices/", body).status_code == 201

    paid = {row["sku"]: row for row in dealer.call("get", "prices/").json()["results"]}
    assert paid["PALE"]["unit_price"] == "25.000"
    assert paid["PALE"]["breaks"] == [{"from_units": 10, "unit_price": "24.000"}]
    assert (paid["PALE"]["list_price"], paid["STOUT"]["unit_price"]) == ("30.000", "20.000")
    kept = dealer.call("get", f"special-prices/?product={dealer.pale.pk}").json()["results"]
    assert [(row["sku"], row["unit_price"], row["is_net"]) for row in kept] == [("PALE", "25.000", True)]
    path = f"special-prices/{kept[0]['id']}/"
    assert dealer.call("delete", path).status_code == 428
    assert dealer.call("delete", path, version=kept[0]["version"]).status_code == 204
    assert dealer.pays() == "30.000"

    wrong = {"prices": [{"product": str(uuid7()), "unit_price": "1"}]}
    refused = dealer.call("post", "special-prices/", wrong)
    assert (refused.status_code, "no such product" in refused.content.decode()) == (400, True)


def test_of_two_machines_that_change_one_the_second_is_told(dealer: Dealer) -> None:
    path = f"special-prices/{dealer.set('25').pk}/"
    read = dealer.call("get", path)
    version = read.json()["version"]
    assert read.headers["ETag"] == f'"v{version}"'

    changed = dealer.call("put", path, {"unit_price": "24"}, version=version)

    assert (changed.status_code, changed.json()["unit_price"], dealer.pays()) == (200, "24.000", "24.000")
    assert changed.headers["ETag"] == f'"v{changed.json()["version"]}"' != read.headers["ETag"]
    for method, body in (("put", {"unit_price": "9"}), ("delete", None)):
        late = dealer.call(method, path, body, version=version)
        assert (late.status_code, late.json()["current"]["version"]) == (412, changed.json()["version"])
        assert dealer.call(method, path, body).status_code == 428
    body = {"product": str(dealer.pale.pk), "unit_price": "9", "version": version}
    assert dealer.call("post", "special-prices/", {"prices": [body]}).status_code == 412
    assert dealer.pays() == "24.000"


@pytest.mark.parametrize("rows", [1, 30, 100])
def test_the_tab_and_setting_cost_the_same_for_one_product_or_a_hundred(
    world: World, dealer: Dealer, rows: int
) -> None:
    wanted = [SpecialPrice(product_id=each, price=ListPrice(D(9))) for each in assort(world, rows)]
    with acting_as(world.context("alder")), CaptureQueriesContext(connection) as written:
        set_special_prices(customer=dealer.customer, prices=wanted, by=world.users["alder"])
    with CaptureQueriesContext(connection) as heard:
        dealer.client.get(dealer.at("customer_prices"))

    # Setting asks for the terms thrice and the products, then writes prices and log. The page asks for the terms twice,
    # the rows and their count; the bar of the tour asks for the terms once more.
    assert sum(not each["sql"].startswith(APART) for each in written) == 6
    assert sum("catalogs_" in each["sql"] for each in heard) == 5
