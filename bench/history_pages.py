"""P-7, P-9, P-11: lists of orders and a new order at ten thousand, a hundred thousand and a million orders."""

from dataclasses import dataclass
from uuid import UUID

from bench import orders as ordering
from bench.data import make_market
from bench.history import History, make_history
from bench.load import Action, Client, drive
from bench.orders import headers_of
from bench.reading import bare_rate
from bench.report import Rate
from bench.server import web
from orders.models import Order
from wholesale.accounts.models import User
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership, Organization
from wholesale.tenancy.testing import as_owner
from wholesale.ui.paging import page_of

MIDDLE = "orders, a page in the middle"
NEWEST_FIRST = ["-submitted_at", "-id"]
LINES, WARM_LOOKS, WARM_SECONDS, CLIENTS = 10, 5, 2.0, 8


@dataclass(frozen=True)
class Found:
    """What was measured at one number of orders.

    Args:
        pages: by name, one reader at a time.
        listed: the list's first page by eight readers, `bare` the same with a template alone.
        placed: new orders of ten lines by eight buyers.
    """

    orders: int
    pages: dict[str, Rate]
    listed: dict[str, Rate]
    bare: Rate
    placed: Rate


def measure(superuser: str, *, orders: int, products: int, customers: int, seconds: float) -> Found:
    """Write a history of so many orders, read its lists, then place orders beside it.

    Args:
        superuser: the address of the bench's database, as the server's superuser.
    """
    history = make_history(superuser, orders=orders)
    market = make_market(products=products, customers=customers)
    addresses = _addresses(history)
    people = {pk: _admin_of(company) for pk, company in _companies(addresses).items()}
    with web() as port, web("bench.bare:application") as bare_port:
        pages = {
            name: _rate([people[company.pk]], address, port=port, seconds=seconds)
            for name, (company, address) in addresses.items()
        }
        readers = [people[history.supplier.pk]] * CLIENTS
        listed = {
            name: _rate(readers, addresses[name][1], port=port, seconds=seconds)
            for name in ("orders", "orders, overdue")
        }
        bare_rate(port=bare_port, clients=CLIENTS, seconds=WARM_SECONDS)
        bare = bare_rate(port=bare_port, clients=CLIENTS, seconds=seconds)
        sizes = {"port": port, "clients": CLIENTS, "lines": LINES}
        ordering.measure(market, **sizes, seconds=WARM_SECONDS)
        placed = ordering.measure(market, **sizes, seconds=seconds)
    return Found(orders, pages, listed, bare, placed)


def table_of(measured: list[Found]) -> list[list[str]]:
    """Return head and rows: p50 in ms at each number of orders, the last against the first, shares of the limit."""
    rows = [_times(name, [found.pages[name] for found in measured]) for name in measured[0].pages]
    rows.append(_times("a new order of ten lines, eight at once", [found.placed for found in measured]))
    middle, first = ([found.pages[name] for found in measured] for name in (MIDDLE, "orders"))
    deeper = [f"{m.percentile(0.5) / f.percentile(0.5):.2f}" for m, f in zip(middle, first, strict=True)]
    rows.append(["the page in the middle against the first", *deeper, ""])
    for name in measured[0].listed:
        shares = [f"{found.listed[name].per_second / found.bare.per_second:.1%}" for found in measured]
        rows.append([f"{name}, eight readers, of a bare template's rate (P-7)", *shares, ""])
    tails = [f"{found.placed.percentile(0.95) / found.placed.percentile(0.5):.2f}" for found in measured]
    rows.append(["new orders, p95 against p50 (P-11)", *tails, ""])
    return [["p50 in ms", *(f"{found.orders:,} orders" for found in measured), "last to first (P-9)"], *rows]


def _times(name: str, rates: list[Rate]) -> list[str]:
    halves = [rate.percentile(0.5) for rate in rates]
    return [name, *(f"{half:.1f}" for half in halves), f"{halves[-1] / halves[0]:.2f}"]


def _addresses(history: History) -> dict[str, tuple[Organization, str]]:
    supplier, retailer, distributor = history.supplier, history.retailer, history.distributor
    selling, buying = f"/{supplier.slug}/selling/orders/", f"/{retailer.slug}/buying/orders/"
    return {
        "orders": (supplier, selling),
        MIDDLE: (supplier, f"{selling}?cursor={_middle_of(supplier)}"),
        "orders, submitted": (supplier, f"{selling}?status=submitted"),
        "orders, overdue": (supplier, f"{selling}?turn=overdue"),
        "orders of one distributor": (supplier, f"{selling}?distributor={distributor.slug}"),
        "a retailer's orders": (retailer, buying),
        "a distributor's orders": (distributor, f"/{distributor.slug}/delivering/orders/"),
    }


def _companies(addresses: dict[str, tuple[Organization, str]]) -> dict[UUID, Organization]:
    return {company.pk: company for company, _address in addresses.values()}


def _middle_of(supplier: Organization) -> str:
    """Return the cursor of the page after half of a supplier's orders."""
    with as_owner():
        orders = Order.objects.filter(supplier=supplier).order_by(*NEWEST_FIRST)
        half = orders.count() // 2
        rows = list(orders[half : half + 2])
    return page_of(rows, order=NEWEST_FIRST, size=1).next or ""


def _admin_of(company: Organization) -> UUID:
    with as_owner():
        user = User.objects.create_user(f"{company.slug}@example.com", name=company.name)
        Membership.objects.create(user=user, organization=company, role=MemberRole.ADMIN)
        key: UUID = user.pk
    return key


def _rate(readers: list[UUID], address: str, *, port: int, seconds: float) -> Rate:
    """Let these people read one address for so long, each on a connection of its own, after a few looks unmeasured."""
    clients = [Client(port, headers_of(user_id) | {"Accept": "text/html"}) for user_id in readers]
    for client in clients:
        for _look in range(WARM_LOOKS):
            _read(address)(client)
    return drive([(client, _read(address)) for client in clients], seconds=seconds)


def _read(address: str) -> Action:
    def read(client: Client) -> bool:
        status, body = client.call("GET", address)
        if status != 200 or body.count(b"<tr>") < 2:
            raise RuntimeError(f"{address} answered {status}: {body[:300]!r}")
        return True

    return read
