"""What a buyer looks for, found: by its words, a slip of the pen forgiven, the closest first (SPEC.md O1)."""

from dataclasses import dataclass

from django.db.models import QuerySet

from catalogs.models import Product
from catalogs.queries import closeness, matching, words_meant, words_of
from orders.queries.assortment import offered_products
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


def looked_for(customer: Customer, wish: Wish) -> Looked:
    """Return what a customer is offered and looks for; for words in one statement, in two if they are misspelt."""
    offered = offered_products(customer)
    wanted = chosen(in_stock(offered, wish), wish)
    if not words_of(wish.text) or not customer.is_active:
        return Looked(wanted)
    found = list(matching(offered, wish.text).order_by().values_list("pk", flat=True)[: FEW + 1])
    if not found:
        meant = words_meant(offered, customer.supplier_id, wish.text)
        return Looked(matching(wanted, meant) if meant else wanted.none(), meant=meant)
    if len(found) > FEW:
        return Looked(matching(wanted, wish.text))
    return Looked(closeness(wanted.filter(pk__in=found), wish.text), CLOSEST)
