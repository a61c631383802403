"""The API's addresses of stock and transfers, below /api/v1/."""

from django.urls import path

from inventory.api import availability, stock, stores, transfers

SELLING, DELIVERING = "<slug:organization>/selling/", "<slug:organization>/delivering/"
ONE = "transfers/<uuid:transfer_id>/"

app_name = "inventory-api"
urlpatterns = [
    path(f"{SELLING}warehouses/", stock.WarehousesApi.as_view(), name="warehouses"),
    path(f"{SELLING}availability/", availability.AvailabilityApi.as_view(), name="availability"),
    path(
        f"{SELLING}availability/export/",
        availability.AvailabilityExportApi.as_view(),
        name="availability_export",
    ),
    path(
        f"{SELLING}stores/everyone/products/",
        stores.StoreProductsApi.as_view(),
        name="everyone_store_products",
    ),
    path(
        f"{SELLING}stores/<uuid:group>/products/",
        stores.GroupStoreProductsApi.as_view(),
        name="group_store_products",
    ),
    path(f"{SELLING}stock/", stock.StockApi.as_view(), name="stock"),
    path(f"{SELLING}stock/receipts/", stock.ReceiptsApi.as_view(), name="receipts"),
    path(f"{SELLING}stock/adjustments/", stock.AdjustmentsApi.as_view(), name="adjustments"),
    path(f"{SELLING}transfers/", transfers.TransfersApi.as_view(), name="transfers"),
    path(f"{SELLING}{ONE}", transfers.TransferApi.as_view(), name="transfer"),
    path(f"{SELLING}{ONE}sending/", transfers.TransferSendingApi.as_view(), name="transfer_sending"),
    path(
        f"{SELLING}{ONE}cancellation/",
        transfers.TransferCancellationApi.as_view(),
        name="transfer_cancellation",
    ),
    path(f"{SELLING}{ONE}receipt/", transfers.TransferReceiptApi.as_view(), name="transfer_receipt"),
    path(f"{DELIVERING}stock/", stock.DeliveringStockApi.as_view(), name="delivering_stock"),
    path(f"{DELIVERING}stock/receipts/", stock.DeliveringReceiptsApi.as_view(), name="delivering_receipts"),
    path(
        f"{DELIVERING}stock/adjustments/",
        stock.DeliveringAdjustmentsApi.as_view(),
        name="delivering_adjustments",
    ),
    path(f"{DELIVERING}transfers/", transfers.DeliveringTransfersApi.as_view(), name="delivering_transfers"),
    path(f"{DELIVERING}{ONE}", transfers.DeliveringTransferApi.as_view(), name="delivering_transfer"),
    path(
        f"{DELIVERING}{ONE}receipt/",
        transfers.DeliveringTransferReceiptApi.as_view(),
        name="delivering_transfer_receipt",
    ),
]
