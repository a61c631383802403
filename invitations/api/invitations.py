"""A customer's invitations, for machines."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from invitations import queries, services
from invitations.enums import InvitationState
from invitations.limits import count_invitation
from invitations.models import Invitation
from retailers.queries import customer_for_member
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.idempotency import idempotent
from wholesale.api.pagination import filters_of, paginated, public_names
from wholesale.mail.fields import MailAddressInput
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission

NEED_TO_SEE = Need(Side.SELLING, {"GET": Permission.VIEW_CUSTOMERS})
NEED = Need(Side.SELLING, {"GET": Permission.VIEW_CUSTOMERS, "POST": Permission.INVITE_CUSTOMERS})
EXAMPLE = {
    "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a10",
    "customer": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a11",
    "email": "bar@example.com",
    "status": "pending",
    "state": "delivered",
    "sent_count": 1,
    "sent_at": "2026-11-22T09:00:00Z",
    "delivered_at": "2026-11-22T09:00:04Z",
    "opened_at": None,
    "bounced_at": None,
    "reminded_at": None,
    "expires_at": "2026-12-06T09:00:00Z",
    "accepted_at": None,
    "revoked_at": None,
}


class InvitationOutput(serializers.Serializer[Any]):
    """An invitation. `state` is its status and, while that is pending, what became of its mail.

    No email: it went to the company's own people, and what became of those mails is not told.
    """

    id = serializers.UUIDField()
    customer = serializers.UUIDField(source="customer_id")
    email = serializers.CharField(allow_blank=True)
    status = serializers.CharField()
    state = serializers.ChoiceField(InvitationState.choices)
    sent_count = serializers.IntegerField()
    sent_at = serializers.DateTimeField()
    delivered_at = serializers.DateTimeField(allow_null=True)
    opened_at = serializers.DateTimeField(allow_null=True)
    bounced_at = serializers.DateTimeField(allow_null=True)
    reminded_at = serializers.DateTimeField(allow_null=True)
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
        email = MailAddressInput(required=False, help_text="Left out: the customer's contact email.")
        example: ClassVar = {"email": "bar@example.com"}

    def get(self, request: Request, organization: str, customer: UUID) -> Response:
        """List a customer's invitations, newest first."""
        found = customer_for_member(acting_of_call(request), customer)
        return _page(request, queries.invitations_of(found))

    @idempotent
    def post(self, request: Request, organization: str, customer: UUID) -> Response:
        """Invite a customer to register.

        An address that was invited already gets its invitation again, with a new link. For a retailer that has
        asked for access this approves, and the answer is 204; 409 where another address asks for an entry that nobody
        has claimed: decide on that request. No more than 600 an hour for each company, and 5 to
        one customer or address.
        """
        acting, body = acting_of_call(request), self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        found = customer_for_member(acting, customer)
        email = body.validated_data.get("email", "")
        count_invitation(found.supplier_id, found.pk, email or found.private.contact_email)
        invitation = services.invite_customer(customer=found, by=acting.user, email=email)
        return Response(InvitationOutput(invitation).data, status=201) if invitation else Response(status=204)


class AllInvitationsApi(ApiView):
    """Your invitations, of all customers."""

    need = NEED_TO_SEE
    is_list = True
    Output = InvitationOutput

    class Filters(serializers.Serializer[Any]):
        q = serializers.CharField(required=False, max_length=200, help_text="Email, or name of the customer.")
        state = serializers.ChoiceField(InvitationState.choices, required=False)

    def get(self, request: Request, organization: str) -> Response:
        """List your invitations, newest first."""
        chosen, acting = filters_of(request, self.Filters), acting_of_call(request)
        states = [chosen["state"]] if "state" in chosen else []
        found = queries.in_states(queries.invitations_for_member(acting), states)
        found = queries.search_invitations(found, acting, chosen.get("q", ""))
        return _page(request, found)


class InvitationSendingApi(ApiView):
    """The sending of an invitation."""

    need = NEED
    Output = InvitationOutput

    @idempotent
    def post(self, request: Request, organization: str, invitation: UUID) -> Response:
        """Send an invitation again; its earlier link stops working."""
        acting = acting_of_call(request)
        found = queries.invitation_for_supplier(acting, invitation)
        count_invitation(found.supplier_id, found.customer_id, found.email)
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


def _page(request: Request, found: QuerySet[Invitation]) -> Response:
    own = [name for name in map(str, InvitationOutput().fields) if name != "state"]
    rows = found.annotate(shown=queries.SHOWN).values(*own, "shown")
    return paginated(request, rows, order=queries.NEWEST, shown=public_names({"shown": "state"}))
