"""What is typed about stock: units of many products, a counted balance, a transfer, what arrived, a stock take."""

from inventory.forms.lots import CountLotForm, NameLotForm
from inventory.forms.receipts import ReceiptForm
from inventory.forms.takes import ApplyForm, LineForm, TakeForm, WarehouseForm
from inventory.forms.transfers import CountForm, SuggestionForm, TransferForm
from inventory.forms.units import AdjustmentForm, UnitsForm, WriteOffForm

__all__ = [
    "AdjustmentForm",
    "ApplyForm",
    "CountForm",
    "CountLotForm",
    "LineForm",
    "NameLotForm",
    "ReceiptForm",
    "SuggestionForm",
    "TakeForm",
    "TransferForm",
    "UnitsForm",
    "WarehouseForm",
    "WriteOffForm",
]
