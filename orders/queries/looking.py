"""What a buyer looks for, found: by its words, a slip of the pen forgiven, the closest first (SPEC.md O1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from catalogs.models import Product
from catalogs.queries import closeness, matching, words_marked, words_meant, words_of, words_unmarked
from inventory.queries import keepers_of
from orders.queries.assortment import offered_products, shown_products
from orders.queries.marking import CUSTOMER, KEEPERS, values_of
from orders.queries.offer_sql import Statement, keys, offers_statement, rows_of
from orders.queries.wishing import Wish, chosen, in_stock
from retailers.models import Customer

ORDER = ("name", "id")
CLOSEST = ("rank", *ORDER)
# So many are put in order by how close they are; of more, whoever looks on looks by name.
FEW = 100


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found: a query of offered products, by what it is ordered, and which words were taken for the typed."""

    products: QuerySet[Product]
    order: tuple[str, ...] = ORDER
    meant: str = ""


def looked_for(
    customer: Customer,
    wish: Wish,
    *,
    among: QuerySet[Product] | None = None,
    found: list[UUID] | None = None,
) -> Looked:
    """Return what a customer is offered and looks for; for words in one statement, in two if they are misspelt.

    Args:
        among: products to narrow, by whoever asks itself which of them are offered.
        found: ids_with(customer, wish.text), where they are known.
    """
    wanted = chosen(in_stock(offered_products(customer), wish) if among is None else among, wish)
    if not words_of(wish.text) or not customer.is_active:
        return Looked(wanted)
    found = ids_with(customer, wish.text) if found is None else found
    if not found:
        meant = words_meant(offered_products(customer), customer.supplier_id, wish.text)
        return Looked(matching(wanted, meant) if meant else wanted.none(), meant=meant)
    return with_words(wanted, wish.text, found, is_few=len(found) <= FEW)


def with_words(products: QuerySet[Product], text: str, found: Sequence[Any], *, is_few: bool) -> Looked:
    """Return of the products those that have these words: a few by how close they are, many by name.

    Args:
        found: of few, which they are.
    """
    if not is_few:
        return Looked(matching(products, text))
    # One parameter whatever their number, so that the statement stays prepared.
    among_found = RawSQL("catalogs_product.id = ANY (%s)", [found], output_field=BooleanField())
    return Looked(closeness(products.filter(among_found), text), CLOSEST)


def ids_with(customer: Customer, text: str) -> list[UUID]:
    """Return a few more than FEW of the offered products that have these words, sold out included."""
    values = values_of(customer) | words_unmarked(text)
    statement, marks = _ids_statement(words=len(words_of(text)), keepers=len(keepers_of(customer)))
    return [row["id"] for row in rows_of(statement, [values.get(mark, mark) for mark in marks])]


@cache
def _ids_statement(*, words: int, keepers: int) -> Statement:
    named = matching(shown_products(CUSTOMER), words_marked(words)).values("id", "minimum_units").order_by()
    return offers_statement(named, CUSTOMER, FEW + 1, keepers=KEEPERS[:keepers], tell=keys, sold_out=True)
