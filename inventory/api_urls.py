"""The API's addresses of stock and transfers, below /api/v1/."""

from django.urls import path

from inventory.api import availability, losses, lots, stock, stores, takes, transfers, warehouses

SELLING, DELIVERING = "<slug:organization>/selling/", "<slug:organization>/delivering/"
ONE = "transfers/<uuid:transfer_id>/"
OWN = "own-warehouses/<uuid:warehouse_id>/"
TAKE = "stock-takes/<uuid:take_id>/"

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
    path(f"{SELLING}stock/lots/", lots.LotsApi.as_view(), name="lots"),
    path(f"{SELLING}stock/lots/names/", lots.LotNamesApi.as_view(), name="lot_names"),
    path(f"{DELIVERING}stock/lots/", lots.DeliveringLotsApi.as_view(), name="delivering_lots"),
    path(f"{DELIVERING}stock/lots/names/", lots.DeliveringLotNamesApi.as_view(), name="delivering_lot_names"),
    path(f"{SELLING}stock/write-offs/", losses.WriteOffsApi.as_view(), name="write_offs"),
    path(
        f"{DELIVERING}stock/write-offs/",
        losses.DeliveringWriteOffsApi.as_view(),
        name="delivering_write_offs",
    ),
    path(
        f"{DELIVERING}{ONE}sending/",
        transfers.DeliveringTransferSendingApi.as_view(),
        name="delivering_transfer_sending",
    ),
    path(
        f"{DELIVERING}{ONE}cancellation/",
        transfers.DeliveringTransferCancellationApi.as_view(),
        name="delivering_transfer_cancellation",
    ),
    path(f"{SELLING}own-warehouses/", warehouses.OwnWarehousesApi.as_view(), name="own_warehouses"),
    path(f"{SELLING}{OWN}name/", warehouses.WarehouseNameApi.as_view(), name="warehouse_name"),
    path(f"{SELLING}{OWN}main/", warehouses.WarehouseMainApi.as_view(), name="warehouse_main"),
    path(f"{SELLING}{OWN}closing/", warehouses.WarehouseClosingApi.as_view(), name="warehouse_closing"),
    path(f"{SELLING}{OWN}opening/", warehouses.WarehouseOpeningApi.as_view(), name="warehouse_opening"),
    path(f"{SELLING}stock-takes/", takes.TakesApi.as_view(), name="takes"),
    path(f"{SELLING}{TAKE}lines/", takes.TakeLinesApi.as_view(), name="take_lines"),
    path(f"{SELLING}{TAKE}applying/", takes.TakeApplyingApi.as_view(), name="take_applying"),
    path(f"{SELLING}{TAKE}discarding/", takes.TakeDiscardingApi.as_view(), name="take_discarding"),
    path(
        f"{DELIVERING}own-warehouses/",
        warehouses.DeliveringWarehousesApi.as_view(),
        name="delivering_own_warehouses",
    ),
    path(
        f"{DELIVERING}{OWN}name/",
        warehouses.DeliveringWarehouseNameApi.as_view(),
        name="delivering_warehouse_name",
    ),
    path(
        f"{DELIVERING}{OWN}main/",
        warehouses.DeliveringWarehouseMainApi.as_view(),
        name="delivering_warehouse_main",
    ),
    path(
        f"{DELIVERING}{OWN}closing/",
        warehouses.DeliveringWarehouseClosingApi.as_view(),
        name="delivering_warehouse_closing",
    ),
    path(
        f"{DELIVERING}{OWN}opening/",
        warehouses.DeliveringWarehouseOpeningApi.as_view(),
        name="delivering_warehouse_opening",
    ),
    path(f"{DELIVERING}stock-takes/", takes.DeliveringTakesApi.as_view(), name="delivering_takes"),
    path(f"{DELIVERING}{TAKE}lines/", takes.DeliveringTakeLinesApi.as_view(), name="delivering_take_lines"),
    path(
        f"{DELIVERING}{TAKE}applying/",
        takes.DeliveringTakeApplyingApi.as_view(),
        name="delivering_take_applying",
    ),
    path(
        f"{DELIVERING}{TAKE}discarding/",
        takes.DeliveringTakeDiscardingApi.as_view(),
        name="delivering_take_discarding",
    ),
]
