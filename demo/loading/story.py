"""The demo from beginning to end, in one transaction: a load that is killed leaves nothing."""

from collections import defaultdict
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from demo import cast
from demo.accounts import give_tokens
from demo.loading.agreements import agree
from demo.loading.asking import ask_around
from demo.loading.assortments import stock_shelves
from demo.loading.branding import dress_up
from demo.loading.catalogs import share_catalogs
from demo.loading.charges import charge
from demo.loading.clients import Client, claimed, deal, write_clients
from demo.loading.companies import found_companies, list_in_directory
from demo.loading.days import set_days
from demo.loading.hiring import hire_people
from demo.loading.ledger import Ledger
from demo.loading.ordering import Book
from demo.loading.pictures import picture_shelves
from demo.loading.post import deliver_by_hand
from demo.loading.stock import fill_warehouses, take_for_orders
from demo.loading.today import Day
from demo.loading.transfers import send_lately
from demo.loading.world import World
from demo.loading.year import plan_year
from inventory.models import Warehouse
from wholesale.organizations.models import Organization

# The fiction among the suppliers: where it is, the demo has been loaded.
MARK = cast.NORTHWIND.slug


def is_loaded() -> bool:
    """Tell whether this database has the demo."""
    return Organization.objects.filter(slug=MARK).exists()


@transaction.atomic
def load(*, share: float = 1, now: datetime | None = None) -> World:
    """Write the whole demo, or a share of it.

    Args:
        share: 1 for all of it; a test takes a tenth.
        now: the day on which it plays.
    """
    _take_time()
    world = World(now or timezone.now(), share)
    kept = found_companies(world)
    clients = deal(world, kept)
    here = claimed(clients)
    list_in_directory(world, kept, here)
    hire_people(world, kept, here)
    warehouses = {each.organization.slug: each for each in Warehouse.objects.select_related("organization")}
    for supplier in cast.SUPPLIERS:
        theirs = [client for client in clients if client.supplier is supplier]
        partners = [each.slug for each in cast.DISTRIBUTORS if supplier.slug in each.suppliers]
        homes = {slug: warehouses[slug] for slug in (supplier.slug, *partners)}
        _open_for_business(world, supplier, theirs, homes)
        if supplier in cast.BREWERIES:
            set_days(world, supplier, theirs)
    give_tokens(world)
    dress_up(world)
    Day(world).play()
    ask_around(world)
    deliver_by_hand()
    return world


def _take_time() -> None:
    """Lift the limits that end a stuck request: on a busy machine a year takes its time."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL statement_timeout = 0")


def _open_for_business(
    world: World, supplier: cast.Supplier, clients: list[Client], homes: dict[str, Warehouse]
) -> None:
    """Write everything of one supplier: agreements, shop, customers, stock, orders."""
    agree(world, supplier)
    shop = stock_shelves(world, supplier)
    picture_shelves(world, supplier, shop)
    orders = plan_year(world, supplier, clients, shop.products)
    ordered_at: dict[str, list[datetime]] = defaultdict(list)
    for order in orders:
        ordered_at[order.client.place.key].append(order.submitted_at)
    write_clients(world, supplier, clients, shop, ordered_at)
    share_catalogs(world, supplier, clients, shop)
    charge(world, supplier, clients, shop)
    numbered = [(world.id_at(order.submitted_at), order) for order in orders]
    ledger = Ledger(world, supplier)
    fill_warehouses(ledger, orders, shop.products, homes)
    take_for_orders(ledger, numbered, homes)
    send_lately(ledger, homes)
    ledger.write()
    book = Book(world, supplier, shop, homes)
    for order_id, order in numbered:
        book.enter(order_id, order)
    book.write()
