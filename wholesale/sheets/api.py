"""Imports for machines: upload, look, map, confirm; the same steps and verdicts as on the pages."""

from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.idempotency import idempotent
from wholesale.api.pagination import filters_of, paginated
from wholesale.organizations.access import Acting, Need
from wholesale.organizations.enums import Side
from wholesale.sheets import queries, services
from wholesale.sheets.columns import IGNORED
from wholesale.sheets.downloads import refused_file, sample_file
from wholesale.sheets.enums import ImportMode, ImportState, RowTag, VerdictKind
from wholesale.sheets.importables import IMPORTABLES, importable
from wholesale.sheets.models import SheetImport
from wholesale.sheets.writing import CSV_TYPE, FORMATS, XLSX_TYPE

EXAMPLE = {
    "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a10",
    "file_name": "customers.xlsx",
    "state": "previewed",
    "message": "",
    "total_rows": 352,
    "done_rows": 352,
    "headings": ["No", "Company", "Email"],
    "columns": ["number", "name", "email"],
    "counts": {"create": 92, "update": 19, "unchanged": 235, "refused": 6},
    "created_at": "2026-11-22T09:00:00Z",
}


class ImportOutput(serializers.Serializer[Any]):
    """An import and where it stands. Read it again until `state` is none of reading, checking, running."""

    id = serializers.UUIDField()
    file_name = serializers.CharField()
    state = serializers.ChoiceField(ImportState.choices)
    message = serializers.CharField(allow_blank=True, help_text="Why the file cannot be read, if it cannot.")
    total_rows = serializers.IntegerField()
    done_rows = serializers.IntegerField(help_text="Of the present step.")
    headings = serializers.ListField(child=serializers.CharField(allow_blank=True))
    columns = serializers.ListField(
        child=serializers.CharField(allow_blank=True), help_text="What each heading means; empty: not known."
    )
    counts = serializers.DictField(child=serializers.IntegerField(), help_text="Rows by verdict.")
    created_at = serializers.DateTimeField()
    example: ClassVar = EXAMPLE


class ImportsApi(ApiView):
    """Many at once, from an XLSX or CSV file (`kind`: customers). Nothing is written until you confirm."""

    need = Need(Side.SELLING, {"*": None})
    parser_classes = (MultiPartParser,)  # type: ignore[assignment]
    Output = ImportOutput

    class Input(serializers.Serializer[Any]):
        file = serializers.FileField(help_text="At most 10 MB and 50,000 rows.")
        example: ClassVar = {"file": "customers.xlsx"}

    @idempotent
    def post(self, request: Request, organization: str, kind: str) -> Response:
        """Upload a file; it is read and checked in the background."""
        acting = _acting(request, kind)
        body = self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        file = body.validated_data["file"]
        file.seek(0)
        made = services.start_import(
            organization=acting.organization,
            side=acting.side,
            kind=kind,
            name=file.name,
            content=file.read(),
            by=acting.user,
            represents=acting.represents,
        )
        return Response(_shown(made), status=201)


class ImportApi(ApiView):
    """One import."""

    need = Need(Side.SELLING, {"*": None})
    Output = ImportOutput

    def get(self, request: Request, organization: str, kind: str, sheet_import: UUID) -> Response:
        """Look where it stands."""
        return Response(_shown(_found(request, kind, sheet_import)))


class ImportRowsApi(ApiView):
    """The rows of an import with their verdicts."""

    need = Need(Side.SELLING, {"*": None})
    is_list = True

    class Filters(serializers.Serializer[Any]):
        verdict = serializers.ChoiceField(VerdictKind.choices, required=False)

    class Output(serializers.Serializer[Any]):
        number = serializers.IntegerField(help_text="In the file; its first row is 1.")
        verdict = serializers.CharField(allow_blank=True)
        tag = serializers.ChoiceField(RowTag.choices, allow_blank=True)
        reasons = serializers.ListField(child=serializers.CharField())
        cells = serializers.ListField(child=serializers.CharField(allow_blank=True))
        example: ClassVar = {
            "number": 5,
            "verdict": "refused",
            "tag": "",
            "reasons": ["Email is missing."],
            "cells": ["1307", "Bar Le Cormoran", ""],
        }

    def get(self, request: Request, organization: str, kind: str, sheet_import: UUID) -> Response:
        """List the rows in the order of the file."""
        chosen = filters_of(request, self.Filters)
        rows = queries.rows_of(_found(request, kind, sheet_import)).filter(**chosen)
        columns = ("number", "verdict", "tag", "reasons", "cells")
        return paginated(request, rows.values(*columns), order=["number"])


