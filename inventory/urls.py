"""Stock, Price & availability, transfers."""

from django.urls import path

from inventory.views import availability, delivering, stock, stores, transfers

SELLING, DELIVERING = "<slug:organization>/selling/", "<slug:organization>/delivering/"
STOCK = f"{SELLING}inventory/"
TRANSFER = f"{SELLING}transfers/<uuid:transfer_id>/"
KEPT = f"{DELIVERING}inventory/"
AS_SELLER, AS_DELIVERER = {"side": "selling"}, {"side": "delivering"}

app_name = "inventory"
urlpatterns = [
    path(f"{SELLING}availability/", availability.availability_list, name="availability_list"),
    path(f"{SELLING}availability/export/", availability.availability_export, name="availability_export"),
    path(f"{SELLING}stores/everyone/", stores.store, name="everyone_store"),
    path(f"{SELLING}stores/<uuid:group>/", stores.store, name="group_store"),
    path(STOCK, stock.stock_list, name="stock_list"),
    path(f"{STOCK}receipt/", stock.receipt_create, name="receipt_create"),
    path(
        f"{STOCK}<uuid:warehouse_id>/<uuid:product_id>/adjustment/",
        stock.adjustment_create,
        name="adjustment_create",
    ),
    path(f"{SELLING}products/<uuid:product_id>/stock/", stock.product_stock, name="product_stock"),
    path(
        f"{SELLING}products/<uuid:product_id>/movements/", stock.product_movements, name="product_movements"
    ),
    path(f"{SELLING}transfers/", transfers.transfer_list, AS_SELLER, "transfer_list"),
    path(f"{SELLING}transfers/new/", transfers.transfer_create, name="transfer_create"),
    path(TRANSFER, transfers.transfer_detail, AS_SELLER, "transfer_detail"),
    path(f"{TRANSFER}edit/", transfers.transfer_update, name="transfer_update"),
    path(f"{TRANSFER}sending/", transfers.sending_create, name="transfer_sending"),
    path(f"{TRANSFER}cancellation/", transfers.cancellation_create, name="transfer_cancellation"),
    path(f"{TRANSFER}deletion/", transfers.deletion_create, name="transfer_deletion"),
    path(f"{TRANSFER}receipt/", transfers.receipt_create, AS_SELLER, "transfer_receipt"),
    path(KEPT, delivering.stock_list, name="delivering_stock_list"),
    path(f"{KEPT}<slug:supplier>/receipt/", delivering.receipt_create, name="delivering_receipt_create"),
    path(
        f"{KEPT}<slug:supplier>/<uuid:warehouse_id>/<uuid:product_id>/adjustment/",
        delivering.adjustment_create,
        name="delivering_adjustment_create",
    ),
    path(f"{DELIVERING}transfers/", transfers.transfer_list, AS_DELIVERER, "delivering_transfer_list"),
    path(
        f"{DELIVERING}transfers/<uuid:transfer_id>/",
        transfers.transfer_detail,
        AS_DELIVERER,
        "delivering_transfer_detail",
    ),
    path(
        f"{DELIVERING}transfers/<uuid:transfer_id>/receipt/",
        transfers.receipt_create,
        AS_DELIVERER,
        "delivering_transfer_receipt",
    ),
]
