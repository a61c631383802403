"""Endpoints that exist for the tests of what all endpoints share, over the cast's own rows."""

from typing import Any, ClassVar

from django.urls import include, path
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from inventory.errors import InsufficientStock, Shortage
from wholesale import urls as product
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.concurrency import based_on, with_etag
from wholesale.api.idempotency import idempotent
from wholesale.api.pagination import filters_of, paginated
from wholesale.audit.models import AuditEntry
from wholesale.errors import StaleVersion
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Organization
from wholesale.organizations.roles import Permission
from wholesale.tenancy.models import uuid7


class NotesApi(ApiView):
    """Read and write notes.

    A note is an entry of the audit log.
    """

    need = Need(Side.SELLING, {"GET": Permission.VIEW_AUDIT, "POST": Permission.MANAGE_SETTINGS})
    is_list = True

    class Filters(serializers.Serializer[Any]):
        verb = serializers.CharField(required=False)

    class Input(serializers.Serializer[Any]):
        verb = serializers.CharField(max_length=20)
        lines = serializers.ListField(child=serializers.IntegerField(min_value=1), required=False)
        example: ClassVar = {"verb": "called", "lines": [1]}

    class Output(serializers.Serializer[Any]):
        id = serializers.UUIDField()
        verb = serializers.CharField()
        example: ClassVar = {"id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a10", "verb": "called"}

    def get(self, request: Request, organization: str) -> Response:
        """List the notes."""
        rows = AuditEntry.objects.filter(**filters_of(request, self.Filters)).values("id", "verb")
        return paginated(request, rows, order=["-id"])

    @idempotent
    def post(self, request: Request, organization: str) -> Response:
        """Write a note."""
        body = self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        acting = acting_of_call(request)
        verb = body.validated_data["verb"]
        note = AuditEntry.objects.create(
            organization=acting.organization, by=acting.user, verb=verb, subject_type="note"
        )
        if verb == "short":
            raise InsufficientStock([Shortage(uuid7(), "PALE", "Pale Ale", 6, 5)])
        if verb == "broken":
            raise ZeroDivisionError("secret detail")
        return Response({"id": note.pk, "verb": verb}, status=201)


class CompanyApi(ApiView):
    """The company itself."""

    need = Need(Side.SELLING, {"GET": None, "PATCH": Permission.MANAGE_SETTINGS})
    edits = ("PATCH",)

    class Input(serializers.Serializer[Any]):
        name = serializers.CharField(max_length=120)
        example: ClassVar = {"name": "Alder"}

    class Output(serializers.Serializer[Any]):
        name = serializers.CharField()
        example: ClassVar = {"name": "Alder"}

    def current(self, request: Request, organization: str) -> tuple[dict[str, Any], int]:
        company = Organization.objects.get(slug=organization)
        return {"name": company.name}, company.version

    def get(self, request: Request, organization: str) -> Response:
        """Read the company."""
        state, version = self.current(request, organization)
        return with_etag(Response(state), version)

    def patch(self, request: Request, organization: str) -> Response:
        """Rename the company."""
        version = based_on(request)
        body: Any = request.data
        found = Organization.objects.filter(slug=organization, version=version)
        if not found.update(name=body["name"], version=version + 1):
            raise StaleVersion("Somebody else changed this meanwhile.")
        return with_etag(Response({"name": body["name"]}), version + 1)


class LimitedApi(ApiView):
    """May be asked twice a minute."""

    need = Need(Side.SELLING, {"GET": None})
    rate_limit = 2

    def get(self, request: Request, organization: str) -> Response:
        """Say hello."""
        return Response({})


endpoints = [
    path("<slug:organization>/selling/notes/", NotesApi.as_view()),
    path("<slug:organization>/selling/company/", CompanyApi.as_view()),
    path("<slug:organization>/selling/limited/", LimitedApi.as_view()),
]
urlpatterns = [path("api/v1/", include(endpoints)), *product.urlpatterns]
