"""A guest distributor's people, for machines: who they are, given access, changed, withdrawn, requests (I1)."""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.concurrency import based_on, with_etag
from wholesale.api.idempotency import idempotent
from wholesale.api.pagination import filters_of, paginated
from wholesale.organizations import queries, services
from wholesale.organizations.access import Need
from wholesale.organizations.api.guest_shapes import (
    AccessInput,
    GuestInvitationOutput,
    GuestOutput,
    GuestRequestOutput,
    access_of,
    guest_row,
    invitation_row,
    request_row,
)
from wholesale.organizations.enums import GuestRequestState, Side
from wholesale.organizations.limits import count_colleague_mail
from wholesale.organizations.models import Agreement
from wholesale.organizations.roles import Permission

NEED = Need(Side.SELLING, {"*": Permission.MANAGE_PEOPLE})


def agreement_of_call(request: Request, agreement_id: UUID) -> Agreement:
    """Return the supplier's agreement that a call names; 404 for anybody else's."""
    return queries.agreement_for(acting_of_call(request).organization, Side.SELLING, agreement_id)


class GuestsApi(ApiView):
    """The people of a guest distributor who work in your account, the longest there first."""

    need = NEED
    is_list = True
    Output = GuestOutput

    def get(self, request: Request, organization: str, agreement_id: UUID) -> Response:
        rows = queries.guest_rows(agreement_of_call(request, agreement_id))
        return paginated(request, rows, order=["created_at", "id"])


class GuestApi(ApiView):
    """One guest."""

    need = NEED
    Input = AccessInput
    Output = GuestOutput

    def get(self, request: Request, organization: str, agreement_id: UUID, guest_id: UUID) -> Response:
        """Read as what they work, and what you keep back."""
        found = queries.guest_for(agreement_of_call(request, agreement_id), guest_id)
        return with_etag(Response(guest_row(found)), found.version)

    def put(self, request: Request, organization: str, agreement_id: UUID, guest_id: UUID) -> Response:
        """Change role and limit, effective with their next request."""
        agreement = agreement_of_call(request, agreement_id)
        found = queries.guest_for(agreement, guest_id)
        changed = services.change_guest(
            membership=found,
            agreement=agreement,
            access=access_of(request),
            version=based_on(request),
            by=acting_of_call(request).user,
        )
        return with_etag(Response(guest_row(changed)), changed.version)

    def current(
        self, request: Request, organization: str, agreement_id: UUID, guest_id: UUID
    ) -> tuple[Any, int]:
        """Return what is stored now, for whoever comes too late."""
        found = queries.guest_for(agreement_of_call(request, agreement_id), guest_id)
        return guest_row(found), found.version


class GuestWithdrawalApi(ApiView):
    """The end of a guest's access."""

    need = NEED
    Output = GuestOutput

    @idempotent
    def post(self, request: Request, organization: str, agreement_id: UUID, guest_id: UUID) -> Response:
        """End it at once; what they did stays on record under their name. Answers with what they had."""
        agreement = agreement_of_call(request, agreement_id)
        found = queries.guest_for(agreement, guest_id)
        answer = guest_row(found)
        services.withdraw_guest(membership=found, agreement=agreement, by=acting_of_call(request).user)
        return Response(answer, status=201)


class GuestInvitationsApi(ApiView):
    """Whom you have given access by mail and who has not answered, the latest first."""

    need = NEED
    is_list = True
    Output = GuestInvitationOutput

    class Input(AccessInput):
        email = serializers.EmailField()
        name = serializers.CharField(max_length=120, default="", allow_blank=True)
        language = serializers.ChoiceField(settings.LANGUAGES, default="en")
        example: ClassVar = {**AccessInput.example, "email": "gus@gale.example.com", "name": "Gus Gray"}

    def get(self, request: Request, organization: str, agreement_id: UUID) -> Response:
        rows = queries.guest_invitations(agreement_of_call(request, agreement_id))
        return paginated(
            request, rows, order=["-id"], shown=lambda page: [invitation_row(row) for row in page]
        )

    @idempotent
    def post(self, request: Request, organization: str, agreement_id: UUID) -> Response:
        """Give access by mail; it begins when they accept, within 14 days."""
        agreement = agreement_of_call(request, agreement_id)
        given = self.Input(data=request.data)
        given.is_valid(raise_exception=True)
        data = given.validated_data
        details = services.GuestDetails(
            email=data["email"], name=data["name"], language=data["language"], access=access_of(request)
        )
        count_colleague_mail(agreement.supplier_id, details.email)
        invited = services.invite_guest(agreement=agreement, details=details, by=acting_of_call(request).user)
        return Response(invitation_row(invited), status=201)


class GuestInvitationApi(ApiView):
    """Send an invitation again, with a new link and term, or take it back."""

    need = NEED
    Output = GuestInvitationOutput

    @idempotent
    def post(
        self, request: Request, organization: str, agreement_id: UUID, invitation_id: UUID, noun: str
    ) -> Response:
        agreement = agreement_of_call(request, agreement_id)
        found = queries.guest_invitation_for(agreement, invitation_id)
        if noun == "sending":
            count_colleague_mail(agreement.supplier_id, found.email)
        verbs: dict[str, Callable[..., Any]] = {
            "sending": services.resend_guest_invitation,
            "revocation": services.revoke_guest_invitation,
        }
        verbs[noun](invitation=found, agreement=agreement, by=acting_of_call(request).user)
        return Response(invitation_row(found), status=201)


class GuestRequestsApi(ApiView):
    """Who has asked for access by your link, the latest first."""

    need = NEED
    is_list = True
    Output = GuestRequestOutput

    class Filters(serializers.Serializer[Any]):
        state = serializers.ChoiceField(required=False, choices=GuestRequestState.choices)

    def get(self, request: Request, organization: str, agreement_id: UUID) -> Response:
        rows = queries.guest_requests_of(agreement_of_call(request, agreement_id))
        narrowed = rows.filter(**filters_of(request, self.Filters))
        return paginated(
            request,
            narrowed,
            order=["-asked_at", "-id"],
            shown=lambda page: [request_row(row) for row in page],
        )


class GuestRequestApprovalApi(ApiView):
    """The approval of a request."""

    need = NEED
    Input = AccessInput
    Output = GuestOutput

    @idempotent
    def post(self, request: Request, organization: str, agreement_id: UUID, guest_request: UUID) -> Response:
        """Let in whoever asked, with a role and a limit; they are told."""
        agreement = agreement_of_call(request, agreement_id)
        asked = queries.guest_request_for(agreement, guest_request)
        membership = services.approve_guest_request(
            request=asked,
            agreement=agreement,
            access=access_of(request),
            by=acting_of_call(request).user,
        )
        return Response(guest_row(queries.guest_for(agreement, membership.pk)), status=201)


class GuestRequestRefusalApi(ApiView):
    """The refusal of a request."""

    need = NEED
    Output = GuestRequestOutput

    @idempotent
    def post(self, request: Request, organization: str, agreement_id: UUID, guest_request: UUID) -> Response:
        """Refuse whoever asked; they are told, and may ask again."""
        agreement = agreement_of_call(request, agreement_id)
        asked = queries.guest_request_for(agreement, guest_request)
        by = acting_of_call(request).user
        refused = services.refuse_guest_request(request=asked, agreement=agreement, by=by)
        return Response(request_row(refused), status=201)
