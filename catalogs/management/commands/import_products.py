"""Import a supplier's products with their prices from a sheet (SPEC.md K1)."""

from wholesale.sheets.command import ImportCommand


class Command(ImportCommand):
    """Prices go to the default list, at once."""

    help = "Import products from an XLSX or CSV file; with --preview only say what each row would do."
    kind = "products"
