"""A customer's invitations, for machines."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import F, QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from invitations import queries, services
from invitations.limits import count_invitation
from retailers.errors import DetailsRefused
from retailers.models import Customer
from retailers.queries import customer_for_member, test_customer_for_member, test_customers_of
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.idempotency import idempotent
from wholesale.api.pagination import paginated
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Organization
from wholesale.organizations.roles import Permission

NEED = Need(Side.SELLING, {"GET": Permission.VIEW_CUSTOMERS, "POST": Permission.INVITE_CUSTOMERS})
EXAMPLE = {
    "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a10",
    "email": "bar@example.com",
    "status": "pending",
    "sent_count": 1,
    "sent_at": "2026-11-22T09:00:00Z",
    "opened_at": None,
    "expires_at": "2026-12-06T09:00:00Z",
    "accepted_at": None,
    "revoked_at": None,
}


class InvitationOutput(serializers.Serializer[Any]):
    """An invitation; pending after `expires_at` is expired. No email: it went to the company's own people."""

    id = serializers.UUIDField()
    email = serializers.CharField(allow_blank=True)
    status = serializers.CharField()
    sent_count = serializers.IntegerField()
    sent_at = serializers.DateTimeField()
    opened_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField()
    accepted_at = serializers.DateTimeField(allow_null=True)
    revoked_at = serializers.DateTimeField(allow_null=True)
    example: ClassVar = EXAMPLE


class InvitationsApi(ApiView):
    """A customer's invitations."""

    need = NEED
    is_list = True
    Output = InvitationOutput

    class Input(serializers.Serializer[Any]):
        email = serializers.EmailField(required=False, help_text="Left out: the customer's contact email.")
        example: ClassVar = {"email": "bar@example.com"}

    def get(self, request: Request, organization: str, customer: UUID) -> Response:
        """List a customer's invitations, newest first."""
        found = customer_for_member(acting_of_call(request), customer)
        rows = queries.invitations_of(found).values(*InvitationOutput().fields)
        return paginated(request, rows, order=["-sent_at", "-id"])

    @idempotent
    def post(self, request: Request, organization: str, customer: UUID) -> Response:
        """Invite a customer to register.

        An address that was invited already gets its invitation again, with a new link. For a retailer that has
        asked for access this approves, and the answer is 204. No more than 600 an hour for each company, and 5 to
        one customer.
        """
        acting, body = acting_of_call(request), self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        found = customer_for_member(acting, customer)
        email = body.validated_data.get("email", "")
        count_invitation(found.supplier_id, found.pk)
        invitation = services.invite_customer(customer=found, by=acting.user, email=email)
        return Response(InvitationOutput(invitation).data, status=201) if invitation else Response(status=204)


class InvitationSendingApi(ApiView):
    """The sending of an invitation."""

    need = NEED
    Output = InvitationOutput

    @idempotent
    def post(self, request: Request, organization: str, invitation: UUID) -> Response:
        """Send an invitation again; its earlier link stops working."""
        acting = acting_of_call(request)
        found = queries.invitation_for_supplier(acting, invitation)
        count_invitation(found.supplier_id, found.customer_id)
        sent = services.resend_invitation(invitation=found, by=acting.user)
        return Response(InvitationOutput(sent).data)


class InvitationRevocationApi(ApiView):
    """The withdrawal of an invitation."""

    need = NEED
    Output = InvitationOutput

    @idempotent
    def post(self, request: Request, organization: str, invitation: UUID) -> Response:
        """Withdraw an invitation."""
        acting = acting_of_call(request)
        found = queries.invitation_for_supplier(acting, invitation)
        gone = services.revoke_invitation(invitation=found, by=acting.user)
        return Response(InvitationOutput(gone).data)


class TestCustomersApi(ApiView):
    """Retailers that you made up to try your store with: their orders touch no stock, number or figure."""

    need = NEED
    is_list = True

    class Input(serializers.Serializer[Any]):
        name = serializers.CharField(max_length=120)
        email = serializers.EmailField(help_text="Yours or a colleague's, also with a tag: ana+test@….")
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
