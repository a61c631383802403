"""A customer on hold, for machines (SPEC.md C11)."""

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from retailers import queries, services
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.idempotency import idempotent
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission


class HoldApi(ApiView):
    """Whether a customer is on hold, and why; the retailer never reads the reason."""

    need = Need(
        Side.SELLING,
        {"GET": Permission.VIEW_CUSTOMERS, "POST": Permission.MANAGE_CREDIT_TERMS},
    )

    class Input(serializers.Serializer[Any]):
        is_on_hold = serializers.BooleanField()
        reason = serializers.CharField(
            max_length=200, required=False, allow_blank=True, help_text="Needed to put it on hold."
        )
        example: ClassVar = {"is_on_hold": True, "reason": "Two invoices are past due."}

        def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
            """Ask for a reason."""
            if attrs["is_on_hold"] and not attrs.get("reason"):
                raise serializers.ValidationError({"reason": ["Say why, for your colleagues."]})
            return attrs

    class Output(serializers.Serializer[Any]):
        is_on_hold = serializers.BooleanField()
        reason = serializers.CharField(allow_blank=True)
        example: ClassVar = {"is_on_hold": True, "reason": "Two invoices are past due."}

    def get(self, request: Request, organization: str, customer: UUID) -> Response:
        """Read whether it is on hold."""
        found = queries.customer_for_member(acting_of_call(request), customer)
        return Response({"is_on_hold": found.is_on_hold, "reason": found.private.hold_reason})

    @idempotent
    def post(self, request: Request, organization: str, customer: UUID) -> Response:
        """Put it on hold, or take it off."""
        acting, body = acting_of_call(request), self.Input(data=request.data)
        found = queries.customer_for_member(acting, customer)
        body.is_valid(raise_exception=True)
        if body.validated_data["is_on_hold"]:
            services.hold_customer(customer=found, reason=body.validated_data["reason"], by=acting.user)
        else:
            services.release_customer(customer=found, by=acting.user)
        return self.get(request, organization, customer)
