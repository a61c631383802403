"""XLSX and CSV in and out: the one engine of every import and export (docs/decisions/0011)."""
