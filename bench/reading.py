"""P-4, P-5, P-6: fifty products as JSON, as a page and searched for; and what pages cost with more products."""

import itertools
from collections.abc import Iterable
from uuid import UUID

from bench.assortment import Assortment
from bench.load import Action, Client, drive
from bench.orders import headers_of
from bench.report import Rate
from bench.words import searched

BUYERS = 20  # signed in for each client
LISTED = "/api/v1/{buyer}/buying/suppliers/{supplier}/products/"
FOUND = LISTED + "?q={text}"
PAGE = "/{buyer}/buying/{supplier}/"
# What one row of each answer says once.
JSON_ROW, HTML_ROW = b'"sku":', b'id="p-'
# By name: the address, and whether the supplier looks or a buyer; the buyer's shop is seen whole or in part.
PAGES: dict[str, tuple[str, bool]] = {
    "shop": (PAGE, False),
    "shop, searched": (PAGE + "?q={text}", False),
    "shop, JSON": (LISTED, False),
    "shop, JSON, searched": (FOUND, False),
    "products": ("/{supplier}/selling/products/", True),
    "price & availability": ("/{supplier}/selling/availability/?by={distributor}", True),
    "price & availability, searched": ("/{supplier}/selling/availability/?by={distributor}&q={text}", True),
    "stores": ("/{supplier}/selling/stores/", True),
}


def shop_rate(market: Assortment, path: str, row: bytes, *, port: int, clients: int, seconds: float) -> Rate:
    """Read this address of the shop as many buyers in turn for this long; each answer holds fifty rows."""
    pairs = []
    for number in range(clients):
        share = market.buyers[number::clients][:BUYERS]
        signed_in = [(slug, Client(port, headers_of(user_id))) for slug, user_id in share]
        pairs.append((signed_in[0][1], _reading(market, signed_in, path, row)))
    return drive(pairs, seconds=seconds)


def bare_rate(*, port: int, clients: int, seconds: float) -> Rate:
    """Read the page of fifty rows that asks no database, for this long."""

    def read(client: Client) -> bool:
        return _is_whole(client, "/", HTML_ROW, rows=50)

    return drive([(Client(port, {}), read) for _ in range(clients)], seconds=seconds)


def costs(
    markets: Iterable[Assortment], *, port: int, seconds: float, rounds: int = 3
) -> dict[str, list[Rate]]:
    """Return for every page how long one client waits at each of these suppliers, measured in turns."""
    found: dict[str, list[Rate]] = {}
    everyone = [(market, people) for market in markets for people in (market.buyers, market.shown_some)]
    for name, (path, is_selling) in PAGES.items():
        seats = [(market, people) for market, people in everyone if not is_selling or people is market.buyers]
        rates = [Rate(1) for _ in seats]
        asking = [_asking(market, people, path, port=port, is_selling=is_selling) for market, people in seats]
        for _round in range(rounds):
            for rate, pair in zip(rates, asking, strict=True):
                measured = drive([pair], seconds=seconds / rounds)
                rate.latencies += measured.latencies
                rate.elapsed += measured.elapsed
        found[name] = rates
    return found


def _asking(
    market: Assortment, people: list[tuple[str, UUID]], path: str, *, port: int, is_selling: bool
) -> tuple[Client, Action]:
    seats = [("", market.admin.pk)] if is_selling else people[:BUYERS]
    signed_in = [(slug, Client(port, headers_of(user_id))) for slug, user_id in seats]
    action = _reading(market, signed_in, path, b"")
    for _warm in range(5):
        action(signed_in[0][1])
    return signed_in[0][1], action


def _reading(market: Assortment, signed_in: list[tuple[str, Client]], path: str, row: bytes) -> Action:
    turns, numbers = itertools.cycle(signed_in), itertools.count()
    names = {"supplier": market.supplier.slug, "distributor": market.distributor_slug}

    def read(_client: Client) -> bool:
        buyer, client = next(turns)
        address = path.format(buyer=buyer, text=searched(next(numbers)), **names)
        return _is_whole(client, address, row, rows=50 if row else 0)

    return read


def _is_whole(client: Client, path: str, row: bytes, *, rows: int) -> bool:
    status, body = client.call("GET", path)
    if status != 200 or (rows and body.count(row) != rows):
        raise RuntimeError(f"{path} answered {status} with {body.count(row)} rows: {body[:300]!r}")
    return True
