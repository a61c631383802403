"""The invitations that wait for a company on the platform, for machines (SPEC.md N3, X1)."""

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from invitations import queries, services
from invitations.models import Invitation
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.idempotency import idempotent
from wholesale.api.pagination import paginated
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission

NEED = Need(Side.BUYING, {"*": Permission.PLACE_ORDERS})


class OwnInvitationsApi(ApiView):
    """Suppliers that ask your company to order from them."""

    need = NEED
    is_list = True

    class Output(serializers.Serializer[Any]):
        """An invitation that waits for you."""

        supplier = serializers.SlugField()
        supplier_name = serializers.CharField()
        invited_by = serializers.CharField(allow_blank=True)
        sent_at = serializers.DateTimeField()
        expires_at = serializers.DateTimeField()
        example: ClassVar = {
            "supplier": "northgate-brewing",
            "supplier_name": "Northgate Brewing",
            "invited_by": "Ana Alder",
            "sent_at": "2026-11-22T09:00:00Z",
            "expires_at": "2026-12-06T09:00:00Z",
        }

    def get(self, request: Request, organization: str) -> Response:
        """List the invitations that you may accept, newest first; left alone, one expires."""
        rows = queries.invitations_to_company(acting_of_call(request).organization)
        return paginated(request, rows, order=["-sent_at", "-id"], shown=lambda page: [*map(_row, page)])


class OwnInvitationAcceptanceApi(ApiView):
    """The acceptance of a supplier's invitation."""

    need = NEED

    class Output(serializers.Serializer[Any]):
        """Whose shop is open to you now."""

        supplier = serializers.SlugField()
        state = serializers.CharField()
        example: ClassVar = {"supplier": "northgate-brewing", "state": "accepted"}

    @idempotent
    def post(self, request: Request, organization: str, supplier: str) -> Response:
        """Accept; your company orders from this supplier from now on."""
        acting = acting_of_call(request)
        found = queries.invitation_to_company(acting.organization, supplier)
        accepted = services.accept_invitation(invitation=found, by=acting.user)
        return Response({"supplier": supplier, "state": accepted.status})


def _row(invitation: Invitation) -> dict[str, Any]:
    return {
        "supplier": invitation.supplier.slug,
        "supplier_name": invitation.supplier.name,
        "invited_by": invitation.by_name,
        "sent_at": invitation.sent_at,
        "expires_at": invitation.expires_at,
    }
