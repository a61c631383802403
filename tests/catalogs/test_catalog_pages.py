"""Catalogs on pages: made, filled, shared, and shown beside customers and groups."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalogs.models import Catalog, CatalogProduct, CatalogShare, Product
from retailers.models import CustomerPrivate
from tests.world import World
from wholesale.audit.models import AuditEntry
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership, Organization
from wholesale.tenancy.testing import as_owner


def url(name: str, *args: object) -> str:
    return reverse(f"catalogs:{name}", args=["alder", *args])


def catalog(world: World, name: str) -> Catalog:
    with as_owner():
        return Catalog.objects.get(supplier=world.orgs["alder"], name=name)


def skus_in(world: World, name: str) -> set[str]:
    with as_owner():
        chosen = CatalogProduct.objects.filter(catalog=catalog(world, name))
        return set(chosen.values_list("product__sku", flat=True))


def demote(world: World, role: MemberRole) -> None:
    with as_owner():
        Membership.objects.filter(user=world.users["alder"]).update(role=role)


def test_every_supplier_has_all_its_products_shared_with_everyone_from_the_start(world: World) -> None:
    with as_owner():
        made = [
            Organization.objects.create(
                name=f"New {code}", slug=f"new-{code}", sells=code != "no", buys=True, language=code[:2]
            )
            for code in ("en", "fr", "es", "no")
        ]
        found = Catalog.objects.filter(
            supplier__in=made, includes_all_products=True, shared_with_everyone=True
        )
        assert dict(found.values_list("supplier__slug", "name")) == {
            "new-en": "All products",
            "new-fr": "Tous les produits",
            "new-es": "Todos los productos",
        }
        made[3].sells = True
        made[3].save()
        assert Catalog.objects.filter(supplier=made[3]).count() == 1
        Catalog.objects.filter(supplier=made[0]).delete()
        made[0].save()
        assert not Catalog.objects.filter(supplier=made[0]).exists()


def test_a_catalog_is_made_filled_and_deleted(world: World) -> None:
    client = world.client("alder")
    typed = {"name": "  Autumn   list ", "first_day": "2026-11-01", "last_day": "2026-11-30"}

    assert client.post(url("catalog_create"), typed).status_code == 302
    made = catalog(world, "Autumn list")
    zone = ZoneInfo(world.orgs["alder"].time_zone)
    assert (made.opens_at, made.closes_at) == (
        datetime(2026, 11, 1, tzinfo=zone),
        datetime(2026, 12, 1, tzinfo=zone),
    )
    client.post(url("catalog_addition_create", made.pk) + "?q=porter", {"all": "1"})
    assert skus_in(world, "Autumn list") == set()
    client.post(url("catalog_addition_create", made.pk) + "?category=Beer", {"all": "1"})
    assert skus_in(world, "Autumn list") == {"PALE", "STOUT"}
    pale = world.products["alder"][0]
    client.post(url("catalog_removal_create", made.pk), {"product": [str(pale.pk), "nonsense"]})
    assert skus_in(world, "Autumn list") == {"STOUT"}
    client.post(url("catalog_deletion_create", made.pk))
    with as_owner():
        assert not Catalog.objects.filter(pk=made.pk).exists()


def test_a_catalog_is_shared_with_a_group_a_label_and_everyone_and_no_longer(world: World) -> None:
    made, client = catalog(world, "Pale beers"), world.client("alder")
    with as_owner():
        CatalogShare.objects.filter(catalog=made).delete()
    client.post(url("catalog_share_create", made.pk), {"group": str(world.groups["alder"].pk)})
    client.post(url("catalog_share_create", made.pk), {"label": " VIP "})
    client.post(url("catalog_share_create", made.pk), {"label": "vip"})
    client.post(url("catalog_publication_create", made.pk))
    page = client.get(url("catalog_detail", made.pk))
    assert [(share.group, share.label) for share in page.context["shares"]] == [
        (world.groups["alder"], ""),
        (None, "VIP"),
    ]
    assert page.context["catalog"].shared_with_everyone
    client.post(url("catalog_withdrawal_create", made.pk))
    for share in page.context["shares"]:
        client.post(url("catalog_share_deletion_create", made.pk, share.pk))
    with as_owner():
        assert not CatalogShare.objects.filter(catalog=made).exists()
        verbs = list(
            AuditEntry.objects.filter(subject_id=made.pk).order_by("pk").values_list("verb", flat=True)
        )
    assert verbs == [
        "catalog_shared",
        "catalog_shared",
        "catalog_changed",
        "catalog_changed",
        "catalog_unshared",
        "catalog_unshared",
    ]


def test_anothers_product_never_gets_into_a_catalog(world: World) -> None:
    foreign = world.products["birch"][0]

    world.client("alder").post(
        url("catalog_addition_create", world.catalogs["alder"].pk), {"product": str(foreign.pk)}
    )

    assert skus_in(world, "Dark beers") == {"STOUT"}


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "dark BEERS"}, "name"),
        ({"name": "New", "first_day": "2026-11-30", "last_day": "2026-11-01"}, "last_day"),
        ({"name": "New", "first_day": "soon"}, "first_day"),
        ({"name": "New", "first_day": "0001-01-01"}, "first_day"),
        ({"name": "New", "last_day": "9999-12-31"}, "last_day"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(world: World, typed: dict[str, str], field: str) -> None:
    answer = world.client("alder").post(url("catalog_create"), typed)

    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {field}
    with as_owner():
        assert Catalog.objects.filter(supplier=world.orgs["alder"]).count() == 3


def test_the_second_editor_is_told_and_loses_nothing(world: World) -> None:
    dark, client = world.catalogs["alder"], world.client("alder")
    assert client.post(url("catalog_update", dark.pk), {"name": "Darker", "version": "1"}).status_code == 302

    late = client.post(url("catalog_update", dark.pk), {"name": "Mine", "version": "1"})

    assert late.status_code == 412
    assert late.context["stale"]["differences"] == [("Name", "Darker")]
    assert b"Mine" in late.content
    assert client.post(url("catalog_update", dark.pk), {"name": "Mine", "version": "2"}).status_code == 302


def test_a_customers_tab_says_what_it_sees_and_why(world: World) -> None:
    rita, client = world.customers["alder", "rita"], world.client("alder")
    with as_owner():
        CustomerPrivate.objects.filter(customer=rita).update(labels=["PALE"])
        CatalogShare.objects.create(
            supplier=world.orgs["alder"], catalog=catalog(world, "All products"), customer=rita
        )

    shown = {
        each.catalog.name: each for each in client.get(url("customer_catalogs", rita.pk)).context["shown"]
    }

    assert shown.keys() == {"All products", "Dark beers", "Pale beers"}
    assert shown["All products"].everyone
    assert shown["All products"].own
    assert shown["Dark beers"].groups == [world.groups["alder"]]
    assert shown["Pale beers"].labels == ["pale"]


def test_a_catalog_is_shared_and_unshared_on_the_customers_tab(world: World) -> None:
    remy, client = world.customers["alder", "remy"], world.client("alder")
    pales = catalog(world, "Pale beers")

    client.post(url("customer_share_create", remy.pk), {"catalog": str(pales.pk)})
    with as_owner():
        assert CatalogShare.objects.filter(catalog=pales, customer=remy).exists()
    client.post(url("customer_share_deletion_create", remy.pk, pales.pk))

    with as_owner():
        assert not CatalogShare.objects.filter(catalog=pales, customer=remy).exists()
        verbs = AuditEntry.objects.filter(subject_id=remy.pk).values_list("verb", flat=True)
        assert {"catalog_shared_with_customer", "catalog_unshared_with_customer"} <= set(verbs)
    assert client.post(url("customer_share_deletion_create", remy.pk, pales.pk)).status_code == 404
    assert client.post(url("customer_share_create", remy.pk), {"catalog": "nonsense"}).status_code == 404
    birchs = world.catalogs["birch"].pk
    assert client.post(url("customer_share_create", remy.pk), {"catalog": str(birchs)}).status_code == 404


def test_a_customer_that_sees_nothing_is_marked(world: World) -> None:
    with as_owner():
        Catalog.objects.filter(supplier=world.orgs["alder"]).delete()
    rita, client = world.customers["alder", "rita"], world.client("alder")

    assert b"sees no products" in client.get(url("customer_catalogs", rita.pk)).content
    assert b"No retailer sees any of your products" in client.get(url("catalog_list")).content


def test_a_group_has_its_catalogs(world: World) -> None:
    bars, client = world.groups["alder"], world.client("alder")
    pales = catalog(world, "Pale beers")

    client.post(url("group_share_create", bars.pk), {"catalog": str(pales.pk)})
    shown = client.get(url("group_catalogs", bars.pk)).context["shown"]
    assert [(each.catalog.name, bool(each.groups)) for each in shown] == [
        ("All products", False),
        ("Dark beers", True),
        ("Pale beers", True),
    ]
    client.post(url("group_share_deletion_create", bars.pk, pales.pk))

    with as_owner():
        assert not CatalogShare.objects.filter(catalog=pales, group=bars).exists()


@pytest.mark.parametrize("rows", [1, 30])
def test_pages_take_the_same_statements_for_one_row_and_thirty(world: World, rows: int) -> None:
    alder, dark, bars = world.orgs["alder"], world.catalogs["alder"], world.groups["alder"]
    rita = world.customers["alder", "rita"]
    with as_owner():
        made = [Catalog(supplier=alder, name=f"C{n}", shared_with_everyone=True) for n in range(rows - 1)]
        Catalog.objects.bulk_create(made)
        products = [Product(supplier=alder, sku=f"P{n}", name=f"P{n}") for n in range(rows - 1)]
        Product.objects.bulk_create(products)
        CatalogProduct.objects.bulk_create(
            CatalogProduct(supplier=alder, catalog=dark, product=product) for product in products
        )
        CatalogShare.objects.bulk_create(
            CatalogShare(supplier=alder, catalog=dark, label=f"L{n}") for n in range(rows - 1)
        )
        CatalogShare.objects.bulk_create(
            CatalogShare(supplier=alder, catalog=each, customer=rita) for each in made
        )
    client, counts = world.client("alder"), {}
    client.get(url("catalog_list"))
    pages = {
        "list": url("catalog_list"),
        "catalog": url("catalog_detail", dark.pk),
        "choice": url("catalog_choice", dark.pk),
        "customer": url("customer_catalogs", rita.pk),
        "group": url("group_catalogs", bars.pk),
    }

    for name, page in pages.items():
        with CaptureQueriesContext(connection) as seen:
            assert client.get(page).status_code == 200
        counts[name] = len(seen)

    assert counts == {"list": 9, "catalog": 13, "choice": 10, "customer": 11, "group": 9}


def test_who_may_share_what(world: World) -> None:
    rita, remy = world.customers["alder", "rita"], world.customers["alder", "remy"]
    dark, pales = world.catalogs["alder"], catalog(world, "Pale beers")
    with as_owner():
        CustomerPrivate.objects.filter(customer=rita).update(representative=world.users["alder"])
        of_remy = CatalogShare.objects.create(supplier=world.orgs["alder"], catalog=pales, customer=remy)
    demote(world, MemberRole.SALES)
    sales = world.client("alder")

    assert sales.post(url("customer_share_create", rita.pk), {"catalog": str(pales.pk)}).status_code == 302
    assert sales.post(url("customer_share_create", remy.pk), {"catalog": str(pales.pk)}).status_code == 404
    shares = sales.get(url("catalog_detail", pales.pk)).context["shares"]
    assert [share.customer for share in shares if share.customer] == [rita]
    assert sales.post(url("catalog_share_deletion_create", pales.pk, of_remy.pk)).status_code == 404
    ours = world.shares["alder"]
    assert sales.post(url("catalog_share_deletion_create", dark.pk, ours.pk)).status_code == 403
    for name in ("catalog_publication_create", "catalog_share_create", "catalog_deletion_create"):
        assert sales.post(url(name, dark.pk)).status_code == 403
    demote(world, MemberRole.VIEWER)
    viewer = world.client("alder")
    assert viewer.post(url("customer_share_create", rita.pk), {"catalog": str(pales.pk)}).status_code == 403
    assert b"Make a catalog" not in viewer.get(url("catalog_list")).content
