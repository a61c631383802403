"""Several taxes on one class, by where an order is delivered, in prices or on top of them."""

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from catalogs.models import PriceList, TaxClass
from orders.documents import pdf
from orders.documents.contents import contents_of
from orders.documents.papers import paper_of
from orders.errors import PricesChanged
from orders.models import Order, OrderLineAmount, OrderTax, OrderTotal
from orders.queries.carts import priced_cart
from retailers.models import DirectoryEntry, ShipToAddress
from tests.catalogs.rates import kept as charge
from tests.catalogs.terms import Terms
from tests.orders.conftest import Buyer
from tests.orders.shopping import api, at, checkout
from tests.orders.test_submit_order import written
from tests.world import World
from wholesale.mail.models import OutboundEmail
from wholesale.tenancy.testing import acting_as, as_owner

GST = charge("GST", 5, "CA", number="111 RT0001")
QUEBEC = [charge("GST", 5, "CA", "QC", "111 RT0001"), charge("QST", "9.975", "CA", "QC", "222 TQ0001")]
HST = charge("HST", 13, "CA", "ON")


@pytest.fixture
def rita(world: World) -> Client:
    return world.client("rita")


@pytest.fixture
def quebec(world: World) -> TaxClass:
    """Alder taxes by region; rita's company is in Québec, and it also takes deliveries in Ontario."""
    with as_owner():
        DirectoryEntry.objects.filter(retailer=world.orgs["rita"]).update(country="CA", region="Québec")
        ShipToAddress.objects.filter(retailer=world.orgs["rita"]).delete()
        for name, region, first in (("Bar", "qc", True), ("Cottage", "Ontario", False)):
            ShipToAddress.objects.create(
                retailer=world.orgs["rita"], name=name, street="1 Rue A", city="A", region=region, country="CA",
                is_default=first,
            )  # fmt: skip
        return TaxClass.objects.create(
            supplier=world.orgs["alder"], name="Beer", rates=[GST, *QUEBEC, HST], is_default=True
        )


def including(world: World) -> None:
    with as_owner():
        PriceList.objects.filter(supplier=world.orgs["alder"]).update(includes_tax=True)


def cottage(world: World) -> str:
    with as_owner():
        return str(ShipToAddress.objects.get(retailer=world.orgs["rita"], name="Cottage").pk)


def kept(order: Order) -> dict[str, Any]:
    with as_owner():
        total = OrderTotal.objects.get(order=order)
        return {
            "sums": [str(x) for x in (total.goods, total.tax, total.total)],
            "included": total.includes_tax,
            "taxes": list(
                OrderTax.objects.filter(order=order)
                .order_by("-rate_percent")
                .values_list("name", "base", "amount", "number")
            ),
            "lines": list(OrderLineAmount.objects.filter(line__order=order).values_list("taxes", flat=True)),
        }


@pytest.mark.usefixtures("quebec")
def test_two_taxes_are_added_each_rounded_once(world: World, buyer: Buyer, rita: Client) -> None:
    buyer.put(3, 1)

    cart = rita.get(api("cart")).json()
    found = kept(buyer.submit())

    assert [(x["name"], x["base"], x["amount"]) for x in cart["taxes"]] == [
        ("QST", "120.00", "11.97"),
        ("GST", "120.00", "6.00"),
    ]
    assert found["sums"] == ["120.000", "17.970", "137.970"]
    assert found["taxes"] == [
        ("QST", Decimal(120), Decimal("11.97"), "222 TQ0001"),
        ("GST", Decimal(120), Decimal(6), "111 RT0001"),
    ]
    assert [[x["name"] for x in each] for each in found["lines"]] == [["GST", "QST"]] * 2


@pytest.mark.usefixtures("quebec")
def test_where_it_is_delivered_decides_and_what_changed_is_said(
    world: World, buyer: Buyer, rita: Client
) -> None:
    buyer.put(3, 1)
    there = cottage(world)
    rita.post(at("cart_address_create"), {"to": there})
    before = written()

    page = " ".join(rita.get(at("cart"), {"ship_to": there}).content.decode().split())
    machine = rita.get(api("cart"), {"ship_to": there}).json()
    refused = rita.post(at("submission_create"), checkout(world, ship_to=there, tax="17.97"))

    assert "HST 13%" in page
    assert "QST" not in page
    assert machine["total"] == "135.60"
    assert (refused.status_code, written()) == (PricesChanged.status, before)
    assert "$15.60" in refused.content.decode()
    assert f'name="ship_to" value="{there}"' in refused.content.decode()
    placed = rita.post(at("submission_create"), checkout(world, ship_to=there, tax="15.60"))
    assert placed.status_code == 302
    with as_owner():
        newest = Order.objects.filter(supplier=world.orgs["alder"]).latest("submitted_at")
        assert [each.name for each in OrderTax.objects.filter(order=newest)] == ["HST"]


