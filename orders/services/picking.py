"""Which lots an order is given, chosen by whoever prepares it (SPEC.md I13). Locks: the order, then its stock."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from inventory.services import choose_lots
from orders.enums import OrderSide
from orders.models import Order
from orders.queries.lots import preparing_move
from wholesale.accounts.models import User
from wholesale.audit.services import record_change
from wholesale.errors import NotAllowed, StaleVersion
from wholesale.tenancy.contexts import act_for


@transaction.atomic
def choose_order_lots(
    *,
    order: Order,
    chosen: Mapping[tuple[UUID, UUID], int],
    side: OrderSide,
    by: User,
    version: int | None = None,
) -> Order:
    """Give an order these lots instead of what was proposed, before it is shipped.

    The order came through an access function in the context of `side`; the entrance has asked for the right.

    A distributor chooses among the lots that it keeps; of what the supplier hands over it neither chooses nor hears.

    Args:
        chosen: units by (warehouse, lot), see inventory.services.choose_lots.
        version: what the person looked at; None where nobody looked.
    Locks:  the order, then the balances of what it holds, in key order.
    Raises: StaleVersion; NotAllowed where this side does not prepare it now; LotShort; then nothing is written.
    """
    with act_for(order.supplier_id, by=by.pk):
        order = Order.objects.select_for_update(of=("self",)).select_related("supplier").get(pk=order.pk)
        if version is not None and version != order.version:
            raise StaleVersion(_("Somebody else changed this order since you opened it. Look at it again."))
        if preparing_move(order, side) is None:
            raise NotAllowed(_("Lots are chosen by whoever prepares the order, before it ships."))
        keeper = order.distributor_id if side == OrderSide.DISTRIBUTOR else None
        said = choose_lots(supplier=order.supplier, holder_id=order.pk, chosen=chosen, keeper_id=keeper)
        order.version += 1
        order.save(update_fields=["version"])
        record_change(
            organization_id=order.supplier_id,
            by=by,
            verb="lots_chosen",
            subject=order,
            subject_name=order.label,
            after={"lots": "; ".join(f"{name}: {units}" for name, units in said.items())},
        )
    return order
