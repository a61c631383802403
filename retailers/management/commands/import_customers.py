"""Import a supplier's customers from a sheet (SPEC.md C9)."""

from wholesale.sheets.command import ImportCommand


class Command(ImportCommand):
    """Nothing is sent."""

    help = "Import customers from an XLSX or CSV file; with --preview only say what each row would do."
    kind = "customers"
