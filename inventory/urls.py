"""Stock, warehouses, stock takes, transfers, Price & availability."""

from typing import Any

from django.urls import path

from inventory.views import (
    adjusting,
    availability,
    delivering,
    drafting,
    lots,
    receiving,
    stock,
    stores,
    takes,
    transfers,
    warehouses,
)

SELLING, DELIVERING = "<slug:organization>/selling/", "<slug:organization>/delivering/"
STOCK = f"{SELLING}inventory/"
KEPT = f"{DELIVERING}inventory/"

# Pages that both sides have: where they stand below a side, the view, and their name.
_BOTH: tuple[tuple[str, Any, str], ...] = (
    ("transfers/", transfers.transfer_list, "transfer_list"),
    ("transfers/export/", transfers.transfer_export, "transfer_export"),
    ("transfers/new/", drafting.transfer_create, "transfer_create"),
    ("transfers/<uuid:transfer_id>/", transfers.transfer_detail, "transfer_detail"),
    ("transfers/<uuid:transfer_id>/edit/", drafting.transfer_update, "transfer_update"),
    ("transfers/<uuid:transfer_id>/sending/", transfers.sending_create, "transfer_sending"),
    ("transfers/<uuid:transfer_id>/cancellation/", transfers.cancellation_create, "transfer_cancellation"),
    ("transfers/<uuid:transfer_id>/deletion/", transfers.deletion_create, "transfer_deletion"),
    ("transfers/<uuid:transfer_id>/receipt/", transfers.receipt_create, "transfer_receipt"),
    ("inventory/warehouses/", warehouses.warehouse_list, "warehouse_list"),
    ("inventory/warehouses/<uuid:warehouse_id>/", warehouses.warehouse_update, "warehouse_update"),
    ("inventory/warehouses/<uuid:warehouse_id>/main/", warehouses.main_create, "warehouse_main"),
    ("inventory/warehouses/<uuid:warehouse_id>/closing/", warehouses.closing_create, "warehouse_closing"),
    ("inventory/warehouses/<uuid:warehouse_id>/opening/", warehouses.opening_create, "warehouse_opening"),
    ("inventory/lots/", lots.expiring_list, "expiring_list"),
    ("inventory/lots/export/", lots.expiring_export, "expiring_export"),
    ("inventory/takes/", takes.take_list, "take_list"),
    ("inventory/takes/new/", takes.take_create, "take_create"),
    ("inventory/takes/<uuid:take_id>/", takes.take_detail, "take_detail"),
    ("inventory/takes/<uuid:take_id>/lines/", takes.line_create, "take_lines"),
    ("inventory/takes/<uuid:take_id>/applying/", takes.applying_create, "take_applying"),
    ("inventory/takes/<uuid:take_id>/discarding/", takes.discarding_create, "take_discarding"),
    ("inventory/takes/<uuid:take_id>/sheet/", takes.take_export, "take_export"),
)

app_name = "inventory"
urlpatterns = [
    path(f"{SELLING}availability/", availability.availability_list, name="availability_list"),
    path(f"{SELLING}availability/export/", availability.availability_export, name="availability_export"),
    path(f"{SELLING}stores/everyone/", stores.store, name="everyone_store"),
    path(f"{SELLING}stores/<uuid:group>/", stores.store, name="group_store"),
    path(STOCK, stock.stock_list, name="stock_list"),
    path(f"{STOCK}export/", stock.stock_export, name="stock_export"),
    path(f"{STOCK}receipt/", receiving.receipt_create, name="receipt_create"),
    path(
        f"{STOCK}<uuid:warehouse_id>/<uuid:product_id>/adjustment/",
        adjusting.adjustment_create,
        name="adjustment_create",
    ),
    path(f"{SELLING}products/<uuid:product_id>/stock/", stock.product_stock, name="product_stock"),
    path(
        f"{SELLING}products/<uuid:product_id>/movements/", stock.product_movements, name="product_movements"
    ),
    path(f"{SELLING}products/<uuid:product_id>/lots/", lots.product_lots, name="product_lots"),
    path(
        f"{KEPT}<slug:supplier>/products/<uuid:product_id>/lots/",
        lots.kept_product_lots,
        name="delivering_product_lots",
    ),
    path(f"{SELLING}transfers/suggestion/", drafting.suggestion_create, name="transfer_suggestion"),
    path(KEPT, delivering.stock_list, name="delivering_stock_list"),
    path(f"{KEPT}<slug:supplier>/receipt/", receiving.kept_receipt_create, name="delivering_receipt_create"),
    path(
        f"{KEPT}<slug:supplier>/<uuid:warehouse_id>/<uuid:product_id>/adjustment/",
        adjusting.kept_adjustment_create,
        name="delivering_adjustment_create",
    ),
    *(path(f"{SELLING}{where}", view, {"side": "selling"}, name) for where, view, name in _BOTH),
    *(
        path(f"{DELIVERING}{where}", view, {"side": "delivering"}, f"delivering_{name}")
        for where, view, name in _BOTH
    ),
]
