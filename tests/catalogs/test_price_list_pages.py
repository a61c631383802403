"""Price lists on pages: made, changed, chosen as default, deleted; what stands on them."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalogs.models import CustomerTerms, Price, PriceChange, PriceList, Product, TermsLevel
from tests.catalogs.prices import costs, derived, drafted, price, published, standard
from tests.world import World
from wholesale.audit.models import AuditEntry
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.testing import as_owner

D = Decimal
EMPTY = {"currency": "USD", "base_list": "", "derived_percent": "", "derived_amount": "", "rounding": "coins"}


def url(name: str, *args: object) -> str:
    return reverse(f"catalogs:{name}", args=["alder", *args])


def found(name: str) -> PriceList:
    with as_owner():
        return PriceList.objects.get(name=name)


def test_a_list_of_its_own_is_made_changed_and_deleted(world: World) -> None:
    client = world.client("alder")

    made = client.post(url("price_list_create"), EMPTY | {"name": "  Key   accounts "})
    listed = found("Key accounts")
    assert made["Location"] == url("price_list_detail", listed.pk)
    client.post(url("price_list_update", listed.pk), EMPTY | {"name": "Keys", "version": "1"})
    assert found("Keys").version == 2
    late = client.post(url("price_list_update", listed.pk), EMPTY | {"name": "Late", "version": "1"})
    assert late.status_code == 412
    assert "Name is now: Keys" in " ".join(late.content.decode().split())
    again = client.post(
        url("price_list_update", listed.pk),
        EMPTY | {"name": "Late", "version": late.context["form"]["version"].value()},
    )
    assert again.status_code == 302
    client.post(url("price_list_deletion_create", listed.pk))
    with as_owner():
        assert not PriceList.objects.filter(pk=listed.pk).exists()
        verbs = AuditEntry.objects.filter(subject_id=listed.pk).order_by("pk").values_list("verb", flat=True)
        assert list(verbs) == [
            "price_list_created", "price_list_changed", "price_list_changed", "price_list_deleted",
        ]  # fmt: skip


def test_a_list_that_follows_another_has_its_prices_at_once_and_with_another_rule_too(world: World) -> None:
    client, base, pale = world.client("alder"), standard(world), world.products["alder"][0]
    follows = EMPTY | {"name": "Bars", "base_list": str(base.pk), "rounding": "0.10"}

    assert client.post(url("price_list_create"), follows | {"derived_percent": "-7.5"}).status_code == 302
    bars = found("Bars")
    assert costs(world, bars, pale) == D("27.80")  # 27.75
    client.post(
        url("price_list_update", bars.pk),
        follows | {"derived_amount": "−1.25", "rounding": "coins", "version": "1"},
    )
    assert costs(world, bars, pale) == D("28.75")
    client.post(url("price_list_update", bars.pk), EMPTY | {"name": "Bars", "version": "2"})
    assert (found("Bars").base_list, costs(world, bars, pale)) == (None, D("28.75"))
    published(world, base, {pale.pk: price("50.00")})
    assert costs(world, bars, pale) == D("28.75")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": "STANDARD"}, "name"),
        ({"name": ""}, "name"),
        ({"name": "New", "base": True}, "derived_percent"),
        ({"name": "New", "base": True, "derived_percent": "5", "derived_amount": "1"}, "derived_amount"),
        ({"name": "New", "base": True, "derived_percent": "-101"}, "derived_percent"),
        ({"name": "New", "base": True, "derived_amount": "0.005"}, "derived_amount"),
        ({"name": "New", "currency": "QQQ"}, "currency"),
        ({"name": "New", "currency": "EUR", "copied": True}, "copied"),
    ],
)
def test_what_no_list_can_be_is_said_beside_the_field(
    world: World, typed: dict[str, Any], field: str
) -> None:
    base = str(standard(world).pk)
    said = EMPTY | {key: base if value is True else value for key, value in typed.items()}
    said["base_list"] = said.pop("base", "")

    answer = world.client("alder").post(url("price_list_create"), said)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    with as_owner():
        assert PriceList.objects.filter(supplier=world.orgs["alder"]).count() == 1


def test_a_list_may_begin_with_the_prices_of_another_as_its_draft(world: World) -> None:
    base = standard(world)
    pale, stout = world.products["alder"]
    published(world, base, {pale.pk: price("31.00", (10, "29.00"))})

    world.client("alder").post(url("price_list_create"), EMPTY | {"name": "Bars", "copied": str(base.pk)})

    with as_owner():
        assert not Price.objects.filter(price_list__name="Bars").exists()
        lines = PriceChange.objects.get(price_list__name="Bars").lines.order_by("unit_price")
        assert [(x.product_id, x.unit_price, x.breaks if hasattr(x, "breaks") else x.break_units) for x in lines] == [
            (stout.pk, D(30), []), (pale.pk, D(31), [(10, D(29))] if hasattr(lines[1], "breaks") else [10]),
        ]  # fmt: skip


def test_the_default_list_is_chosen_and_those_without_a_list_of_their_own_follow(world: World) -> None:
    base = standard(world)
    bars = derived(world, base)
    client = world.client("alder")

    client.post(url("price_list_default_create", bars.pk))

    with as_owner():
        lists = CustomerTerms.objects.filter(supplier=world.orgs["alder"]).values_list(
            "price_list", flat=True
        )
        assert set(lists) == {bars.pk}
        assert PriceList.objects.get(supplier=world.orgs["alder"], is_default=True).pk == bars.pk
    with as_owner():
        PriceList.objects.filter(pk=base.pk).update(currency="EUR")
    answer = client.post(url("price_list_default_create", base.pk), follow=True)
    assert "currency" in answer.content.decode()
    assert found("Bars").is_default


def test_a_list_in_use_stays(world: World) -> None:
    client, base = world.client("alder"), standard(world)
    bars, other = derived(world, base), None
    with as_owner():
        other = PriceList.objects.create(supplier=world.orgs["alder"], name="Other", currency="USD")
        TermsLevel.objects.filter(group=world.groups["alder"]).update(price_list=other)
    for listed, reason in ((base, "default"), (other, "set to it")):
        answer = client.post(url("price_list_deletion_create", listed.pk), follow=True)
        assert reason in answer.content.decode()
    client.post(url("price_list_default_create", other.pk))
    answer = client.post(url("price_list_deletion_create", base.pk), follow=True)
    assert "Other lists follow it" in answer.content.decode()
    client.post(url("price_list_deletion_create", bars.pk))
    client.post(url("price_list_deletion_create", base.pk))
    with as_owner():
        assert list(PriceList.objects.filter(supplier=world.orgs["alder"])) == [other]


def test_the_pages_say_what_stands_what_is_drafted_and_what_was(world: World) -> None:
    client, base = world.client("alder"), standard(world)
    pale, _stout = world.products["alder"]
    published(world, base, {pale.pk: price("31.00", (10, "29.00"))}, name="Autumn")
    drafted(world, base, {pale.pk: price("33.00")})

    detail = client.get(url("price_list_detail", base.pk))
    page = " ".join(detail.content.decode().split())
    assert "$31.00" in page
    assert "from 10" in page
    assert "$33.00" in page
    assert "1 price is drafted" in page
    rows = client.get(url("price_list_list")).context["rows"]
    assert [(x.name, s.priced, s.customers, s.draft.line_count) for x, s in rows] == [("Standard", 2, 3, 1)]
    history = client.get(url("price_history", base.pk, pale.pk))
    assert [row.unit_price for row in history.context["page"].rows] == [D(31), D(30)]
    assert "Autumn" in history.content.decode()
    for wanted, count in (("priced", 2), ("unpriced", 0), ("changed", 1)):
        assert (
            client.get(url("price_list_detail", base.pk) + f"?price={wanted}").context["page"].count == count
        )


def test_a_product_says_what_it_costs_on_each_list(world: World) -> None:
    base, (pale, stout) = standard(world), world.products["alder"]
    derived(world, base)
    published(world, base, {pale.pk: price("31.00", (10, "29.00")), stout.pk: None})
    client = world.client("alder")

    for product, costs_there in ((pale, [D(31), D("27.90")]), (stout, [None, None])):
        page = client.get(url("product_prices", product.pk))
        rows = [(each.name, row.unit_price) for each, row in page.context["rows"]]
        assert rows == list(zip(["Standard", "Bars"], costs_there, strict=True))
    assert (
        reverse("catalogs:product_prices", args=["alder", pale.pk])
        in client.get(url("product_detail", pale.pk)).content.decode()
    )


def test_a_viewer_reads_and_a_stranger_finds_nothing(world: World) -> None:
    base = standard(world)
    with as_owner():
        Membership.objects.filter(user=world.users["alder"]).update(role=MemberRole.VIEWER)
    client = world.client("alder")

    page = client.get(url("price_list_detail", base.pk)).content.decode()
    assert "Edit prices" not in page
    assert client.get(url("price_grid", base.pk)).status_code == 403
    for name in ("price_list_deletion_create", "price_list_default_create", "price_adjustment_create"):
        assert client.post(url(name, base.pk)).status_code == 403
    with as_owner():
        foreign = PriceList.objects.get(supplier=world.orgs["birch"])
    for name in ("price_list_detail", "price_list_export"):
        assert client.get(url(name, foreign.pk)).status_code == 404


@pytest.mark.parametrize("name", ["price_list_detail", "price_grid"])
def test_a_page_of_prices_asks_six_statements_however_many(world: World, name: str) -> None:
    base, client = standard(world), world.client("alder")
    asked = []
    for n in (0, 60):
        with as_owner():
            Product.objects.bulk_create(
                Product(supplier=world.orgs["alder"], sku=f"X{i}", name=f"X{i}") for i in range(n)
            )
        with CaptureQueriesContext(
            connection,
        ) as caught:
            client.get(url(name, base.pk))
        asked.append([q["sql"] for q in caught if "catalogs_" in q["sql"]])
    assert [len(each) for each in asked] == [6, 6]
    with CaptureQueriesContext(connection) as caught:
        client.get(url("price_list_list"))
    assert len([q for q in caught if "catalogs_" in q["sql"]]) == 5
