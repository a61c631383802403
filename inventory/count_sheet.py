"""Counts of stock as rows of a sheet: its columns, and the headings they go by in three languages."""

from django.utils.translation import gettext_lazy as _

from wholesale.sheets.columns import Column

COLUMNS = (
    Column(
        "sku", _("SKU"),
        ("item", "item no", "item number", "product code", "code", "reference", "ref", "article", "articulo",
         "codigo", "referencia"),
        is_required=True, max_length=40, example=("PALE-24", "STOUT-12"),
    ),
    Column("name", _("Product"), is_shown_only=True),
    Column(
        "warehouse", _("Warehouse"), ("location", "place", "entrepot", "almacen", "bodega"),
        max_length=200, example=("", ""),
        help=_("Its name as a column of Inventory has it; without one, your main warehouse."),
    ),
    Column(
        "counted_units", _("Counted units"),
        ("on hand", "counted", "count", "quantity", "qty", "stock", "units", "en main", "compte", "quantite",
         "unites comptees", "fisicas", "contado", "cantidad", "unidades contadas"),
        is_required=True, max_length=12, example=("120", "48"),
        help=_("Whole units that lie there. An empty cell leaves the product as it is."),
    ),
    Column(
        "reason", _("Reason"), ("note", "comment", "raison", "motif", "motivo", "razon"),
        max_length=200, example=("Year-end count", ""),
        help=_("Why it differs; without one: import of counts."),
    ),
)  # fmt: skip
