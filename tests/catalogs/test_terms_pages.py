"""Terms on pages: what applies with where it comes from, changed by whoever may, by two at once."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalogs.models import TermsLevel
from tests.catalogs.terms import Terms
from tests.world import World
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.testing import as_owner


@pytest.fixture
def terms(world: World) -> Terms:
    return Terms(world)


def at(name: str, world: World, *, of: str = "alder") -> str:
    kwargs: dict[str, Any] = {"organization": of}
    if name.startswith("customer"):
        kwargs["customer"] = world.customers["alder", "rita"].pk
    return reverse(f"catalogs:{name}", kwargs=kwargs)


def of_group(name: str, world: World) -> str:
    return reverse(f"catalogs:{name}", args=["alder", world.groups["alder"].pk])


def shown(client: Client, path: str) -> dict[str, tuple[str, str]]:
    """Return by setting what a page says and from where."""
    terms = client.get(path).context["terms"]
    return {term.setting.name: (term.source, term.holder_name) for term in terms}


def become(world: World, role: MemberRole) -> Client:
    with as_owner():
        Membership.objects.filter(user=world.users["alder"], organization=world.orgs["alder"]).update(
            role=role
        )
    return world.client("alder")


def test_each_value_says_where_it_comes_from_and_leads_there(world: World, terms: Terms) -> None:
    terms.set("customer", price_change_percent=Decimal(-3))
    terms.set("all", minimum_order=Decimal(250))
    client = world.client("alder")

    html = client.get(at("customer_terms", world)).content.decode()

    found = shown(client, at("customer_terms", world))
    assert found["price_change"] == ("own", "")
    assert found["payment_terms"] == ("group", "Bars")
    assert found["minimum_order"] == ("default", "")
    for text in ("3 % discount", "$250.00", "Net 15 days", "from group Bars", "set here", "your default"):
        assert " ".join(text.split()) in " ".join(html.split())
    assert at("default_terms", world) in html
    assert "Orders are refused" in html


def test_what_is_typed_is_set_and_what_is_emptied_is_taken_from_the_next_level(
    world: World, terms: Terms
) -> None:
    client, path = world.client("alder"), at("customer_terms_update", world)
    typed = {
        "version": "0",
        "price_change_percent": "−2,5",
        "payment_terms": "on_receipt",
        "has_credit_limit": "yes",
        "credit_limit": "1,500.00",
        "delivery_fee": "15",
        "delivery_fee_free_from": "600",
    }

    assert client.post(path, typed).status_code == 302
    row = terms.applied
    assert (row.price_change_percent, row.payment_terms, row.payment_terms_days) == (
        Decimal("-2.50"),
        "on_receipt",
        0,
    )
    assert (row.credit_limit, row.delivery_fee, row.delivery_fee_free_from) == (1500, 15, 600)

    assert client.post(path, {"version": "1"}).status_code == 302
    row = terms.applied
    assert not row.price_change_percent
    assert row.payment_terms_days == 15
    assert row.credit_limit is None


def test_a_groups_terms_are_set_on_its_own_page_and_taken_by_its_customers(
    world: World, terms: Terms
) -> None:
    client, terms_of_all = world.client("alder"), {"minimum_order": Decimal(70)}
    terms.set("all", **terms_of_all)

    page = client.get(of_group("group_terms", world)).content.decode()
    answer = client.post(of_group("group_terms_update", world), {"version": "0", "delivery_fee": "12"})

    assert "Net 15 days" in " ".join(page.split())
    assert at("default_terms", world) in page
    assert answer.status_code == 412  # the seeded terms have a version of their own
    version = answer.context["form"].data["version"]
    typed = {"version": version, "delivery_fee": "12"}
    assert client.post(of_group("group_terms_update", world), typed).status_code == 302
    row = terms.applied
    assert (row.delivery_fee, row.minimum_order, row.payment_terms_days) == (12, 70, 30)
    assert of_group("group_terms", world) in client.get(at("customer_terms", world)).content.decode()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"payment_terms": "net"}, "payment_terms_days"),
        ({"credit_limit": "5"}, "credit_limit"),
        ({"delivery_fee_free_from": "5"}, "delivery_fee_free_from"),
        ({"minimum_order": "1.005"}, "minimum_order"),
        ({"price_change_percent": "-101"}, "price_change_percent"),
        ({"minimum_order": "lots"}, "minimum_order"),
        ({"price_list_id": "01a2024d-eced-70b0-af44-cb095c9a0c8c"}, "price_list_id"),
    ],
)
def test_what_does_not_fit_is_said_beside_the_field(world: World, typed: dict[str, str], field: str) -> None:
    answer = world.client("alder").post(at("customer_terms_update", world), {"version": "0"} | typed)

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    with as_owner():
        assert not TermsLevel.objects.filter(customer=world.customers["alder", "rita"]).exists()


def test_the_second_editor_is_told_what_changed_and_loses_nothing(world: World, terms: Terms) -> None:
    client, path = world.client("alder"), at("default_terms_update", world)
    terms.set("all", minimum_order=Decimal(90), delivery_fee=Decimal(7))

    answer = client.post(path, {"version": "0", "minimum_order": "120"})

    assert answer.status_code == 412
    assert dict(answer.context["differences"]) == {"Minimum order": "90.00", "Delivery fee": "7.00"}
    assert 'value="120"' in answer.content.decode()
    assert terms.applied.minimum_order == 90
    version = answer.context["form"].data["version"]
    assert client.post(path, {"version": version, "minimum_order": "120"}).status_code == 302
    assert terms.applied.minimum_order == 120


def test_a_procurement_manager_sets_prices_and_reads_credit(world: World, terms: Terms) -> None:
    client = become(world, MemberRole.PROCUREMENT)
    path = at("customer_terms_update", world)

    page = client.get(path)
    assert {"price_list_id", "minimum_order", "delivery_fee"} <= set(page.context["form"].fields)
    assert not {"payment_terms", "has_credit_limit", "hold_blocks", "is_tax_exempt"} & set(
        page.context["form"].fields
    )
    assert "Net 15 days" in " ".join(page.content.decode().split())
    forged = {"version": "0", "minimum_order": "50", "payment_terms": "on_receipt", "is_tax_exempt": "yes"}
    assert client.post(path, forged).status_code == 302

    row = terms.applied
    assert (row.minimum_order, row.payment_terms, row.is_tax_exempt) == (50, "net", False)


@pytest.mark.parametrize("role", [MemberRole.SALES, MemberRole.VIEWER])
def test_who_may_set_nothing_reads_and_is_refused(world: World, role: MemberRole) -> None:
    client = become(world, role)

    page = client.get(at("default_terms", world))
    assert page.status_code == 200
    assert "Edit terms" not in page.content.decode()
    answer = client.post(at("default_terms_update", world), {"version": "0", "minimum_order": "5"})
    assert answer.status_code == 403


def test_the_tab_asks_no_more_of_a_customer_in_many_groups(world: World, terms: Terms) -> None:
    client = world.client("alder")

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(at("customer_terms", world))
        return len(captured)

    first = asked()
    for rank in range(2, 32):
        terms.set(terms.join(f"Group {rank}", rank), minimum_order=Decimal(rank))

    assert (first, asked()) == (11, 11)  # one of them the agreement with its distributor
