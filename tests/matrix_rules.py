"""Which rows are whose, in Python: what the matrix asks apart from any policy."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from wholesale.tenancy.roles import Role

if TYPE_CHECKING:
    from tests.matrix import Asker

Row = dict[str, Any]
Rows = dict[str, list[Row]]
Rule = Callable[["Asker", Row, Rows], bool]


def served(asker: Asker, rows: Rows) -> set[tuple[UUID, UUID]]:
    """Return (supplier, keeper) of the stock that a retailer may see."""
    return {
        (c["supplier_id"], c["distributor_id"] or c["supplier_id"])
        for c in rows["retailers_customer"]
        if c["retailer_id"] == asker.me and c["is_active"]
    }


def agreed(asker: Asker, rows: Rows, mine: str, other: str) -> set[UUID]:
    """Return those that an agreement with this one was ever in force with."""
    agreements = (row for row in rows["organizations_agreement"] if row[mine] == asker.me)
    return {row[other] for row in agreements if row["accepted_at"] is not None}


def in_force(asker: Asker, rows: Rows) -> set[UUID]:
    agreements = (row for row in rows["organizations_agreement"] if row["distributor_id"] == asker.me)
    return {row["supplier_id"] for row in agreements if row["status"] == "active"}


def terms(asker: Asker, rows: Rows) -> set[UUID]:
    return {row["price_list_id"] for row in rows["catalogs_customerterms"] if opened(asker, row, rows)}


def of_own_supplier(asker: Asker, row: Row, rows: Rows) -> bool:
    """Tell whether a row is of a supplier that has let this retailer in."""
    return any(
        (customer["supplier_id"], customer["retailer_id"]) == (row["supplier_id"], asker.me)
        and customer["registered_at"] is not None
        for customer in rows["retailers_customer"]
    )


def opened_purchase(asker: Asker, row: Row, rows: Rows) -> bool:
    """Tell whether a cart or an order is this retailer's, of a supplier that has let it in."""
    return row["retailer_id"] == asker.me and of_own_supplier(asker, row, rows)


def said_to(side: str) -> Callable[[Asker, Row, Rows], bool]:
    """Return the rule of a side's comments: on its own orders, to everybody or to its own company."""

    def told(asker: Asker, row: Row, rows: Rows) -> bool:
        names = ("supplier_id", "distributor_id", "retailer_id")
        keys = {name: getattr(asker.context, name) for name in names if getattr(asker.context, name)}
        if any(row[name] != value for name, value in keys.items()) or row["internal_to"] not in ("", side):
            return False
        return side != "retailer" or opened_purchase(asker, row, rows)

    return told


def opened_cart(asker: Asker, row: Row, rows: Rows) -> bool:
    """Tell whether a cart is this retailer's, and not what its supplier is about to enter for it."""
    return opened_purchase(asker, row, rows) and not row["is_suppliers"]


def proof_of_delivery(asker: Asker, row: Row, rows: Rows) -> bool:
    """Tell whether a report says that this retailer's order was delivered."""
    return row["kind"] == "delivered" and opened_purchase(asker, row, rows)


def photo_of_delivery(asker: Asker, row: Row, rows: Rows) -> bool:
    return any(
        report["id"] == row["report_id"] and proof_of_delivery(asker, report, rows)
        for report in rows["orders_delivererreport"]
    )


def applies(asker: Asker, row: Row, rows: Rows) -> bool:
    """Tell whether a line is of the schedule that applies to this retailer at that supplier."""
    return any(
        applied["schedule_id"] == row["schedule_id"] and own_customer(asker, applied, rows)
        for applied in rows["retailers_appliedschedule"]
    )


def own_customer(asker: Asker, row: Row, rows: Rows) -> bool:
    return any(
        (customer["id"], customer["retailer_id"]) == (row["customer_id"], asker.me)
        and customer["registered_at"] is not None
        for customer in rows["retailers_customer"]
    )


def opened(asker: Asker, row: Row, rows: Rows) -> bool:
    """Tell whether terms are of a supplier that has let this retailer in."""
    return row["retailer_id"] == asker.me and any(
        customer["id"] == row["customer_id"] and customer["registered_at"] is not None
        for customer in rows["retailers_customer"]
    )


def own(column: str) -> Rule:
    return lambda asker, row, rows: row[column] == asker.me


def public(asker: Asker, row: Row, rows: Rows) -> bool:
    return row["private_to_id"] in (None, asker.context.supplier_id)


def colleague(asker: Asker, row: Row, rows: Rows) -> bool:
    return row["user_id"] in {
        m["user_id"]
        for m in rows["organizations_membership"]
        if m["organization_id"] == asker.me
        or (asker.context.role == Role.SUPPLIER and m["guest_of_id"] == asker.me)
    }


def guests_too(asker: Asker, row: Row, rows: Rows) -> bool:
    return asker.me in (row["organization_id"], row["guest_of_id"])


def kept(asker: Asker, row: Row, rows: Rows) -> bool:
    supplier = asker.context.supplier_id
    return row["keeper_id"] == asker.me and supplier in (None, row["supplier_id"])


def kept_line(asker: Asker, row: Row, rows: Rows) -> bool:
    return any(
        take["id"] == row["take_id"] and kept(asker, take, rows) for take in rows["inventory_stocktake"]
    )


def lain(asker: Asker, row: Row, rows: Rows) -> bool:
    return any(
        balance["lot_id"] == row["id"] and kept(asker, balance, rows)
        for balance in rows["inventory_lotbalance"]
    )


def transferred(asker: Asker, row: Row, rows: Rows) -> bool:
    ends = (row["source_keeper_id"], row["destination_keeper_id"])
    shown = asker.me == row["writer_id"] or (row["status"] != "draft" and asker.me in ends)
    return shown and asker.context.supplier_id in (None, row["supplier_id"])


def transferred_line(asker: Asker, row: Row, rows: Rows) -> bool:
    return any(
        transfer["id"] == row["transfer_id"] and transferred(asker, transfer, rows)
        for transfer in rows["inventory_transfer"]
    )


def this_order(asker: Asker, row: Row, rows: Rows) -> bool:
    context = asker.context
    return (row["id"], row["supplier_id"], row["distributor_id"]) == (
        context.order_id, context.supplier_id, context.distributor_id,
    )  # fmt: skip


def no_company(asker: Asker, row: Row, rows: Rows) -> bool:
    return row["organization_id"] is None


def corrected(asker: Asker, row: Row, rows: Rows) -> bool:
    """Tell whether a supplier decides on a correction, or has proposed it."""
    own = {
        each["correction_id"]
        for each in rows["retailers_correctionproposer"]
        if each["supplier_id"] == asker.me
    }
    return row["keeper_id"] == asker.me or row["id"] in own


def proposed(asker: Asker, row: Row, rows: Rows) -> bool:
    """Tell whether a retailer may know who proposes: a supplier that it has let in."""
    return row["retailer_id"] == asker.me and any(
        (each["supplier_id"], each["retailer_id"]) == (row["supplier_id"], asker.me) and each["registered_at"]
        for each in rows["retailers_customer"]
    )
