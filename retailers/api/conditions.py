"""What a customer's orders take, for machines (SPEC.md O4, O18)."""

from dataclasses import asdict
from typing import Any, ClassVar
from uuid import UUID

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from retailers import queries, services
from retailers.enums import Licence
from retailers.errors import DetailsRefused
from retailers.models import Customer
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.concurrency import based_on, with_etag
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission


class ConditionsApi(ApiView):
    """Whether a customer's orders carry a PO number, and its licence."""

    need = Need(Side.SELLING, {"GET": Permission.VIEW_CUSTOMERS, "PATCH": Permission.MANAGE_CUSTOMERS})

    class Input(serializers.Serializer[Any]):
        requires_po_number = serializers.BooleanField(required=False)
        licence_number = serializers.CharField(required=False, allow_blank=True, max_length=40)
        licence_expires_on = serializers.DateField(
            required=False, allow_null=True, help_text="Its last day; null if it does not end."
        )
        example: ClassVar = {"licence_number": "OLCC-22817", "licence_expires_on": "2027-06-30"}

    class Output(serializers.Serializer[Any]):
        requires_po_number = serializers.BooleanField()
        licence_number = serializers.CharField(allow_blank=True)
        licence_expires_on = serializers.DateField(allow_null=True)
        licence = serializers.ChoiceField(Licence.choices)
        example: ClassVar = {
            "requires_po_number": False,
            "licence_number": "OLCC-22817",
            "licence_expires_on": "2027-06-30",
            "licence": "valid",
        }

    def current(self, request: Request, organization: str, customer: UUID) -> tuple[dict[str, Any], int]:
        """Return them and the customer's version, also for whoever edits too late."""
        found = queries.customer_for_member(acting_of_call(request), customer)
        return _shown(found), found.version

    def get(self, request: Request, organization: str, customer: UUID) -> Response:
        """Read them."""
        shown, version = self.current(request, organization, customer)
        return with_etag(Response(shown), version)

    def patch(self, request: Request, organization: str, customer: UUID) -> Response:
        """Change some of them; what is left out stays."""
        acting = acting_of_call(request)
        found = queries.customer_for_member(acting, customer)
        version = based_on(request)
        body = self.Input(data=request.data, partial=True)
        body.is_valid(raise_exception=True)
        kept = services.Conditions(**asdict(services.conditions_of(found)) | body.validated_data)
        try:
            services.keep_conditions(customer=found, conditions=kept, version=version, by=acting.user)
        except DetailsRefused as error:
            raise serializers.ValidationError(error.fields) from error
        return self.get(request, organization, customer)


def _shown(customer: Customer) -> dict[str, Any]:
    return asdict(services.conditions_of(customer)) | {"licence": customer.licence_on(timezone.localdate())}
