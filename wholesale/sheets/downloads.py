"""The files of an import: the sample to fill in, the rows that were refused."""

from django.http import FileResponse, Http404, StreamingHttpResponse
from django.utils.translation import gettext as _

from wholesale.sheets import queries
from wholesale.sheets.importables import Importable, importable
from wholesale.sheets.models import SheetImport
from wholesale.sheets.writing import FORMATS, sheet_response

Download = StreamingHttpResponse | FileResponse


def sample_file(what: Importable, as_format: str) -> Download:
    """Return the columns that a person may fill in, with two rows to show how; imported as it is it works."""
    columns = [column for column in what.columns if column.is_in_sample]
    return sheet_response(
        [[column.example[at] for column in columns] for at in (0, 1)],
        headings=[column.heading for column in columns],
        name=f"{what.words.file_stem}-sample",
        as_format=as_format if as_format in FORMATS else FORMATS[0],
    )


def refused_file(found: SheetImport) -> Download:
    """Return the refused rows as they came, in the format they came in, each with its reasons in a last column.

    Raises: Http404 while the file has not been read.
    """
    if not found.headings:
        raise Http404
    return sheet_response(
        list(queries.refused_rows(found)),
        headings=[*found.headings, _("Why it was refused")],
        name=f"{importable(found.kind).words.file_stem}-refused",
        as_format=found.format,
        separator=found.separator or ",",
    )
