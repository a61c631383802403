"""Why a file, or what was asked of an import, cannot be taken."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wholesale.errors import DomainError

# What wholesale.sheets.reading says by code, in words that say what to do.
UNREADABLE: dict[str, Promise] = {
    "binary_excel": _(
        "This is a binary workbook (.xlsb). Save it as an Excel workbook (.xlsx) and choose that."
    ),
    "bomb": _("This file unpacks to more than 100 MB. Copy the rows into a new workbook and save that."),
    "damaged": _(
        "This workbook is damaged or incomplete. Open it in Excel, save it again, and choose the copy."
    ),
    "empty": _("There is nothing in this file."),
    "far_cell": _(
        "One cell stands alone in row %(row)s. Copy the table into a new workbook, save that and choose it."
    ),
    "forbidden_xml": _(
        "This workbook holds instructions that no spreadsheet program writes. It was not read."
    ),
    "locked": _(
        "This workbook is protected by a password. Save a copy without the password and choose that."
    ),
    "macros": _("This workbook holds macros. Save it as an Excel workbook without macros (.xlsx)."),
    "named_text": _(
        "This is an Excel workbook, but its name ends in “%(ending)s”. Name it .xlsx and choose it again."
    ),
    "named_workbook": _(
        "The name ends in “%(ending)s”, but this is no Excel workbook. Save it as .xlsx, or as .csv if it is text."
    ),
    "no_rows": _("There is a header, but no row below it."),
    "not_a_sheet": _("This is neither an Excel workbook (.xlsx) nor a CSV file."),
    "old_excel": _(
        "This is a workbook of Excel before 2007. Save it as an Excel workbook (.xlsx) and choose that."
    ),
    "open_document": _("This is an OpenDocument sheet. Save it as an Excel workbook (.xlsx) or as CSV."),
    "open_quote": _("A quotation mark near row %(row)s is not closed, or one cell is far too long."),
    "too_big": _("The file is larger than 10 MB. Split it, or take out pictures and other sheets."),
    "too_many_columns": _("The table has %(columns)s columns; at most %(limit)s are read."),
    "too_many_rows": _("The table has %(rows)s rows; at most %(limit)s are read at once. Split the file."),
    "too_much_text": _(
        "There is too much in this file to read it at once. Split it, or take out what is not needed."
    ),
    "too_slow": _("This file took too long to read. Copy the table into a new workbook and save that."),
    "web_page": _("This is a web page or XML, not a CSV file. Open it in Excel and save it as .xlsx."),
}


class SheetRefused(DomainError):
    """A file that cannot be read; nothing was written."""

    code = "sheet_refused"
    status = 422

    def __init__(self, reason: str, values: dict[str, Any] | None = None) -> None:
        super().__init__(UNREADABLE[reason] % (values or {}))
        self.reason = reason


class SheetFailed(DomainError):
    """A file that turned out not to be readable; the message says why."""

    code = "sheet_refused"
    status = 422


class MappingRefused(DomainError):
    """The columns cannot be understood as they were chosen."""

    code = "mapping_refused"
    status = 422


class ImportNotReady(DomainError):
    """The import is at another step by now."""

    code = "import_not_ready"

    def __init__(self) -> None:
        super().__init__(_("This import has moved on meanwhile. Look at where it stands now."))
