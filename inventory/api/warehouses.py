"""Warehouses for machines: which there are, opened, renamed, closed, the main one (SPEC.md I3)."""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from inventory import queries, services
from inventory.models import Warehouse
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.idempotency import idempotent
from wholesale.errors import NotAllowed
from wholesale.organizations.access import Acting, Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission

_ID = "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a10"


class OwnWarehouseOutput(serializers.Serializer[Any]):
    """A warehouse of the company itself."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    is_main = serializers.BooleanField(help_text="What is received comes here, unless another one is named.")
    is_closed = serializers.BooleanField()
    example: ClassVar = {"id": _ID, "name": "Cold store", "is_main": False, "is_closed": False}


class WarehouseInput(serializers.Serializer[Any]):
    """What a warehouse is called."""

    name = serializers.CharField(max_length=80)
    example: ClassVar = {"name": "Cold store"}


class OwnWarehousesApi(ApiView):
    """A supplier's own warehouses, closed ones included; those of its distributors stand in /warehouses/."""

    need = Need(Side.SELLING, {"GET": Permission.VIEW_STOCK, "POST": Permission.MANAGE_STOCK})
    is_list = True
    Output = OwnWarehouseOutput
    Input = WarehouseInput

    def get(self, request: Request, organization: str) -> Response:
        """List the company's own warehouses, the main one first."""
        found = queries.warehouses_of(acting_of_call(request).organization)
        return Response({"results": [_shown(each) for each in found], "next": None, "previous": None})

    @idempotent
    def post(self, request: Request, organization: str) -> Response:
        """Open a further warehouse."""
        acting = _keeping(request)
        given = self.Input(data=request.data)
        given.is_valid(raise_exception=True)
        name = given.validated_data["name"]
        made = services.create_warehouse(organization=acting.organization, name=name, by=acting.user)
        return Response(_shown(made), status=201)


class DeliveringWarehousesApi(OwnWarehousesApi):
    """A distributor's own warehouses, closed ones included."""

    need = Need(Side.DELIVERING, {"GET": Permission.VIEW_STOCK, "POST": Permission.MANAGE_STOCK})


class WarehouseNameApi(ApiView):
    """What one of a supplier's own warehouses is called."""

    need = Need(Side.SELLING, {"POST": Permission.MANAGE_STOCK})
    Output = OwnWarehouseOutput
    Input = WarehouseInput

    @idempotent
    def post(self, request: Request, organization: str, warehouse_id: UUID) -> Response:
        """Rename a warehouse."""
        return _done(request, warehouse_id, services.rename_warehouse, self.Input)


class DeliveringWarehouseNameApi(WarehouseNameApi):
    """What one of a distributor's own warehouses is called."""

    need = Need(Side.DELIVERING, {"POST": Permission.MANAGE_STOCK})


class WarehouseMainApi(ApiView):
    """Which of a supplier's own warehouses is the main one."""

    need = Need(Side.SELLING, {"POST": Permission.MANAGE_STOCK})
    Output = OwnWarehouseOutput
    verb: ClassVar[Callable[..., Warehouse]] = staticmethod(services.make_main)

    @idempotent
    def post(self, request: Request, organization: str, warehouse_id: UUID) -> Response:
        """Do it to a warehouse."""
        return _done(request, warehouse_id, self.verb)


class WarehouseClosingApi(WarehouseMainApi):
    """The closing of one of a supplier's own warehouses, when it is empty."""

    verb: ClassVar[Callable[..., Warehouse]] = staticmethod(services.close_warehouse)


class WarehouseOpeningApi(WarehouseMainApi):
    """The opening of one of a supplier's own warehouses that was closed."""

    verb: ClassVar[Callable[..., Warehouse]] = staticmethod(services.reopen_warehouse)


class DeliveringWarehouseMainApi(WarehouseMainApi):
    """Which of a distributor's own warehouses is the main one."""

    need = Need(Side.DELIVERING, {"POST": Permission.MANAGE_STOCK})


class DeliveringWarehouseClosingApi(WarehouseClosingApi):
    """The closing of one of a distributor's own warehouses, when it is empty."""

    need = Need(Side.DELIVERING, {"POST": Permission.MANAGE_STOCK})


class DeliveringWarehouseOpeningApi(WarehouseOpeningApi):
    """The opening of one of a distributor's own warehouses that was closed."""

    need = Need(Side.DELIVERING, {"POST": Permission.MANAGE_STOCK})


def _keeping(request: Request) -> Acting:
    """Return who asks; guests work in their company's one warehouse."""
    acting = acting_of_call(request)
    if acting.membership.guest_of_id:
        raise NotAllowed("Guests do not change warehouses.")
    return acting


def _done(
    request: Request,
    warehouse_id: UUID,
    verb: Callable[..., Warehouse],
    shape: type[serializers.Serializer[Any]] = serializers.Serializer,
) -> Response:
    """Answer with the warehouse as a verb leaves it; whose it is comes before what is sent."""
    acting = _keeping(request)
    found = queries.warehouse_for(acting.organization, warehouse_id)
    given = shape(data=request.data)
    given.is_valid(raise_exception=True)
    return Response(_shown(verb(warehouse=found, by=acting.user, **given.validated_data)), status=201)


def _shown(warehouse: Warehouse) -> dict[str, Any]:
    return {
        "id": warehouse.pk,
        "name": warehouse.name,
        "is_main": warehouse.is_default,
        "is_closed": warehouse.closed_at is not None,
    }
