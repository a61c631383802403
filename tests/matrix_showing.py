"""Which catalogs and products a retailer is shown, in Python: worked out from the shares themselves (SPEC.md K5)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone

from tests.matrix_rules import Row, Rows, terms

if TYPE_CHECKING:
    from tests.matrix import Asker


def catalog(asker: Asker, row: Row, rows: Rows) -> bool:
    return row["id"] in _shown(asker, rows)


def choice(asker: Asker, row: Row, rows: Rows) -> bool:
    return row["catalog_id"] in _shown(asker, rows)


def reached(asker: Asker, row: Row, rows: Rows) -> bool:
    return row["customer_id"] in {customer["id"] for customer in _active_customers(asker, rows)}


def special_price(asker: Asker, row: Row, rows: Rows) -> bool:
    return reached(asker, row, rows) and has_begun(row)


def listed_price(asker: Asker, row: Row, rows: Rows) -> bool:
    return row["price_list_id"] in terms(asker, rows) and has_begun(row)


def has_begun(row: Row) -> bool:
    return bool(row["valid_from"] <= timezone.now())


def product(asker: Asker, row: Row, rows: Rows) -> bool:
    return row["is_active"] and _is_sold(row) and row["id"] in _within(asker, rows)


def word(asker: Asker, row: Row, rows: Rows) -> bool:
    return row["product_id"] in _within(asker, rows)


def spelling(asker: Asker, row: Row, rows: Rows) -> bool:
    return any(
        (each["supplier_id"], each["token"]) == (row["supplier_id"], row["word"]) and word(asker, each, rows)
        for each in rows["catalogs_producttoken"]
    )


def _is_sold(row: Row) -> bool:
    now = timezone.now()
    return (row["sold_from"] is None or row["sold_from"] <= now) and (
        row["sold_until"] is None or row["sold_until"] > now
    )


def _within(asker: Asker, rows: Rows) -> set[UUID]:
    """Return the products of the catalogs that are shown, on sale or not."""
    shown = _shown(asker, rows)
    whole = {
        each["supplier_id"]
        for each in rows["catalogs_catalog"]
        if each["id"] in shown and each["includes_all_products"]
    }
    chosen = {each["product_id"] for each in rows["catalogs_catalogproduct"] if each["catalog_id"] in shown}
    return chosen | {each["id"] for each in rows["catalogs_product"] if each["supplier_id"] in whole}


def picture(asker: Asker, row: Row, rows: Rows) -> bool:
    return any(
        each["id"] == row["product_id"] and product(asker, each, rows) for each in rows["catalogs_product"]
    )


def picture_file(asker: Asker, row: Row, rows: Rows) -> bool:
    return any(
        each["id"] == row["picture_id"] and picture(asker, each, rows)
        for each in rows["catalogs_productpicture"]
    )


def _active_customers(asker: Asker, rows: Rows) -> list[Row]:
    return [c for c in rows["retailers_customer"] if c["retailer_id"] == asker.me and c["is_active"]]


def _shown(asker: Asker, rows: Rows) -> set[UUID]:
    members = {(m["customer_id"], m["group_id"]) for m in rows["retailers_groupmember"]}
    labels = {p["customer_id"]: {x.lower() for x in p["labels"]} for p in rows["retailers_customerprivate"]}
    return {
        each["id"]
        for customer in _active_customers(asker, rows)
        for each in rows["catalogs_catalog"]
        if each["supplier_id"] == customer["supplier_id"]
        and _is_open(each)
        and (
            each["shared_with_everyone"]
            or any(
                share["customer_id"] == customer["id"]
                or (customer["id"], share["group_id"]) in members
                or share["label"].lower() in labels[customer["id"]]
                for share in rows["catalogs_catalogshare"]
                if share["catalog_id"] == each["id"]
            )
        )
    }


def _is_open(row: Row) -> bool:
    now = timezone.now()
    return (row["opens_at"] or now) <= now and (row["closes_at"] is None or row["closes_at"] > now)
