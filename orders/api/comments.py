"""Comments on an order, of each side, for machines (SPEC.md O11, X1)."""

from typing import Any, ClassVar
from uuid import NAMESPACE_URL, uuid5

from django.core.exceptions import PermissionDenied
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from orders.api.sides import OfDistributor, OfRetailer, OfSupplier, Seen
from orders.enums import SIDE_OF_HAT, OrderSide
from orders.models.comments import LONGEST
from orders.queries.comments import comments_of, may_comment
from orders.services.comments import add_comment, add_internal_comment
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.idempotency import asker_of, idempotent, key_of_call
from wholesale.api.pagination import paginated
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission

RIGHTS: dict[str, Permission | None] = {"*": Permission.VIEW_ORDERS}
_COLUMNS = ("id", "text", "is_internal", "by_name", "by_side", "at")


class CommentInput(serializers.Serializer[Any]):
    """What is said, and to whom."""

    text = serializers.CharField(max_length=LONGEST)
    is_internal = serializers.BooleanField(
        required=False, default=False, help_text="Only your own company reads it, and nobody is mailed."
    )
    example: ClassVar = {"text": "The back door, please.", "is_internal": False}


class CommentOutput(serializers.Serializer[Any]):
    """A comment on an order. Of other companies' internal ones there is no trace."""

    id = serializers.UUIDField()
    text = serializers.CharField()
    is_internal = serializers.BooleanField()
    by_name = serializers.CharField()
    by_side = serializers.ChoiceField(OrderSide.choices)
    at = serializers.DateTimeField()
    example: ClassVar = {
        "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a30",
        "text": "The back door, please.",
        "is_internal": False,
        "by_name": "Rita Ortega",
        "by_side": "retailer",
        "at": "2026-11-24T09:12:00Z",
    }


class Commenting(Seen):
    """Reads and writes the comments of one order."""

    is_list = True
    Input, Output = CommentInput, CommentOutput

    def get(self, request: Request, **address: Any) -> Response:
        """List the comments that your company reads, the newest first."""
        order = self.order(acting_of_call(request), **address)
        rows = comments_of(order).values("id", "text", "internal_to", "by_name", "by_side", "at")
        return paginated(request, rows, order=["-at", "-id"], shown=_shown)

    @idempotent
    def post(self, request: Request, **address: Any) -> Response:
        """Comment on an order: all its parties read it, or your own company alone."""
        acting, body = acting_of_call(request), self.Input(data=request.data)
        order = self.order(acting, **address)
        if not may_comment(acting):
            raise PermissionDenied
        body.is_valid(raise_exception=True)
        add = add_internal_comment if body.validated_data["is_internal"] else add_comment
        key = uuid5(NAMESPACE_URL, f"urn:cratebook:comment:{asker_of(request)}:{key_of_call(request)}")
        made = add(
            order=order,
            side=SIDE_OF_HAT[acting.side],
            by=acting.user,
            text=body.validated_data["text"],
            submission_key=key,
        )
        return Response(_shown([vars(made)])[0], status=201)


class SellingCommentsApi(Commenting, OfSupplier, ApiView):
    """Comments on the supplier's order."""

    need = Need(Side.SELLING, RIGHTS)


class DeliveringCommentsApi(Commenting, OfDistributor, ApiView):
    """Comments on an order that the distributor delivers."""

    need = Need(Side.DELIVERING, RIGHTS)


class BuyingCommentsApi(Commenting, OfRetailer, ApiView):
    """Comments on the retailer's order."""

    need = Need(Side.BUYING, RIGHTS)


def _shown(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {name: row[name] for name in _COLUMNS if name != "is_internal"}
        | {"is_internal": bool(row["internal_to"])}
        for row in rows
    ]
