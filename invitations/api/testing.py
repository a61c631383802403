"""Test customers, for machines."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import F, QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from invitations import services
from invitations.limits import count_invitation
from retailers.errors import DetailsRefused
from retailers.models import Customer
from retailers.queries import test_customer_for_member, test_customers_of
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.idempotency import idempotent
from wholesale.api.pagination import paginated
from wholesale.mail.fields import MailAddressInput
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Organization
from wholesale.organizations.roles import Permission

NEED = Need(Side.SELLING, {"GET": Permission.VIEW_CUSTOMERS, "POST": Permission.INVITE_CUSTOMERS})


class TestCustomersApi(ApiView):
    """Retailers that you made up to try your store with: their orders touch no stock, number or figure."""

    need = NEED
    is_list = True

    class Input(serializers.Serializer[Any]):
        name = serializers.CharField(max_length=120)
        email = MailAddressInput(help_text="Yours or a colleague's, also with a tag: ana+test@….")
        example: ClassVar = {"name": "Trial bar", "email": "ana+test@brewery.example"}

    class Output(serializers.Serializer[Any]):
        id = serializers.UUIDField()
        display_name = serializers.CharField()
        contact_email = serializers.EmailField()
        status = serializers.CharField()
        created_at = serializers.DateTimeField()
        example: ClassVar = {
            "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a10",
            "display_name": "Trial bar",
            "contact_email": "ana+test@brewery.example",
            "status": "invited",
            "created_at": "2026-11-22T09:00:00Z",
        }

    def get(self, request: Request, organization: str) -> Response:
        """List your test customers, newest first."""
        rows = _test_rows(acting_of_call(request).organization)
        return paginated(request, rows, order=["-created_at", "-id"])

    @idempotent
    def post(self, request: Request, organization: str) -> Response:
        """Make a test customer and invite it; three at most."""
        acting, body = acting_of_call(request), self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        count_invitation(acting.organization.pk, acting.organization.pk)
        try:
            made = services.make_test_customer(
                supplier=acting.organization, by=acting.user, **body.validated_data
            )
        except DetailsRefused as error:
            raise serializers.ValidationError({"email": list(error.fields.values())}) from error
        return Response(_test_rows(acting.organization).get(pk=made.pk), status=201)


class TestCustomerApi(ApiView):
    """One of your test customers."""

    need = Need(Side.SELLING, {"DELETE": Permission.INVITE_CUSTOMERS})

    def delete(self, request: Request, organization: str, customer: UUID) -> Response:
        """End a test customer; its orders stay to be looked at."""
        acting = acting_of_call(request)
        found = test_customer_for_member(acting, customer)
        services.end_test_customer(customer=found, by=acting.user)
        return Response(status=204)


def _test_rows(supplier: Organization) -> QuerySet[Customer, Any]:
    names = {name: F(f"private__{name}") for name in ("display_name", "contact_email")}
    return test_customers_of(supplier).select_related(None).values("id", "status", "created_at", **names)
