"""Writes of imports: what a person asks for, and what a worker does."""

from wholesale.sheets.services.asking import (
    cancel_import,
    choose_table,
    confirm_import,
    map_columns,
    start_import,
)
from wholesale.sheets.services.working import discard_import, forget_imports, work_on

__all__ = [
    "cancel_import",
    "choose_table",
    "confirm_import",
    "discard_import",
    "forget_imports",
    "map_columns",
    "start_import",
    "work_on",
]
