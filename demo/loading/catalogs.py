"""Gives each supplier a group with terms of its own, and two catalogs: one for the group, one for a label."""

from catalogs.models import TermsLevel
from catalogs.services import (
    CatalogDetails,
    create_catalog,
    put_products,
    share_with_group,
    share_with_label,
)
from demo import cast
from demo.loading.assortments import Assortment
from demo.loading.clients import Client
from demo.loading.world import World, acting_for
from retailers.enums import GroupColor
from retailers.models import CustomerGroup, CustomerPrivate, GroupMember

GROUP, LABEL = "Tasting circle", "early access"
_FEW = 6


def share_catalogs(world: World, supplier: cast.Supplier, clients: list[Client], shop: Assortment) -> None:
    """Share the dearest products with a group that also has the own stock, and the newest with whoever has a label."""
    company, by = world.companies[supplier.slug], world.person(supplier.slug, "procurement")
    keen = [client.row for client in clients[::5]]
    first_list = shop.lists[0].name
    dear = sorted(shop.products, key=lambda product: -shop.prices[first_list, product.sku])[:_FEW]
    with acting_for(world, supplier):
        rank = CustomerGroup.objects.filter(supplier=company).count() + 1
        group = CustomerGroup.objects.create(supplier=company, name=GROUP, color=GroupColor.AMBER, rank=rank)
        GroupMember.objects.bulk_create(
            GroupMember(supplier=company, customer=customer, group=group) for customer in keen
        )
        TermsLevel.objects.create(
            supplier=company,
            group=group,
            price_change_percent=-3,
            minimum_order=200,
            adds_own_stock=True,
            version=1,
        )
        named = CustomerPrivate.objects.filter(supplier=company, customer__in=keen[::2])
        for private in named:
            private.labels = [*private.labels, LABEL]
        CustomerPrivate.objects.bulk_update(named, ["labels"])
        rare = create_catalog(supplier=company, details=CatalogDetails(name="Rare and aged"), by=by)
        put_products(catalog=rare, product_ids=[product.pk for product in dear], by=by)
        share_with_group(catalog=rare, group=group, by=by)
        new = create_catalog(supplier=company, details=CatalogDetails(name="New releases"), by=by)
        put_products(catalog=new, product_ids=[product.pk for product in shop.products[-_FEW:]], by=by)
        share_with_label(catalog=new, label=LABEL, by=by)
