"""Stores: what each group sees, how much of it, at which prices."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from catalogs.models import Catalog, CatalogProduct, CatalogShare, Price, PriceList, Product, TermsLevel
from catalogs.queries import products_in_store, store_of, store_rows
from retailers.models import CustomerGroup
from tests.world import World
from wholesale.organizations.enums import Side
from wholesale.tenancy.testing import acting_as, as_owner

SHOWN = ("sku", "unit_price", "price_breaks")
URL = reverse("catalogs:store_list", args=["alder"])


@pytest.fixture
def bars(world: World) -> CustomerGroup:
    """Return a group that is shown one chosen product, at a list of its own with a discount."""
    supplier, (pale, stout) = world.orgs["alder"], world.products["alder"]
    with as_owner():
        Catalog.objects.filter(supplier=supplier).update(shared_with_everyone=False)
        group = CustomerGroup.objects.create(supplier=supplier, name="Stores of bars", rank=90)
        catalog = Catalog.objects.create(supplier=supplier, name="Dark ones")
        for product in (pale, stout):
            CatalogProduct.objects.create(supplier=supplier, catalog=catalog, product=product)
        CatalogShare.objects.create(supplier=supplier, catalog=catalog, group=group)
        listed = PriceList.objects.create(supplier=supplier, name="Bars 2026", currency="JPY")
        Price.objects.create(
            supplier=supplier, price_list=listed, product=stout, unit_price=Decimal(1001),
            break_units=[10], break_prices=[Decimal(900)],
        )  # fmt: skip
        TermsLevel.objects.create(
            supplier=supplier, group=group, price_list=listed, price_change_percent=Decimal("-2.5")
        )
    return group


def counted(world: World, *groups: CustomerGroup | None) -> list[tuple[int, int]]:
    with acting_as(world.context("alder")):
        rows = store_rows(world.orgs["alder"], groups)
        return [(row.products, row.priced) for row in rows]


def shown(world: World, group: CustomerGroup | None) -> dict[str, tuple[Decimal, list[list[object]]]]:
    with acting_as(world.context("alder")):
        store = store_of(world.orgs["alder"], group)
        return {
            row["sku"]: (row["unit_price"], row["price_breaks"])
            for row in products_in_store(store).values(*SHOWN)
        }


def test_a_store_is_what_a_group_is_shown_at_its_list_and_discount(world: World, bars: CustomerGroup) -> None:
    assert shown(world, bars) == {"STOUT": (Decimal(976), [[10, "878.000"]])}
    assert shown(world, None) == {}
    assert counted(world, None, bars) == [(0, 0), (2, 1)]


def test_what_is_shared_with_everyone_is_in_every_store(world: World, bars: CustomerGroup) -> None:
    with as_owner():
        Catalog.objects.filter(supplier=world.orgs["alder"], includes_all_products=True).update(
            shared_with_everyone=True
        )
    assert {sku: price for sku, (price, _) in shown(world, None).items()} == {
        "PALE": Decimal(30),
        "STOUT": Decimal(30),
    }
    assert counted(world, None, bars) == [(2, 2), (2, 1)]
    assert set(shown(world, bars)) == {"STOUT"}  # the pale ale is on no price of its list


@pytest.mark.parametrize(
    "hidden", ["inactive", "not sold yet", "sold no more", "catalog closed", "price ended"]
)
def test_a_store_leaves_out_what_no_customer_would_see(
    world: World, bars: CustomerGroup, hidden: str
) -> None:
    stout, now = world.products["alder"][1], timezone.now()
    with as_owner():
        product, catalog = Product.objects.filter(pk=stout.pk), Catalog.objects.filter(name="Dark ones")
        match hidden:
            case "inactive":
                product.update(is_active=False)
            case "not sold yet":
                product.update(sold_from=now + timedelta(days=1))
            case "sold no more":
                product.update(sold_until=now - timedelta(days=1))
            case "catalog closed":
                catalog.update(opens_at=now - timedelta(days=2), closes_at=now - timedelta(days=1))
            case "price ended":
                Price.objects.filter(product=stout, price_list__name="Bars 2026").update(
                    valid_from=now - timedelta(days=2), valid_until=now - timedelta(days=1)
                )
    assert shown(world, bars) == {}
    expected = {"catalog closed": (0, 0), "price ended": (2, 0)}
    assert counted(world, bars) == [expected.get(hidden, (1, 0))]


def test_the_page_says_what_each_group_sees_and_warns_of_missing_prices(
    world: World, bars: CustomerGroup
) -> None:
    page = world.client("alder").get(URL)

    text = page.content.decode()
    assert page.status_code == 200
    assert "Stores of bars" in text
    assert "1 without a price" in text
    assert "Bars 2026" in text
    assert "None: it sees nothing" in text  # every customer
    assert reverse("inventory:group_store", args=["alder", bars.pk]) in text
    found = world.client("alder").get(URL + "?q=of+bars")
    assert [row.store.name for row in found.context["rows"]] == ["Stores of bars"]
    assert b"No group matches" in world.client("alder").get(URL + "?q=nothing").content


@pytest.mark.parametrize("count", [1, 20])
def test_the_page_takes_the_same_statements_for_any_number_of_groups(
    world: World, bars: CustomerGroup, count: int
) -> None:
    with as_owner():
        CustomerGroup.objects.bulk_create(
            CustomerGroup(supplier=world.orgs["alder"], name=f"Group {n}", rank=100 + n) for n in range(count)
        )
    client = world.client("alder")
    client.get(URL)
    with CaptureQueriesContext(connection) as captured:
        client.get(URL)
    assert len(captured) == 11, [query["sql"][:90] for query in captured]


def test_the_api_says_the_same(world: World, bars: CustomerGroup) -> None:
    client = world.client("alder")
    base = "/api/v1/alder/selling/stores/"

    found = client.get(base).json()["results"][-1]
    everyone = client.get(f"{base}everyone/").json()

    assert (found["group"], found["products"], found["priced"]) == (str(bars.pk), 2, 1)
    assert (found["currency"], found["price_change_percent"]) == ("JPY", "-2.50")
    assert [each["name"] for each in found["catalogs"]] == ["Dark ones"]
    assert (everyone["group"], everyone["catalogs"], everyone["products"]) == (None, [], 0)


def test_another_suppliers_group_has_no_store(world: World, bars: CustomerGroup) -> None:
    with acting_as(world.context("cedar", Side.SELLING)):
        rows = store_rows(world.orgs["cedar"], [bars])
    assert [row.catalogs for row in rows] == [[]]
    for name in ("cedar", "rita"):
        assert world.client(name).get(URL).status_code == 404
