"""Pictures by ZIP, for machines: upload it, look where it stands, and what became of each file (SPEC.md K1, X1)."""

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from catalogs import queries, services
from catalogs.enums import PictureImportState, PictureVerdict
from catalogs.limits import count_archive
from catalogs.models import PictureImport
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.idempotency import idempotent
from wholesale.api.pagination import filters_of, paginated
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission

NEED = Need(Side.SELLING, {"*": Permission.MANAGE_PRODUCTS})
SHOWN = ("id", "file_name", "state", "message", "total", "done", "created_at")
PIECE_BYTES = 4_000_000


class PictureImportOutput(serializers.Serializer[Any]):
    """A ZIP and where it stands. Read it again until `state` is done or failed."""

    id = serializers.UUIDField()
    file_name = serializers.CharField()
    state = serializers.ChoiceField(PictureImportState.choices)
    message = serializers.CharField(allow_blank=True, help_text="Why the ZIP is not taken, if it is not.")
    total = serializers.IntegerField(help_text="Files in it.")
    done = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    example: ClassVar = {
        "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a10",
        "file_name": "cans.zip",
        "state": "done",
        "message": "",
        "total": 211,
        "done": 211,
        "created_at": "2026-11-22T09:00:00Z",
    }


class PictureImportsApi(ApiView):
    """Pictures of many products at once, in a ZIP: `SKU.jpg` is a product's first, `SKU-2.png` its second."""

    need = NEED
    is_list = True
    parser_classes = (MultiPartParser,)  # type: ignore[assignment]
    Output = PictureImportOutput

    class Input(serializers.Serializer[Any]):
        file = serializers.FileField(help_text="A ZIP of at most 100 MB and 2,000 files, each at most 10 MB.")
        example: ClassVar = {"file": "cans.zip"}

    def get(self, request: Request, organization: str) -> Response:
        """List the imports of the last 30 days, newest first."""
        rows = queries.picture_imports_of(acting_of_call(request).organization).values(*SHOWN)
        return paginated(request, rows, order=["-created_at", "-id"])

    @idempotent
    def post(self, request: Request, organization: str) -> Response:
        """Upload a ZIP; its pictures are drawn and put in the background."""
        acting, body = acting_of_call(request), self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        count_archive(acting.organization.pk)
        file = body.validated_data["file"]
        file.seek(0)
        made = services.start_picture_import(
            supplier=acting.organization, name=file.name, pieces=file.chunks(PIECE_BYTES), by=acting.user
        )
        return Response(_shown(made), status=201)


class PictureImportApi(ApiView):
    """One ZIP of pictures."""

    need = NEED
    Output = PictureImportOutput

    def get(self, request: Request, organization: str, picture_import: UUID) -> Response:
        """Look where it stands."""
        return Response(_shown(_found(request, picture_import)))


class PictureImportFilesApi(ApiView):
    """The files of a ZIP with their verdicts."""

    need = NEED
    is_list = True

    class Filters(serializers.Serializer[Any]):
        verdict = serializers.ChoiceField(PictureVerdict.choices, required=False)

    class Output(serializers.Serializer[Any]):
        number = serializers.IntegerField(help_text="In the ZIP, from 1.")
        name = serializers.CharField()
        verdict = serializers.ChoiceField(PictureVerdict.choices, allow_blank=True, help_text="Empty: waits.")
        reason = serializers.CharField(allow_blank=True)
        product_id = serializers.UUIDField(allow_null=True)
        position = serializers.IntegerField()
        example: ClassVar = {
            "number": 5,
            "name": "PALE-2.jpg",
            "verdict": "added",
            "reason": "",
            "product_id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a10",
            "position": 2,
        }

    def get(self, request: Request, organization: str, picture_import: UUID) -> Response:
        """List the files in the order of the ZIP."""
        rows = queries.files_of(_found(request, picture_import)).filter(**filters_of(request, self.Filters))
        columns = ("number", "name", "verdict", "reason", "product_id", "position")
        return paginated(request, rows.values(*columns), order=["number"])


def _found(request: Request, import_id: UUID) -> PictureImport:
    return queries.picture_import_for_member(acting_of_call(request).organization, import_id)


def _shown(found: PictureImport) -> dict[str, Any]:
    return {name: getattr(found, name) for name in SHOWN}
