"""What the bench works on: one supplier, many products, many customers with a buyer each."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.utils import timezone

from catalogs.models import CustomerTerms, Price, PriceList, Product
from inventory.enums import MovementKind
from inventory.models import StockBalance, StockMovement, Warehouse
from orders.models import OrderCounter
from retailers.enums import CustomerStatus, Relation
from retailers.models import Customer, CustomerPrivate, DeliveryCalendar, DirectoryEntry
from wholesale.accounts.models import User
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership, Organization
from wholesale.tenancy.testing import as_owner

ON_HAND = 10_000_000


@dataclass(frozen=True)
class Market:
    """The supplier with its products, and the retailers that buy from it."""

    supplier: Organization
    admin: User
    product_ids: list[UUID]
    buyers: list[tuple[str, UUID]]


def make_market(*, products: int, customers: int, on_hand: int = ON_HAND, name: str = "bench") -> Market:
    """Write the bench's companies down in bulk, as the tables' owner."""
    with as_owner():
        supplier = Organization.objects.create(name=f"{name.title()} Brewing", slug=name, sells=True)
        DeliveryCalendar.objects.create(supplier=supplier, keeps_holidays=False)
        admin = User.objects.create_user(f"admin.{name}@example.com", name=f"{name.title()} Admin")
        Membership.objects.create(user=admin, organization=supplier, role=MemberRole.ADMIN)
        OrderCounter.objects.get_or_create(supplier=supplier)
        made = _products(supplier, products, on_hand)
        buyers = _customers(supplier, customers, name)
    return Market(supplier, admin, made, buyers)


def _products(supplier: Organization, count: int, on_hand: int) -> list[UUID]:
    prices = PriceList.objects.create(supplier=supplier, name="Standard", currency="USD", is_default=True)
    warehouse = Warehouse.objects.create(organization=supplier, name="Main warehouse", is_default=True)
    products = Product.objects.bulk_create(
        Product(
            supplier=supplier,
            sku=f"SKU-{n:05}",
            name=f"Beer {n:05}",
            category=f"Style {n % 12}",
            pack="24 × 355 ml",
            search_text=f"sku-{n:05} beer {n:05}",
        )
        for n in range(count)
    )
    Price.objects.bulk_create(
        Price(supplier=supplier, price_list=prices, product=product, unit_price=Decimal(30))
        for product in products
    )
    stock = {"supplier": supplier, "warehouse": warehouse, "keeper": supplier, "on_hand_units": on_hand}
    StockBalance.objects.bulk_create(StockBalance(product=product, **stock) for product in products)
    StockMovement.objects.bulk_create(
        StockMovement(product=product, kind=MovementKind.RECEIPT, **stock) for product in products
    )
    return [product.id for product in products]


def _customers(supplier: Organization, count: int, name: str) -> list[tuple[str, UUID]]:
    now = timezone.now()
    orgs = Organization.objects.bulk_create(
        Organization(name=f"Bar {n:05}", slug=f"{name}-bar-{n:05}", buys=True) for n in range(count)
    )
    users = User.objects.bulk_create(
        User(email=f"buyer.{n:05}.{name}@example.com", name=f"Buyer {n:05}", password="!")
        for n in range(count)
    )
    Membership.objects.bulk_create(
        Membership(user=user, organization=org, role=MemberRole.ADMIN)
        for user, org in zip(users, orgs, strict=True)
    )
    DirectoryEntry.objects.bulk_create(
        DirectoryEntry(retailer=org, name=org.name, street="1 Elm Street", city="Portland", claimed_at=now)
        for org in orgs
    )
    registered = {"status": CustomerStatus.REGISTERED, "relation": Relation.ACCEPTED, "registered_at": now}
    customers = Customer.objects.bulk_create(
        Customer(supplier=supplier, retailer=org, is_active=True, **registered) for org in orgs
    )
    CustomerPrivate.objects.bulk_create(
        CustomerPrivate(supplier=supplier, customer=customer, display_name=org.name)
        for customer, org in zip(customers, orgs, strict=True)
    )
    assert CustomerTerms.objects.filter(supplier=supplier).count() == count  # the trigger's
    return [(org.slug, user.id) for org, user in zip(orgs, users, strict=True)]