@pytest.mark.usefixtures("quebec")
def test_included_taxes_add_nothing_and_everybody_reads_the_same(
    world: World, buyer: Buyer, rita: Client
) -> None:
    including(world)
    buyer.put(3, 1)

    cart, page = rita.get(api("cart")).json(), rita.get(at("cart")).content.decode()
    shop = rita.get(at("shop")).content.decode()
    order = buyer.submit()
    found = kept(order)

    # 120 / 1.14975 = 104.3705…
    assert (found["sums"], found["included"]) == (["120.000", "15.630", "120.000"], True)
    assert [(x[0], str(x[1]), str(x[2])) for x in found["taxes"]] == [
        ("QST", "104.370", "10.410"),
        ("GST", "104.370", "5.220"),
    ]
    assert (cart["total"], cart["includes_tax"], cart["tax"]) == ("120.00", True, "15.63")
    assert "tax included" in " ".join(shop.split())
    texts = [page]
    for name, path in (
        ("alder", reverse("orders:selling_detail", args=["alder", order.number])),
        ("rita", reverse("orders:buying_detail", args=["rita", "alder", order.number])),
    ):
        texts.append(world.client(name).get(path).content.decode())
    with as_owner():
        mail = OutboundEmail.objects.get(template="orders/received")
    for text in (*texts, mail.text, mail.html):
        said = " ".join(text.split())
        for words in ("Included in it", "QST 9.975% (222 TQ0001)", "$10.41", "$5.22", "$120.00"):
            assert words in said, words
        assert "$135.63" not in said


@pytest.mark.usefixtures("quebec")
@pytest.mark.parametrize("is_included", [False, True])
def test_papers_say_what_the_order_says(world: World, buyer: Buyer, is_included: bool) -> None:
    if is_included:
        including(world)
    buyer.put(3, 1)
    order = buyer.submit()

    with acting_as(world.context("alder")):
        order = Order.objects.select_related("supplier", "total").get(pk=order.pk)
        contents = contents_of(order, with_amounts=True)
        sums = pdf.data_of(contents, "en")["sums"]
        bare = contents_of(order, with_amounts=False)
        sheet = paper_of(order, "xlsx", language="en", with_amounts=True)
    rows = list(load_workbook(BytesIO(sheet.content)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    last = dict(zip(rows[0], rows[-1], strict=True))

    tax, total = ("15.63", "$120.00") if is_included else ("17.97", "$137.97")
    assert ["Total", total] in sums
    assert sums.index(["Total", total]) == (1 if is_included else 3)
    assert sum("222 TQ0001" in word for word, _amount in sums) == 1
    assert (str(last["Tax"]), f"${Decimal(str(last['Total'])):.2f}") == (tax, total)
    assert last["Tax included"] == ("yes" if is_included else "no")
    assert "GST 5%" in last["Taxes"]
    assert bare.taxes == ()


@pytest.mark.usefixtures("quebec")
def test_who_is_exempt_pays_the_printed_price_and_no_tax_is_in_it(world: World, buyer: Buyer) -> None:
    including(world)
    Terms(world).set("customer", is_tax_exempt=True, tax_certificate="QC-1")
    buyer.put(3, 1)

    found = kept(buyer.submit())

    assert found["sums"] == ["120.000", "0.000", "120.000"]
    assert (found["taxes"], found["lines"]) == ([], [[], []])


@pytest.mark.usefixtures("quebec")
def test_a_list_that_begins_to_include_tax_is_a_change_that_is_said(world: World, buyer: Buyer) -> None:
    buyer.put(3, 1)
    with acting_as(buyer.context):
        seen = priced_cart(buyer.customer).lines_digest
    including(world)
    before = written()

    with pytest.raises(PricesChanged):
        buyer.submit(lines_digest=seen, tax=Decimal("17.97"))

    assert written() == before
