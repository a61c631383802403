"""The parts of `make bench`: each measures, and says what it found in tables."""

from argparse import Namespace
from functools import cache

from bench import orders as ordering
from bench import raw_catalogue, raw_order, report
from bench import reading as catalogue
from bench import statements as counting
from bench.assortment import Assortment, make_assortment
from bench.data import make_market
from bench.report import Rate
from bench.server import web

LINES, CLIENTS = 10, (8, 1)
FEW, MANY = 201, 202  # the suppliers' numbers; below them are those of a history
WARM_SECONDS = 2.0
HEAD = ["", "clients", "per second", "p50 ms", "p95 ms", "done", "refused", "of the raw rate"]
TITLES = {
    "orders": f"An order of {LINES} lines (P-1 at 8 clients, P-2 at 1)",
    "statements": "Statements, without transaction, sign-in and membership (P-3, P-8)",
    "reading": "Fifty products: JSON (P-4), page (P-5), search (P-6)",
    "history": "Lists of orders and new ones with a longer and longer history (P-7, P-9, P-11)",
    "costs": "What one reader waits for, p50 in ms, at few and many products",
}


def orders(superuser: str, wanted: Namespace) -> list[list[str]]:
    """Place orders as one SQL function does and as the product does."""
    market = make_market(products=wanted.products, customers=wanted.customers)
    rows = []
    with web() as port:
        for clients in CLIENTS:
            sizes = {"clients": clients, "seconds": wanted.seconds}
            raw = raw_order.measure(superuser, products=wanted.products, lines=LINES, **sizes)
            warm = {"clients": clients, "seconds": WARM_SECONDS}
            ordering.measure(market, port=port, lines=LINES, **warm)
            ours = ordering.measure(market, port=port, lines=LINES, **sizes)
            rows += _beside(raw, "one SQL function, raw", [("two calls over HTTP", ours)])
    return [HEAD, *rows]


def statements(superuser: str, wanted: Namespace) -> list[list[str]]:
    """Count what pages and a submission ask of the database, at more and more rows."""
    counts = {rows: counting.counts(rows) for rows in (10, 50, 100)}
    names = next(iter(counts.values()))
    return [
        ["rows", *map(str, counts)],
        *([name, *(str(each[name]) for each in counts.values())] for name in names),
    ]


def reading(superuser: str, wanted: Namespace) -> list[list[str]]:
    """Read fifty products as plain tables give them, as a bare template does, and as the product does."""
    market = _many(superuser, wanted)
    raw_catalogue.prepare(superuser, **market.sizes)
    rows = []
    with web() as port, web("bench.bare:application") as bare_port:
        for clients in CLIENTS:
            rows += _read(superuser, market, (port, bare_port), clients=clients, seconds=wanted.seconds)
    return [HEAD, *rows]


def _read(
    superuser: str, market: Assortment, ports: tuple[int, int], *, clients: int, seconds: float
) -> list[list[str]]:
    port, bare_port = ports
    times = {"clients": clients, "seconds": seconds}

    def raw(statement: str) -> Rate:
        return raw_catalogue.measure(superuser, statement, customers=market.sizes["customers"], **times)

    def ours(path: str, row: bytes) -> Rate:
        catalogue.shop_rate(market, path, row, port=port, clients=clients, seconds=WARM_SECONDS)
        return catalogue.shop_rate(market, path, row, port=port, **times)

    listed, found = raw(raw_catalogue.LISTED), raw(raw_catalogue.FOUND)
    catalogue.bare_rate(port=bare_port, clients=clients, seconds=WARM_SECONDS)
    bare = catalogue.bare_rate(port=bare_port, **times)
    as_json = ours(catalogue.LISTED, catalogue.JSON_ROW)
    page = ours(catalogue.PAGE, catalogue.HTML_ROW)
    searched = ours(catalogue.FOUND, catalogue.JSON_ROW)
    return [
        *_beside(listed, "catalogue JSON from SQL, raw", [("shop as JSON (P-4)", as_json)]),
        *_beside(bare, "bare template, no database", [("shop as a page (P-5)", page)]),
        *_beside(found, "search in SQL, raw", [("shop searched, JSON (P-6)", searched)]),
    ]


def costs(superuser: str, wanted: Namespace) -> list[list[str]]:
    """Let one reader look at pages of a supplier with few products and of one with many."""
    few = make_assortment(
        superuser, number=FEW, products=wanted.products, lists=wanted.lists, customers=wanted.many_customers
    )
    many = _many(superuser, wanted)
    with web() as port:
        found = catalogue.costs([few, many], port=port, seconds=wanted.seconds)
    head = ["", f"{wanted.products:,} products", f"{wanted.many_products:,}", "ratio"]
    return [head, *(row for name, rates in found.items() for row in _cost_rows(name, rates))]


def _cost_rows(name: str, rates: list[Rate]) -> list[list[str]]:
    """Return a line for who is shown everything, and for a shop one for who is shown chosen products."""
    kinds = [name] if len(rates) == 2 else [name, f"{name}, chosen products"]
    rows = []
    for at, kind in enumerate(kinds):
        few, many = (rate.percentile(0.5) for rate in rates[at :: len(kinds)])
        rows.append([kind, f"{few:.1f}", f"{many:.1f}", f"{many / few:.2f}"])
    return rows


@cache
def _made(superuser: str, products: int, lists: int, customers: int) -> Assortment:
    return make_assortment(superuser, number=MANY, products=products, lists=lists, customers=customers)


def _many(superuser: str, wanted: Namespace) -> Assortment:
    return _made(superuser, wanted.many_products, wanted.lists, wanted.many_customers)


def _beside(raw: Rate, name: str, ours: list[tuple[str, Rate]]) -> list[list[str]]:
    shares = [[*rate.row(called), f"{rate.per_second / raw.per_second:.1%}"] for called, rate in ours]
    return [[*raw.row(name), ""], *shares]


def as_text(part: str, found: list[list[str]]) -> str:
    """Return what a part found as a heading and a table."""
    head, *rows = found
    return f"{TITLES[part]}\n\n{report.table(head, rows)}\n"
