"""A supplier's groups of customers."""

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from retailers import queries, services
from retailers.enums import GroupColor
from retailers.errors import DetailsRefused
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.concurrency import based_on, with_etag
from wholesale.api.idempotency import idempotent
from wholesale.api.pagination import paginated
from wholesale.organizations.access import Acting, Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission

NEED = Need(Side.SELLING, {"GET": Permission.VIEW_CUSTOMERS, "*": Permission.MANAGE_CUSTOMERS})
_COLUMNS = ("id", "name", "color", "default_note", "rank", "customers", "version")


class GroupInput(serializers.Serializer[Any]):
    """What a group is called and how it looks."""

    name = serializers.CharField(max_length=60)
    color = serializers.ChoiceField(GroupColor.choices, default=GroupColor.VIOLET)
    default_note = serializers.CharField(max_length=400, allow_blank=True, default="")
    example: ClassVar = {"name": "Bars", "color": "violet", "default_note": ""}


class GroupOutput(serializers.Serializer[Any]):
    """A group; where a customer is in several, what is set for the one with the lowest rank wins."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    color = serializers.ChoiceField(GroupColor.choices)
    default_note = serializers.CharField(allow_blank=True)
    rank = serializers.IntegerField()
    customers = serializers.IntegerField(help_text="How many you see in it.")
    version = serializers.IntegerField()
    example: ClassVar = {
        "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a12",
        "name": "Bars",
        "color": "violet",
        "default_note": "",
        "rank": 1,
        "customers": 42,
        "version": 1,
    }


class GroupsApi(ApiView):
    """Your groups."""

    need = NEED
    is_list = True
    Input = GroupInput
    Output = GroupOutput

    def get(self, request: Request, organization: str) -> Response:
        """List your groups in their order."""
        rows = queries.groups_with_counts(acting_of_call(request)).values(*_COLUMNS)
        return paginated(request, rows, order=["rank", "id"])

    @idempotent
    def post(self, request: Request, organization: str) -> Response:
        """Make a group, the last in the order."""
        acting, body = acting_of_call(request), self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        details = services.GroupDetails(**body.validated_data)
        try:
            group = services.create_group(supplier=acting.organization, details=details, by=acting.user)
        except DetailsRefused as error:
            raise serializers.ValidationError(error.fields) from error
        return with_etag(Response(_row(acting, group.pk), status=201), group.version)


class GroupApi(ApiView):
    """One of your groups."""

    need = NEED
    edits = ("PATCH",)
    Input = GroupInput
    Output = GroupOutput

    def current(self, request: Request, organization: str, group: UUID) -> tuple[dict[str, Any], int]:
        """Return the group and its version, also for whoever edits too late."""
        row = _row(acting_of_call(request), group)
        return row, row["version"]

    def get(self, request: Request, organization: str, group: UUID) -> Response:
        """Read a group."""
        row, version = self.current(request, organization, group)
        return with_etag(Response(row), version)

    def patch(self, request: Request, organization: str, group: UUID) -> Response:
        """Change a group; what is left out stays."""
        acting, body = acting_of_call(request), self.Input(data=request.data, partial=True)
        found = queries.group_for_member(acting, group)
        version = based_on(request)
        body.is_valid(raise_exception=True)
        kept = {name: getattr(found, name) for name in ("name", "color", "default_note")}
        details = services.GroupDetails(**kept | body.validated_data)
        try:
            services.edit_group(group=found, details=details, version=version, by=acting.user)
        except DetailsRefused as error:
            raise serializers.ValidationError(error.fields) from error
        return self.get(request, organization, group)


class GroupDeletionApi(ApiView):
    """The end of a group."""

    need = NEED

    class Output(serializers.Serializer[Any]):
        customers = serializers.IntegerField(help_text="How many have left it. They stay your customers.")
        example: ClassVar = {"customers": 42}

    @idempotent
    def post(self, request: Request, organization: str, group: UUID) -> Response:
        """Delete a group, with what was set for it."""
        acting = acting_of_call(request)
        found = queries.group_for_member(acting, group)
        return Response({"customers": services.delete_group(group=found, by=acting.user)}, status=201)


class GroupPlaceApi(ApiView):
    """A group's place in the order."""

    need = NEED
    Output = GroupOutput

    class Input(serializers.Serializer[Any]):
        by = serializers.IntegerField(
            min_value=-200, max_value=200, help_text="Places towards the end; negative towards the beginning."
        )
        example: ClassVar = {"by": -1}

    @idempotent
    def post(self, request: Request, organization: str, group: UUID) -> Response:
        """Put a group before or behind others."""
        acting, body = acting_of_call(request), self.Input(data=request.data)
        found = queries.group_for_member(acting, group)
        body.is_valid(raise_exception=True)
        services.move_group(group=found, places=body.validated_data["by"], by=acting.user)
        return Response(_row(acting, group), status=201)


def _row(acting: Acting, group_id: UUID) -> dict[str, Any]:
    found = queries.group_for_member(acting, group_id)
    row: dict[str, Any] = queries.groups_with_counts(acting).filter(pk=found.pk).values(*_COLUMNS).get()
    return row
