"""A page of what a customer is offered, in one statement (docs/decisions/0035-a-page-of-offers.md)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db.models import F, QuerySet
from django.db.models.expressions import Combinable

from catalogs.models import Product
from catalogs.queries import words_marked, words_of, words_unmarked
from inventory.queries import keepers_of
from orders.queries.assortment import shown_products, with_charges
from orders.queries.looking import CLOSEST, FEW, ORDER, Looked, ids_with, looked_for, with_words
from orders.queries.marking import CUSTOMER, KEEPERS, values_of
from orders.queries.offer_sql import CHOSEN, Statement, Told, as_json, columns_with, offers_statement, rows_of
from orders.queries.wishing import Wish
from retailers.models import Customer
from wholesale.ui.paging import Page, keyset_page, page_of

# What more each row tells, by name: an expression of a Product query for a customer.
Beside = Mapping[str, Callable[[Customer], Combinable]]
NOTHING: Beside = MappingProxyType({})
_FOUND = ("found",)  # stands for the keys of what was found


@dataclass(frozen=True, slots=True)
class Offers:
    """A page of offers, by what it is ordered, and which words were taken for the typed."""

    page: Page
    order: tuple[str, ...] = ORDER
    meant: str = ""


@dataclass(frozen=True, slots=True)
class Telling:
    """What a page tells of each product: all of COLUMNS and more beside, or written as JSON as the API says it."""

    beside: tuple[tuple[str, Callable[[Customer], Combinable]], ...] = ()
    is_json: bool = False

    @property
    def tell(self) -> Told:
        """Return how offers_statement tells it."""
        return as_json if self.is_json else columns_with(dict(self.beside))

    def chosen(
        self, products: QuerySet[Product], customer: Customer, order: tuple[str, ...]
    ) -> QuerySet[Any, Any]:
        """Return what the statement needs to know of the products that it chooses from."""
        beside = {name: expression(customer) for name, expression in self.beside}
        rows: QuerySet[Any, Any] = with_charges(products, customer).values(
            *dict.fromkeys((*CHOSEN, *order)), **beside
        )
        return rows


def offers_page(
    customer: Customer, wish: Wish, *, size: int, beside: Beside = NOTHING, is_json: bool = False
) -> Offers:
    """Return a page of what a customer is offered and looks for; an inactive customer is offered nothing.

    Any number of products in one statement, with words to search for in two, with misspelt ones in three.

    Args:
        is_json: rows with `json`, all of COLUMNS as the API says it, beside what the list is ordered by.
    """
    if not customer.is_active:
        return Offers(Page([], None, None))
    telling = Telling(tuple(beside.items()), is_json)
    if wish == Wish(sold_out=wish.sold_out):
        return _compiled(customer, wish, telling, size)
    found = ids_with(customer, wish.text) if words_of(wish.text) else None
    if found and wish == Wish(text=wish.text, sold_out=wish.sold_out):
        return _compiled(customer, wish, telling, size, found)
    looked = looked_for(customer, wish, among=shown_products(customer), found=found)

    def read(ordered: QuerySet[Any, Any], limit: int) -> list[dict[str, Any]]:
        try:
            found = offers_statement(
                ordered,
                customer,
                limit,
                keepers=keepers_of(customer),
                tell=telling.tell,
                sold_out=wish.sold_out,
            )
        except EmptyResultSet:  # the words are of no product
            return []
        return rows_of(*found)

    chosen = telling.chosen(looked.products, customer, looked.order)
    page = keyset_page(chosen, order=looked.order, cursor=wish.cursor, size=size, read=read)
    return Offers(page, looked.order, looked.meant if page.rows else "")


def _compiled(
    customer: Customer, wish: Wish, telling: Telling, size: int, found: list[UUID] | None = None
) -> Offers:
    """Return the first page of everything, or of what has been found by words and nothing else.

    Building its statement anew took longer than all that the database does for it.
    """
    words = len(words_of(wish.text)) if found else 0
    is_few = found is not None and len(found) <= FEW
    statement, marks = _first_page(
        telling, size, words=words, is_few=is_few, keepers=len(keepers_of(customer)), sold_out=wish.sold_out
    )
    values = values_of(customer) | words_unmarked(wish.text) | {_FOUND: found}
    order = CLOSEST if is_few else ORDER
    rows = rows_of(statement, [values.get(mark, mark) for mark in marks])
    return Offers(page_of(rows, order=order, size=size), order)


@cache
def _first_page(
    telling: Telling, size: int, *, words: int, is_few: bool, keepers: int, sold_out: bool
) -> Statement:
    """Return the statement of anybody's first page, with marks in the place of the customer's keys and the words."""
    looked = Looked(shown_products(CUSTOMER))
    if words:
        looked = with_words(looked.products, words_marked(words), _FOUND, is_few=is_few)
    rows = telling.chosen(looked.products, CUSTOMER, looked.order)
    ordered = rows.order_by(*(F(name).asc() for name in looked.order))
    marked = KEEPERS[:keepers]
    return offers_statement(ordered, CUSTOMER, size + 1, keepers=marked, tell=telling.tell, sold_out=sold_out)