class ImportRefusedApi(ApiView):
    """The refused rows of an import as a file, to be mended and sent again."""

    need = Need(Side.SELLING, {"*": None})
    files = (XLSX_TYPE, CSV_TYPE)

    def get(self, request: Request, organization: str, kind: str, sheet_import: UUID) -> Any:
        """Download them as they came, in the format they came in, each with its reasons in a last column."""
        return refused_file(_found(request, kind, sheet_import))


class ImportSampleApi(ApiView):
    """The sample file of a kind of import."""

    need = Need(Side.SELLING, {"*": None})
    files = (XLSX_TYPE, CSV_TYPE)

    class Filters(serializers.Serializer[Any]):
        as_format = serializers.ChoiceField(FORMATS, default=FORMATS[0])

    def get(self, request: Request, organization: str, kind: str) -> Any:
        """Download the columns that an import takes, the mandatory ones starred, with two rows to show how."""
        _acting(request, kind)
        return sample_file(importable(kind), filters_of(request, self.Filters)["as_format"])


class ImportTableApi(ApiView):
    """Where in a file the table is."""

    need = Need(Side.SELLING, {"*": None})
    Output = ImportOutput

    class Input(serializers.Serializer[Any]):
        sheet = serializers.CharField(default="", allow_blank=True, help_text="Its name; empty for a CSV.")
        header_row = serializers.IntegerField(min_value=1, max_value=1000, help_text="The first row is 1.")
        example: ClassVar = {"sheet": "Clients 2026", "header_row": 3}

    @idempotent
    def post(self, request: Request, organization: str, kind: str, sheet_import: UUID) -> Response:
        """Have the file read again: another sheet, or another row as its header."""
        found = _found(request, kind, sheet_import)
        body = self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        moved = services.choose_table(sheet_import=found, **body.validated_data)
        return Response(_shown(moved), status=201)


class ImportColumnsApi(ApiView):
    """What the headings of a file mean."""

    need = Need(Side.SELLING, {"*": None})
    Output = ImportOutput

    class Input(serializers.Serializer[Any]):
        columns = serializers.ListField(
            child=serializers.CharField(allow_blank=True),
            help_text=f"A column for each heading, in their order; `{IGNORED}` leaves one out.",
        )
        example: ClassVar = {"columns": ["number", "name", "email", IGNORED]}

    @idempotent
    def post(self, request: Request, organization: str, kind: str, sheet_import: UUID) -> Response:
        """Say what the headings mean, and have the rows checked."""
        found = _found(request, kind, sheet_import)
        body = self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        moved = services.map_columns(sheet_import=found, chosen=body.validated_data["columns"])
        return Response(_shown(moved), status=201)


class ImportConfirmationApi(ApiView):
    """The go-ahead for a previewed import."""

    need = Need(Side.SELLING, {"*": None})
    Output = ImportOutput

    class Input(serializers.Serializer[Any]):
        if_refused = serializers.ChoiceField(ImportMode.choices, default=ImportMode.GOOD_ROWS)
        example: ClassVar = {"if_refused": "good_rows"}

    @idempotent
    def post(self, request: Request, organization: str, kind: str, sheet_import: UUID) -> Response:
        """Have it written, in the background; nothing is sent to anyone."""
        found = _found(request, kind, sheet_import)
        body = self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        mode = ImportMode(body.validated_data["if_refused"])
        moved = services.confirm_import(sheet_import=found, mode=mode, by=acting_of_call(request).user)
        return Response(_shown(moved), status=201)


class ImportCancellationApi(ApiView):
    """Leaving an import before it writes."""

    need = Need(Side.SELLING, {"*": None})
    Output = ImportOutput

    @idempotent
    def post(self, request: Request, organization: str, kind: str, sheet_import: UUID) -> Response:
        """Leave it; nothing is written."""
        found = _found(request, kind, sheet_import)
        return Response(_shown(services.cancel_import(sheet_import=found)), status=201)


def _acting(request: Request, kind: str) -> Acting:
    """Return for whom a call acts; 404 for a kind that does not exist, 403 without the right to this one."""
    acting = acting_of_call(request)
    if kind not in IMPORTABLES:
        raise Http404
    if importable(kind).permission not in acting.permissions:
        raise PermissionDenied
    return acting


def _found(request: Request, kind: str, import_id: UUID) -> SheetImport:
    return queries.import_for_member(_acting(request, kind), kind, import_id)


def _shown(found: SheetImport) -> dict[str, Any]:
    names = ("id", "file_name", "state", "message", "total_rows", "done_rows", "headings", "created_at")
    shown = {name: getattr(found, name) for name in names}
    return shown | {"columns": found.mapping, "counts": queries.verdict_counts(found)}
