"""One step for many orders, for machines (SPEC.md O8, X1)."""

from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from orders.enums import SIDE_OF_HAT, Missing, OrderStatus
from orders.forms.many import REASONED
from orders.queries.many import chosen_orders, many_move_for
from orders.services.many import MOST_AT_ONCE, Outcome, Remark, take_steps
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.idempotency import idempotent
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission

_ID = "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a10"
VERDICTS = ("done", "refused")


class Many:
    """Takes a step of many orders."""

    class Input(serializers.Serializer[Any]):
        class Chosen(serializers.Serializer[Any]):
            id = serializers.UUIDField()
            version = serializers.IntegerField(
                required=False, min_value=1, help_text="Refuse it if it is not at this version any more."
            )

        orders = Chosen(many=True, allow_empty=False, max_length=MOST_AT_ONCE)  # type: ignore[call-arg]
        note = serializers.CharField(
            required=False, allow_blank=True, max_length=500, default="", help_text="The reason of an end."
        )
        missing = serializers.ChoiceField(
            Missing.choices, required=False, help_text="At shipping: what becomes of what is not there."
        )
        example: ClassVar = {"orders": [{"id": _ID, "version": 3}], "note": ""}

    class Output(serializers.Serializer[Any]):
        class Result(serializers.Serializer[Any]):
            id = serializers.UUIDField()
            verdict = serializers.ChoiceField(VERDICTS)
            status = serializers.ChoiceField(OrderStatus.choices, allow_blank=True)
            version = serializers.IntegerField(allow_null=True)
            code = serializers.CharField(allow_blank=True, help_text="Of the problem, where it was refused.")
            detail = serializers.CharField(allow_blank=True)

        results = Result(many=True)
        example: ClassVar = {
            "results": [
                {"id": _ID, "verdict": "done", "status": "confirmed", "version": 4, "code": "", "detail": ""}
            ]
        }

    @idempotent
    def post(self, request: Request, organization: str, noun: str) -> Response:
        """Take up to 100 orders through a step, each by itself: one that is refused keeps none of the others back.

        The last word of the address names it: confirmation, preparation, shipment, delivery, refusal or cancellation.
        """
        acting = acting_of_call(request)
        move = many_move_for(acting, noun)
        body = self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        said = body.validated_data
        if move in REASONED and not said["note"].strip():
            raise serializers.ValidationError({"note": [_("Say why.")]})
        asked = {each["id"]: each.get("version") for each in said["orders"]}
        outcomes = take_steps(
            orders=chosen_orders(acting, list(asked)),
            versions={key: version for key, version in asked.items() if version is not None},
            move=move,
            side=SIDE_OF_HAT[acting.side],
            by=acting.user,
            remark=Remark(said["note"], Missing(said["missing"]) if said.get("missing") else None),
        )
        by_id = {each.order.pk: each for each in outcomes}
        return Response({"results": [_result(key, by_id.get(key)) for key in asked]})


class SellingManyApi(Many, ApiView):
    """A step of many of the supplier's orders."""

    need = Need(Side.SELLING, {"POST": Permission.VIEW_ORDERS})


class DeliveringManyApi(Many, ApiView):
    """A step of many of the orders that the distributor delivers."""

    need = Need(Side.DELIVERING, {"POST": Permission.VIEW_ORDERS})


def _result(order_id: UUID, outcome: Outcome | None) -> dict[str, Any]:
    """Return what became of an order; one that this side does not see is no order at all."""
    if outcome is None:
        shown = {"verdict": "refused", "status": "", "version": None}
        return {"id": order_id, **shown, "code": "not_found", "detail": _("There is no such order.")}
    error = outcome.error
    return {
        "id": order_id,
        "verdict": "refused" if error else "done",
        "status": outcome.order.status,
        "version": outcome.order.version,
        "code": error.code if error else "",
        "detail": error.message if error else "",
    }
