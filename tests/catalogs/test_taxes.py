"""Tax classes: on their page below Setup and in the API; one default, whatever is done to them."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalogs.models import Product, TaxClass
from tests.catalogs.rates import kept
from tests.world import World
from wholesale.audit.models import AuditEntry
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import as_owner


@pytest.fixture(autouse=True)
def _none_yet(world: World) -> None:
    with as_owner():
        TaxClass.objects.filter(supplier=world.orgs["alder"]).delete()


def url(name: str, *args: object) -> str:
    return reverse(f"catalogs:tax_class_{name}", args=["alder", *args])


def classes(world: World) -> dict[str, tuple[str, bool]]:
    with as_owner():
        found = TaxClass.objects.filter(supplier=world.orgs["alder"])
        return {
            each.name: (", ".join(x["rate_percent"] for x in each.rates), each.is_default) for each in found
        }


def named(world: World, name: str) -> TaxClass:
    with as_owner():
        return TaxClass.objects.get(supplier=world.orgs["alder"], name=name)


def test_the_first_is_the_default_and_another_can_be_made_it(world: World) -> None:
    client = world.client("alder")

    assert "No tax is charged" in client.get(url("list")).content.decode()
    client.post(url("create"), {"name": " Sales   tax ", "rate-0-name": "Tax", "rate-0-rate_percent": "8.5"})
    client.post(
        url("create"), {"name": "Zero", "rate-0-name": "Tax", "rate-0-rate_percent": "0", "is_default": "on"}
    )
    assert classes(world) == {"Sales tax": ("8.500", False), "Zero": ("0.000", True)}

    sales = named(world, "Sales tax")
    typed = {
        "name": "Sales tax",
        "rate-0-name": "Tax",
        "rate-0-rate_percent": "9.25",
        "is_default": "on",
        "version": sales.version,
    }
    assert client.post(url("update", sales.pk), typed).status_code == 302
    assert classes(world) == {"Sales tax": ("9.250", True), "Zero": ("0.000", False)}
    page = " ".join(client.get(url("list")).content.decode().split())
    assert "9.25%" in page
    with as_owner():
        entries = AuditEntry.objects.filter(verb__startswith="tax_class_").order_by("at", "pk")
        assert list(entries.values_list("verb", "subject_name")) == [
            ("tax_class_created", "Sales tax"),
            ("tax_class_created", "Zero"),
            ("tax_class_changed", "Sales tax"),
        ]
        assert entries.last().after == {"rates": "Tax 9.25 %", "is_default": True}  # type: ignore[union-attr]


def test_a_comma_before_tenths_is_no_rate_ten_times_as_high(world: World) -> None:
    world.client("alder").post(
        url("create"), {"name": "Sales tax", "rate-0-name": "Tax", "rate-0-rate_percent": "2,9"}
    )
    assert classes(world) == {"Sales tax": ("2.900", True)}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": "SALES TAX", "rate-0-name": "Tax", "rate-0-rate_percent": "3"}, "of this name already"),
        ({"name": "New", "rate-0-name": "Tax", "rate-0-rate_percent": "101"}, "100"),
        ({"name": "New", "rate-0-name": "Tax", "rate-0-rate_percent": "-1"}, "greater than or equal to 0"),
        ({"name": "New", "rate-0-name": "Tax", "rate-0-rate_percent": "1.2345"}, "3 decimal"),
        ({"name": "", "rate-0-name": "Tax", "rate-0-rate_percent": "1"}, "required"),
    ],
)
def test_what_does_not_fit_is_said_beside_the_field_and_kept(
    world: World, typed: dict[str, str], words: str
) -> None:
    client = world.client("alder")
    client.post(url("create"), {"name": "Sales tax", "rate-0-name": "Tax", "rate-0-rate_percent": "8.5"})
    before = classes(world)

    answer = client.post(url("create"), typed)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert f'value="{typed["rate-0-rate_percent"]}"' in answer.content.decode()
    assert classes(world) == before


def test_the_second_of_two_editors_is_told_and_keeps_what_was_typed(world: World) -> None:
    client = world.client("alder")
    client.post(url("create"), {"name": "Sales tax", "rate-0-name": "Tax", "rate-0-rate_percent": "8.5"})
    found = named(world, "Sales tax")
    client.post(
        url("update", found.pk),
        {
            "name": "Sales tax",
            "rate-0-name": "Tax",
            "rate-0-rate_percent": "9",
            "is_default": "on",
            "version": found.version,
        },
    )

    late = client.post(
        url("update", found.pk),
        {
            "name": "Other",
            "rate-0-name": "Tax",
            "rate-0-rate_percent": "8.5",
            "is_default": "on",
            "version": found.version,
        },
    )

    assert late.status_code == 412
    assert 'value="Other"' in late.content.decode()
    assert classes(world) == {"Sales tax": ("9.000", True)}


def test_one_that_is_used_or_the_default_of_others_is_not_deleted(world: World) -> None:
    client = world.client("alder")
    for name in ("Sales tax", "Beer"):
        client.post(url("create"), {"name": name, "rate-0-name": "Tax", "rate-0-rate_percent": "5"})
    sales, beer = named(world, "Sales tax"), named(world, "Beer")
    with as_owner():
        Product.objects.filter(sku="PALE", supplier=world.orgs["alder"]).update(tax_class=beer)

    for each in (sales, beer):
        client.post(url("deletion_create", each.pk))
    assert set(classes(world)) == {"Sales tax", "Beer"}
    kept = client.post(
        url("update", sales.pk),
        {"name": "Sales tax", "rate-0-name": "Tax", "rate-0-rate_percent": "5", "version": sales.version},
    )
    assert kept.status_code == 422

    with as_owner():
        Product.objects.update(tax_class=None)
    client.post(url("deletion_create", beer.pk))
    client.post(url("deletion_create", sales.pk))
    assert classes(world) == {}


def test_of_colleagues_only_who_sets_taxes_may_and_of_others_nobody(world: World) -> None:
    client = world.client("alder")
    client.post(url("create"), {"name": "Sales tax", "rate-0-name": "Tax", "rate-0-rate_percent": "8.5"})
    found = named(world, "Sales tax")
    for role, may in (
        (MemberRole.ACCOUNTING, True),
        (MemberRole.PROCUREMENT, False),
        (MemberRole.SALES, False),
    ):
        with as_owner():
            Membership.objects.filter(user=world.users["alder"]).update(role=role)
        assert client.get(url("list")).status_code == 200
        assert (client.get(url("update", found.pk)).status_code == 200) is may
        assert (client.post(url("deletion_create", uuid7())).status_code == 404) is may
    theirs = reverse("catalogs:tax_class_update", args=["birch", found.pk])
    assert world.client("birch").get(theirs).status_code == 404


def test_machines_make_change_and_delete_them(world: World) -> None:
    client, path = world.client("alder"), "/api/v1/alder/selling/tax-classes/"

    def call(method: str, at: str, body: Any = None, version: int = 1) -> Any:
        headers = {"Idempotency-Key": str(uuid7()), "If-Match": f'"v{version}"'}
        sent = {"data": json.dumps(body), "content_type": "application/json"} if body is not None else {}
        return getattr(client, method)(at, headers=headers, **sent)

    made = call("post", path, {"name": "Sales tax", "rates": [{"name": "Tax", "rate_percent": "8.5"}]})
    one = f"{path}{made.json()['id']}/"
    assert (made.status_code, made.json()["is_default"], made.json()["rates"][0]["rate_percent"]) == (
        201,
        True,
        "8.500",
    )
    assert (
        call("post", path, {"name": "sales tax", "rates": [{"name": "Tax", "rate_percent": "1"}]}).status_code
        == 422
    )
    changed = call("patch", one, {"rates": [{"name": "Tax", "rate_percent": "9"}]})
    assert (changed.json()["name"], changed.json()["rates"][0]["rate_percent"]) == ("Sales tax", "9.000")
    assert call("patch", one, {"rates": [{"name": "Tax", "rate_percent": "7"}]}).status_code == 412
    assert [row["name"] for row in call("get", path).json()["results"]] == ["Sales tax"]
    assert call("get", path.replace("alder", "birch")).status_code == 404
    assert call("delete", one).status_code == 204
    assert classes(world) == {}


def test_the_list_costs_the_same_with_one_class_or_thirty(world: World) -> None:
    client, costs = world.client("alder"), []
    for count in (0, 1, 30):
        with as_owner():
            TaxClass.objects.bulk_create(
                TaxClass(supplier=world.orgs["alder"], name=f"{count}-{n}", rates=[kept("Tax", n)])
                for n in range(count)
            )
        with CaptureQueriesContext(connection) as heard:
            client.get(url("list"))
        costs.append(sum("catalogs_" in each["sql"] for each in heard))

    assert costs == [1, 1, 1]
