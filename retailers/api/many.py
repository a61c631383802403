"""One change for many of a supplier's customers."""

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from retailers import queries, services
from retailers.api.customer_shapes import CustomerInput
from retailers.api.customers import NEED
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.idempotency import idempotent


class DistributorAssignmentApi(ApiView):
    """Who delivers to many customers."""

    need = NEED

    class Input(serializers.Serializer[Any]):
        customers = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=1000)
        distributor = serializers.UUIDField(allow_null=True, help_text="Null: you deliver yourselves.")
        example: ClassVar = {"customers": ["0193503b-6a1c-7d3e-9a55-2f6f0c6f7a10"], "distributor": None}

    class Output(serializers.Serializer[Any]):
        changed = serializers.IntegerField()
        example: ClassVar = {"changed": 1}

    @idempotent
    def post(self, request: Request, organization: str) -> Response:
        """Assign a distributor to these customers, for new orders. Ids that are not yours are left out."""
        acting, body = acting_of_call(request), self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        chosen = CustomerInput.details({"distributor": body.validated_data["distributor"]}, acting)
        seen = queries.customers_of(acting).filter(pk__in=body.validated_data["customers"])
        ids = list(seen.values_list("pk", flat=True))
        skipped = services.assign_distributor(
            supplier=acting.organization,
            customer_ids=ids,
            distributor=chosen.distributor,
            by=acting.user,
        )
        return Response({"changed": len(ids) - len(skipped)})
